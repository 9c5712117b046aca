import type { History } from "../../../grader/history/history.js";
import { listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { tells, whole, type Span } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Requires a minimum number of messages between actors: Puts reach other query actors only by messages.
 */
export function requireMessages(
  history: History,
  atLeast: number,
  section: string,
  span: Span = whole,
): void {
  const count = tells(history, span).length;
  if (count >= atLeast) return;
  fail(history, {
    did: "put keys, and counted the messages from one actor to another.",
    expected: `query actors sync by messages through the actor system; here this takes at least ${atLeast} messages`,
    section,
    seen: [`${count} messages`],
    next: "how query actors learn of each other's Puts: it must be by context.tell, not by shared state.",
  });
}

/** Requires that each of the given servers got messages from actors of other servers. */
export function requireRemoteMessages(
  history: History,
  servers: readonly string[],
  span: Span = whole,
): void {
  const remote = tells(history, span).filter((tell) => tell.server !== tell.toServer);
  const without = servers.filter((server) => !remote.some((tell) => tell.toServer === server));
  if (without.length === 0) return;
  fail(history, {
    did: "put keys on servers that know each other, and counted the messages between actors of different servers.",
    expected: "every server receives the Puts of the others, by messages through the actor system",
    section: "5.2",
    seen: [
      `no other server sent a message to ${listed(without)}`,
      `servers sent each other ${remote.length} messages in total`,
    ],
    next: "what a server does with remoteDescs, and how the older servers learn of a new one.",
  });
}
