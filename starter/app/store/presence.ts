import type { World } from "./world.js";

/** How often a session gives a sign of life, in milliseconds. */
export const beatEveryMs = 3_000;

/** Somebody whose sign of life has not changed for so long is gone, in milliseconds. */
const goneAfterMs = 12_000;

/**
 * Tells who is there. Clocks of different computers may be minutes apart, so what counts is that a sign of life
 * *changes*, by the watcher's own clock; only the very first look has nothing but the time that is written there.
 */
export class Presence {
  readonly #seen = new Map<string, { beatMs: number; changedMs: number }>();
  #looked = false;

  /** Looks at the world, and returns the keys of those who are there. `nowMs` is the watcher's clock. */
  look(world: World, nowMs: number): Set<string> {
    const present = new Set<string>();
    for (const [player, { beatMs }] of world.players) {
      const known = this.#seen.get(player);
      // An older sign of life comes from a server that lags behind.
      const changed = known === undefined || beatMs > known.beatMs || beatMs === 0;
      if (changed) {
        const changedMs = known === undefined && !this.#looked ? Math.min(beatMs, nowMs) : nowMs;
        this.#seen.set(player, { beatMs, changedMs });
      }
      const changedMs = this.#seen.get(player)?.changedMs ?? 0;
      if (beatMs > 0 && nowMs - changedMs < goneAfterMs) present.add(player);
    }
    this.#looked = true;
    return present;
  }
}
