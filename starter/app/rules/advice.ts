import { goodIds, goods } from "../world/goods.js";
import { places } from "../world/places.js";
import { problemPlaces } from "../world/problem_sets.js";
import { priceOf } from "./shopping.js";
import { nextRank } from "./promotion.js";
import type { Sheet } from "./sheet.js";

/** What a player might do next. */
export interface Advice {
  /** Identifies the advice, while the numbers in its text may change. */
  readonly kind: string;
  /** One or two sentences. */
  readonly text: string;
}

/** What a player with this insight might do next. */
export function adviceFor(sheet: Sheet, insight: number): Advice {
  const next = nextRank(sheet);
  if (next === undefined) {
    return advise("top", "You have seen it all. Help the others; the problems never run out.");
  }
  if (sheet.blocks === 0) {
    return advise(
      "mine",
      "Type mine, and your laptop will guess until it has found a block. Coins are the beginning of everything.",
    );
  }
  const ready = insight >= next.insight;
  if (ready && sheet.coins >= next.fee) {
    return advise(
      "apply",
      sheet.place === "registrar"
        ? `Type apply: you can become a ${next.title}.`
        : `You can become a ${next.title}: go registrar, then apply.`,
    );
  }
  if (ready) {
    const missing = next.fee - sheet.coins;
    return advise(
      "fee",
      `You know enough to be a ${next.title}; the fee of ${next.fee} coins is ${missing} away. ` +
        `The best place to mine is: ${placeWith(sheet, "mining")}.`,
    );
  }
  const affordable = goodIds
    .map((id) => goods[id])
    .filter((good) => good.thinking > 0 && good.fromRank <= sheet.rank)
    .filter((good) => priceOf(good, sheet) <= sheet.coins)
    .at(-1);
  if (affordable !== undefined) {
    const way = sheet.place === affordable.soldAt ? "" : `go ${affordable.soldAt}, then `;
    return advise(
      `buy ${affordable.id}`,
      `You can afford ${affordable.title}, which makes you think better: ${way}buy ${affordable.id}.`,
    );
  }
  const missing = next.insight - insight;
  const solveAt = placeWith(sheet, "problems");
  const way = sheet.place === solveAt ? "type solve" : `go ${solveAt}, then solve`;
  if (Object.keys(sheet.goods).length === 0 && sheet.coins < goods.keyboard.price) {
    return advise(
      "start",
      `Mine some more: a keyboard (${goods.keyboard.price} coins) or a stick of RAM (${goods.ram.price}) from the store ` +
        `goes a long way. Or ${way}.`,
    );
  }
  return advise(
    `solve at ${solveAt}`,
    `${missing} more insight and you can be a ${next.title}: ${way}. Coins buy better hardware in the store.`,
  );
}

function advise(kind: string, text: string): Advice {
  return { kind, text };
}

/** The best place for mining or problems that the player may enter. */
function placeWith(sheet: Sheet, what: "mining" | "problems"): string {
  if (what === "problems") {
    const open = problemPlaces.filter((place) => places[place].fromRank <= sheet.rank);
    return open.at(-1) ?? "hall";
  }
  const open = (["dorm", "cluster", "lab"] as const).filter(
    (place) => places[place].fromRank <= sheet.rank,
  );
  return open.at(-1) ?? "dorm";
}
