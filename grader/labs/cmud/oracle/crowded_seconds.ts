import { fullestSeconds } from "../reading/fullest_seconds.js";
import { at, listed } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Wrong } from "./wrong.js";

/**
 * Finds pairs of actors of which one sends the other more messages within a second than it may. Messages while servers
 * start, and those with old state for them, are left out, since there only the average counts.
 */
export function crowdedSeconds(facts: Facts): Wrong[] {
  const { messagesPerSecond, graceMessages } = facts.limits;
  return fullestSeconds([...facts.steadyTells])
    .filter(({ count }) => count > messagesPerSecond + graceMessages)
    .sort((a, b) => b.count - a.count)
    .map(({ first, startMs, count, messages }) => {
      const actor = facts.names.queryActor(first.from);
      return {
        kind: "rate",
        atMs: startMs,
        ...(actor === undefined ? {} : { actor }),
        tell: () => {
          const from = facts.names.nameOf(first.server, first.from);
          const to = facts.names.nameOf(first.toServer, first.to);
          const times = listed(messages.map(({ atMs }) => at(atMs)));
          const values = new Set(messages.flatMap((message) => message.values));
          const load =
            values.size === 0
              ? ""
              : `, with ${values.size} ${values.size === 1 ? "Put" : "Puts"} in all`;
          return {
            message:
              `${from} sent ${to} ${count} messages in the second from ${at(startMs)} on${load}, and at most ` +
              `${messagesPerSecond} are allowed in any second: at ${times}.`,
            inferred: false,
            section: first.server === first.toServer ? "5.1" : "5.2",
            evidence: messages,
          };
        },
      };
    });
}
