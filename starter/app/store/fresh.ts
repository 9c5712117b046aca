import type { Authored } from "./items.js";

/**
 * Picks the items that were not there at an earlier look. A server that lags behind shows old items again; those are
 * not news.
 */
export class Fresh {
  readonly #latest = new Map<string, number>();

  /** The items whose number is higher than all that were seen of the same player. */
  take<T>(items: readonly Authored<T>[]): Authored<T>[] {
    const fresh = items.filter(({ player, seq }) => seq > (this.#latest.get(player) ?? 0));
    for (const { player, seq } of fresh) {
      this.#latest.set(player, Math.max(seq, this.#latest.get(player) ?? 0));
    }
    return fresh;
  }
}
