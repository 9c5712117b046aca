import { platform } from "../../platform/current.js";
import { playerKey, type Sheet } from "../rules/sheet.js";
import { keys, ringSlots } from "./keys.js";
import { OwnKeys } from "./own_keys.js";
import {
  winsOver,
  type Authored,
  type Claim,
  type Deed,
  type Item,
  type Speech,
} from "./records.js";
import { worldOf, type World } from "./world.js";

/** The player's own data in the store: changed here immediately, and written by {@link OwnKeys.flush}. */
export class OwnRecords {
  /** The player's key. */
  readonly key: string;
  readonly keys = new OwnKeys();
  readonly #platform = platform();
  #sheet: Sheet;
  #chatSeq: number;
  #newsSeq: number;

  /**
   * Continues from the data of an earlier session in `world`.
   *
   * @param sheet the player's sheet, from the world or new.
   * @param claim the session's claim to the name.
   */
  constructor(
    sheet: Sheet,
    private readonly claim: Claim,
    world: World,
  ) {
    this.key = playerKey(sheet.name);
    this.#adoptWork(world);
    this.#chatSeq = latestSeq(world.chat, this.key);
    this.#newsSeq = latestSeq(world.news, this.key);
    this.keys.set(keys.session(this.key), JSON.stringify(claim));
    this.#sheet = sheet;
    this.sheet = sheet;
  }

  get sheet(): Sheet {
    return this.#sheet;
  }

  set sheet(sheet: Sheet) {
    this.#sheet = sheet;
    this.keys.set(keys.sheet(this.key), JSON.stringify(sheet));
  }

  /** Whether another session has a claim to the name that wins. */
  isOverruled(world: World): boolean {
    return winsOver(world.players.get(this.key)?.claim, this.claim);
  }

  /** Adds to the player's work on a problem. */
  addWork(problem: string, points: number): void {
    const key = keys.work(problem, this.key);
    this.keys.set(key, String(Number(this.keys.get(key) ?? 0) + points));
  }

  /** Says something at the player's place. */
  say(what: Speech): void {
    this.#setItem(keys.chat, ++this.#chatSeq, what);
  }

  /** Publishes what the player did, at the player's place. */
  announce(what: Deed): void {
    this.#setItem(keys.news, ++this.#newsSeq, what);
  }

  /** Updates the heartbeat. */
  beat(): void {
    this.keys.set(keys.beat(this.key), String(this.#platform.now()));
  }

  /** Publishes that the player leaves. */
  leave(): void {
    this.announce({ type: "left" });
    this.keys.set(keys.beat(this.key), "0");
  }

  /** A world with the player's own keys replaced by their current values. */
  over(world: World): World {
    return worldOf(new Map([...world.entries, ...this.keys.entries]));
  }

  /** Compares with a world that was read after `mark`, so that the keys that a server has lost are written again. */
  compare(world: World, mark: number): void {
    this.#adoptWork(world);
    this.keys.compare(world.entries, mark);
  }

  /** Totals only grow, so a greater one in the store, from an earlier session, is the right one. */
  #adoptWork(world: World): void {
    for (const [problem, byPlayer] of world.work) {
      const key = keys.work(problem, this.key);
      const total = byPlayer.get(this.key) ?? 0;
      if (total > Number(this.keys.get(key) ?? 0)) this.keys.adopt(key, String(total));
    }
  }

  #setItem(
    keyOf: (player: string, slot: number) => string,
    seq: number,
    what: Deed | Speech,
  ): void {
    const [atMs, { place }] = [this.#platform.now(), this.#sheet];
    const item: Item<Deed | Speech> = { seq, atMs, place, what };
    this.keys.set(keyOf(this.key, seq % ringSlots), JSON.stringify(item));
  }
}

function latestSeq(items: readonly Authored<unknown>[], player: string): number {
  return Math.max(0, ...items.filter((item) => item.player === player).map(({ seq }) => seq));
}
