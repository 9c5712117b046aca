import type { StuckReport } from "../sim/watchdog/watchdog.js";
import type { SimJob, SimOutcome } from "./sim_job.js";

/** The first line of JSON that a simulating process reads from stdin. */
export interface WorkerSetup {
  /** The compiled, staged tree; ends with a slash. */
  readonly treeUrl: string;
  /** See `SimulationOptions.isolate`. */
  readonly isolate: boolean;
  /** How long an event may take before it counts as stuck, in milliseconds of real time. */
  readonly eventLimitMs: number;
  /** Every line of the process's reports begins with it, so that nothing else can pass for one. */
  readonly token: string;
}

/** Every further line: one job. Scenarios are sent once and then called by their key. */
export interface WorkerJob extends Omit<SimJob, "scenario"> {
  readonly key: string;
  readonly scenario?: SimJob["scenario"];
}

/** What a simulating process reports. */
export type WorkerNews =
  /** It is at work; reported every second, unless code blocks it. */
  | { readonly type: "alive"; readonly memoryMiB: number }
  | { readonly type: "outcome"; readonly outcome: SimOutcome; readonly output: string }
  /** Code does not return; the process reports nothing more. */
  | StuckReport
  /** The harness failed at the job. */
  | { readonly type: "failed"; readonly error: string };

/** The file descriptor of the reports. */
export const reportFd = 3;
