import { Socket } from "node:net";
import { LineReader } from "./line_reader.js";
import type { Alive, Report, Setup } from "./reporting_process.js";

/** The file descriptor of the reports. */
export const reportFd = 3;

/** How often the process reports that it is alive, in milliseconds. */
const aliveMs = 200;

/** The inside of a {@link ReportingProcess}. */
export interface Reports<Job, R extends Report> {
  /** The prefix of each report; a line end follows it. */
  readonly prefix: string;
  /** The next job, when it arrives. */
  next(): Promise<Job>;
  /** Sends a report; reports arrive in order. */
  report(report: R): void;
  /** Registers work for an orderly end of the process. */
  onEnd(close: () => Promise<void>): void;
}

/**
 * Opens the reports of this process, which a `ReportingProcess` has started; call it once. From then on the process
 * regularly reports that it is alive, and ends, with everything that it has started, when its parent closes the
 * connection.
 */
export async function openReports<Job, R extends Report>(): Promise<Reports<Job, R>> {
  const jobs: unknown[] = [];
  let wake: () => void = () => undefined;
  const next = async (): Promise<unknown> => {
    while (jobs.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return jobs.shift();
  };
  const lines = new LineReader((line) => {
    jobs.push(JSON.parse(line));
    wake();
  });
  process.stdin.on("data", (chunk: Buffer) => {
    lines.push(chunk);
  });
  process.stdin.once("end", () => void end());
  process.stdin.once("close", () => void end());
  const closings: (() => Promise<void>)[] = [];
  let endInOrder = false;
  const end = async (): Promise<void> => {
    if (!endInOrder) endAtOnce();
    await Promise.all(closings.map((close) => close()));
    process.exit(0);
  };

  const setup = (await next()) as Setup;
  endInOrder = setup.endInOrder;
  // Student code that writes to the pipe without a line end must not corrupt the next report.
  const prefix = `\n${setup.token} `;
  const pipe = new Socket({ fd: reportFd, readable: false, writable: true });
  pipe.on("error", endAtOnce);
  const report = (what: R | Alive): void => {
    pipe.write(`${prefix}${JSON.stringify(what)}\n`);
  };
  const sayAlive = (): void => {
    report({ type: "alive", memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20) });
  };
  sayAlive();
  setInterval(sayAlive, aliveMs).unref();
  return {
    prefix,
    next: next as () => Promise<Job>,
    report,
    onEnd: (close) => closings.push(close),
  };
}

/** Ends this process and everything else in its group. */
function endAtOnce(): void {
  if (process.platform === "win32") process.exit(1);
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    // Behind a wall the group is out of sight, and ends with this process.
    process.kill(process.pid, "SIGKILL");
  }
}
