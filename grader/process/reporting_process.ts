import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { LineReader } from "./line_reader.js";
import { startGroup, type Behind, type Group } from "./process_group.js";

/** One report of a process; `type` is not `alive`. */
export interface Report {
  readonly type: string;
}

/** Options of {@link ReportingProcess}. */
export interface ReportingProcessOptions<R extends Report> {
  /** The module that the process runs; it uses `openReports`. */
  readonly module: URL;
  /** The process, for people: "the test's process". */
  readonly name: string;
  readonly nodeOptions?: readonly string[];
  /** The wall that it runs behind; default: none, and no limits of the system. */
  readonly behind?: Behind | undefined;
  /** The memory limit, in MiB; default: unlimited. */
  readonly memoryMiB?: number;
  /** A process that reports nothing for this time, in milliseconds, counts as unresponsive; default: unlimited. */
  readonly silentMs?: number;
  /** Receives the reports of the process, in order. */
  readonly onReport: (report: R) => void;
  /** Called once, unless {@link ReportingProcess.end} is called before. No reports arrive afterwards. */
  readonly onFailure: (failure: ProcessFailure) => void;
}

/** Why a process can no longer be used. */
export interface ProcessFailure {
  /** For people, a sentence without a full stop. */
  readonly reason: string;
  /** Whether it was unresponsive; otherwise it died, or was ended because it exceeded a limit. */
  readonly silent: boolean;
  /** Whether somebody else killed it: the system, when the machine runs out of memory. */
  readonly killed: boolean;
}

/** The first line that a process reads; every further one is a job. */
export interface Setup {
  /** Every line of the reports begins with it, so that nothing else can pass for one. */
  readonly token: string;
  /** Whether to end in order when nobody wants the process any more, rather than at once. For coverage. */
  readonly endInOrder: boolean;
}

/** What a process reports by itself, to show that it answers. */
export interface Alive {
  readonly type: "alive";
  readonly memoryMiB: number;
}

/** How much of a process's output is kept, and how much is tolerated, in bytes. */
const keptOutputBytes = 64 * 1024;
const maxOutputBytes = 16 * 1024 * 1024;

/** How long an orderly end of a process may take, in milliseconds. */
const orderlyEndMs = 10_000;

/**
 * A process that takes jobs and reports on a pipe of its own: for student code, which may do anything to it, and for
 * work whose memory should be free again afterwards. It ends when this process ends, with everything that it has
 * started.
 */
