import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { reportFd, type ChildJob, type ChildNews } from "./child_protocol.js";
import type { HistoryRecord, RunEnd } from "../history/history.js";
import { howItDied } from "./how_it_died.js";
import { LineReader } from "./line_reader.js";
import { parseReport } from "./parse_report.js";
import { endInOrder, killAll, orderlyEnd, startGroup } from "./process_group.js";
import type { SupervisedJob } from "./supervised_run.js";

/** Options of {@link runInChild}. */
export interface ScenarioProcessOptions {
  readonly memoryMiB: number;
  /** How much longer than its time limit a run may take from the start of its process on, in milliseconds. */
  readonly slackMs: number;
  readonly signal: AbortSignal;
}

/** All that a scenario's process left behind. */
export interface ProcessResult {
  readonly end: RunEnd;
  readonly portInUse: boolean;
  /** See {@link RunOutcome.harnessError}. */
  readonly harnessError?: string;
  readonly records: readonly HistoryRecord[];
  readonly droppedRecords: number;
  readonly durationMs: number;
  readonly output: string;
}

const keptOutputBytes = 64 * 1024;
const maxOutputBytes = 16 * 1024 * 1024;
const maxReportBytes = 512 * 1024 * 1024;

/**
 * Runs a scenario in a process of its own. Whatever happens in there, the promise is fulfilled with what was seen, and
 * nothing of the process is left when it is. Rejects with the signal's reason when it is aborted.
 */
export async function runInChild(
  job: SupervisedJob,
  options: ScenarioProcessOptions,
): Promise<ProcessResult> {
  options.signal.throwIfAborted();
  const child = new ScenarioProcess(job, options);
  try {
    return await child.result;
  } finally {
    await child.end();
  }
}

class ScenarioProcess {
  readonly result: Promise<ProcessResult>;
  readonly #child: ChildProcess;
  readonly #mark = randomBytes(12).toString("hex");
  readonly #gone: Promise<void>;
  readonly #records: HistoryRecord[] = [];
  readonly #startMs = performance.now();
  readonly #output: Buffer[] = [];
  #done = false;
  #outputBytes = 0;
  #reportBytes = 0;
  #settle: (end: RunEnd, more?: Partial<ProcessResult>) => void = () => undefined;
  #stopWaiting: () => void = () => undefined;

  constructor(job: SupervisedJob, options: ScenarioProcessOptions) {
    const token = randomBytes(18).toString("hex");
    this.#child = startGroup(new URL("./child_main.js", import.meta.url), this.#mark);
    this.#gone = new Promise((resolve) => {
      this.#child.once("close", resolve);
      this.#child.once("error", () => {
        resolve();
      });
    });
    this.result = this.#watch(job, options);
    this.#readReports(token);
    this.#drain();
    const line: ChildJob = {
      ...job,
      token,
      memoryMiB: options.memoryMiB,
      endInOrder: endInOrder(),
    };
    // A process that dies before it has read its job is reported by its exit.
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  /** Kills the process and everything that it started, and waits until it is gone. */
  async end(): Promise<void> {
    this.#stopWaiting();
    if (endInOrder() && this.#done) {
      await orderlyEnd(this.#gone);
    }
    await killAll(this.#child, this.#mark);
    for (const stream of this.#child.stdio) stream?.destroy();
    await this.#gone;
  }

  #watch(job: SupervisedJob, { slackMs, signal }: ScenarioProcessOptions): Promise<ProcessResult> {
    return new Promise((resolve, reject) => {
      this.#settle = (end, more) => {
        resolve({
          end,
          portInUse: false,
          records: this.#records,
          droppedRecords: 0,
          durationMs: performance.now() - this.#startMs,
          output: this.#keptOutput(),
          ...more,
        });
      };
      const onAbort = (): void => {
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      // The process keeps the limit itself, and knows what it is doing then. This is for one that no longer answers.
      const limitMs = job.scenario.timeLimitMs + slackMs;
      const limit = setTimeout(() => {
        this.#settle({
          how: "timeout",
          doing: "nothing that it could tell: it no longer answered",
        });
      }, limitMs);
      if (!job.limited) clearTimeout(limit);
      this.#stopWaiting = () => {
        clearTimeout(limit);
        signal.removeEventListener("abort", onAbort);
      };
      this.#child.once("error", (error) => {
        this.#crash(`the test's process could not be started: ${error.message}`);
      });
      this.#child.once("close", (code, killedBy) => {
        this.#crash(howItDied(code, killedBy));
      });
    });
  }

  #crash(reason: string): void {
    this.#settle({ how: "crashed", reason });
  }

  #readReports(token: string): void {
    const lines = new LineReader((line) => {
      const news = parseReport(line, token) as ChildNews | undefined;
      if (news === undefined) return;
      if ("records" in news) {
        for (const record of news.records) this.#records.push(record);
        return;
      }
      const { end, ...more } = news.outcome;
      this.#done = end.how === "done";
      this.#settle(end, more);
    });
    const reports = this.#child.stdio[reportFd] as Readable | null | undefined;
    reports?.on("error", () => undefined);
    reports?.on("data", (chunk: Buffer) => {
      this.#reportBytes += chunk.length;
      if (this.#reportBytes <= maxReportBytes) lines.push(chunk);
      else this.#crash(`it reported more than ${maxReportBytes / 2 ** 20} MiB`);
    });
  }

  /** Reads what the process prints, or it would stop when the pipes are full; keeps the beginning. */
  #drain(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("error", () => undefined);
      stream?.on("data", (chunk: Buffer) => {
        const left = keptOutputBytes - this.#outputBytes;
        if (left > 0) this.#output.push(chunk.subarray(0, left));
        this.#outputBytes += chunk.length;
        if (this.#outputBytes > maxOutputBytes) {
          this.#crash(`it printed more than ${maxOutputBytes / 2 ** 20} MiB`);
          void killAll(this.#child, this.#mark);
        }
      });
    }
  }

  #keptOutput(): string {
    const text = Buffer.concat(this.#output).toString("utf8");
    const cut = this.#outputBytes - keptOutputBytes;
    return cut > 0 ? `${text}\n(${cut} more bytes of output were cut)` : text;
  }
}
