import { rankAt, ranks, type Rank } from "../world/ranks.js";
import type { Sheet } from "./sheet.js";

/** The result of an application for the next rank: the new sheet and the rank, or the reason for a refusal. */
export type Application = { readonly sheet: Sheet; readonly rank: Rank } | string;

/** The rank above a player's; undefined at the top. */
export function nextRank(sheet: Sheet): Rank | undefined {
  return ranks[sheet.rank + 1];
}

/** Applies for the next rank at the registrar's. */
export function applyForPromotion(sheet: Sheet, insight: number): Application {
  const next = nextRank(sheet);
  if (next === undefined) return "There is nothing above you but the weather.";
  if (sheet.place !== "registrar") {
    return "Applications are handed in at the registrar's counter: go registrar";
  }
  if (insight < next.insight) {
    return (
      `The clerk looks you up. "To become a ${next.title} takes ${next.insight} insight, and you have ${insight}. ` +
      'Solve something."'
    );
  }
  if (sheet.coins < next.fee) {
    return `"All in order. The fee is ${next.fee} coins." You have ${sheet.coins}. The clerk closes the window.`;
  }
  const rank = sheet.rank + 1;
  return { sheet: { ...sheet, coins: sheet.coins - next.fee, rank }, rank: rankAt(rank) };
}
