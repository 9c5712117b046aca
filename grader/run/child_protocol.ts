import type { HistoryRecord } from "../history/history.js";
import type { SupervisedJob, SupervisedOutcome } from "./supervised_run.js";

/** The one line of JSON that a scenario's process reads from stdin. */
export interface ChildJob extends SupervisedJob {
  /** Every line of the process's reports begins with it, so that nothing else can pass for one. */
  readonly token: string;
  /** The process ends itself as crashed beyond this much memory, in MiB. */
  readonly memoryMiB: number;
  /** Whether to end every thread in order when the run is over, rather than to wait to be killed. For coverage. */
  readonly endInOrder: boolean;
}

/** What follows the token on a line that the process writes to {@link reportFd}. */
export type ChildNews =
  { readonly records: readonly HistoryRecord[] } | { readonly outcome: SupervisedOutcome };

/** The file descriptor of the reports. */
export const reportFd = 3;
