/**
 * Goal: a secondary acknowledges what is persisted, and nothing else. Method: a replica whose mediator, replicator and
 * persistence are probes; the persistence is silent when a test wants that.
 */
import { course } from "../../grader/labs/replicas/manifest.js";
import type { Step } from "../../grader/labs/replicas/steps/index.js";
import { requireMessage, requireReads, requireReplies, type Seen } from "./support/checks.js";
import { clientKinds, testsOf } from "./support/lab_test.js";
import { texts } from "./support/texts.js";
import {
  answer,
  get,
  insert,
  replicaAmong,
  scenarioOf,
  setAnswers,
  snapshot,
  wait,
} from "./support/steps.js";

const pause = wait(50);

/** A secondary whose persistence answers nothing until it is told to. */
const silent = replicaAmong(["client", "replicator"], "secondary");

/** As {@link silent}, but the persistence throws for the first requests. */
const throwing = replicaAmong(["client", "replicator"], "secondary", 3);

/** The same, for so long that nothing else would have kept it alive. */
const throwingOften = replicaAmong(["client", "replicator"], "secondary", 250);

/** The numbers of snapshots of each of the {@link texts}, which come after seven others. */
const seqOf = (index: number): number => 7 + index;

/** The numbers of snapshots that come faster than anything need be asked again, for longer than that may take. */
const stream = Array.from({ length: 13 }, (_, index) => 2 + index);
const keyOf = (seq: number): string => `k${seq % 4}`;

/** How many snapshots make a crowd. */
const crowdLength = course.limits.updatesUnderWay - 10;

/** The numbers of many snapshots, from one on. */
const crowdFrom = (first: number): number[] =>
  Array.from({ length: crowdLength }, (_, index) => first + index);

