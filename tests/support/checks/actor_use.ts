import type { History } from "../../../grader/history/history.js";
import { fail } from "./evidence.js";
import { queries, statsOf } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Requires that every query so far reached the actor by a message and was answered on a channel ref: the actor system
 * must have counted at least as many of both as there were queries.
 *
 * @param name the name of the counters, which were read after the last query.
 */
export function requireActorUse(history: History, name: string): void {
  const asked = queries(history).length;
  for (const { server, stats } of statsOf(history, name)) {
    if (stats.externalTells >= asked && stats.channelsUsed >= asked) continue;
    fail(history, {
      did: `sent ${asked} queries to the query actor of ${server}, and read the counters of the actor system.`,
      expected:
        "the receiver forwards every query to its actor with system.tell and waits for the reply on a channel ref; only the actor has data",
      section: "3.1",
      seen: [
        `${stats.externalTells} messages were sent from outside actors`,
        `${stats.channelsUsed} of ${stats.channelsMade} channel refs received a reply`,
      ],
      next: "kvserver/query_receiver.ts: every method should tell the actor and return the reply from its channel.",
    });
  }
  if (statsOf(history, name).length === 0) throw new Error(`the history has no counters ${name}`);
}
