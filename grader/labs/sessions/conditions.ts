import { machines, type Conditions } from "../../run/simulated/conditions.js";
import { course } from "./manifest.js";

const { linkMs, messageMs } = course.throughput;

/** The conditions under which the throughput is measured: what messages cost is known, and nothing else takes time. */
export const measuredConditions: Conditions = {
  name: "measured",
  words: `links that take ${linkMs} ms for a message, and servers and clients that take ${messageMs} ms for each`,
  faults: [],
  timing: {
    linkUs: [linkMs * 1_000, linkMs * 1_000],
    messageUs: [messageMs * 1_000, messageMs * 1_000],
  },
};

/**
 * The conditions of graded runs: delays and the order of gossip vary, messages are neither lost nor reordered on a link
 * that is up, and clocks are of no use. What two seeds see comes first.
 */
export const gradedConditions: readonly Conditions[] = [
  { name: "plain", words: "a quiet network", faults: [], timing: {} },
  {
    name: "slow-links",
    words:
      "links that take between 1 and 60 ms for a message, and every process on a machine of its own",
    machines: machines.ipv6,
    faults: [],
    timing: { linkUs: [1_000, 60_000] },
  },
  {
    name: "slow-actors",
    words: "servers and clients that take up to 5 ms for each message",
    faults: [],
    timing: { messageUs: [100, 5_000] },
  },
  {
    name: "lockstep",
    words:
      "all delays alike, so that messages meet, clocks that advance in steps of a minute, and every process on a machine of its own",
    machines: machines.hashedAlike,
    faults: [{ fault: "frozen-clock", everyMs: 60_000 }],
    timing: {
      linkUs: [100, 100],
      threadUs: [50, 50],
      threadStartUs: [10_000, 10_000],
      turnUs: [1, 1],
      timerLagUs: [0, 0],
    },
  },
  {
    name: "skewed",
    words:
      "server s0's clock 3 s ahead, s1's 2 s behind and standing still for 30 s, and links that take up to 20 ms",
    faults: [
      { fault: "skew", server: "s0", byMs: 3_000 },
      { fault: "skew", server: "s1", byMs: -2_000 },
      { fault: "frozen-clock", server: "s1", everyMs: 30_000 },
    ],
    timing: { linkUs: [50, 20_000] },
  },
  {
    name: "stalls",
    words: "servers and clients that stall for up to 50 ms now and then",
    faults: [],
    timing: { stallUs: [5_000, 50_000] },
  },
];
