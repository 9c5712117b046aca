import type { TellRecord } from "../../../history/history.js";
import { groupBy } from "./group_by.js";

/** A second, in milliseconds: the window in which messages are counted. */
export const secondMs = 1_000;

/** The fullest second of one ordered pair of actors. */
export interface FullestSecond {
  /** The pair's first message of all. */
  readonly first: TellRecord;
  /** When the second begins: with a message. */
  readonly startMs: number;
  readonly count: number;
  /** The messages of that second, in the order of their times. */
  readonly messages: readonly TellRecord[];
}

/**
 * The fullest second of every ordered pair: from a moment on, up to the moment a second later and without it. Looks at
 * every second that begins with a message, so bursts do not hide in an average.
 *
 * @param all messages in the order of their times.
 */
export function fullestSeconds(all: readonly TellRecord[]): FullestSecond[] {
  const pairs = groupBy(all, (tell) => `${tell.from} ${tell.to}`).values();
  return [...pairs].flatMap((messages) => {
    const [first] = messages;
    if (first === undefined) return [];
    let fullest = { start: 0, count: 0 };
    let end = 0;
    messages.forEach(({ atMs: startMs }, start) => {
      while ((messages[end]?.atMs ?? Infinity) < startMs + secondMs) end++;
      if (end - start > fullest.count) fullest = { start, count: end - start };
    });
    const { start, count } = fullest;
    const inSecond = messages.slice(start, start + count);
    return [{ first, startMs: messages[start]?.atMs ?? first.atMs, count, messages: inSecond }];
  });
}
