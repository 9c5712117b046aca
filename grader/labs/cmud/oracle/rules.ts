import type { Limits } from "../reading/limits.js";
import type { FindingKind } from "./sighting.js";

/** A rule of the assignment that a finding violates. */
export interface Rule {
  readonly text: string;
  /** Where to look in the code, as far as the kind of the finding determines it. */
  readonly lookAt: string;
}

const lastWriterWins =
  "the last writer wins everywhere: the Put with the latest server-side time, with ties broken the same way by all actors; of two Puts on one actor, the later one always wins";

/** Advice if an actor had both Puts. */
export const lookAtComparing =
  "how an arriving Put is compared with the current one: first by time, then by a tie-break that gives the same result on all actors and for any order of arrival.";

/** Advice if an actor does not show its own Put. */
export const lookAtApplying = "where the Put is applied, and when its reply is sent.";

/** The rule that each kind of finding breaks. */
export function ruleOf(kind: FindingKind, limits: Limits): Rule {
  const { localVisibilityMs, remoteVisibilityMs, messagesPerSecond, graceMessages } = limits;
  switch (kind) {
    case "invented":
      return {
        text: "a read shows only values that were put for that key",
        lookAt: "what a query actor stores, and how it answers a Get or a List.",
      };
    case "lost-put":
    case "divergence":
      return {
        text: "all query actors converge to the same state, which contains every Put that no later one has replaced",
        lookAt:
          "which Puts since the last message are sent, and whether a Put can fall between two messages or be overwritten by an older one.",
      };
    case "split":
      return { text: lastWriterWins, lookAt: lookAtComparing };
    case "wrong-winner":
      return {
        text: lastWriterWins,
        lookAt:
          "which time a Put gets and carries along; it must be the time of the query actor that received it from the client.",
      };
    case "went-back":
      return {
        text: "a query actor that has shown a Put keeps showing it, or one that wins against it",
        lookAt: lookAtComparing,
      };
    case "own-put":
      return {
        text: "a read shows every Put that the same query actor has acknowledged, or one that wins against it",
        lookAt: lookAtApplying,
      };
    case "late":
      return {
        text: `a Put is visible on the other query actors of its server within ${localVisibilityMs} ms, and on those of other servers within ${remoteVisibilityMs} ms`,
        lookAt:
          "how long each actor on the path keeps Puts before it sends them, and how it merges them.",
      };
    case "double-send":
      return {
        text: "a Put is sent once to each other server and distributed to its query actors there; it is not sent separately to several of them",
        lookAt:
          "to which actors of another server Puts are sent, and which actors a starting server learns about.",
      };
    case "repetition":
      return {
        text: `messages mostly contain Puts that the receiver does not have: on average, a Put is sent at most ${copiesAllowed} times for each actor that lacks it, not counting one copy that comes back`,
        lookAt:
          "whether Puts are sent back to their origin, forwarded by several actors, or repeated in every message.",
      };
    case "resent":
      return {
        text: "when a server starts, it alone receives the old state: at most once from each older server, and not separately for several of its actors",
        lookAt:
          "what an actor does when it learns of a new server: which Puts it sends, and to whom; the other servers have them already.",
      };
    case "rate":
      return {
        text: `an actor sends another one at most ${messagesPerSecond} messages in any second, regardless of the number of Puts (${graceMessages} more ${graceMessages === 1 ? "is" : "are"} tolerated); while servers start, this is an average, with one more for each Put that the new servers lack`,
        lookAt:
          "when messages are sent: Puts must wait for the next message, whose time must not depend on their number.",
      };
  }
}

/** To how many actors that have it an old Put may be sent on average when a server starts. */
export const copiesToHolders = 1;

/** How many more copies of an old Put than there are older servers may be sent to a new server on average. */
export const spareCrossings = 0.5;

/** How many copies of a Put may be sent on average for each actor that needs it. */
export const copiesAllowed = 1.6;
