import { coffeeFactor, goods, isGoodId, type Good } from "../world/goods.js";
import type { Sheet } from "./sheet.js";

/** The maximum number of companions that count. */
const mostCompanions = 4;

/** Each companion adds this share to the work of an attempt. */
const perCompanion = 0.25;

/** The coins for an ordinary block that is mined by hand. */
export function miningPower(sheet: Sheet): number {
  return 1 + sumOfGoods(sheet, (good) => good.mining);
}

/** The work of an attempt, before luck, answers, coffee and company. */
export function thinkingPower(sheet: Sheet): number {
  return 1 + sumOfGoods(sheet, (good) => good.thinking);
}

/** The coins that the player's machines mine in a minute. */
export function machinesPerMinute(sheet: Sheet): number {
  return sumOfGoods(sheet, (good) => good.perMinute);
}

/** The factor that company adds to an attempt; `companions` is the number of other players at the same place. */
export function companyFactor(companions: number): number {
  return 1 + perCompanion * Math.min(companions, mostCompanions);
}

/** The factor that coffee adds to the next attempt. */
export function wakefulness(sheet: Sheet): number {
  return sheet.coffee > 0 ? coffeeFactor : 1;
}

/** The longest streak of correct answers that still adds something. */
const longestStreak = 5;

/** The result of an attempt at a problem. */
export interface Attempt {
  readonly right: boolean;
  /** The work added to the problem. */
  readonly points: number;
  /** The player's sheet afterwards. */
  readonly sheet: Sheet;
}

/**
 * Attempts a problem. A correct answer to the puzzle counts double, and a streak of them more; a wrong one counts half,
 * because a player learns from that too.
 */
export function attempt(sheet: Sheet, right: boolean, companions: number): Attempt {
  const streak = right ? sheet.streak + 1 : 0;
  const answerFactor = right ? 2 + 0.2 * Math.min(streak - 1, longestStreak) : 0.5;
  const power = thinkingPower(sheet) * wakefulness(sheet) * companyFactor(companions);
  return {
    right,
    points: Math.max(1, Math.round(power * answerFactor)),
    sheet: { ...sheet, streak, coffee: Math.max(0, sheet.coffee - 1) },
  };
}

function sumOfGoods(sheet: Sheet, value: (good: Good) => number): number {
  return Object.entries(sheet.goods).reduce(
    (sum, [id, count]) => sum + (isGoodId(id) ? count * value(goods[id]) : 0),
    0,
  );
}
