import type { PlaceId } from "./places.js";

/** An item that players can buy. */
export interface Good {
  readonly id: GoodId;
  readonly title: string;
  readonly joke: string;
  /** The price of the first one, in coins. */
  readonly price: number;
  /** The price grows by this factor with each one owned. */
  readonly growth: number;
  readonly soldAt: PlaceId;
  /** The lowest rank that may buy it. */
  readonly fromRank: number;
  /** Each adds this many coins to a block mined by hand. */
  readonly mining: number;
  /** Each adds this much work to an attempt at a problem. */
  readonly thinking: number;
  /** Each mines this many coins a minute by itself. */
  readonly perMinute: number;
}

/** The number of attempts that one coffee lasts. */
export const coffeeLasts = 3;

/** Coffee multiplies the work of an attempt by this factor. */
export const coffeeFactor = 2;

const rows = {
  coffee: row("coffee, black", "at most once per cup", [6, 1, 0], [0, 0, 0]),
  keyboard: row("a loud keyboard", "audible proof of work", [10, 1.7, 0], [1, 0, 0]),
  ram: row("a stick of RAM", "download some if you cannot afford it", [14, 1.7, 0], [0, 1, 0]),
  duck: row("a rubber duck", "replies at once, from its own state", [45, 1.7, 0], [0, 3, 0]),
  gpu: row("a used graphics card", "smells of somebody else's fortune", [70, 1.6, 1], [3, 0, 12]),
  whiteboard: row("a whiteboard", "do not erase; last writer wins", [180, 1.7, 2], [0, 8, 0]),
  rack: row("a rack server", "two of its four fans agree", [350, 1.6, 3], [9, 5, 40]),
  asic: row(
    "a mining chip",
    "it can do one thing, like some colleagues",
    [900, 1.6, 4],
    [28, 0, 150],
  ),
  pods: row(
    "a herd of containers",
    "restarting; restarting; restarting",
    [1_800, 1.7, 5],
    [12, 40, 80],
  ),
  quantum: row(
    "a quantum computer",
    "bought and not bought until you look",
    [8_000, 1.7, 6],
    [100, 180, 500],
  ),
} as const;

/** The name of a good, as players type it. */
export type GoodId = keyof typeof rows;

/** The names of all goods, the cheapest first. */
export const goodIds = Object.keys(rows) as readonly GoodId[];

/** All goods by name. Coffee is consumed immediately; the others are kept. */
export const goods = Object.fromEntries(
  goodIds.map((id) => [id, { id, soldAt: id === "coffee" ? "cafe" : "store", ...rows[id] }]),
) as Readonly<Record<GoodId, Good>>;

/** Whether a text is the name of a good. */
export function isGoodId(text: string): text is GoodId {
  return Object.hasOwn(rows, text);
}

function row(
  title: string,
  joke: string,
  [price, growth, fromRank]: readonly [price: number, growth: number, fromRank: number],
  [mining, thinking, perMinute]: readonly [mining: number, thinking: number, perMinute: number],
): Omit<Good, "id" | "soldAt"> {
  return { title, joke, price, growth, fromRank, mining, thinking, perMinute };
}
