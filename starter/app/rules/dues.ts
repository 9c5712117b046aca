import { bountyOf, type Work } from "./problems.js";
import { playerKey, type Sheet } from "./sheet.js";

/** What somebody was given and has not taken yet. */
export interface Gift {
  readonly from: string;
  readonly coins: number;
}

/** The sheet with all that was due, and what that was. */
export interface Settled {
  readonly sheet: Sheet;
  /** Coins for work on problems that are solved. */
  readonly bounty: number;
  readonly gifts: readonly Gift[];
}

/**
 * Takes what the others' work and gifts have made due. What is due is what was earned in total less what was taken in
 * total, so it is paid once, however often and in whatever order news of it arrives; news that are older than what was
 * taken change nothing.
 *
 * @param others are the sheets of the others, by their keys.
 */
export function settle(sheet: Sheet, work: Work, others: ReadonlyMap<string, Sheet>): Settled {
  const me = playerKey(sheet.name);
  const bounty = Math.max(0, bountyOf(me, work) - sheet.bountyTaken);
  const gifts: Gift[] = [];
  const taken = { ...sheet.taken };
  for (const [key, other] of others) {
    const coins = (other.given[me] ?? 0) - (taken[key] ?? 0);
    if (key === me || coins <= 0) continue;
    gifts.push({ from: other.name, coins });
    taken[key] = (taken[key] ?? 0) + coins;
  }
  if (bounty === 0 && gifts.length === 0) return { sheet, bounty, gifts };
  const coins = gifts.reduce((sum, gift) => sum + gift.coins, sheet.coins + bounty);
  const bountyTaken = sheet.bountyTaken + bounty;
  return { sheet: { ...sheet, coins, bountyTaken, taken }, bounty, gifts };
}

/** The sheet after giving coins to another player, which has to be more than none and no more than there are. */
export function withGift(sheet: Sheet, to: string, coins: number): Sheet {
  const key = playerKey(to);
  const given = { ...sheet.given, [key]: (sheet.given[key] ?? 0) + coins };
  return { ...sheet, coins: sheet.coins - coins, given };
}
