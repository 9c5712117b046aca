import type { RunEnd } from "../history/history.js";

/** Thrown by a step to end the whole run. */
export class RunStopped extends Error {
  constructor(
    readonly end: RunEnd,
    /** Whether a port was taken, so that the run deserves another try on other ports. */
    readonly portInUse = false,
  ) {
    super("the run was stopped");
    this.name = "RunStopped";
  }
}
