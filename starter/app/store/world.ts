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

/** A player's data in the store. */
export interface PlayerRecord {
  readonly sheet: Sheet | undefined;
  readonly claim: Claim | undefined;
  /** The latest heartbeat: a time on the player's own clock, or 0 for a player who has left. */
  readonly beatMs: number;
}

/** Everything in the store, as one server returned it at one moment. */
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

/** Parses the store's entries. Invalid ones are skipped: any program may write to the store. */
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

/** The sheets of all players who have one, by key. */
export function sheetsIn(world: World): Map<string, Sheet> {
  const sheets = new Map<string, Sheet>();
  for (const [key, { sheet }] of world.players) if (sheet !== undefined) sheets.set(key, sheet);
  return sheets;
}

/** A player's name as it was typed, or the key if there is no sheet. */
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
