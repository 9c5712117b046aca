import type { History } from "../../../grader/history/history.js";
import { limitsOf } from "../../../grader/labs/cmud/reading/limits.js";
import { at, countOf, listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { ackedPuts, tells, type Span } from "../../../grader/labs/cmud/reading/views.js";

/** The bytes of all messages from one actor to another in a part of the run. */
export function bytesIn(history: History, span: Span, toServer?: string): number {
  return tells(history, span)
    .filter(
      (tell) => toServer === undefined || (tell.toServer === toServer && tell.server !== toServer),
    )
    .reduce((sum, tell) => sum + tell.bytes, 0);
}

/** How many times the bytes of the first round the second, equal round may send. */
export const growthAllowed = 2;

/**
 * Requires that a round of Puts does not cost more bytes after many other keys have been put.
 *
 * @param others how many other keys were put between the rounds.
 */
export function checkGrowth(
  history: History,
  section: string,
  before: Span,
  after: Span,
  others: number,
): void {
  const beforeBytes = bytesIn(history, before);
  const afterBytes = bytesIn(history, after);
  if (afterBytes <= growthAllowed * beforeBytes) return;
  fail(history, {
    did: `put some keys, then ${others} others, then the first ones again, and measured all messages from one actor to another.`,
    expected: `messages carry only what is new: the second round sends at most ${growthAllowed} times the bytes of the first`,
    section,
    seen: [`the first round sent ${beforeBytes} bytes, the second ${afterBytes}`],
    next: "the content of sync messages; they should not contain what was sent before.",
  });
}

/** The allowance for a Put in a message in addition to its key and value, in bytes. */
const entryBytes = 250;

/** The allowance for a message in addition to the Puts in it, in bytes. */
const messageBytes = 200;

/**
 * Requires that a round of Puts costs about as much as needed: every actor gets each Put once, with as many messages as
 * the rate allows. The limit is generous, but far below the cost of sending the whole store or many copies.
 */
export function checkNeed(
  history: History,
  section: string,
  span: Span,
  receivers: number,
  seconds: number,
): void {
  const puts = ackedPuts(history).filter(
    (put) => put.startMs >= span.fromMs && put.startMs < span.toMs,
  );
  const pairs = new Set(tells(history, span).map((tell) => `${tell.from} ${tell.to}`)).size;
  const need = puts.reduce(
    (sum, put) => sum + receivers * (put.key.length + put.value.length + entryBytes),
    pairs * seconds * limitsOf(history).messagesPerSecond * messageBytes,
  );
  const sent = bytesIn(history, span);
  if (sent <= need) return;
  fail(history, {
    did: `put ${puts.length} keys and measured all messages from one actor to another.`,
    expected: `the messages carry little more than the Puts that their receivers do not have; ${Math.round(need)} bytes are enough for these`,
    section,
    seen: [`${sent} bytes were sent`],
    next: "what sync messages contain besides new Puts, and how often they are sent.",
  });
}

/** How many copies of a Put may be sent on average when nothing is put, and all actors show it. */
const copiesWhenIdle = 0.5;

/** Requires that in a part of the run in which nothing is put, messages carry few Puts. */
export function checkIdle(history: History, section: string, span: Span): void {
  const puts = ackedPuts(history).length;
  const carriers = tells(history, span).filter(({ values }) => values.length > 0);
  const copies = carriers.reduce((sum, { values }) => sum + values.length, 0);
  if (copies <= copiesWhenIdle * puts) return;
  fail(history, {
    did: `put ${puts} keys, waited until every Put had to be visible, and put nothing for a while.`,
    expected: "nothing is sent again: without failures, every message arrives",
    section,
    seen: [
      `${countOf(copies, "copy", "copies")} of Puts were sent while nothing was put, in messages at ${listed(carriers.map(({ atMs }) => at(atMs)))}`,
    ],
    next: "what is sent from time to time, and how an actor knows what another one has.",
  });
}

/**
 * Requires that a server with several query actors does not receive many more bytes than one with a single query actor.
 */
export function checkBytesPerServer(
  history: History,
  span: Span,
  several: string,
  single: string,
): void {
  const toSeveral = bytesIn(history, span, several);
  const toSingle = bytesIn(history, span, single);
  if (toSeveral <= growthAllowed * toSingle) return;
  fail(history, {
    did: `put keys and measured the messages from other servers to ${several}, which has 4 query actors, and to ${single}, which has one.`,
    expected: `a Put is sent once to each server, so ${several} gets at most ${growthAllowed} times the bytes of ${single}`,
    section: "5.2",
    seen: [`${several} got ${toSeveral} bytes, ${single} ${toSingle}`],
    next: "to which actors of another server Puts are sent.",
  });
}
