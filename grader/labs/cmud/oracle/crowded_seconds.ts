import { groupBy } from "../../../base/group_by.js";
import type { TellRecord } from "../../../history/history.js";
import { at, listed } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Sighting, Told } from "./sighting.js";

/** The window in which messages are counted, in milliseconds. */
const secondMs = 1_000;

/**
 * Finds pairs of actors of which one sends the other too many messages within a half-open second. It examines every
 * second that begins with a message, so that bursts do not disappear in an average. {@link crowdedStarts} handles
 * messages while servers start, and messages with old state.
 */
export function crowdedSeconds(facts: Facts): Sighting[] {
  const { messagesPerSecond, graceMessages } = facts.limits;
  return pairsOf(facts.steadyTells)
    .map(fullestSecond)
    .filter(({ length }) => length > messagesPerSecond + graceMessages)
    .sort((a, b) => b.length - a.length)
    .map((messages) => {
      const { atMs } = firstOf(messages);
      return sighting(facts, atMs, messages, () => {
        const times = listed(messages.map((message) => at(message.atMs)));
        const values = new Set(messages.flatMap((message) => message.values));
        const load =
          values.size === 0
            ? ""
            : `, with ${values.size} ${values.size === 1 ? "Put" : "Puts"} in total`;
        return {
          message:
            `${pairInWords(facts, messages)} ${messages.length} messages within one second from ${at(atMs)}${load}; at ` +
            `most ${messagesPerSecond} are allowed in any second. It sent them at ${times}.`,
        };
      });
    });
}

/**
 * Finds pairs of actors of which one sends the other too many messages while servers start. Old state may be sent in
 * quick chunks, so only the average counts, and each Put that a new server may lack can be a chunk of its own.
 */
export function crowdedStarts(facts: Facts): Sighting[] {
  const { messagesPerSecond, graceMessages } = facts.limits;
  if (facts.starts.length === 0) return [];
  const seconds = Math.max(1, startingMs(facts) / secondMs);
  const steady = new Set(facts.steadyTells);
  const starting = facts.tells.filter((tell) => !steady.has(tell));
  const endMs = Math.max(...facts.starts.map(({ toMs }) => toMs));
  const puts = [...facts.putsByKey.values()].flat();
  const chunks = puts.filter((put) => put.startMs < endMs).length;
  const allowed = Math.floor(messagesPerSecond * seconds + graceMessages + chunks);
  return pairsOf(starting)
    .filter(({ length }) => length > allowed)
    .map((messages) =>
      sighting(facts, firstOf(messages).atMs, messages, () => ({
        message:
          `${pairInWords(facts, messages)} ${messages.length} messages in the ${seconds.toFixed(1)} seconds in which servers ` +
          `started; ${allowed} are allowed: ${messagesPerSecond} per second on average, and ${chunks} more for old state.`,
        lookAt:
          "how many messages the old state takes, and whether every Put is sent to new servers in a message of its own.",
      })),
    );
}

/** The total time in which servers start, in milliseconds; overlapping starts count once. */
function startingMs({ starts }: Facts): number {
  let totalMs = 0;
  let untilMs = -Infinity;
  for (const { fromMs, toMs } of starts) {
    totalMs += Math.max(0, toMs - Math.max(fromMs, untilMs));
    untilMs = Math.max(untilMs, toMs);
  }
  return totalMs;
}

/** The messages of each ordered pair of actors, in the order of their times. */
function pairsOf(tells: readonly TellRecord[]): TellRecord[][] {
  return [...groupBy(tells, ({ from, to }) => `${from} ${to}`).values()];
}

function fullestSecond(messages: readonly TellRecord[]): readonly TellRecord[] {
  let fullest = { start: 0, count: 0 };
  let end = 0;
  messages.forEach(({ atMs }, start) => {
    while ((messages[end]?.atMs ?? Infinity) < atMs + secondMs) end++;
    if (end - start > fullest.count) fullest = { start, count: end - start };
  });
  return messages.slice(fullest.start, fullest.start + fullest.count);
}

function sighting(
  facts: Facts,
  atMs: number,
  messages: readonly TellRecord[],
  tell: () => Pick<Told, "message" | "lookAt">,
): Sighting {
  const { from, server, toServer } = firstOf(messages);
  const actor = facts.names.queryActor(from);
  return {
    kind: "rate",
    atMs,
    ...(actor === undefined ? {} : { actor }),
    tell: () => ({
      ...tell(),
      section: server === toServer ? "5.1" : "5.2",
      evidence: messages,
    }),
  };
}

function pairInWords({ names }: Facts, messages: readonly TellRecord[]): string {
  const { server, from, toServer, to } = firstOf(messages);
  return `${names.nameOf(server, from)} sent ${names.nameOf(toServer, to)}`;
}

function firstOf(messages: readonly TellRecord[]): TellRecord {
  const [first] = messages;
  if (first === undefined) throw new RangeError("a pair of actors has no messages");
  return first;
}
