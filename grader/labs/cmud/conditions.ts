import { machines, type Conditions } from "../../run/simulated/conditions.js";

/**
 * The conditions of graded runs. They ask for no more than the assignment promises: delays within the latency limit,
 * threads that are slow to start, actors and threads that are held up by less than a tenth of a second in all, clocks that
 * differ a little and never step back, and clocks so coarse that Puts have equal timestamps. The last are not left to
 * chance, since random seeds alone would hardly ever produce them. In some, servers are on machines of their own and listen
 * on the same ports. What three seeds see comes first.
 */
export const gradedConditions: readonly Conditions[] = [
  { name: "plain", words: "a quiet network and good clocks", faults: [], timing: {} },
  {
    name: "slow-actors",
    words: "actors that take up to 5 ms for each message, and every server on a machine of its own",
    machines: machines.ipv6,
    faults: [],
    timing: { messageUs: [100, 5_000] },
  },
  {
    name: "slow-threads",
    words:
      "threads that take up to 300 ms to start and 15 ms to reach each other, up to 30 ms of jitter between servers, and s1 and s3 near each other",
    faults: [
      { fault: "near", servers: ["s1", "s3"] },
      { fault: "jitter", upToMs: 30 },
    ],
    timing: { threadStartUs: [5_000, 300_000], threadUs: [10, 15_000] },
  },
  {
    name: "stalls",
    words: "actors and threads that stall for up to 50 ms now and then",
    faults: [],
    timing: { stallUs: [5_000, 50_000] },
  },
  {
    name: "equal-times",
    words:
      "clocks that advance in steps of 25 ms, so that Puts have equal timestamps, and every server on a machine of its own",
    machines: machines.hashedAlike,
    faults: [{ fault: "frozen-clock", everyMs: 25 }],
    timing: {},
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
    words:
      "all delays alike, so that messages meet, clocks that advance in steps of 40 ms, and every server on a machine of its own",
    machines: machines.ownNames,
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
