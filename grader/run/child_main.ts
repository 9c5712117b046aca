/**
 * The process of one scenario. This thread supervises; student code runs in threads below it. It reads its job from
 * stdin, reports on a pipe of its own, and ends with everything that it started when its parent goes away.
 */
import { Socket } from "node:net";
import { once } from "node:events";
import { reportFd, type ChildJob, type ChildNews } from "./child_protocol.js";
import type { HistoryRecord } from "../history/history.js";
import { SupervisedRun } from "./supervised_run.js";

/** How often the memory is looked at, in milliseconds. */
const memoryCheckMs = 200;

/** How long the last lines of output may take from a thread to here, in milliseconds. */
const outputLagMs = 20;

const job = await readJob();
const reports = new Socket({ fd: reportFd, readable: false, writable: true });
reports.on("error", endAtOnce);

let unsent: HistoryRecord[] = [];
const run = await SupervisedRun.prepare(job, (record) => {
  // One line for all that is recorded in one turn of the event loop.
  if (unsent.push(record) === 1) setImmediate(sendRecords);
});
watchMemory();
const outcome = await run.run();
// What threads print comes through this one, a moment later.
await new Promise((resolve) => setTimeout(resolve, outputLagMs));
sendRecords();
send({ outcome });
if (job.endInOrder) {
  await run.close();
  await new Promise<void>((resolve) => reports.end(resolve));
  process.exit(0);
}
// The parent has what it wants and kills the process with all of its threads, which is quicker than ending them.

function sendRecords(): void {
  if (unsent.length === 0) return;
  const records = unsent;
  unsent = [];
  send({ records });
}

function send(news: ChildNews): void {
  reports.write(`${job.token} ${JSON.stringify(news)}\n`);
}

async function readJob(): Promise<ChildJob> {
  let text = "";
  process.stdin.setEncoding("utf8");
  process.stdin.on("end", endAtOnce);
  process.stdin.on("close", endAtOnce);
  while (!text.includes("\n")) {
    const [chunk] = (await once(process.stdin, "data")) as [string];
    text += chunk;
  }
  process.stdin.resume();
  return JSON.parse(text) as ChildJob;
}

function watchMemory(): void {
  setInterval(() => {
    const usedMiB = process.memoryUsage.rss() / 2 ** 20;
    if (usedMiB < job.memoryMiB) return;
    run.crash(`the test's process used more than ${job.memoryMiB} MiB of memory`);
  }, memoryCheckMs).unref();
}

/** Ends this process and everything else in its group. */
function endAtOnce(): void {
  if (process.platform === "win32") process.exit(1);
  process.kill(-process.pid, "SIGKILL");
}
