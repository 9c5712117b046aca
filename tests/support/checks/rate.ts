import type { History, TellRecord } from "../../../grader/harness/history.js";
import { pick } from "../pick.js";
import { rate } from "../timing.js";
import { at, capped, describeWay, fail } from "./evidence.js";
import { groupBy } from "./group_by.js";
import { tells, whole, type Span } from "./views.js";

/** The fullest second of one ordered pair of actors. */
interface FullestSecond {
  readonly first: TellRecord;
  readonly startMs: number;
  readonly count: number;
}

const secondMs = 1_000;

/**
 * Demands that no actor sends more messages to another one within any second (from a moment on, up to the moment a
 * second later and without it) than the limit and its grace. It looks at every second that begins with a message, so
 * bursts do not hide in an average.
 */
export function checkRate(history: History, section: string, span: Span = whole): void {
  const over = fullestSeconds(tells(history, span))
    .filter(({ count }) => count > rate.perSecond + rate.grace)
    .sort((a, b) => b.count - a.count);
  if (over.length === 0) return;
  fail(history, {
    did: "put keys, counted every message from one actor to another, and looked at every second of each pair.",
    expected: `an actor sends another one at most ${rate.perSecond} messages in any second, however many Puts it gets; ${rate.grace} more are let pass, since timers jitter`,
    section,
    seen: capped(
      over.map(
        ({ first, startMs, count }) =>
          `${describeWay(first)}: ${count} messages in the second from ${at(startMs)} on`,
      ),
      4,
    ),
    next: "when messages are sent: Puts have to wait for the next message, whose time does not depend on how many there are.",
    timing: over.every(({ count }) => count <= rate.perSecond + 2 * rate.grace),
  });
}

/** The fullest second of every ordered pair. */
export function fullestSeconds(all: readonly TellRecord[]): FullestSecond[] {
  const pairs = groupBy(all, (tell) => `${tell.from} ${tell.to}`).values();
  return [...pairs].map((messages) => {
    let fullest = { startMs: 0, count: 0 };
    let end = 0;
    messages.forEach(({ atMs: startMs }, start) => {
      while ((messages[end]?.atMs ?? Infinity) < startMs + secondMs) end++;
      if (end - start > fullest.count) fullest = { startMs, count: end - start };
    });
    return { first: pick(messages), ...fullest };
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
  const inSpan = tells(history, span);
  const lastMs = Math.min(span.toMs, inSpan.at(-1)?.atMs ?? span.fromMs);
  const seconds = Math.max(1, (lastMs - span.fromMs) / secondMs);
  const allowed = rate.perSecond * seconds + rate.grace + chunks;
  const over = [...groupBy(inSpan, (tell) => `${tell.from} ${tell.to}`).values()].filter(
    (messages) => messages.length > allowed,
  );
  if (over.length === 0) return;
  fail(history, {
    did: `started servers while keys were put, and counted every message from one actor to another over ${seconds.toFixed(1)} seconds.`,
    expected: `an actor sends another one at most ${rate.perSecond} messages per second; while servers start, on average and with ${chunks} more for the old state`,
    section,
    seen: over.map(
      (messages) =>
        `${describeWay(pick(messages))}: ${messages.length} messages, more than ${Math.floor(allowed)}`,
    ),
    next: "how many messages the old state takes, and whether new servers are sent every Put by itself.",
  });
}
