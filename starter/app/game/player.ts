import { settle } from "../rules/dues.js";
import { withMachinesPaid } from "../rules/mining.js";
import { insightOf } from "../rules/problems.js";
import type { Puzzle } from "../rules/puzzles.js";
import { winsOver } from "../store/claim.js";
import type { Connection } from "../store/connection.js";
import type { OwnRecords } from "../store/own_records.js";
import { beatEveryMs } from "../store/presence.js";
import { emptyWorld, sheetsIn, type World } from "../store/world.js";
import type { Paint } from "../view/paint.js";
import type { Scene } from "../view/scene.js";
import { count, enumerate } from "../view/text.js";
import type { Observer } from "./observer.js";

/** The player who plays here, and the world as the player sees it. */
export class Player {
  /** The puzzle that waits for an answer. */
  puzzle: Puzzle | undefined;

  #world: World = emptyWorld;
  #lastBeatMs = 0;
  #seen: { readonly mark: number; readonly read: World; readonly scene: Scene } | undefined;

  constructor(
    readonly own: OwnRecords,
    private readonly observer: Observer,
    private readonly paint: Paint,
    private readonly width: () => number,
  ) {}

  /** The world now: what was read last, with everything that the player has done since. */
  get scene(): Scene {
    const mark = this.own.keys.mark();
    if (this.#seen?.mark !== mark || this.#seen.read !== this.#world) {
      const world = this.own.over(this.#world);
      const scene = {
        key: this.own.key,
        me: this.own.sheet,
        world,
        present: this.observer.present,
        insight: insightOf(this.own.key, world.work),
        paint: this.paint,
        width: this.width(),
      };
      this.#seen = { mark, read: this.#world, scene };
    }
    return this.#seen.scene;
  }

  /**
   * Takes in the world as it was read, and gives a sign of life.
   *
   * @param mark was taken from the own keys before the reading.
   * @returns whether another session has got the name meanwhile.
   */
  take(world: World, mark: number, nowMs: number): "mine" | "nameTaken" {
    const { own } = this;
    if (winsOver(world.players.get(own.key)?.claim, own.claim)) return "nameTaken";
    own.compare(world, mark);
    this.#world = world;
    if (nowMs - this.#lastBeatMs >= beatEveryMs) {
      this.#lastBeatMs = nowMs;
      own.beat(nowMs);
    }
    this.observer.look(own.over(world), nowMs);
    return "mine";
  }

  /** What is new in the world, as lines; takes what has become due to the player meanwhile. */
  notice(nowMs: number): string[] {
    const lines = [...this.observer.news(this.scene), ...this.observer.solutions(this.scene)];
    this.own.sheet = withMachinesPaid(this.own.sheet, nowMs);
    const { world, paint } = this.scene;
    const { sheet, bounty, gifts } = settle(this.own.sheet, world.work, sheetsIn(world));
    if (bounty > 0) lines.push(`Your share of the bounty: ${paint.coins(count(bounty, "coin"))}.`);
    if (gifts.length > 0) {
      const named = gifts.map(
        ({ from, coins }) => `${paint.coins(count(coins, "coin"))} from ${paint.player(from)}`,
      );
      lines.push(`You are given ${enumerate(named)}.`);
    }
    this.own.sheet = sheet;
    return lines;
  }

  /** Writes what the player has done. Rejects when the store cannot be reached. */
  async flush(connection: Connection): Promise<void> {
    await this.own.keys.flush((key, value) => connection.put(key, value));
  }
}
