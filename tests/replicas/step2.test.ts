/**
 * Goal: a secondary shows what is replicated to it, and accepts snapshots in order. Method: a replica whose mediator and
 * replicator are probes, and whose persistence is the given one, which never fails here; whether the replica uses it is not
 * looked at.
 */
import { found, requireMessage, requireReads, requireReplies } from "./support/checks.js";
import { clientKinds, testsOf } from "./support/lab_test.js";
import { texts } from "./support/texts.js";
import {
  assignRole,
  get,
  insert,
  probes,
  remove,
  replica,
  scenarioOf,
  snapshot,
  wait,
  waitingReplica,
} from "./support/steps.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";

const pause = wait(50);

const alone = [...probes("client", "replicator"), ...replica("r1", "secondary")];

/** The numbers of snapshots of each of the {@link texts}, which come after thirteen others, and the ids of gets. */
const seqOf = (index: number): number => 13 + index;
const getOf = (index: number): number => 200 + index;

/** The numbers of many snapshots, of ten keys. */
const crowd = Array.from({ length: 90 }, (_, index) => 3 + index);
const keyOf = (seq: number): string => `c${seq % 10}`;

/** The tests of step 2. */
export const tests = testsOf(
  {
    group: "Step2",
    file: "replicas/replica.ts",
    kinds: [...clientKinds, "future-snapshot", "no-snapshot-ack"],
  },
  [
    {
      id: "Step2Join",
      points: 1,
      section: "5",
      goal: "Starts a replica, which the mediator makes a secondary, and gets a key.",
      rule: "A secondary answers gets as the primary does.",
      scenario: scenarioOf(alone, get("r1", "k1", 1), pause),
      happened: (seen) => {
        requireReads(seen, { 1: null });
      },
    },
    {
      id: "Step2Snapshots",
      points: 3,
      section: "7",
      goal: "Sends a secondary thirteen snapshots, one after the other, and gets the keys in between; sends one of them again, and then odd texts.",
      rule: "A secondary applies the snapshot whose turn it is, and acknowledges it to its replicator.",
      scenario: scenarioOf(
        alone,
        ...[snapshot("r1", "k1", null, 0), pause, get("r1", "k1", 1), pause],
        ...[snapshot("r1", "k1", "v1", 1), pause, get("r1", "k1", 2), pause],
        ...[snapshot("r1", "k1", null, 2), pause, get("r1", "k1", 3), pause],
        ...[snapshot("r1", "k2", "v2", 3), pause, get("r1", "k2", 4), pause],
        // An empty text is a value, any text is a key, and numbers go on beyond 9.
        ...[snapshot("r1", "k2", "", 4), pause, get("r1", "k2", 5), pause],
        ...[snapshot("r1", "__proto__", "v3", 5), pause, get("r1", "__proto__", 6), pause],
        ...[6, 7, 8, 9, 10, 11, 12].flatMap((seq) => [snapshot("r1", "k3", `v${seq}`, seq), pause]),
        ...[get("r1", "k3", 7), snapshot("r1", "k3", "v9", 9), pause, get("r1", "k3", 8), pause],
        ...texts.flatMap(([key, value], index) => [
          snapshot("r1", key, value, seqOf(index)),
          wait(30),
        ]),
        ...[...texts.map(([key], index) => get("r1", key, getOf(index))), pause],
      ),
      happened: (seen) => {
        requireAcks(seen, [
          "k1",
          "k1",
          "k1",
          "k2",
          "k2",
          "__proto__",
          ...Array<string>(7).fill("k3"),
          ...texts.map(([key]) => key),
        ]);
        requireAckCount(seen, 9, 2);
        requireReads(seen, { 1: null, 2: "v1", 3: null, 4: "v2" });
        requireReads(seen, { 5: "", 6: "v3", 7: "v12", 8: "v12" });
        for (const [index, [, value]] of texts.entries()) {
          requireReads(seen, { [getOf(index)]: value });
        }
      },
      real: true,
    },
    {
      id: "Step2OldSeq",
      points: 2,
      section: "7",
      goal: "Sends snapshots 0 and 1 of a key, and then snapshot 0 again, with another value; then 90 more, and the first of these again.",
      rule: "A snapshot with a smaller number than expected is acknowledged at once, and changes nothing.",
      scenario: scenarioOf(
        alone,
        ...[snapshot("r1", "k1", "v1", 0), pause, snapshot("r1", "k1", "v2", 1), pause],
        ...[get("r1", "k1", 1), pause, snapshot("r1", "k1", "v0", 0), pause],
        ...[snapshot("r1", "k1", "v1", 1), pause, get("r1", "k1", 2), pause],
        ...[snapshot("r1", "k2", "v3", 2), pause, get("r1", "k2", 3), pause],
        ...crowd.flatMap((seq) => [snapshot("r1", keyOf(seq), `v${seq}`, seq), wait(25)]),
        ...[snapshot("r1", keyOf(3), "v3", 3), pause, get("r1", keyOf(3), 4), pause],
      ),
      happened: (seen) => {
        requireAcks(seen, ["k1", "k1", "k2", ...crowd.map(keyOf)]);
        requireAckCount(seen, 0, 2);
        requireAckCount(seen, 1, 2);
        requireAckCount(seen, 3, 2);
        requireReads(seen, { 1: "v2", 2: "v2", 3: "v3", 4: "v83" });
      },
    },
    {
      id: "Step2FutureSeq",
      points: 3,
      section: "7",
      goal: "Sends snapshot 1 before snapshot 0, waits 300 ms, and then sends 0, 1 and 1 again.",
      rule: "A snapshot with a greater number than expected is ignored: no change, and no answer.",
      scenario: scenarioOf(
        alone,
        ...[snapshot("r1", "k1", "v2", 1), snapshot("r1", "k2", "v4", 3), wait(300)],
        ...[get("r1", "k1", 1), pause, snapshot("r1", "k1", "v1", 0), pause],
        ...[get("r1", "k1", 2), pause, snapshot("r1", "k1", "v2", 1), pause],
        ...[snapshot("r1", "k1", "v2", 1), pause, get("r1", "k1", 3), get("r1", "k2", 4), pause],
      ),
      happened: (seen) => {
        requireAcks(seen, ["k1", "k1"]);
        requireReads(seen, { 1: null, 2: "v1", 3: "v2", 4: null });
      },
    },
    {
      id: "Step2Refusal",
      points: 2,
      section: "11",
      goal: "Sends a secondary an insert and a remove.",
      rule: "A secondary answers an update with operationFailure at once, and does not carry it out.",
      scenario: scenarioOf(
        alone,
        ...[snapshot("r1", "k1", "v1", 0), pause],
        ...[insert("r1", "k2", "v2", 1), remove("r1", "k1", 2), pause],
        ...[get("r1", "k1", 3), get("r1", "k2", 4), pause],
        // What changes nothing is an update, too.
        ...[insert("r1", "k1", "v1", 1), remove("r1", "k3", 5), pause],
        ...[insert("r1", "k1", "v3", 6), insert("r1", "k1", "v3", 6, "replicator"), pause],
        ...[get("r1", "k1", 7), pause],
      ),
      happened: (seen) => {
        const failure = "operationFailure";
        requireReplies(seen, { 1: failure, 2: failure, 5: failure, 6: failure });
        requireReplies(seen, { 6: failure }, "replicator");
        requireReads(seen, { 3: "v1", 4: null, 7: "v1" });
      },
    },
    {
      id: "Step2Early",
      points: 1,
      section: "11",
      goal: "Sends a replica a get and a snapshot before the mediator has answered, and then makes it a secondary.",
      rule: "What arrives before a replica knows its role is not lost: the replica handles it, in order, when it knows.",
      scenario: scenarioOf(
        probes("client", "replicator"),
        waitingReplica("r1"),
        ...[get("r1", "k1", 1), snapshot("r1", "k1", "v1", 0), insert("r1", "k2", "v2", 2)],
        ...[wait(200), assignRole("r1", "secondary"), wait(100)],
        ...[snapshot("r1", "k1", "v1", 0), pause, get("r1", "k1", 3), pause],
      ),
      happened: (seen) => {
        requireReads(seen, { 3: "v1" });
        requireReplies(seen, { 2: "operationFailure" });
      },
    },
  ],
);

type Seen = Parameters<typeof requireMessage>[0];

/** Fails unless the snapshots 0, 1 and so on of these keys were acknowledged. */
function requireAcks(seen: Seen, keys: readonly string[]): void {
  for (const [seq, key] of keys.entries()) {
    requireMessage(
      seen,
      { type: "snapshotAck", from: "r1", to: "replicator", seq, key },
      "A secondary acknowledges a snapshot to the replicator that sent it, as soon as it is applied and persisted.",
    );
  }
}

function requireAckCount(seen: Seen, seq: number, count: number): void {
  const acks = found(seen, { type: "snapshotAck", from: "r1", to: "replicator", seq });
  if (acks.length === count) return;
  throw new CheckFailure(
    `r1 acknowledged snapshot ${seq} ${acks.length} times, and it got it ${count} times; each time it must say so.`,
  );
}
