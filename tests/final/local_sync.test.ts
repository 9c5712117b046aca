/**
 * Goal: the query actors of one server converge quickly and cheaply: every Put is visible on all of them within 500 ms,
 * the last writer wins, no actor sends another more than ten messages per second, and messages carry only new Puts.
 *
 * Method: one server with 2 or 4 query actors, each queried on its own port. The traces and checks are those of the
 * remote tests, in a different place. Visibility is read exactly when its limit has passed; messages are counted when
 * they are sent, and the values of Puts are searched in their texts.
 *
 * What only these tests catch: Basic and Frequency, Puts that reach some local actor late or never, and bursts; Size,
 * messages that carry the whole store, echoes and repeated Puts; LWW, the last arrival winning instead of the last
 * writer, ties that are not broken, two Puts on one actor in one millisecond; Stress, Puts that are lost between two
 * messages.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { describePlace, oneServer } from "../support/place.js";
import { remoteLimitMs } from "../support/timing.js";
import {
  frequencyTest,
  lastWriterTest,
  sizeTest,
  stressTest,
  visibilityTest,
} from "../support/sync_suite.js";
import {
  closeCalls,
  crowdsOfOneKey,
  quickOverwrites,
  ties,
  tiesWithNewcomer,
} from "../support/traces/last_writer.js";
import { afterLongIdle } from "../support/traces/stress.js";

const [two, four] = [oneServer(2), oneServer(4)];
/** More query actors than those for which limits are promised: they agree all the same. */
const nine = { ...oneServer(9), limitMs: remoteLimitMs };

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  visibilityTest("LocalSyncBasic1", two, "one"),
  visibilityTest("LocalSyncBasic2", two, "all"),
  visibilityTest("LocalSyncBasic3", four, "one"),
  visibilityTest("LocalSyncBasic4", four, "all"),

  frequencyTest("LocalSyncFrequency1", two, "one", { seeds: course.seeds.amount }),
  frequencyTest("LocalSyncFrequency2", two, "all"),
  frequencyTest("LocalSyncFrequency3", four, "one"),
  frequencyTest("LocalSyncFrequency4", four, "all", { real: true }),

  sizeTest("LocalSyncSize1", two, "one"),
  sizeTest("LocalSyncSize2", two, "all"),
  sizeTest("LocalSyncSize3", four, "one"),
  sizeTest("LocalSyncSize4", four, "all"),

  lastWriterTest("LocalSyncLWW1", four, "laterWins", [...ties(four), ...closeCalls(four)]),
  lastWriterTest("LocalSyncLWW2", four, "winnerOverwrites", [
    ...quickOverwrites(four, 300),
    ...crowdsOfOneKey(four),
  ]),
  lastWriterTest("LocalSyncLWW3", nine, "thirdOverwrites", tiesWithNewcomer(nine, 2), {
    goal: `On ${describePlace(nine)}: puts keys on two actors, then overwrites them on a third one; then starts another server, and puts the same keys on all query actors of both at the same instant.`,
  }),
  lastWriterTest("LocalSyncLWW4", four, "sameValueAgain"),

  stressTest("LocalSyncStress1", two, 1, { more: afterLongIdle(two) }),
  stressTest("LocalSyncStress2", four, 2, { real: true }),
];
