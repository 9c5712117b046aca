import type { SimJob } from "./sim_job.js";
import { SimWorker, type SimResult, type SimWorkerOptions } from "./sim_worker.js";

/**
 * After this many runs, a process is replaced. Module instances for each host are never freed, a few MiB per run, so
 * where all runs have such modules, one counts as several.
 */
const runsPerWorker = 400;
const runsForIsolated = 4;

/**
 * After this many runs in which code did not return, others are given less time, in milliseconds; see
 * {@link SimWorkerOptions.loopMs}. Otherwise a loop that every test runs into would take minutes.
 */
const patientRuns = 6;
const impatientMs = 1_250;

/** Runs simulations in several processes at once. Jobs start in the order in which they are added. */
export class SimWorkers {
  readonly #options: SimWorkerOptions;
  readonly #count: number;
  readonly #signal: AbortSignal;
  readonly #idle: { readonly worker: SimWorker; runs: number }[] = [];
  readonly #all = new Set<SimWorker>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #stuckRuns = 0;

  /** If the signal is aborted, all processes end, and pending jobs reject with its reason. */
  constructor(options: SimWorkerOptions, count: number, signal: AbortSignal) {
    this.#options = options;
    this.#count = count;
    this.#signal = signal;
    signal.addEventListener("abort", () => {
      for (const wake of this.#waiting.splice(0)) wake();
      void this.close();
    });
  }

  /**
   * Runs a job when its turn comes, which `onStart` tells; see {@link SimWorker.run}. If the system kills the process, the
   * job runs once more.
   */
  async run(job: SimJob, onStart: () => void = () => undefined): Promise<SimResult> {
    while (this.#busy >= this.#count) {
      this.#signal.throwIfAborted();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#signal.throwIfAborted();
    this.#busy++;
    onStart();
    let entry = this.#idle.pop() ?? { worker: this.#start(), runs: 0 };
    try {
      let result = await entry.worker.run(job);
      if (result.end.how === "crashed" && result.end.killed === true) {
        // Most likely for want of memory, which is not the fault of the code; another process may get what this one lacked.
        await this.#end(entry.worker);
        entry = { worker: this.#start(), runs: 0 };
        result = await entry.worker.run(job);
      }
      if (result.end.how === "stuck") this.#stuckRuns++;
      this.#signal.throwIfAborted();
      return result;
    } finally {
      this.#busy--;
      entry.runs += this.#options.tree.isolate === true ? runsForIsolated : 1;
      if (entry.worker.alive && entry.runs < runsPerWorker) this.#idle.push(entry);
      else void this.#end(entry.worker);
      this.#waiting.shift()?.();
    }
  }

  /** Ends all processes. Later jobs start new ones. */
  async close(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#all].map((worker) => this.#end(worker)));
  }

  #start(): SimWorker {
    const isPatient = this.#stuckRuns < patientRuns;
    const worker = new SimWorker(
      isPatient ? this.#options : { ...this.#options, loopMs: impatientMs },
    );
    this.#all.add(worker);
    return worker;
  }

  async #end(worker: SimWorker): Promise<void> {
    await worker.close();
    this.#all.delete(worker);
  }
}
