import { machines, type Conditions } from "../../run/simulated/conditions.js";

/**
 * The conditions of graded runs. All delays together stay well below the tolerances of the assignment's limits, so a
 * program that keeps the limits passes under all of them.
 */
export const gradedConditions: readonly Conditions[] = [
  { name: "plain", words: "a quiet network", faults: [], timing: {} },
  {
    name: "slow-actors",
    words: "actors that take up to 2 ms for each message, and every server on a machine of its own",
    machines: machines.ipv6,
    faults: [],
    timing: { messageUs: [100, 2_000] },
  },
  {
    name: "slow-network",
    words: "up to 5 ms between servers and between threads",
    faults: [{ fault: "jitter", upToMs: 5 }],
    timing: { threadUs: [10, 5_000], threadStartUs: [5_000, 100_000] },
  },
  {
    name: "stalls",
    words: "actors and threads that stall for up to 10 ms now and then",
    faults: [],
    timing: { stallUs: [1_000, 10_000] },
  },
  {
    name: "lockstep",
    words: "all delays alike, so that messages meet, and every server on a machine of its own",
    machines: machines.hashedAlike,
    faults: [],
    timing: {
      linkUs: [100, 100],
      threadUs: [50, 50],
      threadStartUs: [10_000, 10_000],
      turnUs: [1, 1],
      timerLagUs: [0, 0],
    },
  },
];
