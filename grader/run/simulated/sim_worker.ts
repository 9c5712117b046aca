import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { howItDied } from "../how_it_died.js";
import { LineReader } from "../line_reader.js";
import { parseReport } from "../parse_report.js";
import { endInOrder, killAll, orderlyEnd, startGroup } from "../process_group.js";
import type { RunEnd } from "../../history/history.js";
import type { StepKinds } from "../step_kind.js";
import { simulatedRun } from "./simulated_run.js";
import type { StuckReport } from "../../sim/watchdog/watchdog.js";
import type { SimJob, SimOutcome } from "./sim_job.js";
import type { TreeToSimulate, WorkerJob, WorkerNews, WorkerSetup } from "./worker_protocol.js";

/** What came of a job: what it left behind, and what student code printed. */
export interface SimResult extends SimOutcome {
  readonly output: string;
}

/** Options of {@link SimWorker}. */
export interface SimWorkerOptions {
  readonly tree: TreeToSimulate;
  /** The kinds of steps that scenarios may have. */
  readonly steps: StepKinds;
  /** The most heap that the process may use, in MiB. */
  readonly heapMiB: number;
  /**
   * A process that reports nothing for this long, in milliseconds of real time, is stuck. One event may take a quarter of
   * it before the process says itself where it is stuck. Default 20,000.
   */
  readonly stuckMs?: number;
}

/** A job without its scenario, which goes by a key. */
export type KeyedJob = SimJob & { readonly key: string };

/** A process that runs simulations, one after the other. Student code runs in there, and nowhere in this process. */
export class SimWorker {
  readonly #options: SimWorkerOptions;
  readonly #stuckMs: number;
  readonly #child: ChildProcess;
  readonly #mark = randomBytes(12).toString("hex");
  readonly #gone: Promise<void>;
  readonly #sentScenarios = new Set<string>();
  #alive = true;
  #onNews: (news: WorkerNews) => void = () => undefined;
  #onDeath: (reason: string) => void = () => undefined;

  constructor(options: SimWorkerOptions) {
    this.#options = options;
    this.#stuckMs = options.stuckMs ?? 20_000;
    const token = randomBytes(18).toString("hex");
    this.#child = startGroup(new URL("./worker_main.js", import.meta.url), this.#mark, [
      `--max-old-space-size=${options.heapMiB}`,
    ]);
    this.#gone = new Promise((resolve) => {
      const onEnd = (reason: string): void => {
        this.#alive = false;
        this.#onDeath(reason);
        resolve();
      };
      this.#child.once("close", (code, signal) => {
        onEnd(howItDied(code, signal));
      });
      this.#child.once("error", (error) => {
        onEnd(`the test's process could not be started: ${error.message}`);
      });
    });
    for (const stream of this.#child.stdio) stream?.on("error", () => undefined);
    // What a simulation prints is part of its outcome; what else comes has to be read or it blocks the process.
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
    const lines = new LineReader((line) => {
      const news = parseReport(line, token) as WorkerNews | undefined;
      if (news !== undefined) this.#onNews(news);
    }, Infinity);
    (this.#child.stdio[3] as Readable | null | undefined)?.on("data", (chunk: Buffer) => {
      lines.push(chunk);
    });
    const { tree, steps } = options;
    this.#send({ ...tree, stepsUrl: steps.url, eventLimitMs: this.#stuckMs / 4, token });
  }

  /** Whether the process can take another job. */
  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Runs a job; one at a time. What student code does wrong is in the result; after a crash or when it is stuck, the
   * process has ended.
   *
   * @throws what is wrong with the harness or the scenario.
   */
  run(job: KeyedJob): Promise<SimResult> {
    return new Promise((resolve, reject) => {
      let silence: NodeJS.Timeout | undefined;
      const settle = (how: () => void): void => {
        clearTimeout(silence);
        this.#onNews = () => undefined;
        this.#onDeath = () => undefined;
        how();
      };
      const end = (how: RunEnd): void => {
        settle(() => {
          resolve({ ...nothingSeen, simulated: simulatedRun(job), end: how });
        });
      };
      const giveUp = (how: RunEnd): void => {
        this.#alive = false;
        void this.close();
        end(how);
      };
      const waitAnew = (): void => {
        clearTimeout(silence);
        silence = setTimeout(() => {
          giveUp({ how: "stuck", where: "code that cannot be named" });
        }, this.#stuckMs);
      };
      this.#onDeath = (reason) => {
        end({ how: "crashed", reason });
      };
      this.#onNews = (news) => {
        switch (news.type) {
          case "alive":
            if (news.memoryMiB < this.#options.heapMiB + otherMemoryMiB) {
              waitAnew();
              return;
            }
            giveUp({
              how: "crashed",
              reason: `the test's process used ${news.memoryMiB} MiB of memory`,
            });
            return;
          case "outcome":
            settle(() => {
              resolve({ ...news.outcome, output: news.output });
            });
            return;
          case "stuck":
            giveUp({ how: "stuck", where: this.#stuckInWords(news) });
            return;
          case "failed":
            settle(() => {
              reject(new Error(news.error));
            });
        }
      };
      waitAnew();
      const { scenario, ...rest } = job;
      const known = this.#sentScenarios.has(job.key);
      this.#sentScenarios.add(job.key);
      this.#send(known ? rest : { ...rest, scenario });
    });
  }

  /** Kills the process and everything that it started; resolves when it is gone. Idempotent. */
  async close(): Promise<void> {
    if (this.#alive && endInOrder()) {
      this.#child.stdin?.end();
      await orderlyEnd(this.#gone);
    }
    this.#alive = false;
    await killAll(this.#child, this.#mark);
    for (const stream of this.#child.stdio) stream?.destroy();
    await this.#gone;
  }

  #stuckInWords({ host, place }: StuckReport): string {
    // Scenarios name their hosts without the thread that runs the scenario.
    const name = host.split("/").slice(1).join("/") || host;
    return `code of ${this.#options.steps.hostInWords(name)}${place === undefined ? "" : ` at ${place}`}`;
  }

  #send(line: WorkerSetup | WorkerJob): void {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }
}

/** What a process may use besides its heap, which does not count what buffers hold, in MiB. */
const otherMemoryMiB = 512;

const nothingSeen: Omit<SimResult, "end" | "simulated"> = {
  portInUse: false,
  records: [],
  droppedRecords: 0,
  durationMs: 0,
  events: 0,
  snapshots: [],
  output: "",
};
