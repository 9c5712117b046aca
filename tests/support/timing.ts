import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { course } from "../../grader/labs/cmud/manifest.js";
import { paced } from "./flow.js";

/**
 * How much longer than a limit the tests wait on real threads before they read, in milliseconds: an allowance for
 * timers and a busy machine. In simulation time is exact, so there is no allowance.
 */
export const allowanceMs = 50;

/** How long a Put may take to become visible on the other query actors of its server, in milliseconds. */
export const localLimitMs = course.limits.localVisibilityMs;

/** How long a Put may take to become visible on the query actors of other servers, in milliseconds. */
export const remoteLimitMs = course.limits.remoteVisibilityMs;

/** The one-way latency between servers in the tests, in milliseconds. */
export const latencyMs = course.limits.testOneWayLatencyMs;

/** The longest one-way latency for which the limits hold, in milliseconds. */
export const maxLatencyMs = course.limits.maxOneWayLatencyMs;

/** Waits until a limit has passed for everything that ended before. */
export function waitPast(limitMs: number): Step {
  return { do: "wait", ms: limitMs, allowanceMs };
}

/** Two lanes: Puts one after the other, and at the same pace reads, each of them when the limit of its Put has passed. */
export function pacedWithReads(
  everyMs: number,
  puts: readonly Step[],
  reads: readonly Step[],
  limitMs: number,
): [puts: Step[], reads: Step[]] {
  return [[paced(everyMs, puts)], [waitPast(limitMs), paced(everyMs, reads)]];
}

/** Lets a time pass in simulation, and a second of it on real threads, where nobody wants to wait so long. */
export function simulatedIdle(ms: number): Step {
  return { do: "wait", ms, allowanceMs: 1_000 - ms };
}

/** A time in words, such as "2,000 ms". */
export function inMs(ms: number): string {
  return `${ms.toLocaleString("en-US")} ms`;
}
