import type { History } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";
import { threadsOf } from "../run/scenario_facts.js";
import type { StepKinds } from "../run/step_kind.js";

/** How much may run at once. A scenario that is larger than a limit runs alone. */
export interface PoolLimits {
  readonly scenarios: number;
  readonly threads: number;
  readonly memoryMiB: number;
}

/** Options of {@link ScenarioPool.run}. */
export interface PoolRunOptions {
  /** Run alone, after everything that is not exclusive. */
  readonly exclusive: boolean;
  /** Called when the scenario starts. */
  readonly onStart: () => void;
}

interface Job {
  readonly threads: number;
  readonly options: PoolRunOptions;
  readonly start: () => void;
  readonly giveUp: (reason: unknown) => void;
}

/** The memory of a process and of each of its threads, in MiB. */
const processMiB = 45;
const threadMiB = 19;

/**
 * Runs several scenarios at a time, in their order, except that smaller ones may overtake those that do not fit yet.
 */
export class ScenarioPool {
  readonly #runScenario: (scenario: Scenario) => Promise<History>;
  readonly #limits: PoolLimits;
  readonly #signal: AbortSignal;
  readonly #steps: StepKinds;
  #waiting: Job[] = [];
  readonly #running = new Set<Job>();

  /**
   * If `signal` is aborted, waiting scenarios are rejected with its reason and nothing else starts; `runScenario`
   * should respect the signal as well.
   */
  constructor(
    runScenario: (scenario: Scenario) => Promise<History>,
    limits: PoolLimits,
    signal: AbortSignal,
    steps: StepKinds,
  ) {
    this.#runScenario = runScenario;
    this.#limits = limits;
    this.#signal = signal;
    this.#steps = steps;
    signal.addEventListener("abort", () => {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const job of waiting) job.giveUp(signal.reason);
    });
  }

  /** Runs a scenario when its turn comes. Rejects with the error of `runScenario`, or with the signal's reason. */
  async run(scenario: Scenario, options: PoolRunOptions): Promise<History> {
    this.#signal.throwIfAborted();
    const job = await new Promise<Job>((resolve, reject) => {
      const waiting: Job = {
        threads: threadsOf(scenario.steps, this.#steps),
        options,
        start: () => {
          resolve(waiting);
        },
        giveUp: reject,
      };
      this.#waiting.push(waiting);
      this.#startSoon();
    });
    try {
      return await this.#runScenario(scenario);
    } finally {
      this.#running.delete(job);
      this.#startSoon();
    }
  }

  /** Deferred, because more scenarios may be added in this turn, and exclusive ones must not overtake them. */
  #startSoon(): void {
    setImmediate(() => {
      this.#startWhatFits();
    });
  }

  #startWhatFits(): void {
    for (const job of [...this.#waiting]) if (this.#fits(job)) this.#start(job);
  }

  #start(job: Job): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== job);
    this.#running.add(job);
    job.options.onStart();
    job.start();
  }

  #fits({ threads: ownThreads, options }: Job): boolean {
    const running = [...this.#running];
    if (running.length === 0) {
      return !options.exclusive || this.#waiting.every((waiting) => waiting.options.exclusive);
    }
    if (options.exclusive || running.some((job) => job.options.exclusive)) return false;
    const scenarios = running.length + 1;
    const threads = running.reduce((sum, job) => sum + job.threads, ownThreads);
    return (
      scenarios <= this.#limits.scenarios &&
      threads <= this.#limits.threads &&
      scenarios * processMiB + threads * threadMiB <= this.#limits.memoryMiB
    );
  }
}
