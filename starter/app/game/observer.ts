import { problemAt, solvedCount } from "../rules/problems.js";
import { Presence } from "../store/presence.js";
import type { Authored } from "../store/records.js";
import type { World } from "../store/world.js";
import { contributors } from "../view/board_view.js";
import { deedLine, speechLine } from "../view/news_view.js";
import type { Scene } from "../view/scene.js";
import { amount, enumerate, paint } from "../view/text.js";
import { problemPlaces, type ProblemPlace } from "../world/problem_sets.js";
import { towerFell } from "../world/story.js";

/** Tracks what has changed in the world since the player last looked. */
export class Observer {
  readonly #presence = new Presence();
  readonly #deeds = new Fresh();
  readonly #speeches = new Fresh();
  readonly #solved = new Map<ProblemPlace, number>();
  #present: ReadonlySet<string> = new Set();

  /** The keys of the players who were present at the last look. */
  get present(): ReadonlySet<string> {
    return this.#present;
  }

  /** Updates who is present. `nowMs` is this computer's clock. */
  look(world: World, nowMs: number): void {
    this.#present = this.#presence.look(world, nowMs);
  }

  /** Marks everything up to now as seen. */
  forgetPast(world: World): void {
    this.#deeds.take(world.news);
    this.#speeches.take(world.chat);
    for (const place of problemPlaces) this.#solved.set(place, solvedCount(place, world.work));
  }

  /** What others did and said since the last call, and what was solved, as lines. */
  news(scene: Scene): string[] {
    const { key, world } = scene;
    const items = [
      ...this.#deeds.take(world.news).map((item) => ({ ...item, line: deedLine(item, scene) })),
      ...this.#speeches
        .take(world.chat)
        .map((item) => ({ ...item, line: speechLine(item, scene) })),
    ];
    const lines = items
      .filter(({ player }) => player !== key)
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap(({ line }) => line ?? []);
    return [...lines, ...problemPlaces.flatMap((place) => this.#solutions(place, world))];
  }

  /** The problems of a place that were solved since the last call. Stale data from a lagging server is ignored. */
  #solutions(place: ProblemPlace, world: World): string[] {
    const known = this.#solved.get(place) ?? 0;
    const solved = Math.max(known, solvedCount(place, world.work));
    this.#solved.set(place, solved);
    return Array.from({ length: solved - known }, (_, i) => {
      const number = known + i + 1;
      const { id, title } = problemAt(place, number);
      const helpers = contributors(id, world);
      const named = helpers
        .slice(0, 4)
        .map(({ name, points }) => `${paint.player(name)} (${amount(points)})`);
      const others = helpers.length > 4 ? [`${helpers.length - 4} more`] : [];
      const by = enumerate([...named, ...others]);
      const line = `${paint.good("Solved")} in the ${paint.place(place)}: ${paint.title(title)}, by ${by}.`;
      return place === "tower" && number === 1 ? `${line}\n${towerFell}` : line;
    });
  }
}

/**
 * Selects the items that have not been seen before. A lagging server may return old items again; they are skipped.
 */
export class Fresh {
  readonly #latest = new Map<string, number>();

  /** The items with a higher number than all earlier ones of the same player. */
  take<T>(items: readonly Authored<T>[]): Authored<T>[] {
    const fresh = items.filter(({ player, seq }) => seq > (this.#latest.get(player) ?? 0));
    for (const { player, seq } of fresh) {
      this.#latest.set(player, Math.max(seq, this.#latest.get(player) ?? 0));
    }
    return fresh;
  }
}
