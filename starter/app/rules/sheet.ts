import { isGoodId, type GoodId } from "../world/goods.js";
import { firstPlace, isPlaceId, type PlaceId } from "../world/places.js";
import { ranks } from "../world/ranks.js";

/**
 * Everything that is stored about a player, except for the work on problems. Only the player's own session writes it,
 * always as a whole, so an action takes effect completely or not at all.
 *
 * Other players never change it. To give coins, each side keeps totals that only grow; the difference between what was
 * given and what was taken is still due (see `dues.ts`).
 */
export interface Sheet {
  /** The name as it was typed; keys contain it in lower case. */
  readonly name: string;
  readonly place: PlaceId;
  readonly coins: number;
  /** An index into `ranks`. */
  readonly rank: number;
  readonly goods: Readonly<Partial<Record<GoodId, number>>>;
  /** The number of attempts that the coffee still lasts. */
  readonly coffee: number;
  /** The number of consecutive correct answers. */
  readonly streak: number;
  /** The number of blocks mined by hand. */
  readonly blocks: number;
  /** The total of coins received for work on solved problems. */
  readonly bountyTaken: number;
  /** The total of coins given to each player, by key. */
  readonly given: Readonly<Record<string, number>>;
  /** The total of coins taken from each player, by key. */
  readonly taken: Readonly<Record<string, number>>;
  /** The machines' coins have been paid up to this time on the player's own clock. */
  readonly machinesPaidMs: number;
}

/** The sheet of a new player. */
export function newSheet(name: string, nowMs: number): Sheet {
  return {
    name,
    place: firstPlace,
    coins: 0,
    rank: 0,
    goods: {},
    coffee: 0,
    streak: 0,
    blocks: 0,
    bountyTaken: 0,
    given: {},
    taken: {},
    machinesPaidMs: nowMs,
  };
}

/** A player's name as used in keys. */
export function playerKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Why a name is invalid; undefined if it is valid. */
export function refuseName(name: string): string | undefined {
  if (/^[\p{L}\p{N}][\p{L}\p{N}_-]{1,15}$/u.test(name.normalize("NFC"))) return undefined;
  return "A name has 2 to 16 letters or digits, and - or _ after the first; please choose another.";
}

/** Parses a sheet; undefined if it is invalid. Missing or invalid fields are those of a new sheet. */
export function readSheet(text: string): Sheet | undefined {
  const record = readRecord(text);
  const name = record?.["name"];
  if (record === undefined || typeof name !== "string" || refuseName(name) !== undefined) {
    return undefined;
  }
  const fresh = newSheet(name, 0);
  const counts = Object.entries(fresh)
    .filter(([, value]) => typeof value === "number")
    .map(([key]) => [key, countOf(record[key])] as const);
  const owned = Object.entries(countsOf(record["goods"])).filter(([id]) => isGoodId(id));
  const place = record["place"];
  return {
    ...fresh,
    ...Object.fromEntries(counts),
    rank: Math.min(countOf(record["rank"]), ranks.length - 1),
    place: typeof place === "string" && isPlaceId(place) ? place : fresh.place,
    goods: Object.fromEntries(owned),
    given: countsOf(record["given"]),
    taken: countsOf(record["taken"]),
  };
}

/** Parses a JSON object; undefined if it is invalid. Any program may write to the store, so nothing is trusted. */
export function readRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A non-negative whole number; 0 for anything else. */
export function countOf(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function countsOf(value: unknown): Record<string, number> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, count]) => [key, countOf(count)]));
}
