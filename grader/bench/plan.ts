/** How much to measure. */
export interface BenchPlan {
  /** Rounds of throughput for each kind of load. */
  readonly rounds: number;
  /** How long one kind of load lasts in a round, in milliseconds. */
  readonly sliceMs: number;
  /** How long each server is called in each way before the first measurement, to compile its code, in milliseconds. */
  readonly compileMs: number;
  /** How long each kind of load runs before it is measured, in milliseconds. */
  readonly warmUpMs: number;
  readonly lists: number;
  readonly probes: number;
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
  memoryKeys: 100_000,
};

/** Takes half a minute, and is less precise. */
export const quickPlan: BenchPlan = {
  rounds: 3,
  sliceMs: 80,
  compileMs: 600,
  warmUpMs: 30,
  lists: 200,
  probes: 120,
  memoryKeys: 40_000,
};

/** What the reference solution should reach on two cores. Throughput is relative to the echo's in the same round. */
export const aims = {
  /** With 1 connection and 64 outstanding. */
  shareAt1x64: 0.75,
  shareAt1x64Batched: 0.8,
  shareAt16x16Batched: 1.1,
  /** Server CPU per operation at 1 x 64, in microseconds. The Go original takes 75 to 115. */
  cpuUs: 13,
  /** A list with 10 hits, in milliseconds, whatever the number of other keys. The Go original takes 7. */
  listMs: 0.3,
  /** The 99th percentile, in milliseconds. */
  localVisibilityMs: 150,
  /** The limit of the handout's section 5.2, in milliseconds. */
  remoteVisibilityMs: 2_000,
  bytesPerKey: 300,
} as const;
