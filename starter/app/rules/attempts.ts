import { companyFactor, thinkingPower, wakefulness } from "./powers.js";
import type { Sheet } from "./sheet.js";

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
