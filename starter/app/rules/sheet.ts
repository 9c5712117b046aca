import { isGoodId, type GoodId } from "../world/goods.js";
import { firstPlace, isPlaceId, type PlaceId } from "../world/places.js";
import { ranks } from "../world/ranks.js";

/**
 * All that is kept about a player, except for the work on problems. Only the player's own session writes it, always as
 * a whole, so an action either counts in all its parts or did not happen.
 *
 * What others may have to give or to pay is never subtracted here by them: each side keeps totals that only grow, and
 * the difference to what was taken already is what is due (see `dues.ts`).
 */
export interface Sheet {
  /** The name as it was typed; keys have it in lower case. */
  readonly name: string;
  readonly place: PlaceId;
  readonly coins: number;
  /** An index into `ranks`. */
  readonly rank: number;
  readonly goods: Readonly<Partial<Record<GoodId, number>>>;
  /** How many attempts the coffee lasts still. */
  readonly coffee: number;
  /** How many puzzles were answered correctly in a row. */
  readonly streak: number;
  /** How many blocks were mined by hand. */
  readonly blocks: number;
  /** How many coins were paid in total for work on problems that are solved. */
  readonly bountyTaken: number;
  /** How many coins were given in total, by the key of who was given them. */
  readonly given: Readonly<Record<string, number>>;
  /** How many coins were taken in total, by the key of who gave them. */
  readonly taken: Readonly<Record<string, number>>;
  /** Up to when the machines have been paid, by the clock of the player's own computer. */
  readonly machinesPaidMs: number;
}

/** The sheet of somebody who has just begun. */
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

/** A player's name as it stands in keys. */
export function playerKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Why a name cannot be had; undefined when it can. */
export function refuseName(name: string): string | undefined {
  if (/^[\p{L}\p{N}][\p{L}\p{N}_-]{1,15}$/u.test(name.normalize("NFC"))) return undefined;
  return "A name has 2 to 16 letters or digits, and - or _ after the first; please choose another.";
}

/** Reads a sheet; undefined when the text is none. What is missing or of the wrong kind is as in a new one. */
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

/** Reads a JSON object; undefined when the text is none. Anybody may write to the store, so nothing is taken on trust. */
export function readRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A whole number from 0 on; 0 for anything else. */
export function countOf(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function countsOf(value: unknown): Record<string, number> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, count]) => [key, countOf(count)]));
}
