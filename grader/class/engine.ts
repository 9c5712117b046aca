/** A place where workers run: a pool of processes here, a job array of Slurm. Which hand-in, and nothing else, is its concern. */
export interface Engine {
  /**
   * Runs a worker for each of these hand-ins, by their numbers in the job, and resolves when none runs any more. A worker
   * that fails costs only its own hand-in: whoever calls looks at which verdicts there are.
   */
  run(numbers: readonly number[], events: EngineEvents, signal: AbortSignal): Promise<void>;
}

/** What an engine tells as it goes on. */
export interface EngineEvents {
  readonly onStart: (number: number) => void;
  /** Also called for workers that failed; `problem` says why, for people. */
  readonly onEnd: (number: number, problem: string | undefined) => void;
}
