import type { PictureEvent } from "./model.js";

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
    this.#ends = new Float64Array(events.length);
    let latest = -Infinity;
    for (const [i, event] of events.entries()) {
      latest = Math.max(latest, endOf(event));
      this.#ends[i] = latest;
    }
  }

  /**
   * The indexes from the first event that can reach into a span to behind the last one that begins in it. Some between
   * may be over before the span.
   */
  within(fromMs: number, untilMs: number): readonly [first: number, behind: number] {
    const first = firstWhere(this.#ends.length, (i) => (this.#ends[i] ?? 0) >= fromMs);
    return [first, this.firstAfter(untilMs)];
  }

  /** The index of the first event that begins after a time; the number of events when none does. */
  firstAfter(atMs: number): number {
    return firstWhere(this.#events.length, (i) => (this.#events[i]?.atMs ?? Infinity) > atMs);
  }

  /** The index of the first event that begins at a time or after it. */
  firstAt(atMs: number): number {
    return firstWhere(this.#events.length, (i) => (this.#events[i]?.atMs ?? Infinity) >= atMs);
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

/** The first of `count` indexes for which something holds that holds for all behind it, too; `count` when none. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
