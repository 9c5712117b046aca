import { countOf, readRecord } from "../rules/sheet.js";
import { isGoodId, type GoodId } from "../world/goods.js";
import { isPlaceId, type PlaceId } from "../world/places.js";

/** Checks the type of a parsed value. */
type Check<T> = (value: unknown) => value is T;

const text: Check<string> = (value) => typeof value === "string";
const amount: Check<number> = (value): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const place: Check<PlaceId> = (value): value is PlaceId => text(value) && isPlaceId(value);
const good: Check<GoodId> = (value): value is GoodId => text(value) && isGoodId(value);

/** The deeds that players publish, with their fields. */
const deeds = {
  joined: {},
  left: {},
  arrived: { from: place },
  departed: { to: place },
  struckGold: { coins: amount },
  bought: { good },
  worked: { problem: text, points: amount },
  gave: { to: text, coins: amount },
  promoted: { rank: amount },
};

/** The ways to say something, with their fields. */
const speeches = {
  say: { text },
  shout: { text },
  emote: { text },
  tell: { text, to: text },
};

type Checked<F> = { readonly [K in keyof F]: F[K] extends Check<infer T> ? T : never };
type OneOf<F> = { [K in keyof F]: { readonly type: K } & Checked<F[K]> }[keyof F];

/** Something that a player did. */
export type Deed = OneOf<typeof deeds>;

/** Something that a player said. */
export type Speech = OneOf<typeof speeches>;

/** A deed or a speech in its writer's ring. */
export interface Item<T> {
  /** Counts the writer's items of this kind, from 1. */
  readonly seq: number;
  /** The time on the writer's clock; used only to sort items. */
  readonly atMs: number;
  /** The writer's place. */
  readonly place: PlaceId;
  readonly what: T;
}

/** An item with the key of the player who wrote it. */
export type Authored<T> = Item<T> & { readonly player: string };

/** Parses a deed; undefined if it is invalid. */
export function readDeed(json: string): Item<Deed> | undefined {
  return readItem<Deed>(json, deeds);
}

/** Parses a speech; undefined if it is invalid. */
export function readSpeech(json: string): Item<Speech> | undefined {
  return readItem<Speech>(json, speeches);
}

type Fields = Readonly<Record<string, unknown>>;

function readItem<T>(
  json: string,
  kinds: Readonly<Record<string, Readonly<Record<string, Check<unknown>>>>>,
): Item<T> | undefined {
  const record = readRecord(json) ?? {};
  const [seq, atMs, at] = [countOf(record["seq"]), countOf(record["atMs"]), record["place"]];
  const what = (record["what"] ?? {}) as Fields;
  const type = what["type"];
  const checks = text(type) && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (seq === 0 || !place(at) || checks === undefined) return undefined;
  const fits = Object.entries(checks).every(([field, check]) => check(what[field]));
  return fits ? { seq, atMs, place: at, what: what as T } : undefined;
}

/**
 * A session's claim to a name. The claim with the higher number wins, or with equal numbers the one with the greater id.
 * So if two sessions claim a name at the same time, on servers that have not synced yet, both determine the same winner,
 * regardless of their clocks.
 */
export interface Claim {
  readonly number: number;
  readonly id: string;
}

/** A claim that wins over the one seen. `id` must be unique to the session. */
export function claimOver(seen: Claim | undefined, id: string): Claim {
  return { number: (seen?.number ?? 0) + 1, id };
}

/** Whether the claim seen wins over the session's own. */
export function winsOver(seen: Claim | undefined, own: Claim): boolean {
  if (seen === undefined) return false;
  return seen.number !== own.number ? seen.number > own.number : seen.id > own.id;
}

/** Parses a claim; undefined if it is invalid. */
export function readClaim(json: string): Claim | undefined {
  const record = readRecord(json);
  const [number, id] = [countOf(record?.["number"]), record?.["id"]];
  return number > 0 && text(id) ? { number, id } : undefined;
}
