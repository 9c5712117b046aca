import { places } from "../world/places.js";
import { between, type Chance } from "./chance.js";
import { machinesPerMinute, miningPower } from "./powers.js";
import type { Sheet } from "./sheet.js";

/** A block with this many zeros in front is golden. */
const goldenZeros = 5;

/** What a golden block is worth on top, in ordinary blocks. */
const goldenBonus = 10;

/** Machines mine at most for so long without anybody looking, in milliseconds. */
const longestShiftMs = 10 * 60_000;

/** A block that was found. */
export interface Block {
  /** Its hash: binary digits of which the zeros in front are what is paid for. */
  readonly hash: string;
  readonly zeros: number;
  readonly golden: boolean;
  readonly coins: number;
}

/** Whether there is a socket where the player is. */
export function canMine(sheet: Sheet): boolean {
  return places[sheet.place].mining > 0;
}

/** Finds a block: half of them have no zero in front, a quarter have one, and so on. */
export function mineBlock(sheet: Sheet, chance: Chance): Block {
  const bits = Array.from({ length: 12 }, () => between(chance, 0, 1));
  const firstOne = bits.indexOf(1);
  const zeros = firstOne === -1 ? bits.length : firstOne;
  const golden = zeros >= goldenZeros;
  const blocks = 1 + zeros + (golden ? goldenBonus : 0);
  const coins = Math.floor(miningPower(sheet) * places[sheet.place].mining * blocks);
  return { hash: bits.join(""), zeros, golden, coins };
}

/** The sheet with a block's coins in it. */
export function withBlock(sheet: Sheet, block: Block): Sheet {
  return { ...sheet, coins: sheet.coins + block.coins, blocks: sheet.blocks + 1 };
}

/**
 * The sheet with what the machines have mined by `nowMs`. Part of a coin stays due. A clock that was set back, or that
 * of another computer, costs at most what one shift would have brought.
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
