import { fileURLToPath } from "node:url";
import type { RunEnd } from "../../history/history.js";
import { garbageOptions } from "../../process/garbage_options.js";
import { ReportingProcess } from "../../process/reporting_process.js";
import type { Wall } from "../../process/wall.js";
import type { StuckReport } from "../../sim/watchdog/watchdog.js";
import type { StepKinds } from "../step_kind.js";
import { behindWall } from "../run_reach.js";
import { simulatedRun, type SimJob, type SimOutcome, type TreeToSimulate } from "./sim_job.js";
import type { WorkerReport, WorkerSetup } from "./worker_main.js";

/** The result of a job: its outcome, and the output of student code. */
export interface SimResult extends SimOutcome {
  readonly output: string;
}

/** Options of {@link SimWorker}. */
export interface SimWorkerOptions {
  readonly tree: TreeToSimulate;
  /** The kinds of steps that scenarios may have. */
  readonly steps: StepKinds;
  /** What the process runs behind; default: nothing. */
  readonly wall?: Wall | undefined;
  /** The heap limit of the process, in MiB. */
  readonly heapMiB: number;
  /**
   * How long one event may take, in milliseconds of processor time, before the process says where it is stuck, so that
   * a busy machine changes no verdict. Default 5,000. A process that reports nothing for twelve times as long in real
   * time is stuck as well: it waits for something that never comes.
   */
  readonly loopMs?: number;
}

/** V8's option against `eval` and the like, which could get past what the tree's sources may import. */
const noCodeFromTexts = "--disallow-code-generation-from-strings";

/** The memory that a process may use in addition to its heap, for example for buffers, in MiB. */
const otherMemoryMiB = 512;

/** A process that runs simulations, one after another. Student code runs there, and never in this process. */
export class SimWorker {
  readonly #steps: StepKinds;
  readonly #process: ReportingProcess<WorkerSetup | SimJob, WorkerReport>;
  #onReport: (report: WorkerReport) => void = () => undefined;
  #onEnd: (end: RunEnd) => void = () => undefined;

  constructor({ tree, steps, wall, heapMiB, loopMs = 5_000 }: SimWorkerOptions) {
    this.#steps = steps;
    const module = new URL("./worker_main.js", import.meta.url);
    const behind = behindWall(wall, fileURLToPath(tree.treeUrl), [module.href, steps.url], {
      memoryMiB: heapMiB + 2 * otherMemoryMiB,
    });
    this.#process = new ReportingProcess({
      module,
      behind,
      name: "the test's process",
      nodeOptions: [...garbageOptions(heapMiB), noCodeFromTexts],
      memoryMiB: heapMiB + otherMemoryMiB,
      silentMs: 12 * loopMs,
      onReport: (report) => {
        this.#onReport(report);
      },
      onFailure: ({ reason, silent, killed }) => {
        const where = "code that cannot be named";
        this.#onEnd(silent ? { how: "stuck", where } : { how: "crashed", reason, killed });
      },
    });
    const { scratch } = behind.reach;
    this.#process.send({ ...tree, stepsUrl: steps.url, eventLimitMs: loopMs, scratch });
  }

  /** Whether the process can take another job. */
  get alive(): boolean {
    return this.#process.running;
  }

  /**
   * Runs a job; one at a time. Failures of student code are in the result. After a crash, or if code does not return,
   * the process has ended.
   *
   * @throws errors of the harness or the scenario.
   */
  run(job: SimJob): Promise<SimResult> {
    return new Promise((resolve, reject) => {
      this.#onEnd = (end) => {
        resolve({ ...nothingSeen, simulated: simulatedRun(job), end });
      };
      this.#onReport = (report) => {
        switch (report.type) {
          case "outcome":
            resolve({ ...report.outcome, output: report.output });
            return;
          case "stuck":
            this.#onEnd({ how: "stuck", where: this.#stuckInWords(report) });
            void this.close();
            return;
          case "failed":
            reject(new Error(report.error));
        }
      };
      this.#process.send(job);
    });
  }

  /** Kills the process and everything that it started; resolves when it is gone. Idempotent. */
  async close(): Promise<void> {
    this.#onEnd({ how: "crashed", reason: "the test's process was ended" });
    await this.#process.end();
  }

  #stuckInWords({ host, place }: StuckReport): string {
    // Scenarios name their hosts without the thread that runs the scenario.
    const name = host.split("/").slice(1).join("/") || host;
    const at = place === undefined ? "" : ` at ${place}`;
    return `code of ${this.#steps.hostInWords(name)}${at}`;
  }
}

const nothingSeen: Omit<SimResult, "end" | "simulated"> = {
  portInUse: false,
  records: [],
  droppedRecords: 0,
  durationMs: 0,
  events: 0,
  snapshots: [],
  output: "",
};
