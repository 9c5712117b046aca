import { places } from "../world/places.js";
import { between, type Chance } from "./chance.js";
import { machinesPerMinute, miningPower } from "./powers.js";
import type { Sheet } from "./sheet.js";

/** A block with this many leading zeros is golden. */
const goldenZeros = 5;

/** A golden block is worth this many ordinary blocks more. */
const goldenBonus = 10;

/** Machines mine at most this long without their owner, in milliseconds. */
const longestShiftMs = 10 * 60_000;

/** A block that was mined. */
export interface Block {
  /** The hash in binary; its leading zeros determine the coins. */
  readonly hash: string;
  readonly zeros: number;
  readonly golden: boolean;
  readonly coins: number;
}

/** Whether there is a socket at the player's place. */
export function canMine(sheet: Sheet): boolean {
  return places[sheet.place].mining > 0;
}

/** Mines a block: half of all blocks have no leading zero, a quarter have one, and so on. */
export function mineBlock(sheet: Sheet, chance: Chance): Block {
  const bits = Array.from({ length: 12 }, () => between(chance, 0, 1));
  const firstOne = bits.indexOf(1);
  const zeros = firstOne === -1 ? bits.length : firstOne;
  const golden = zeros >= goldenZeros;
  const blocks = 1 + zeros + (golden ? goldenBonus : 0);
  const coins = Math.floor(miningPower(sheet) * places[sheet.place].mining * blocks);
  return { hash: bits.join(""), zeros, golden, coins };
}

/** The sheet after a block's coins have been credited. */
export function withBlock(sheet: Sheet, block: Block): Sheet {
  return { ...sheet, coins: sheet.coins + block.coins, blocks: sheet.blocks + 1 };
}

/**
 * The sheet after the machines' coins up to `nowMs` have been credited. Fractions of a coin stay due. If the clock was
 * set back, or belongs to another computer, the player loses at most the coins of one shift.
 */
export function withMachinesPaid(sheet: Sheet, nowMs: number): Sheet {
  const perMs = machinesPerMinute(sheet) / 60_000;
  const sinceMs = nowMs - sheet.machinesPaidMs;
  if (perMs === 0 || sinceMs < 0 || sinceMs > longestShiftMs) {
    const coins = perMs > 0 && sinceMs > 0 ? Math.floor(longestShiftMs * perMs) : 0;
    return { ...sheet, coins: sheet.coins + coins, machinesPaidMs: nowMs };
  }
  const coins = Math.floor(sinceMs * perMs);
  if (coins === 0) return sheet;
  const machinesPaidMs = Math.min(nowMs, Math.round(sheet.machinesPaidMs + coins / perMs));
  return { ...sheet, coins: sheet.coins + coins, machinesPaidMs };
}
