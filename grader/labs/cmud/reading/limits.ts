import { course } from "../manifest.js";
import type { History } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import { serverOf } from "../../../history/scenario.js";

/** The assignment's limits for one run. */
export interface Limits {
  /** How long a Put may take to become visible on the other query actors of its server, in milliseconds. */
  readonly localVisibilityMs: number;
  /** How long a Put may take to become visible on the query actors of other servers, in milliseconds. */
  readonly remoteVisibilityMs: number;
  /** The most messages from one actor to another within any second. */
  readonly messagesPerSecond: number;
  /** How many more are tolerated. */
  readonly graceMessages: number;
}

/** The limits for a run: simulated time is exact, timers on real threads jitter. */
export function limitsOf(history: History): Limits {
  const { limits } = course;
  return {
    localVisibilityMs: limits.localVisibilityMs,
    remoteVisibilityMs: limits.remoteVisibilityMs,
    messagesPerSecond: limits.messagesPerSecond,
    graceMessages:
      history.simulated === undefined ? limits.realGraceMessages : limits.simulatedGraceMessages,
  };
}

/** How long a Put on one query actor may take to become visible on another one, in milliseconds. */
export function limitBetween(from: ActorName, to: ActorName, limits: Limits): number {
  if (from === to) return 0;
  return serverOf(from) === serverOf(to) ? limits.localVisibilityMs : limits.remoteVisibilityMs;
}
