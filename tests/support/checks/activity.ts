import type { History } from "../../../grader/history/history.js";
import { listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { tells, whole, type Span } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Demands that actors sent each other at least some messages: Puts reach other query actors by messages and in no other
 * way.
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
    expected: `query actors sync by messages through the actor system; here that takes ${atLeast} messages at least`,
    section,
    seen: [`${count} messages`],
    next: "how query actors learn of each other's Puts: with context.tell, and not through anything that they share.",
  });
}

/** Demands that every one of some servers got messages from actors of other servers. */
export function requireRemoteMessages(
  history: History,
  servers: readonly string[],
  span: Span = whole,
): void {
  const remote = tells(history, span).filter((tell) => tell.server !== tell.toServer);
  const without = servers.filter((server) => !remote.some((tell) => tell.toServer === server));
  if (without.length === 0) return;
  fail(history, {
    did: "put keys on servers that know of each other, and counted the messages between actors of different servers.",
    expected: "every server is sent the Puts of the others, by messages through the actor system",
    section: "5.2",
    seen: [
      `no message from another server went to ${listed(without)}`,
      `${remote.length} messages went from one server to another in all`,
    ],
    next: "what a server does with remoteDescs, and how the older servers learn of a new one.",
  });
}
