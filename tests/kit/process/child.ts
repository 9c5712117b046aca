/** A process for a test: it does what its jobs say. */
import { writeSync } from "node:fs";
import { openReports, reportFd } from "../../../grader/process/open_reports.js";

/** What the process can do. */
export type Job = "echo" | "hang" | "exit" | "take memory" | "forge";

/** What it reports. */
export interface Echo {
  readonly type: "echo";
  readonly job: Job;
}

const reports = await openReports<Job, Echo>();
const taken: Buffer[] = [];
for (;;) {
  const job = await reports.next();
  if (job === "hang") for (;;);
  if (job === "exit") process.exit(7);
  if (job === "take memory") taken.push(Buffer.alloc(200 * 2 ** 20, 1));
  if (job === "forge") writeSync(reportFd, '{"type":"echo","job":"hang"}\n{"type":"echo"');
  process.stdout.write(`${job}\n`);
  reports.report({ type: "echo", job });
}
