import type { Limits } from "../reading/limits.js";
import type { FindingKind } from "./sighting.js";

/** A rule of the assignment that a finding says is broken. */
export interface Rule {
  readonly text: string;
  /** Where to look in the code, as far as the kind of a finding tells. */
  readonly lookAt: string;
}

const lastWriterWins =
  "the last writer wins everywhere: the Put with the latest server-side time, ties broken the same way by all; two Puts of one actor never tie, the later one wins";

/** How Puts are compared, for those whose actor had both of them. */
export const lookAtComparing =
  "how a Put that arrives is compared with the one that is there: by its time first, then by a tie-break that gives all actors the same answer in whatever order Puts arrive.";

/** When Puts are acknowledged, for those that their own actor does not show. */
export const lookAtApplying = "where the Put is applied, and when its reply is sent.";

/** The rule that each kind of finding breaks. */
export function ruleOf(kind: FindingKind, limits: Limits): Rule {
  const { localVisibilityMs, remoteVisibilityMs, messagesPerSecond, graceMessages } = limits;
  switch (kind) {
    case "invented":
      return {
        text: "a read shows what somebody has put for that key, and nothing else",
        lookAt: "what a query actor keeps, and what it answers to a Get or a List.",
      };
    case "lost-put":
    case "divergence":
      return {
        text: "all query actors come to the same state, with every Put in it that no later one has replaced",
        lookAt:
          "what is sent of the Puts since the last message, and whether a Put can fall between two messages or be overwritten by an older one.",
      };
    case "split":
      return { text: lastWriterWins, lookAt: lookAtComparing };
    case "wrong-winner":
      return {
        text: lastWriterWins,
        lookAt:
          "which time a Put gets and keeps on its way; it is that of the query actor that took it from its client.",
      };
    case "went-back":
      return {
        text: "a query actor that shows a Put shows that one from then on, or one that wins against it",
        lookAt: lookAtComparing,
      };
    case "own-put":
      return {
        text: "a read shows every Put that the same query actor acknowledged before, or one that wins against it",
        lookAt: lookAtApplying,
      };
    case "late":
      return {
        text: `a Put shows on the other query actors of its server within ${localVisibilityMs} ms, and on those of other servers within ${remoteVisibilityMs} ms`,
        lookAt:
          "how long Puts wait before they are sent, by every actor on their way, and what merging does with them.",
      };
    case "double-send":
      return {
        text: "a Put crosses the network once for each other server, and is passed on to the other query actors there; it is not sent separately to several of them",
        lookAt:
          "to which actors of another server Puts are sent, and whom a server that starts is told about.",
      };
    case "repetition":
      return {
        text: `what is sent is mostly news to its receiver: on average, a Put is sent at most ${copiesAllowed} times for each actor that lacks it, not counting one copy that comes back`,
        lookAt:
          "whether Puts are sent back to where they came from, sent on by several actors, or sent again with every message.",
      };
    case "rate":
      return {
        text: `an actor sends another one at most ${messagesPerSecond} messages in any second, however many Puts it gets (${graceMessages} more ${graceMessages === 1 ? "is" : "are"} let pass); while servers start, on average, and with one more for each Put that the new ones lack`,
        lookAt:
          "when messages are sent: Puts have to wait for the next message, whose time does not depend on how many there are.",
      };
  }
}

/** How many times the needed copies of Puts may be sent on average. */
export const copiesAllowed = 1.6;
