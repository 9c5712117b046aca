import type { Conditions } from "../../run/simulated/conditions.js";

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
