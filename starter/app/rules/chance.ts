import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Returns a random number in [0, 1). */
export type Chance = () => number;

const warmUpDraws = 64;

/** A random number generator that returns the same numbers for the same seed. */
export function seededChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  // The first numbers of similar seeds are similar, so skip them.
  for (let n = 0; n < warmUpDraws; n++) uniformFloat64(generator);
  return () => uniformFloat64(generator);
}

/** A random whole number from `least` to `most`, inclusive. */
export function between(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance() * (most - least + 1));
}

/** A random item. Throws a `RangeError` if there are none. */
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
