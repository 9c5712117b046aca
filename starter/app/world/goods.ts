import type { PlaceId } from "./places.js";

/** The names of all goods, as players type them. */
export const goodIds = [
  "coffee",
  "keyboard",
  "ram",
  "duck",
  "gpu",
  "whiteboard",
  "rack",
  "asic",
  "pods",
  "quantum",
] as const;

/** The name of a good. */
export type GoodId = (typeof goodIds)[number];

/** Something to buy. */
export interface Good {
  readonly id: GoodId;
  readonly title: string;
  readonly joke: string;
  /** The price of the first one, in coins. */
  readonly price: number;
  /** What each one that is owned multiplies the price of the next by. */
  readonly growth: number;
  readonly soldAt: PlaceId;
  /** The lowest rank that it is sold to. */
  readonly fromRank: number;
  /** What each adds to the coins of a block that is mined by hand. */
  readonly mining: number;
  /** What each adds to the work of an attempt at a problem. */
  readonly thinking: number;
  /** The coins that each mines by itself in a minute. */
  readonly perMinute: number;
}

/** How many attempts a coffee lasts. */
export const coffeeLasts = 3;

/** What coffee multiplies the work of an attempt by. */
export const coffeeFactor = 2;

/** All goods by name; coffee is drunk at once, the others are kept. */
export const goods: Readonly<Record<GoodId, Good>> = {
  coffee: {
    ...describe("coffee", "coffee, black", "at most once per cup"),
    ...costs(6, 1, "cafe", 0),
    ...gives(0, 0, 0),
  },
  keyboard: {
    ...describe("keyboard", "a loud keyboard", "audible proof of work"),
    ...costs(10, 1.7, "store", 0),
    ...gives(1, 0, 0),
  },
  ram: {
    ...describe("ram", "a stick of RAM", "download some if you cannot afford it"),
    ...costs(14, 1.7, "store", 0),
    ...gives(0, 1, 0),
  },
  duck: {
    ...describe("duck", "a rubber duck", "replies at once, from its own state"),
    ...costs(45, 1.7, "store", 0),
    ...gives(0, 3, 0),
  },
  gpu: {
    ...describe("gpu", "a used graphics card", "smells of somebody else's fortune"),
    ...costs(70, 1.6, "store", 1),
    ...gives(3, 0, 12),
  },
  whiteboard: {
    ...describe("whiteboard", "a whiteboard", "do not erase; last writer wins"),
    ...costs(180, 1.7, "store", 2),
    ...gives(0, 8, 0),
  },
  rack: {
    ...describe("rack", "a rack server", "two of its four fans agree"),
    ...costs(350, 1.6, "store", 3),
    ...gives(9, 5, 40),
  },
  asic: {
    ...describe("asic", "a mining chip", "it can do one thing, like some colleagues"),
    ...costs(900, 1.6, "store", 4),
    ...gives(28, 0, 150),
  },
  pods: {
    ...describe("pods", "a herd of containers", "restarting; restarting; restarting"),
    ...costs(1_800, 1.7, "store", 5),
    ...gives(12, 40, 80),
  },
  quantum: {
    ...describe("quantum", "a quantum computer", "bought and not bought until you look"),
    ...costs(8_000, 1.7, "store", 6),
    ...gives(100, 180, 500),
  },
};

/** Whether a text is the name of a good. */
export function isGoodId(text: string): text is GoodId {
  return (goodIds as readonly string[]).includes(text);
}

function describe(id: GoodId, title: string, joke: string): Pick<Good, "id" | "title" | "joke"> {
  return { id, title, joke };
}

function costs(
  price: number,
  growth: number,
  soldAt: PlaceId,
  fromRank: number,
): Pick<Good, "price" | "growth" | "soldAt" | "fromRank"> {
  return { price, growth, soldAt, fromRank };
}

function gives(
  mining: number,
  thinking: number,
  perMinute: number,
): Pick<Good, "mining" | "thinking" | "perMinute"> {
  return { mining, thinking, perMinute };
}
