import { countOf, readRecord } from "../rules/sheet.js";
import { isGoodId, type GoodId } from "../world/goods.js";
import { isPlaceId, type PlaceId } from "../world/places.js";

/** What somebody did. */
export type Deed =
  | { readonly type: "joined" }
  | { readonly type: "left" }
  | { readonly type: "arrived"; readonly from: PlaceId }
  | { readonly type: "departed"; readonly to: PlaceId }
  | { readonly type: "struckGold"; readonly coins: number }
  | { readonly type: "bought"; readonly good: GoodId }
  | { readonly type: "worked"; readonly problem: string; readonly points: number }
  | { readonly type: "gave"; readonly to: string; readonly coins: number }
  | { readonly type: "promoted"; readonly rank: number };

/** What somebody said, and to whom. */
export type Speech =
  | { readonly type: "say"; readonly text: string }
  | { readonly type: "shout"; readonly text: string }
  | { readonly type: "emote"; readonly text: string }
  | { readonly type: "tell"; readonly text: string; readonly to: string };

/** A deed or a speech, as it lies in its writer's ring. */
export interface Item<T> {
  /** Counts the writer's items of this kind, from 1 on. */
  readonly seq: number;
  /** By the writer's clock; good enough to put items in an order, and no more. */
  readonly atMs: number;
  /** Where the writer was. */
  readonly place: PlaceId;
  readonly what: T;
}

/** An item with the key of the player who wrote it. */
export type Authored<T> = Item<T> & { readonly player: string };

/** Reads a deed; undefined when the text is none. */
export function readDeed(text: string): Item<Deed> | undefined {
  return readItem(text, deedOf);
}

/** Reads a speech; undefined when the text is none. */
export function readSpeech(text: string): Item<Speech> | undefined {
  return readItem(text, speechOf);
}

type Fields = Readonly<Record<string, unknown>>;

function readItem<T>(text: string, whatOf: (fields: Fields) => T | undefined): Item<T> | undefined {
  const record = readRecord(text);
  const { place, what } = record ?? {};
  if (typeof place !== "string" || !isPlaceId(place)) return undefined;
  if (typeof what !== "object" || what === null) return undefined;
  const read = whatOf(what as Fields);
  const seq = countOf(record?.["seq"]);
  if (read === undefined || seq === 0) return undefined;
  return { seq, atMs: countOf(record?.["atMs"]), place, what: read };
}

function deedOf(fields: Fields): Deed | undefined {
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  const [from, to, good] = [text("from"), text("to"), text("good")];
  switch (fields["type"]) {
    case "joined":
    case "left":
      return { type: fields["type"] };
    case "arrived":
      return isPlaceId(from) ? { type: "arrived", from } : undefined;
    case "departed":
      return isPlaceId(to) ? { type: "departed", to } : undefined;
    case "struckGold":
      return { type: "struckGold", coins: countOf(fields["coins"]) };
    case "bought":
      return isGoodId(good) ? { type: "bought", good } : undefined;
    case "worked":
      return { type: "worked", problem: text("problem"), points: countOf(fields["points"]) };
    case "gave":
      return { type: "gave", to, coins: countOf(fields["coins"]) };
    case "promoted":
      return { type: "promoted", rank: countOf(fields["rank"]) };
    default:
      return undefined;
  }
}

function speechOf({ type, text, to }: Fields): Speech | undefined {
  if (typeof text !== "string") return undefined;
  switch (type) {
    case "say":
    case "shout":
    case "emote":
      return { type, text };
    case "tell":
      return typeof to === "string" ? { type, text, to } : undefined;
    default:
      return undefined;
  }
}
