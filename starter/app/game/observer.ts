import { currentProblem, problemAt, solvedCount } from "../rules/problems.js";
import { Fresh } from "../store/fresh.js";
import { Presence } from "../store/presence.js";
import { nameOf, type World } from "../store/world.js";
import { problemPlaces, type ProblemPlace } from "../world/problem_sets.js";
import { towerFell } from "../world/story.js";
import { contributors } from "../view/board_view.js";
import { deedLine, speechLine } from "../view/news_view.js";
import type { Scene } from "../view/scene.js";
import { amount, enumerate, wrap } from "../view/text.js";

/** Watches the world for a player, and says what is new in it. */
export class Observer {
  readonly #presence = new Presence();
  readonly #freshDeeds = new Fresh();
  readonly #freshSpeech = new Fresh();
  readonly #solved = new Map<ProblemPlace, number>();
  #present: ReadonlySet<string> = new Set();

  /** The keys of those who were playing at the last look. */
  get present(): ReadonlySet<string> {
    return this.#present;
  }

  /** Notes who is there. `nowMs` is this computer's clock. */
  look(world: World, nowMs: number): void {
    this.#present = this.#presence.look(world, nowMs);
  }

  /** Passes over what has happened up to now. */
  forgetPast(world: World): void {
    this.#freshDeeds.take(world.news);
    this.#freshSpeech.take(world.chat);
    for (const place of problemPlaces) this.#solved.set(place, solvedCount(place, world.work));
  }

  /** What others did and said since the last time, as lines. */
  news(scene: Scene): string[] {
    const items = [
      ...this.#freshDeeds
        .take(scene.world.news)
        .map((item) => ({ item, line: deedLine(item, scene) })),
      ...this.#freshSpeech
        .take(scene.world.chat)
        .map((item) => ({ item, line: speechLine(item, scene) })),
    ];
    return items
      .filter(({ item }) => item.player !== scene.key)
      .sort((a, b) => a.item.atMs - b.item.atMs)
      .flatMap(({ line }) => (line === undefined ? [] : [wrap(line, scene.width, "  ")]));
  }

  /** The problems that were solved since the last time, as lines. A server that lags behind unsolves none. */
  solutions(scene: Scene): string[] {
    const { world, paint, width } = scene;
    const lines: string[] = [];
    for (const place of problemPlaces) {
      const solved = currentProblem(place, world.work).problem.number - 1;
      for (let number = (this.#solved.get(place) ?? 0) + 1; number <= solved; number++) {
        const { id, title } = problemAt(place, number);
        const helpers = contributors(id, world);
        const named = helpers
          .slice(0, 4)
          .map(({ name, points }) => `${paint.player(name)} (${amount(points)})`);
        const others = helpers.length > 4 ? [`${helpers.length - 4} more`] : [];
        const by = enumerate([...named, ...others]);
        lines.push(
          wrap(
            `${paint.good("Solved")} in the ${paint.place(place)}: ${paint.title(title)}, by ${by}.`,
            width,
            "  ",
          ),
        );
        if (place === "tower" && number === 1) lines.push(wrap(towerFell, width));
      }
      this.#solved.set(place, Math.max(solved, this.#solved.get(place) ?? 0));
    }
    return lines;
  }

  /** Who is playing besides the player, by name. */
  others(scene: Scene): string[] {
    return [...this.#present]
      .filter((player) => player !== scene.key)
      .map((player) => nameOf(player, scene.world))
      .sort();
  }
}
