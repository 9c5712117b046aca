import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { course } from "../../grader/labs/cmud/manifest.js";

/**
 * How much longer than a limit the tests wait on real threads before they look, in milliseconds: what timers and a busy
 * machine may take on top of what the student's code does. In simulation, where time is exact, they do not.
 */
export const allowanceMs = 50;

/** How long a Put may take to show on the other query actors of its server, in milliseconds. */
export const localLimitMs = course.limits.localVisibilityMs;

/** How long a Put may take to show on the query actors of other servers, in milliseconds. */
export const remoteLimitMs = course.limits.remoteVisibilityMs;

/** The one-way latency between servers in the tests, in milliseconds. */
export const latencyMs = course.limits.testOneWayLatencyMs;

/** Waits until a limit has passed for what ended before. */
export function waitPast(limitMs: number): Step {
  return { do: "wait", ms: limitMs, allowanceMs };
}

/** A time in words, such as "2,000 ms". */
export function inMs(ms: number): string {
  return `${ms.toLocaleString("en-US")} ms`;
}
