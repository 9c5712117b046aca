import { platform } from "../../platform/current.js";
import type { Chance } from "../rules/chance.js";
import { settle } from "../rules/dues.js";
import { withMachinesPaid } from "../rules/mining.js";
import { insightOf } from "../rules/problems.js";
import type { Puzzle } from "../rules/puzzles.js";
import { HopelessError, type Connection } from "../store/connection.js";
import type { OwnRecords } from "../store/own_records.js";
import { beatEveryMs } from "../store/presence.js";
import { emptyWorld, sheetsIn, type World } from "../store/world.js";
import type { Terminal } from "../terminal.js";
import type { Scene } from "../view/scene.js";
import { bar, count, enumerate, paint } from "../view/text.js";
import type { Link } from "./link.js";
import type { Observer } from "./observer.js";

/** How often a progress bar is redrawn, in milliseconds. */
const progressMs = 200;

/** The parts of the game that a player uses. */
export interface PlayerOptions {
  readonly own: OwnRecords;
  readonly observer: Observer;
  readonly terminal: Terminal;
  readonly link: Link;
  readonly chance: Chance;
  /** Skips all waiting, for tests. */
  readonly fast: boolean;
}

/** The player of a session. Commands read the world through it, and change only the player's own records. */
export class Player {
  /** The puzzle that has been asked and not answered yet. */
  puzzle: Puzzle | undefined;

  /** The player's records in the store. */
  readonly own: OwnRecords;
  readonly chance: Chance;
  readonly #platform = platform();
  readonly #options: PlayerOptions;
  #world: World = emptyWorld;
  #lastBeatMs = 0;
  #seen: { readonly mark: number; readonly read: World; readonly scene: Scene } | undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.own = options.own;
    this.chance = options.chance;
  }

  /** The world as it was last read, with everything that the player has done since. */
  get scene(): Scene {
    const { own } = this;
    const mark = own.keys.mark();
    if (this.#seen?.mark !== mark || this.#seen.read !== this.#world) {
      const world = own.over(this.#world);
      const scene = {
        key: own.key,
        me: own.sheet,
        world,
        present: this.#options.observer.present,
        insight: insightOf(own.key, world.work),
        width: this.#options.terminal.width,
      };
      this.#seen = { mark, read: this.#world, scene };
    }
    return this.#seen.scene;
  }

  /** Prints a text for the player. */
  print(text: string): void {
    this.#options.terminal.print(text);
  }

  /** Waits, with a progress bar. The scene may have changed afterwards. */
  async busy(what: string, ms: number): Promise<void> {
    const { fast, terminal, link } = this.#options;
    if (fast) return;
    const startedMs = this.#platform.monotonicNow();
    for (let pastMs = 0; pastMs < ms; pastMs = this.#platform.monotonicNow() - startedMs) {
      terminal.progress(`${paint.good(bar(pastMs / ms, 12))} ${what} `);
      await link.orStop(link.sleep(Math.min(progressMs, ms - pastMs)));
    }
  }

  /**
   * Reads the world, updates the player's heartbeat, and settles. Rejects if the store cannot be reached, and with
   * {@link NameTakenError} if another session has taken over the name.
   */
  async sync(connection: Connection): Promise<void> {
    const { own } = this;
    const mark = own.keys.mark();
    const world = await connection.read();
    if (own.isOverruled(world)) throw new NameTakenError(own.sheet.name);
    own.compare(world, mark);
    this.#world = world;
    const nowMs = this.#platform.now();
    if (nowMs - this.#lastBeatMs >= beatEveryMs) {
      this.#lastBeatMs = nowMs;
      own.beat();
    }
    this.#options.observer.look(own.over(world), nowMs);
    await this.settle(connection);
  }

  /** Prints news, credits coins that the player is due, and writes the player's changes. */
  async settle(connection: Connection): Promise<void> {
    const { observer } = this.#options;
    for (const line of observer.news(this.scene)) this.print(line);
    const { world } = this.scene;
    const paid = withMachinesPaid(this.own.sheet, this.#platform.now());
    const { sheet, bounty, gifts } = settle(paid, world.work, sheetsIn(world));
    this.own.sheet = sheet;
    if (bounty > 0) this.print(`Your share of the bounty: ${paint.coins(count(bounty, "coin"))}.`);
    if (gifts.length > 0) {
      const named = gifts.map(
        ({ from, coins }) => `${paint.coins(count(coins, "coin"))} from ${paint.player(from)}`,
      );
      this.print(`You are given ${enumerate(named)}.`);
    }
    await this.own.keys.flush((key, value) => connection.put(key, value));
  }

  /** Announces that the player leaves. Rejects if the store cannot be reached. */
  async leave(connection: Connection): Promise<void> {
    this.own.leave();
    await this.own.keys.flush((key, value) => connection.put(key, value));
  }
}

/** Thrown if another session has taken over the player's name. */
export class NameTakenError extends HopelessError {
  constructor(name: string) {
    super(
      `another session has taken over the name ${name}, so this one has ended; nothing is lost`,
    );
    this.name = "NameTakenError";
  }
}
