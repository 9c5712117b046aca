import { groupBy } from "../../../base/group_by.js";
import type { HandledRecord, History } from "../../../history/history.js";
import { byValue } from "./by_value.js";
import { serverOf } from "../../../history/scenario.js";
import { ofType, puts, type PutRecord } from "./views.js";

/**
 * Of two Puts on different query actors, one is clearly later if its call is at least this long after the other's
 * acknowledgement, in milliseconds: server-side times are whole milliseconds between call and acknowledgement. The
 * difference of clocks comes on top.
 */
export const clearGapMs = 4;

/**
 * Which Puts of a run are clearly later than others, so that they must win against them.
 *
 * The winner of a key is the Put with the latest server-side time. A history does not contain that time, but it lies
 * between a Put's call and its acknowledgement, on a clock with the run's uncertainty. So Puts on different query
 * actors are ordered only if they are further apart than that; otherwise any of them may win, as long as all actors
 * agree. Two Puts on one actor never tie: the later one wins, however close they are. If their calls overlap, their
 * order is known if the history contains when the actor handled them, or if one client made them on a connection that
 * keeps their order.
 *
 * An actor may also make its timestamps unique by choosing each at least a millisecond later than the last. In a burst
 * such timestamps run ahead of the clock, by as much as there are Puts, which is also accepted.
 */
export class PutOrder {
  readonly #uncertaintyMs: number;
  readonly #pipelined: boolean;
  readonly #latestMs: ReadonlyMap<PutRecord, number>;
  readonly #taken: ReadonlyMap<PutRecord, HandledRecord>;
  /** The place of each of those messages among all that were handled. */
  readonly #places: ReadonlyMap<HandledRecord, number>;

  /** @param pipelined whether the Puts of one client to one actor arrive in the order of its calls. */
  constructor(history: History, pipelined = false) {
    const all = puts(history);
    this.#pipelined = pipelined;
    this.#uncertaintyMs = history.simulated?.clockUncertaintyMs ?? 0;
    this.#latestMs = latestTimes(all);
    const handled = ofType<HandledRecord>(history, "handled");
    this.#taken = takenMessages(handled, all);
    this.#places = new Map(handled.map((record, index) => [record, index]));
  }

  /** Whether a Put is clearly later than another one of the same run, so that it must win. */
  isClearlyLater(later: PutRecord, earlier: PutRecord): boolean {
    if (later === earlier) return false;
    if (later.at === earlier.at) {
      return (
        later.startMs >= earlier.endMs ||
        this.#isHandledLater(later, earlier) ||
        (this.#pipelined && later.client === earlier.client && isCalledLater(later, earlier))
      );
    }
    const latestMs = this.#latestMs.get(earlier) ?? earlier.endMs;
    return (
      later.startMs - earlier.endMs >= clearGapMs + this.#uncertaintyMs &&
      later.startMs - latestMs >= 1 + this.#uncertaintyMs
    );
  }

  /** The message with which an actor handled a Put; undefined if the history does not contain it. */
  takenWith(put: PutRecord): HandledRecord | undefined {
    return this.#taken.get(put);
  }

  #isHandledLater(later: PutRecord, earlier: PutRecord): boolean {
    const [one, other] = [this.#taken.get(later), this.#taken.get(earlier)];
    if (one === undefined || other === undefined) return false;
    return (this.#places.get(one) ?? 0) > (this.#places.get(other) ?? 0);
  }
}

function isCalledLater(later: PutRecord, earlier: PutRecord): boolean {
  return later.startMs === earlier.startMs
    ? (later.call ?? 0) > (earlier.call ?? 0)
    : later.startMs > earlier.startMs;
}

/** The latest timestamp that each Put may have from an actor whose timestamps differ by at least a millisecond. */
function latestTimes(all: readonly PutRecord[]): Map<PutRecord, number> {
  const latest = new Map<PutRecord, number>();
  for (const ofActor of groupBy(all, (put) => put.at).values()) {
    let lastMs = -Infinity;
    for (const put of ofActor.sort((a, b) => a.endMs - b.endMs)) {
      lastMs = Math.max(put.endMs, lastMs + 1);
      latest.set(put, lastMs);
    }
  }
  return latest;
}

/** What the actors that took Puts handled; of Puts whose values nobody else put. */
function takenMessages(
  messages: readonly HandledRecord[],
  all: readonly PutRecord[],
): Map<PutRecord, HandledRecord> {
  const taken = new Map<PutRecord, HandledRecord>();
  const handled = byValue(messages);
  for (const [value, [put, ...others]] of groupBy(all, (put) => put.value)) {
    if (others.length > 0) continue;
    const first = handled
      .get(value)
      ?.find(
        ({ server, atMs }) =>
          server === serverOf(put.at) && atMs >= put.startMs && atMs <= put.endMs,
      );
    if (first !== undefined) taken.set(put, first);
  }
  return taken;
}
