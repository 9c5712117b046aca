import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/**
 * A stream of random numbers that depends on a seed and a label alone. With a label for each purpose, what one host
 * draws does not change what another gets.
 */
export class Random {
  readonly #generator;

  constructor(seed: number, label: string) {
    const hash = createHash("sha256").update(`${seed} ${label}`).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((i) => hash.readInt32LE(i)));
  }

  /** A number in [0, 1). */
  fraction(): number {
    return uniformFloat64(this.#generator);
  }

  /** A whole number from one end of a range to the other, both included. */
  within([from, to]: readonly [number, number]): number {
    return from === to ? from : uniformInt(this.#generator, from, to);
  }
}

/**
 * A whole number in [0, 2^32) that depends on both arguments and looks random: for what must come out the same each
 * time it is asked for. (The finalizer of MurmurHash3, by Austin Appleby.)
 */
export function scatter(salt: number, n: number): number {
  let h = salt ^ (n >>> 0) ^ Math.floor(n / 2 ** 32);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
