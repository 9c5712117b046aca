/**
 * A process that simulates, one job after the other. It loads student code, so its parent believes nothing but its
 * reports, and ends it when it is stuck.
 */
import { errorText } from "../../base/error_text.js";
import { openReports, reportFd } from "../../process/open_reports.js";
import { loadSeam } from "../../sim/seam.js";
import { keepGuard } from "../../sim/guard/guard.js";
import { hardenProcess } from "../../sim/guard/harden.js";
import { putCopiesInto } from "../../sim/modules/tree_copies.js";
import { startWatchdog, type StuckReport } from "../../sim/watchdog/watchdog.js";
import { loadSteps } from "../step_kind.js";
import { CapturedOutput } from "./captured_output.js";
import type { SimJob, SimOutcome, TreeToSimulate } from "./sim_job.js";
import { simulate } from "./simulate.js";

/** The first line that the process gets. Every further line is a job. */
export interface WorkerSetup extends TreeToSimulate {
  /** See {@link StepKinds.url}. */
  readonly stepsUrl: string;
  /** How long one event may run, in milliseconds of real time, before it counts as stuck. */
  readonly eventLimitMs: number;
  /** The folder for copies of the tree; see `TreeCopies`. Undefined: beside the tree. */
  readonly scratch: string | undefined;
}

/** What the process reports. */
export type WorkerReport =
  | { readonly type: "outcome"; readonly outcome: SimOutcome; readonly output: string }
  /** Code does not return; the process is of no more use. */
  | StuckReport
  /** The harness failed at the job. */
  | { readonly type: "failed"; readonly error: string };

const reports = await openReports<WorkerSetup | SimJob, WorkerReport>();
const setup = (await reports.next()) as WorkerSetup;
const { treeUrl, stepsUrl, isolate, ownModules, eventLimitMs } = setup;
if (setup.scratch !== undefined) putCopiesInto(setup.scratch);
const [seam, steps] = await Promise.all([loadSeam(treeUrl), loadSteps(stepsUrl)]);
const { prefix } = reports;
const watch = startWatchdog({ limitMs: eventLimitMs, fd: reportFd, prefix, treeUrl });
const output = new CapturedOutput();
// Jobs are for this module only.
Object.defineProperty(process, "stdin", { value: undefined, configurable: false });
keepGuard();
hardenProcess();
for (;;) reports.report(await runJob((await reports.next()) as SimJob));

async function runJob(job: SimJob): Promise<WorkerReport> {
  try {
    const tree = { treeUrl, seam, steps, isolate, ownModules, watch };
    const outcome = await simulate(job, tree);
    return { type: "outcome", outcome, output: output.take() };
  } catch (error) {
    return { type: "failed", error: errorText(error) };
  }
}
