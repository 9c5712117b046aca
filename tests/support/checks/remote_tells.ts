import type { ErrorRecord, History } from "../../../grader/history/history.js";
import type { AskedRecord, ReceivedRecord } from "../../../grader/labs/cmud/steps/index.js";
import { at, listed } from "../../../grader/labs/cmud/reading/words.js";
import { shortText } from "../../../grader/labs/cmud/steps/short_text.js";
import { fail } from "./evidence.js";
import { markOf, ofType } from "../../../grader/labs/cmud/reading/views.js";

const section = "4.2";
const file = "actor/remote_tell.ts";

/** The messages that a system's actor received, in their order. */
export function received(history: History, system: string): ReceivedRecord[] {
  return history.records.filter(
    (record): record is ReceivedRecord => record.type === "received" && record.system === system,
  );
}

/**
 * Requires that a system's actor received exactly the given messages, in their order.
 *
 * @param ofSender how the messages begin that are looked at, where several actors send.
 */
export function checkOrder(
  history: History,
  system: string,
  sent: readonly string[],
  ofSender = "",
): void {
  const got = received(history, system)
    .map(({ message }) => message)
    .filter((message) => message.startsWith(ofSender));
  if (got.length === sent.length && got.every((message, index) => message === sent[index])) return;
  const missing = beyond(sent, got);
  const twice = beyond(got, sent);
  const firstWrong = got.findIndex((message, index) => message !== sent[index]);
  fail(history, {
    did: `let an actor of another system tell the actor of ${system} ${sent.length} messages.`,
    expected: "messages from one actor to another arrive once, in the order of the tells",
    section,
    seen: [
      `${got.length} of ${sent.length} messages arrived`,
      ...(missing.length > 0 ? [`missing: ${listed(missing.map(shortText))}`] : []),
      ...(twice.length > 0 ? [`more often than sent: ${listed(twice.map(shortText))}`] : []),
      ...(firstWrong >= 0
        ? [
            `message ${firstWrong + 1} was ${shortText(got[firstWrong] ?? "")}; the order was ${listed(got.slice(Math.max(0, firstWrong - 2)).map(shortText), 8)}`,
          ]
        : []),
    ],
    next: `remoteTell and registerRemoteTells in ${file}: use one connection and one notification per message, and pass each to system.deliver as it arrives.`,
  });
}

/** The messages that the first list contains more often than the second, as often as it does. */
function beyond(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const message of others) left.set(message, (left.get(message) ?? 0) + 1);
  return some.filter((message) => {
    const count = left.get(message) ?? 0;
    left.set(message, count - 1);
    return count <= 0;
  });
}

/** Requires that the handler of errors of a system was told that a message was lost. */
export function checkLossTold(history: History, system: string): void {
  const told = ofType<ErrorRecord>(history, "error").filter(({ server }) => server === system);
  if (told.length > 0) return;
  fail(history, {
    did: `let the actor of ${system} tell an actor of another system a message that is too long to be sent.`,
    expected: "a message that is too long is not sent, and system.onError is told",
    section: "4.3",
    seen: [`system.onError of ${system} was told nothing`],
    next: `remoteTell in ${file}: it should let the error of client.notify through.`,
  });
}

/** Requires that every channel whose ref was sent to another system got what was sent back. */
export function checkReplies(history: History, system: string, messages: readonly string[]): void {
  const asked = ofType<AskedRecord>(history, "asked").filter((record) => record.system === system);
  if (asked.length !== messages.length) throw new Error(`${asked.length} messages were sent`);
  const wrong = asked.filter(({ message, reply }) => reply !== message);
  if (wrong.length === 0) return;
  fail(history, {
    did: `sent an actor of another system ${messages.length} messages from outside the actors of ${system}, each with the ref of a channel, on which it told each message back.`,
    expected: "a message to a channel ref of another system arrives there, as one to an actor does",
    section: "4.1",
    seen: wrong.map(({ message, reply }) =>
      reply === null
        ? `nothing arrived on the channel for "${message}"`
        : `"${shortText(reply)}" arrived on the channel for "${message}"`,
    ),
    next: `what remoteTell and registerRemoteTells in ${file} make of the ref; the id of a channel ref is a number like that of an actor, but negative.`,
  });
}

/** Requires that the messages to a system's actor arrived soon after a named moment. */
export function checkSpeed(
  history: History,
  system: string,
  mark: string,
  count: number,
  withinMs: number,
): void {
  const sentMs = markOf(history, mark);
  const got = received(history, system).filter(({ atMs }) => atMs >= sentMs);
  // Real threads get a second more, because a busy machine is slower.
  const latestMs = withinMs + (history.simulated === undefined ? 1_000 : 0);
  const late = got.filter(({ atMs }) => atMs - sentMs > latestMs);
  if (got.length >= count && late.length === 0) return;
  fail(history, {
    did: `let an actor of another system tell the actor of ${system} ${count} messages at ${at(sentMs)}.`,
    expected: `nothing waits for replies: all messages arrive within ${withinMs} ms, four times the one-way latency`,
    section,
    seen: [
      `${got.length} of ${count} messages arrived`,
      ...late.map(
        ({ message, atMs }) => `${shortText(message)} arrived after ${at(atMs - sentMs)}`,
      ),
    ],
    next: `what remoteTell in ${file} waits for; the actor system waits for its promise before it sends the next message.`,
  });
}
