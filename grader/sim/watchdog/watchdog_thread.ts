/** Runs on the watchdog's thread; see `startWatchdog`. */
import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { SharedState } from "./shared_state.js";
import { stackText, stuckPlace, type Frame } from "./stack_text.js";
import type { StuckReport, WatchdogData } from "./watchdog.js";

/** How long the other thread may take to stop for the debugger, in milliseconds. In a call of Node's own it does not. */
const pauseMs = 2_000;

/** How long to wait before writing again to a pipe that is full, in milliseconds. */
const fullPipeMs = 20;

const { memory, limitMs, fd, prefix, treeUrl } = workerData as WatchdogData;
const state = new SharedState(memory);
let { steps } = state.read();
let sinceMs = usedMs();
let reported = false;
void watch();

async function watch(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(10, limitMs / 10)));
    const seen = state.read();
    if (seen.steps !== steps) {
      steps = seen.steps;
      sinceMs = usedMs();
      reported = false;
    } else if (seen.busy && !reported && usedMs() - sinceMs >= limitMs) {
      reported = await look();
      if (!reported) sinceMs = usedMs();
    }
  }
}

/** The processor time of this process, in milliseconds. Unlike real time, it stands still while others have the machine. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Finds out where the other thread is, and reports it. Returns false when it is not stuck after all. */
async function look(): Promise<boolean> {
  const before = state.read();
  const frames = await pausedFrames();
  if (state.read().steps !== before.steps) return false;
  const place = stuckPlace(frames ?? [], treeUrl);
  const report: StuckReport = {
    type: "stuck",
    host: before.host,
    ...(place === undefined ? {} : { place }),
    stack: stackText(frames ?? []),
  };
  // What the stuck thread was about to write may have ended in the middle of a line.
  write(`\n${prefix}${JSON.stringify(report)}\n`);
  return true;
}

/** Stops the other thread for a moment; undefined when it does not stop. */
async function pausedFrames(): Promise<readonly Frame[] | undefined> {
  const session = new Session();
  const urls = new Map<string, string>();
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
  session.connectToMainThread();
  try {
    return await new Promise((resolve) => {
      const giveUp = setTimeout(() => {
        resolve(undefined);
      }, pauseMs);
      session.on("Debugger.paused", ({ params }) => {
        clearTimeout(giveUp);
        resolve(
          params.callFrames.map(({ functionName, location }) => ({
            functionName,
            url: urls.get(location.scriptId) ?? "",
            line: location.lineNumber + 1,
            column: (location.columnNumber ?? 0) + 1,
          })),
        );
      });
      session.post("Debugger.enable");
      session.post("Debugger.pause");
    });
  } finally {
    // The other thread goes on.
    session.disconnect();
  }
}

/** Writes a whole text, also to a pipe that is not ready. */
function write(text: string): void {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fullPipeMs);
    }
  }
}