/** The tests of step 4. */
export const tests = testsOf(
  {
    group: "Step4",
    file: "replicas/replica.ts",
    kinds: [
      ...clientKinds,
      "unpersisted-snapshot-ack",
      "future-snapshot",
      "no-snapshot-ack",
      "persistence-stopped",
      "not-persisted",
      "new-persist-id",
      "reused-persist-id",
      "slow-retry",
      "stale-persist",
    ],
  },
  [
    {
      id: "Step4Persist",
      points: 2,
      section: "8",
      goal: "Sends a secondary snapshots of an insertion, a removal, an empty value and odd texts, and lets the persistence answer each after some time.",
      rule: "A secondary hands each update down to its persistence, and acknowledges the snapshot when that has confirmed it.",
      scenario: scenarioOf(
        silent,
        ...[snapshot("r1", "k1", "v1", 0), wait(150), answer("persistence"), pause],
        ...[get("r1", "k1", 1), pause],
        ...[snapshot("r1", "k1", null, 1), wait(150), answer("persistence"), pause],
        ...[get("r1", "k1", 2), pause],
        ...[snapshot("r1", "k1", "", 2), wait(150), answer("persistence"), pause],
        ...[get("r1", "k1", 3), pause],
        // What changes nothing is an update, too, whether the one before it is persisted or not.
        ...[snapshot("r1", "k1", "", 3), wait(150), answer("persistence"), pause],
        ...[snapshot("r1", "k2", null, 4), wait(150), answer("persistence"), pause],
        ...[snapshot("r1", "k3", "v3", 5), pause, snapshot("r1", "k3", "v3", 6), wait(100)],
        ...[answer("persistence"), pause, snapshot("r1", "k3", "v3", 6), wait(150)],
        ...[answer("persistence"), pause],
        ...texts.flatMap(([key, value], index) => [
          ...[snapshot("r1", key, value, seqOf(index)), wait(60), answer("persistence"), wait(30)],
        ]),
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2, 3, 4, 5, 6, ...[...texts.keys()].map(seqOf));
        requireReads(seen, { 1: "v1", 2: null, 3: "" });
      },
      real: true,
    },
    {
      id: "Step4Retry",
      points: 3,
      section: "8",
      goal: "Lets the persistence throw three times, then be silent up to 900 ms, and then answer; then lets it be silent again, while there is a new snapshot every 20 ms, and while there are hundreds at once.",
      rule: "What the persistence does not confirm is handed down again within 200 ms, with the same id.",
      scenario: scenarioOf(
        throwing,
        ...[snapshot("r1", "k1", "v1", 0), wait(900), answer("persistence"), pause],
        ...[setAnswers("persistence", "all"), snapshot("r1", "k2", "v2", 1), wait(300)],
        setAnswers("persistence", "none"),
        ...stream.flatMap((seq) => [snapshot("r1", keyOf(seq), `w${seq}`, seq), wait(20)]),
        ...[wait(100), setAnswers("persistence", "all"), wait(200)],
        setAnswers("persistence", "none"),
        ...crowdFrom(2 + stream.length).map((seq) => snapshot("r1", `c${seq}`, "w", seq)),
        ...[wait(500), setAnswers("persistence", "all"), wait(300)],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2);
      },
    },
    {
      id: "Step4LongSilence",
      points: 2,
      section: "8",
      goal: "Lets the persistence throw for 250 requests in a row, be silent up to 5 minutes, and then answer; sends another snapshot a minute later.",
      rule: "A secondary never gives up: it has no deadline, since its replicator has none.",
      scenario: scenarioOf(
        throwingOften,
        ...[snapshot("r1", "k1", "v1", 0), wait(200), get("r1", "k1", 1), wait(300)],
        ...[insert("r1", "k1", "v0", 2), get("r1", "k2", 3), wait(299_500)],
        ...[answer("persistence"), pause],
        ...[setAnswers("persistence", "all"), snapshot("r1", "k1", "v2", 1), wait(65_000)],
        ...[snapshot("r1", "k1", "v3", 2), wait(300)],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2);
        requireReplies(seen, { 2: "operationFailure" });
        requireReads(seen, { 3: null });
      },
    },
    {
      id: "Step4Repeated",
      points: 3,
      section: "7",
      goal: "Sends snapshot 0 four times while the persistence is silent, then lets that answer; later, lets it confirm a later snapshot first, and repeats the first one behind hundreds of others, and while a later one of its key is being persisted.",
      rule: "A snapshot that is still being persisted is not acknowledged, however often it comes; its number is expected until it is persisted.",
      scenario: scenarioOf(
        silent,
        ...[snapshot("r1", "k1", "v1", 0), wait(100), snapshot("r1", "k1", "v1", 0), wait(100)],
        ...[snapshot("r1", "k1", "v1", 0), wait(100), snapshot("r1", "k1", "v1", 0), wait(400)],
        ...[answer("persistence"), pause, snapshot("r1", "k1", "v1", 0), pause],
        ...[setAnswers("persistence", "all"), snapshot("r1", "k2", "v2", 1), wait(300)],
        ...[get("r1", "k2", 1), pause, setAnswers("persistence", "none")],
        // Updates of different keys may be persisted in any order.
        ...[snapshot("r1", "k3", "v3", 2), pause, snapshot("r1", "k4", "v4", 3), pause],
        ...[answer("persistence", { key: "k4" }), pause, snapshot("r1", "k3", "v3", 2), pause],
        ...[setAnswers("persistence", "all"), wait(150), snapshot("r1", "k4", "v4", 3), wait(300)],
        ...[...crowdFrom(4).map((seq) => snapshot("r1", `c${seq}`, "v5", seq)), wait(500)],
        ...[snapshot("r1", "k1", "v1", 0), wait(300)],
        // Also while a later one of its key is being persisted.
        ...[setAnswers("persistence", "none"), snapshot("r1", "k1", "v6", 4 + crowdLength), pause],
        ...[snapshot("r1", "k1", "v1", 0), wait(300), setAnswers("persistence", "all"), wait(150)],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2, 3);
        requireReads(seen, { 1: "v2" });
      },
    },
    {
      id: "Step4InFlight",
      points: 2,
      section: "7",
      goal: "Sends snapshot 0 three times while the persistence is silent; when it is persisted, sends snapshot 2, and then 1 and 2; sends 5 while 3 is being persisted, and then 4 and 5; sends 6, 8 and 7 while the persistence is silent, and then 7 and 8.",
      rule: "Repetitions do not advance the expected number: one snapshot advances it by one.",
      scenario: scenarioOf(
        silent,
        ...[snapshot("r1", "k1", "v1", 0), pause, snapshot("r1", "k1", "v1", 0), pause],
        ...[snapshot("r1", "k1", "v1", 0), pause, setAnswers("persistence", "all"), wait(100)],
        ...[snapshot("r1", "k1", "v3", 2), wait(250), get("r1", "k1", 1), pause],
        ...[snapshot("r1", "k1", "v2", 1), wait(150), snapshot("r1", "k1", "v3", 2), wait(150)],
        ...[get("r1", "k1", 2), pause, setAnswers("persistence", "none")],
        ...[snapshot("r1", "k2", "v4", 3), pause, snapshot("r1", "k3", "v6", 5), pause],
        ...[setAnswers("persistence", "all"), wait(100), snapshot("r1", "k2", "v5", 4)],
        ...[wait(250), get("r1", "k3", 3), pause, snapshot("r1", "k3", "v6", 5), wait(150)],
        ...[get("r1", "k3", 4), pause],
        // Also if the one in between comes while an earlier one is still being persisted; it need not be taken then.
        ...[setAnswers("persistence", "none"), snapshot("r1", "k4", "v7", 6), pause],
        ...[snapshot("r1", "k5", "v9", 8), pause, snapshot("r1", "k6", "v8", 7), pause],
        ...[setAnswers("persistence", "all"), wait(250), get("r1", "k5", 5), pause],
        ...[snapshot("r1", "k6", "v8", 7), wait(150), snapshot("r1", "k5", "v9", 8), wait(150)],
        ...[get("r1", "k5", 6), pause],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        requireReads(seen, { 1: "v1", 2: "v3", 3: null, 4: "v6", 5: null, 6: "v9" });
      },
    },
    {
      id: "Step4PersistedTwice",
      points: 1,
      section: "8",
      goal: "Lets the persistence confirm the first update three times, and then sends another snapshot.",
      rule: "A confirmation that comes again changes nothing.",
      scenario: scenarioOf(
        silent,
        ...[snapshot("r1", "k1", "v1", 0), wait(150), answer("persistence", { times: 3 }), pause],
        // A confirmation of the first update that comes late is none of the second one.
        ...[
          snapshot("r1", "k1", "v2", 1),
          pause,
          answer("persistence", { value: "v1", again: true }),
        ],
        ...[wait(500), answer("persistence", { times: 3 }), pause],
        ...[snapshot("r1", "k1", "v3", 2), wait(150), answer("persistence"), pause],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2);
      },
    },
    {
      id: "Step4Order",
      points: 2,
      section: "8",
      goal: "Sends two snapshots of one key while the persistence is silent, repeats both, lets that confirm the second one if it has it, and looks on; then with removals.",
      rule: "Updates of one key are persisted in their order: an old one is never handed down after a newer one was persisted.",
      scenario: scenarioOf(
        silent,
        ...[snapshot("r1", "k1", "v1", 0), pause, snapshot("r1", "k1", "v2", 1), pause],
        ...[get("r1", "k1", 2), pause],
        // Whichever of them comes again, none is newer or older than before.
        ...[snapshot("r1", "k1", "v1", 0), pause, get("r1", "k1", 6), pause],
        ...[snapshot("r1", "k1", "v2", 1), pause],
        ...[answer("persistence", { value: "v2" }), wait(400)],
        ...[answer("persistence", { value: "v1" }), pause, get("r1", "k1", 3), pause],
        ...[setAnswers("persistence", "all"), wait(150), snapshot("r1", "k1", "v2", 1), wait(300)],
        ...[get("r1", "k1", 1), pause],
        ...[["k2", "v3", null] as const, ["k3", null, "v4"] as const].flatMap(
          ([key, first, second], index) => inOrder(key, first, second, 2 + 2 * index),
        ),
        ...[get("r1", "k2", 4), get("r1", "k3", 5), pause],
        // A removal that is being persisted hides what was there before it; it need not be taken then.
        ...[setAnswers("persistence", "none"), snapshot("r1", "k3", "v5", 6), pause],
        ...[get("r1", "k3", 7), pause, snapshot("r1", "k3", null, 7), pause],
        ...[get("r1", "k3", 8), pause, setAnswers("persistence", "all"), wait(150)],
        ...[snapshot("r1", "k3", null, 7), wait(300)],
      ),
      happened: (seen) => {
        requireAcks(seen, 0, 1, 2, 3, 4, 5, 6, 7);
        requireReads(seen, { 1: "v2", 4: null, 5: "v4" });
      },
    },
  ],
);

/** Two snapshots of a key, each twice, while the persistence confirms the second one first, if it has it. */
function inOrder(key: string, first: string | null, second: string | null, seq: number): Step[] {
  return [
    ...[setAnswers("persistence", "none"), snapshot("r1", key, first, seq), pause],
    ...[snapshot("r1", key, second, seq + 1), pause],
    ...[snapshot("r1", key, first, seq), snapshot("r1", key, second, seq + 1), pause],
    ...[answer("persistence", { key, value: second }), wait(400)],
    ...[answer("persistence", { key, value: first }), pause, setAnswers("persistence", "all")],
    ...[wait(150), snapshot("r1", key, second, seq + 1), wait(300)],
  ];
}

/** Fails unless snapshots were acknowledged to their replicator. */
function requireAcks(seen: Seen, ...seqs: readonly number[]): void {
  for (const seq of seqs) {
    requireMessage(
      seen,
      { type: "snapshotAck", from: "r1", to: "replicator", seq },
      "A secondary acknowledges a snapshot to its replicator when its persistence has confirmed it.",
    );
  }
}
