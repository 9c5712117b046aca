import type { StuckReport } from "../../sim/watchdog/watchdog.js";
import type { SimJob, SimOutcome } from "./sim_job.js";

/** The tree that a process simulates. */
export interface TreeToSimulate {
  /** The compiled, staged tree; ends with a slash. */
  readonly treeUrl: string;
  /** Whether each host loads modules of its own; see `SimulationOptions.isolate`. */
  readonly isolate: boolean;
}

/** The first line of JSON that a simulating process reads from stdin. */
export interface WorkerSetup extends TreeToSimulate {
  /** See {@link StepKinds.url}. */
  readonly stepsUrl: string;
  /** How long one event may run, in milliseconds of real time, before it counts as stuck. */
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
  /** Code does not return; the process is of no more use. */
  | StuckReport
  /** The harness failed at the job. */
  | { readonly type: "failed"; readonly error: string };

/** The file descriptor of the reports. */
export const reportFd = 3;