export class ReportingProcess<Job, R extends Report> {
  readonly #options: ReportingProcessOptions<R>;
  readonly #starting: Promise<Group | undefined>;
  #group: Group | undefined;
  /** What is to be written once it has started. */
  readonly #unwritten: string[] = [];
  readonly #endInOrder = endInOrder();
  readonly #gone: Promise<void>;
  #onGone: () => void = () => undefined;
  readonly #output: Buffer[] = [];
  #outputBytes = 0;
  #silence: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: ReportingProcessOptions<R>) {
    this.#options = options;
    this.#gone = new Promise((resolve) => (this.#onGone = resolve));
    const token = randomBytes(18).toString("hex");
    this.#write({ token, endInOrder: this.#endInOrder } satisfies Setup);
    this.#waitAnew();
    this.#starting = this.#start(token);
  }

  /** Whether it has neither failed nor been asked to end. */
  get running(): boolean {
    return !this.#over;
  }

  /** Its output so far, truncated if it is too long. */
  get output(): string {
    const text = Buffer.concat(this.#output).toString("utf8");
    const cut = this.#outputBytes - keptOutputBytes;
    return cut > 0 ? `${text}\n(${cut} more bytes of output were omitted)` : text;
  }

  /** Gives it a job. */
  send(job: Job): void {
    this.#write(job);
  }

  /** Kills the process and everything that it started; resolves when it is gone. Idempotent. */
  async end(): Promise<void> {
    const failed = this.#over;
    this.#over = true;
    clearTimeout(this.#silence);
    const group = await this.#starting;
    if (group === undefined) return;
    const { child, kill } = group;
    if (this.#endInOrder && !failed) {
      child.stdin?.end();
      const enough = new Promise((resolve) => setTimeout(resolve, orderlyEndMs).unref());
      await Promise.race([this.#gone, enough]);
    }
    await kill();
    for (const stream of child.stdio) stream?.destroy();
    await this.#gone;
  }

  /** Never rejects; undefined if it could not be started. */
  async #start(token: string): Promise<Group | undefined> {
    const { module, name, nodeOptions = [], behind } = this.#options;
    const mark = randomBytes(12).toString("hex");
    let group: Group;
    try {
      group = await startGroup(module, mark, nodeOptions, behind);
    } catch (error) {
      this.#fail(`${name} could not be started: ${String(error)}`);
      this.#onGone();
      return undefined;
    }
    const { child } = group;
    const onEnd = (how: string, killed = false): void => {
      this.#fail(`${name} ${how}`, { killed });
      this.#onGone();
    };
    child.once("close", (code, ended) => {
      const signal = signalOf(code, ended);
      onEnd(howItDied(code, signal), signal === "SIGKILL");
    });
    child.once("error", (error) => {
      onEnd(`could not be started: ${error.message}`);
    });
    // A process that dies before it has read its job is reported by its end.
    for (const stream of child.stdio) stream?.on("error", () => undefined);
    this.#readReports(token, child.stdio[3] as Readable | null | undefined);
    this.#readOutput([child.stdout, child.stderr]);
    this.#group = group;
    for (const line of this.#unwritten.splice(0)) child.stdin?.write(line);
    return group;
  }

  #write(what: unknown): void {
    const line = `${JSON.stringify(what)}\n`;
    if (this.#group === undefined) this.#unwritten.push(line);
    else this.#group.child.stdin?.write(line);
  }

  #readReports(token: string, pipe: Readable | null | undefined): void {
    const { name, memoryMiB = Infinity, onReport } = this.#options;
    const lines = new LineReader((line) => {
      const report = line.startsWith(`${token} `)
        ? parsed(line.slice(token.length + 1))
        : undefined;
      if (report === undefined || this.#over) return;
      this.#waitAnew();
      if (!isAlive(report)) onReport(report as R);
      else if (report.memoryMiB > memoryMiB) {
        this.#fail(`${name} used more than ${memoryMiB} MiB of memory`);
      }
    });
    pipe?.on("data", (chunk: Buffer) => {
      lines.push(chunk);
    });
  }

  /** Reads the output of the process, which would block if the pipes were full; keeps the beginning. */
  #readOutput(streams: readonly (Readable | null)[]): void {
    for (const stream of streams) {
      stream?.on("data", (chunk: Buffer) => {
        const left = keptOutputBytes - this.#outputBytes;
        if (left > 0) this.#output.push(chunk.subarray(0, left));
        this.#outputBytes += chunk.length;
        if (this.#outputBytes > maxOutputBytes) {
          this.#fail(`it printed more than ${maxOutputBytes / 2 ** 20} MiB`);
        }
      });
    }
  }

  #waitAnew(): void {
    const { name, silentMs } = this.#options;
    clearTimeout(this.#silence);
    if (silentMs === undefined) return;
    this.#silence = setTimeout(() => {
      this.#fail(`${name} no longer answered`, { silent: true });
    }, silentMs);
  }

  #fail(reason: string, { silent = false, killed = false } = {}): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#silence);
    this.#options.onFailure({ reason, silent, killed });
    void this.end();
  }
}

/** Coverage (nyc sets `NYC_CONFIG`) requires an orderly end of processes; otherwise a quick end is better. */
function endInOrder(): boolean {
  return process.env["NYC_CONFIG"] !== undefined || process.env["CMUD_END_IN_ORDER"] === "1";
}

/** Parses a report; undefined if student code has corrupted it. */
function parsed(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}

function isAlive(report: Report): report is Alive {
  return report.type === "alive";
}

const signals = Object.keys(constants.signals) as NodeJS.Signals[];

/** The signal that ended a process. A wall that is a process itself reports it as an exit code, as shells do. */
function signalOf(code: number | null, ended: NodeJS.Signals | null): NodeJS.Signals | null {
  return ended ?? signals.find((name) => code === 128 + constants.signals[name]) ?? null;
}

/** How a process ended unexpectedly, for people. */
function howItDied(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL") {
    return "was killed from outside (SIGKILL); the machine may have been out of memory";
  }
  if (signal === "SIGABRT") {
    return "ran out of memory or called process.abort() (SIGABRT)";
  }
  return `ended by itself, ${signal === null ? `with exit code ${code ?? "?"}` : `by ${signal}`}`;
}
