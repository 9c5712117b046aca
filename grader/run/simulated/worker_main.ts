/**
 * A process that simulates: it reads jobs from stdin, one at a time, runs each, and reports on a pipe of its own. It
 * loads student code, so its parent believes nothing but what comes after the token, and kills it when it is stuck.
 */
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Scenario } from "../../history/scenario.js";
import { loadSeam } from "../../sim/seam.js";
import { startWatchdog } from "../../sim/watchdog/watchdog.js";
import { loadSteps } from "../step_kind.js";
import { CapturedOutput } from "./captured_output.js";
import { simulate } from "./simulate.js";
import { reportFd, type WorkerJob, type WorkerNews, type WorkerSetup } from "./worker_protocol.js";

/** How often the process says that it is at work, in milliseconds. */
const aliveMs = 1_000;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const reports = new Socket({ fd: reportFd, readable: false, writable: true });
reports.on("error", () => process.exit(1));
const setup = JSON.parse(await nextLine()) as WorkerSetup;
const [seam, steps] = await Promise.all([loadSeam(setup.treeUrl), loadSteps(setup.stepsUrl)]);
const watch = startWatchdog({
  limitMs: setup.eventLimitMs,
  fd: reportFd,
  prefix: `${setup.token} `,
  treeUrl: setup.treeUrl,
});
const scenarios = new Map<string, Scenario>();
const output = new CapturedOutput();
setInterval(() => {
  report({ type: "alive", memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20) });
}, aliveMs).unref();
for (;;) report(await runJob(JSON.parse(await nextLine()) as WorkerJob));

async function runJob({ key, scenario: sent, ...rest }: WorkerJob): Promise<WorkerNews> {
  if (sent !== undefined) scenarios.set(key, sent);
  const scenario = scenarios.get(key);
  if (scenario === undefined) return { type: "failed", error: `nobody sent the scenario ${key}` };
  try {
    const outcome = await simulate({ scenario, ...rest }, { ...setup, seam, steps, watch });
    return { type: "outcome", outcome, output: output.take() };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { type: "failed", error: text };
  }
}

/** The next line of stdin; when there is none any more, nobody wants this process. */
async function nextLine(): Promise<string> {
  const next = await lines.next();
  if (next.done === true) process.exit(0);
  return next.value;
}

function report(news: WorkerNews): void {
  reports.write(`${setup.token} ${JSON.stringify(news)}\n`);
}
