import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";

/** Under which conditions a simulated run takes place: all that a seed does not say by itself. */
export interface Conditions {
  readonly name: string;
  /** For people. */
  readonly words: string;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
}

/**
 * The conditions of graded runs. They ask for no more than the assignment promises: delays within the latency limit,
 * threads that are slow to start, clocks that differ a little and never step back, and clocks so coarse that Puts bear
 * equal times. The last are not left to chance, since random seeds alone would hardly ever bring them about.
 */
export const gradedConditions: readonly Conditions[] = [
  { name: "plain", words: "a quiet network and good clocks", faults: [], timing: {} },
  {
    name: "equal-times",
    words: "clocks that go on in steps of 25 ms, so that Puts bear equal times",
    faults: [{ fault: "frozen-clock", everyMs: 25 }],
    timing: {},
  },
  {
    name: "slow-start",
    words: "threads that take up to 300 ms to start, and up to 30 ms of jitter between servers",
    faults: [{ fault: "jitter", upToMs: 30 }],
    timing: { threadStartUs: [5_000, 300_000] },
  },
  {
    name: "skewed",
    words: "server s2's clock 8 ms ahead and s3's 5 ms behind, and 15 ms of jitter between servers",
    faults: [
      { fault: "skew", server: "s2", byMs: 8 },
      { fault: "skew", server: "s3", byMs: -5 },
      { fault: "jitter", upToMs: 15 },
    ],
    timing: {},
  },
  {
    name: "lockstep",
    words: "all delays alike, so that messages meet, and clocks that go on in steps of 40 ms",
    faults: [{ fault: "frozen-clock", everyMs: 40 }],
    timing: {
      linkUs: [100, 100],
      threadUs: [50, 50],
      threadStartUs: [10_000, 10_000],
      turnUs: [1, 1],
      timerLagUs: [0, 0],
    },
  },
];

/** The conditions of a graded run: they take turns from seed to seed. Seeds are whole numbers from 1 on. */
export function conditionsOf(seed: number): Conditions {
  const found = gradedConditions[(seed - 1) % gradedConditions.length];
  if (found === undefined) throw new RangeError(`seeds begin with 1, so ${seed} is none`);
  return found;
}

/** The conditions of a name. */
export function conditionsNamed(name: string): Conditions {
  const found = gradedConditions.find((conditions) => conditions.name === name);
  if (found !== undefined) return found;
  const names = gradedConditions.map((conditions) => conditions.name).join(", ");
  throw new RangeError(`there are no conditions ${name}; there are ${names}`);
}
