import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws a number in [0, 1). */
export type Chance = () => number;

const warmUpDraws = 64;

/** A source of chance that gives the same numbers for the same seed. */
export function seededChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  // Seeds that are near each other begin with the same numbers; after some draws they have nothing in common.
  for (let n = 0; n < warmUpDraws; n++) uniformFloat64(generator);
  return () => uniformFloat64(generator);
}

/** A whole number from `least` to `most`, both included. */
export function between(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance() * (most - least + 1));
}

/** One of some items. Throws a `RangeError` when there are none. */
export function pick<T>(chance: Chance, items: readonly T[]): T {
  const item = items[between(chance, 0, items.length - 1)];
  if (item === undefined) throw new RangeError("there is nothing to pick from");
  return item;
}

/** The items in a random order, as a new array. */
export function shuffled<T>(chance: Chance, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
