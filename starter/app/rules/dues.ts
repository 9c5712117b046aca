import { bountyOf, type Work } from "./problems.js";
import { playerKey, type Sheet } from "./sheet.js";

/** Coins that a player was given and has not taken yet. */
export interface Gift {
  readonly from: string;
  readonly coins: number;
}

/** A sheet after everything due has been credited, and what that was. */
export interface Settled {
  readonly sheet: Sheet;
  /** Coins for work on solved problems. */
  readonly bounty: number;
  readonly gifts: readonly Gift[];
}

/**
 * Credits what the player is due: the bounties of solved problems and gifts. The amount due is the total earned minus
 * the total taken, so it is paid once, regardless of how often and in which order the data arrives. Stale data has no
 * effect.
 *
 * @param others the sheets of the other players, by key.
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

/** The sheet after giving coins to another player: at least 1 and at most what the player has. */
export function withGift(sheet: Sheet, to: string, coins: number): Sheet {
  const key = playerKey(to);
  const given = { ...sheet.given, [key]: (sheet.given[key] ?? 0) + coins };
  return { ...sheet, coins: sheet.coins - coins, given };
}
