import { coffeeFactor, goods, isGoodId, type Good } from "../world/goods.js";
import type { Sheet } from "./sheet.js";

/** The most companions that count. */
const mostCompanions = 4;

/** What every companion adds to the work of an attempt, as a share. */
const perCompanion = 0.25;

/** The coins of an ordinary block that is mined by hand. */
export function miningPower(sheet: Sheet): number {
  return 1 + sumOfGoods(sheet, (good) => good.mining);
}

/** The work of an attempt, before luck, answers, coffee and company. */
export function thinkingPower(sheet: Sheet): number {
  return 1 + sumOfGoods(sheet, (good) => good.thinking);
}

/** The coins that the player's machines mine by themselves in a minute. */
export function machinesPerMinute(sheet: Sheet): number {
  return sumOfGoods(sheet, (good) => good.perMinute);
}

/** What company multiplies the work of an attempt by; `companions` are the others who are here now. */
export function companyFactor(companions: number): number {
  return 1 + perCompanion * Math.min(companions, mostCompanions);
}

/** What coffee multiplies the work of the next attempt by. */
export function wakefulness(sheet: Sheet): number {
  return sheet.coffee > 0 ? coffeeFactor : 1;
}

/** The longest row of correct answers that still adds something. */
const longestStreak = 5;

/** What an attempt at a problem came to. */
export interface Attempt {
  readonly right: boolean;
  /** The work that is added to the problem. */
  readonly points: number;
  /** The player afterwards. */
  readonly sheet: Sheet;
}

/**
 * An attempt, with the puzzle answered or not. A correct answer counts double, and more in a row; a wrong one counts
 * half, since one learns from that too.
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
