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

/** What the player who plays here owns in the store: changed here at once, and written by {@link OwnKeys.flush}. */
export class OwnRecords {
  /** The player's key. */
  readonly key: string;
  readonly keys = new OwnKeys();
  readonly #platform = platform();
  #sheet: Sheet;
  #chatSeq: number;
  #newsSeq: number;

  /**
   * Goes on from what an earlier session left in the world.
   *
   * @param sheet is the player's, from the world or a new one.
   * @param claim is the claim to the name that is made here.
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

  /** Whether another session has claimed the name and wins. */
  isOverruled(world: World): boolean {
    return winsOver(world.players.get(this.key)?.claim, this.claim);
  }

  /** Adds to the player's work on a problem. */
  addWork(problem: string, points: number): void {
    const key = keys.work(problem, this.key);
    this.keys.set(key, String(Number(this.keys.get(key) ?? 0) + points));
  }

  /** Says something where the player is. */
  say(what: Speech): void {
    this.#setItem(keys.chat, ++this.#chatSeq, what);
  }

  /** Lets others know what the player did, where the player is. */
  announce(what: Deed): void {
    this.#setItem(keys.news, ++this.#newsSeq, what);
  }

  /** Gives a sign of life. */
  beat(): void {
    this.keys.set(keys.beat(this.key), String(this.#platform.now()));
  }

  /** Says goodbye. */
  leave(): void {
    this.announce({ type: "left" });
    this.keys.set(keys.beat(this.key), "0");
  }

  /** What was read, with one's own keys as they ought to be. */
  over(world: World): World {
    return worldOf(new Map([...world.entries, ...this.keys.entries]));
  }

  /** Compares with what was read after `mark`, so that what a server has lost is written again. */
  compare(world: World, mark: number): void {
    this.#adoptWork(world);
    this.keys.compare(world.entries, mark);
  }

  /** Totals only grow: where the store knows a greater one, from an earlier session, that is the true one. */
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
