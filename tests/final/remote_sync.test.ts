/**
 * Goal: the query actors of all servers converge although the servers are 200 ms apart: every Put is visible everywhere
 * within 2,000 ms, the last writer wins, and each Put is sent to each other server once.
 *
 * Method: 2, 4 or 6 servers, each on a thread of its own, with 1 or 4 query actors. The traces and checks are those of the
 * local tests, in a different place; "Local" are the tests with several actors on several servers. NoBcast has a sender
 * with older and newer servers, and counts the actors of each to which a Put is sent.
 *
 * What only these tests catch: Basic and Local, Puts that stay on their server, reach only one actor of another server,
 * or wait too long; Frequency, a relay that immediately forwards everything; Size, echoes between servers; NoBcast,
 * Puts that are sent to every actor of a server, by older or newer servers; LWW, the last arrival winning instead of
 * the last writer, also on servers that received neither Put from a client; Stress, relays that lose Puts.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import { between } from "../../grader/labs/cmud/reading/views.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { requireRemoteMessages } from "../support/checks/activity.js";
import { checkBytesPerServer } from "../support/checks/bytes.js";
import { checkReads, checkTraffic } from "../support/checks/nothing_wrong.js";
import { parallel } from "../support/flow.js";
import { manyServers } from "../support/place.js";
import { maxLatencyMs, remoteLimitMs } from "../support/timing.js";
import {
  frequencyTest,
  lastWriterTest,
  sizeTest,
  stressTest,
  syncTest,
  visibilityTest,
  type Differences,
} from "../support/sync_suite.js";
import {
  aheadOfTheClock,
  nearTies,
  overtaking,
  overtakingWithKnownValues,
  quickOverwrites,
  ties,
} from "../support/traces/last_writer.js";
import { noBroadcastTrace, receivers } from "../support/traces/no_broadcast.js";

const [twoSingle, fourSingle] = [manyServers(2, 1), manyServers(4, 1)];
const [two, four] = [manyServers(2, 4), manyServers(4, 4)];
const far = { ...two, latencyMs: maxLatencyMs };
/** Each actor of the last server gets what two actors of every other one have put. */
const uneven = { ...four, lastActors: 2 };
/** More servers than those for which limits are promised: they agree all the same. */
const six = { ...manyServers(6, 1), limitMs: 2 * remoteLimitMs };

/** Of tests in which up to sixteen actors get what all of them have put. */
const seeds = course.seeds.medium;

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  visibilityTest("RemoteSyncBasic1", twoSingle, "one"),
  visibilityTest("RemoteSyncBasic2", twoSingle, "all"),
  visibilityTest("RemoteSyncBasic3", fourSingle, "one"),
  visibilityTest("RemoteSyncBasic4", fourSingle, "all"),

  visibilityTest("RemoteSyncLocal1", two, "one", { more: ties(two, 8), seeds }),
  visibilityTest("RemoteSyncLocal2", two, "all", { real: true, seeds }),
  visibilityTest("RemoteSyncLocal3", four, "one", {
    more: [parallel(overtakingWithKnownValues(four, 250, 10))],
    seeds,
  }),
  visibilityTest("RemoteSyncLocal4", four, "all", { seeds }),

  frequencyTest("RemoteSyncFrequency1", two, "one"),
  frequencyTest("RemoteSyncFrequency2", far, "all"),
  frequencyTest("RemoteSyncFrequency3", four, "one"),
  frequencyTest("RemoteSyncFrequency4", uneven, "all", { seeds: course.seeds.amount }),

  sizeTest("RemoteSyncSize1", two, "one"),
  sizeTest("RemoteSyncSize2", two, "all"),
  sizeTest("RemoteSyncSize3", four, "one"),
  sizeTest("RemoteSyncSize4", four, "all"),

  noBroadcastTest("RemoteSyncNoBcast1", 1, { real: true }),
  noBroadcastTest("RemoteSyncNoBcast2", 4),

  lastWriterTest("RemoteSyncLWW1", fourSingle, "laterWins", [
    ...ties(fourSingle),
    ...nearTies(fourSingle),
  ]),
  lastWriterTest(
    "RemoteSyncLWW2",
    fourSingle,
    "winnerOverwrites",
    [...quickOverwrites(fourSingle, 600), ...aheadOfTheClock(fourSingle)],
    { real: true },
  ),
  lastWriterTest("RemoteSyncLWW3", fourSingle, "thirdOverwrites", overtaking(fourSingle, 250, 10)),
  lastWriterTest("RemoteSyncLWW4", six, "sameValueAgain", overtakingWithKnownValues(six, 250, 10)),

  stressTest("RemoteSyncStress1", two, 3, { real: true }),
  stressTest("RemoteSyncStress2", four, 4),
];

function noBroadcastTest(id: string, senderActors: number, differences: Differences = {}): LabTest {
  const trace = noBroadcastTrace(senderActors);
  const { older, newer, single } = receivers;
  const facts = {
    goal: `Puts keys on a server with ${senderActors === 1 ? "one query actor" : `${senderActors} query actors`}, with an older and a newer server with 4 query actors each and another server with one, puts keys on the older server shortly after the same ones on the sender, and checks to which actors each put is sent.`,
    rule: "A put is sent once to a remote server and not separately to each of its query actors.",
    ...differences,
  };
  return syncTest(id, { servers: 4, section: "5.2" }, trace, facts, (history) => {
    checkReads(history, trace.readers);
    requireRemoteMessages(history, [older, newer, single]);
    checkTraffic(history, "puts", ["double-send"]);
    const puts = between(history, "puts");
    for (const several of [older, newer]) checkBytesPerServer(history, puts, several, single);
  });
}
