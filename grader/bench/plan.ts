/** How much is measured. */
export interface BenchPlan {
  /** Rounds of throughput for each kind of load. */
  readonly rounds: number;
  /** How long one kind of load lasts in a round, in milliseconds. */
  readonly sliceMs: number;
  /** How long each server is called in each way before anything is measured, in milliseconds; compilers take long. */
  readonly compileMs: number;
  /** How long each kind of load runs before it is measured, in milliseconds. */
  readonly warmUpMs: number;
  readonly lists: number;
  readonly probes: number;
  /** The keys that `list` has to choose from: before and after more are put. */
  readonly listKeys: readonly number[];
  readonly memoryKeys: number;
}

/** Takes some two minutes. */
export const fullPlan: BenchPlan = {
  rounds: 7,
  sliceMs: 300,
  compileMs: 1_500,
  warmUpMs: 100,
  lists: 1_000,
  probes: 600,
  listKeys: [10_000, 100_000],
  memoryKeys: 100_000,
};

/** Takes half a minute, and is less sure of itself. */
export const quickPlan: BenchPlan = {
  rounds: 3,
  sliceMs: 80,
  compileMs: 600,
  warmUpMs: 30,
  lists: 200,
  probes: 120,
  listKeys: [10_000, 100_000],
  memoryKeys: 40_000,
};
