import type { Work } from "../rules/problems.js";
import { readSheet, refuseName, type Sheet } from "../rules/sheet.js";
import {
  readClaim,
  readDeed,
  readSpeech,
  type Authored,
  type Claim,
  type Deed,
  type Item,
  type Speech,
} from "./records.js";

/** A player as the store shows it. */
export interface PlayerRecord {
  readonly sheet: Sheet | undefined;
  readonly claim: Claim | undefined;
  /** The latest sign of life: a time by the player's own clock, 0 for somebody who has left. */
  readonly beatMs: number;
}

/** Everything there is, as one server showed it at one moment. */
export interface World {
  /** The entries as they were read. */
  readonly entries: ReadonlyMap<string, string>;
  readonly players: ReadonlyMap<string, PlayerRecord>;
  readonly work: Work;
  readonly chat: readonly Authored<Speech>[];
  readonly news: readonly Authored<Deed>[];
}

/** The world before anything was read. */
export const emptyWorld: World = worldOf(new Map());

/** Makes a world of the store's entries. What cannot be read is passed over: anybody may write to the store. */
export function worldOf(entries: ReadonlyMap<string, string>): World {
  const players = new Map<string, PlayerRecord>();
  const work = new Map<string, Map<string, number>>();
  const chat: Authored<Speech>[] = [];
  const news: Authored<Deed>[] = [];
  for (const [key, value] of entries) {
    const [kind, first = "", second = "", more] = key.split("/");
    const player = kind === "work" ? second : first;
    if (second === "" || more !== undefined || refuseName(player) !== undefined) continue;
    if (kind === "player") {
      const known = players.get(first) ?? { sheet: undefined, claim: undefined, beatMs: 0 };
      players.set(first, { ...known, ...fieldOf(second, value) });
    } else if (kind === "work") {
      const byPlayer = work.get(first) ?? new Map<string, number>();
      work.set(first, byPlayer.set(second, numberIn(value)));
    } else if (kind === "chat") {
      add(chat, first, readSpeech(value));
    } else if (kind === "news") {
      add(news, first, readDeed(value));
    }
  }
  return { entries, players, work, chat: inOrder(chat), news: inOrder(news) };
}

/** The sheets of all players who have one, by their keys. */
export function sheetsIn(world: World): Map<string, Sheet> {
  const sheets = new Map<string, Sheet>();
  for (const [key, { sheet }] of world.players) if (sheet !== undefined) sheets.set(key, sheet);
  return sheets;
}

/** The name of a player as it was typed, or the key where no sheet is known. */
export function nameOf(player: string, world: World): string {
  return world.players.get(player)?.sheet?.name ?? player;
}

function fieldOf(field: string, value: string): Partial<PlayerRecord> {
  if (field === "sheet") return { sheet: readSheet(value) };
  if (field === "session") return { claim: readClaim(value) };
  return field === "beat" ? { beatMs: numberIn(value) } : {};
}

function numberIn(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function add<T>(items: Authored<T>[], player: string, item: Item<T> | undefined): void {
  if (item !== undefined) items.push({ ...item, player });
}

function inOrder<T>(items: readonly Authored<T>[]): Authored<T>[] {
  return [...items].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
}
