import type { World } from "./world.js";

/** How often a session updates its heartbeat, in milliseconds. */
export const beatEveryMs = 3_000;

/** A player whose heartbeat has not changed for this time has left, in milliseconds. */
const goneAfterMs = 12_000;

/**
 * Determines who is present. Clocks of different computers may be minutes apart, so a player is present if the heartbeat
 * has *changed* recently on the observer's clock. Only the first look must rely on the time in it.
 */
export class Presence {
  readonly #seen = new Map<string, { beatMs: number; changedMs: number }>();
  #looked = false;

  /** Returns the keys of the players who are present. `nowMs` is the observer's clock. */
  look(world: World, nowMs: number): Set<string> {
    const present = new Set<string>();
    for (const [player, { beatMs }] of world.players) {
      const known = this.#seen.get(player);
      // An older heartbeat comes from a lagging server.
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
