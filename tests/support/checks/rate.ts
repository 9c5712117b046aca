import type { History } from "../../../grader/history/history.js";
import { pick } from "../pick.js";
import { ActorNames } from "../../../grader/labs/cmud/reading/actor_names.js";
import { fullestSeconds, secondMs } from "../../../grader/labs/cmud/reading/fullest_seconds.js";
import { limitsOf } from "../../../grader/labs/cmud/reading/limits.js";
import { at, capped } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { groupBy } from "../../../grader/labs/cmud/reading/group_by.js";
import { tells, whole, type Span } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Demands that no actor sends more messages to another one within any second (from a moment on, up to the moment a
 * second later and without it) than the limit and its grace. It looks at every second that begins with a message, so
 * bursts do not hide in an average.
 */
export function checkRate(history: History, section: string, span: Span = whole): void {
  const { messagesPerSecond, graceMessages } = limitsOf(history);
  const over = fullestSeconds(tells(history, span))
    .filter(({ count }) => count > messagesPerSecond + graceMessages)
    .sort((a, b) => b.count - a.count);
  if (over.length === 0) return;
  const names = new ActorNames(history);
  fail(history, {
    did: "put keys, counted every message from one actor to another, and looked at every second of each pair.",
    expected: `an actor sends another one at most ${messagesPerSecond} messages in any second, however many Puts it gets; ${graceMessages} more ${graceMessages === 1 ? "is" : "are"} let pass, since timers jitter`,
    section,
    seen: capped(
      over.map(
        ({ first, startMs, count }) =>
          `${names.wayOf(first)}: ${count} messages in the second from ${at(startMs)} on`,
      ),
      4,
    ),
    next: "when messages are sent: Puts have to wait for the next message, whose time does not depend on how many there are.",
    timing: over.every(({ count }) => count <= messagesPerSecond + 2 * graceMessages),
  });
}

/**
 * Demands the same as an average: while servers start, state may travel in chunks faster than that, so only the sum
 * counts.
 *
 * @param chunks how many messages of start-up state a pair may send on top.
 */
export function checkAverageRate(
  history: History,
  section: string,
  span: Span,
  chunks: number,
): void {
  const { messagesPerSecond, graceMessages } = limitsOf(history);
  const inSpan = tells(history, span);
  const lastMs = Math.min(span.toMs, inSpan.at(-1)?.atMs ?? span.fromMs);
  const seconds = Math.max(1, (lastMs - span.fromMs) / secondMs);
  const allowed = messagesPerSecond * seconds + graceMessages + chunks;
  const over = [...groupBy(inSpan, (tell) => `${tell.from} ${tell.to}`).values()].filter(
    (messages) => messages.length > allowed,
  );
  if (over.length === 0) return;
  const names = new ActorNames(history);
  fail(history, {
    did: `started servers while keys were put, and counted every message from one actor to another over ${seconds.toFixed(1)} seconds.`,
    expected: `an actor sends another one at most ${messagesPerSecond} messages per second; while servers start, on average and with ${chunks} more for the old state`,
    section,
    seen: over.map(
      (messages) =>
        `${names.wayOf(pick(messages))}: ${messages.length} messages, more than ${Math.floor(allowed)}`,
    ),
    next: "how many messages the old state takes, and whether new servers are sent every Put by itself.",
  });
}
