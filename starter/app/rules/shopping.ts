import { coffeeLasts, goodIds, goods, type Good, type GoodId } from "../world/goods.js";
import { places, type PlaceId } from "../world/places.js";
import { rankAt } from "../world/ranks.js";
import type { Sheet } from "./sheet.js";

/** The result of a purchase: the new sheet and the price, or the reason for a refusal. */
export type Purchase = { readonly sheet: Sheet; readonly price: number } | string;

/** The price of the next one of a good for a player. */
export function priceOf(good: Good, sheet: Sheet): number {
  return Math.round(good.price * good.growth ** (sheet.goods[good.id] ?? 0));
}

/** The goods sold at a place, cheapest first. */
export function goodsAt(place: PlaceId): Good[] {
  return goodIds.map((id) => goods[id]).filter((good) => good.soldAt === place);
}

/** Buys a good at the player's place. */
export function buy(sheet: Sheet, id: GoodId): Purchase {
  const good = goods[id];
  const price = priceOf(good, sheet);
  if (good.soldAt !== sheet.place) {
    return `Nobody sells ${good.title} here. Try ${places[good.soldAt].title}: go ${good.soldAt}`;
  }
  if (sheet.rank < good.fromRank) {
    return `That is in the back room, for those who are ${rankAt(good.fromRank).title} or more.`;
  }
  if (sheet.coins < price) {
    const missing = price - sheet.coins;
    return `That costs ${price} coins, and you have ${sheet.coins}: ${missing} too few.`;
  }
  const paid = { ...sheet, coins: sheet.coins - price };
  if (id === "coffee") {
    return { price, sheet: { ...paid, coffee: sheet.coffee + coffeeLasts } };
  }
  const owned = { ...sheet.goods, [id]: (sheet.goods[id] ?? 0) + 1 };
  return { price, sheet: { ...paid, goods: owned } };
}
