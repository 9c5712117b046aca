import type { History } from "../../../history/history.js";
import { course } from "../manifest.js";

/** The limits of the assignment, with the grace that the run deserves, in milliseconds. */
export interface Limits {
  readonly graceMs: number;
  /** Earliest and latest failure after a request. */
  readonly failFromMs: number;
  readonly failUntilMs: number;
  readonly resendMs: number;
  readonly retryMs: number;
  readonly sendsPerSecond: number;
}

/** The limits for a run. */
export function limitsOf({ simulated }: History): Limits {
  const { limits } = course;
  const graceMs = simulated === undefined ? limits.realGraceMs : limits.simulatedGraceMs;
  return {
    graceMs,
    failFromMs: limits.confirmMs - limits.confirmToleranceMs,
    failUntilMs: limits.confirmMs + limits.confirmToleranceMs + graceMs,
    resendMs: limits.resendMs + graceMs,
    retryMs: limits.retryMs + graceMs,
    sendsPerSecond: limits.sendsPerSecond,
  };
}
