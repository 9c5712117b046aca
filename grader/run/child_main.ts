/** The process of one scenario. This thread supervises; student code runs in threads below it. */
import type { HistoryRecord } from "../history/history.js";
import { openReports } from "../process/open_reports.js";
import { SupervisedRun, type SupervisedJob, type SupervisedOutcome } from "./supervised_run.js";

/** What the process reports; it gets one {@link SupervisedJob}. */
export type RunReport =
  | { readonly type: "records"; readonly records: readonly HistoryRecord[] }
  | { readonly type: "outcome"; readonly outcome: SupervisedOutcome };

/** How long the last output of a thread may take to arrive here, in milliseconds. */
const outputLagMs = 20;

const reports = await openReports<SupervisedJob, RunReport>();
let unsent: HistoryRecord[] = [];
const run = await SupervisedRun.prepare(await reports.next(), (record) => {
  // One report for all records of one turn of the event loop.
  if (unsent.push(record) === 1) setImmediate(sendRecords);
});
reports.onEnd(() => run.close());
const outcome = await run.run();
// What threads print comes through this one, a moment later.
await new Promise((resolve) => setTimeout(resolve, outputLagMs));
sendRecords();
reports.report({ type: "outcome", outcome });
// The parent has what it wants and kills the process with all of its threads, which is quicker than ending them.

function sendRecords(): void {
  if (unsent.length === 0) return;
  const records = unsent;
  unsent = [];
  reports.report({ type: "records", records });
}
