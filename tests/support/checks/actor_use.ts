import type { History } from "../../../grader/history/history.js";
import { fail } from "./evidence.js";
import { queries, statsOf } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Demands that every query so far went to the actor by a message and came back on a channel ref: the counters of the
 * actor system show at least as many of both as there were queries.
 *
 * @param name of the counters, which were taken after the last query.
 */
export function requireActorUse(history: History, name: string): void {
  const asked = queries(history).length;
  for (const { server, stats } of statsOf(history, name)) {
    if (stats.externalTells >= asked && stats.channelsUsed >= asked) continue;
    fail(history, {
      did: `sent ${asked} queries to the query actor of ${server}, and read the counters of the actor system.`,
      expected:
        "the receiver forwards every query to its actor with system.tell and waits for the answer on a channel ref; the data is the actor's alone",
      section: "3.1",
      seen: [
        `${stats.externalTells} messages were told from outside of the actors`,
        `${stats.channelsUsed} channel refs got an answer, of ${stats.channelsMade} that were made`,
      ],
      next: "kvserver/query_receiver.ts: every method tells the actor and returns what arrives on its channel.",
    });
  }
  if (statsOf(history, name).length === 0) throw new Error(`the history has no counters ${name}`);
}
