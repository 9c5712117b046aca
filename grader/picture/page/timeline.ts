import { bisectLeft, bisector } from "d3-array";
import type { PictureEvent } from "./model.js";

const byTime = bisector(({ atMs }: PictureEvent) => atMs);

/** When an event is over; most are at once. */
export function endOf(event: PictureEvent): number {
  return "endMs" in event ? (event.endMs ?? event.atMs) : event.atMs;
}

/** Finds events by time. Events are in the order of their beginnings. */
export class Timeline {
  readonly #events: readonly PictureEvent[];
  /** Of each event, the latest end of it and of all before it. */
  readonly #ends: Float64Array;

  constructor(events: readonly PictureEvent[]) {
    this.#events = events;
    let latest = -Infinity;
    this.#ends = Float64Array.from(events, (event) => (latest = Math.max(latest, endOf(event))));
  }

  /**
   * The indexes from the first event that can reach into a span to behind the last one that begins in it. Some between
   * may be over before the span.
   */
  within(fromMs: number, untilMs: number): readonly [first: number, behind: number] {
    return [bisectLeft(this.#ends, fromMs), this.firstAfter(untilMs)];
  }

  /** The index of the first event that begins after a time; the number of events when none does. */
  firstAfter(atMs: number): number {
    return byTime.right(this.#events, atMs);
  }

  /** The index of the first event that begins at a time or after it. */
  firstAt(atMs: number): number {
    return byTime.left(this.#events, atMs);
  }

  /** The event that is so many steps further (back, if negative), of those that count; the last of them at the end. */
  step(from: number, by: number, counts: (event: PictureEvent) => boolean): number | undefined {
    const direction = Math.sign(by);
    let left = Math.abs(by);
    let found: number | undefined;
    for (let i = from + direction; i >= 0 && i < this.#events.length && left > 0; i += direction) {
      const event = this.#events[i];
      if (event === undefined || !counts(event)) continue;
      found = i;
      left--;
    }
    return found;
  }
}
