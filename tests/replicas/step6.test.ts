/**
 * Goal: a primary keeps up with who joins and who leaves. Method: a primary with its replicators; the mediator, the
 * persistence and the secondaries are probes.
 */
import { course } from "../../grader/labs/replicas/manifest.js";
import { messageInWords } from "../../grader/labs/replicas/reading/words.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import {
  found,
  requireMessage,
  requireReads,
  requireReplies,
  type Seen,
} from "./support/checks.js";
import { clientKinds, testsOf } from "./support/lab_test.js";
import {
  answer,
  get,
  insert,
  members,
  membersInOrder,
  probe,
  probes,
  remove,
  replica,
  scenarioOf,
  setAnswers,
  wait,
} from "./support/steps.js";
import { texts } from "./support/texts.js";
import type { Step } from "../../grader/labs/replicas/steps/index.js";

const pause = wait(50);

/** A primary whose persistence answers, and secondaries that have not joined yet. */
function primaryAnd(answers: "all" | "none", ...secondaries: readonly string[]): Step[] {
  return [
    ...probes("client", "persistence"),
    ...secondaries.map((name) => probe(name, answers)),
    ...replica("r1", "primary", { probe: "persistence" }),
  ];
}

/**
 * Many keys, so that a secondary gets more snapshots than a byte counts. Those that are updated while a newcomer is brought
 * them are the last ones in the order of time or of texts.
 */
const many = Array.from({ length: course.limits.keys - 28 }, (_, index) => `n${index + 1}`);

/** Those that are updated as soon as a newcomer has joined. */
const lastOnes = many.slice(-3).reverse();

/** Secondaries of which there is one at a time, and the ids of updates that come while they are there. */
const passing = Array.from({ length: 34 }, (_, index) => ({ name: `t${index}`, id: 100 + index }));

/** The ids of updates of each of the {@link texts}. */
const idOf = (index: number): number => 400 + index;

/** The tests of step 6. */
export const tests = testsOf(
  {
    group: "Step6",
    file: "replicas/replica.ts",
    kinds: [
      ...clientKinds,
      "unpersisted-ack",
      "unreplicated-ack",
      "late-ack",
      "wrong-sender",
      "seq-gap",
      "seq-reuse",
      "slow-resend",
      "not-replicated",
      "missing-state",
      "older-after-newer",
      "sent-after-leave",
      "not-stopped",
      "new-replicator",
    ],
  },
  [
    {
      id: "Step6State",
      points: 3,
      seeds: 3,
      section: "7",
      goal: "Inserts four keys, removes one, lets a secondary join, updates more, and lets two others join, one right behind the other, while some keys of many are updated or removed.",
      rule: "A newcomer gets every key that the primary holds, in snapshots from number 0 on, and then every update.",
      scenario: scenarioOf(
        primaryAnd("all", "s1", "s2", "s3"),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2), insert("r1", "k3", "v3", 3)],
        ...[insert("r1", "k4", "", 9), pause, remove("r1", "k2", 4), pause],
        ...[members("r1", "s1"), wait(300)],
        ...[insert("r1", "k1", "v4", 5), wait(100), remove("r1", "k3", 6), wait(100)],
        ...[get("r1", "k1", 7), get("r1", "k3", 8), pause],
        // Whatever of this the state contains: the update comes after it.
        ...many.map((key, index) => insert("r1", key, "v6", 100 + index)),
        ...texts.map(([key, value], index) => insert("r1", key, value, idOf(index))),
        wait((many.length + texts.length) * 250),
        ...[
          members("r1", "s1", "s2"),
          ...lastOnes.map((key, index) => insert("r1", key, "v7", 10 + index)),
        ],
        ...[remove("r1", "n2", 20), insert("r1", "k1", "v5", 21), wait(20)],
        // Another one joins while this one is brought the state.
        members("r1", "s1", "s2", "s3"),
        ...[insert("r1", "n219", "v7", 22), remove("r1", "n3", 23), wait(40)],
        ...[insert("r1", "n118", "v7", 24), insert("r1", "n99", "v7", 25), remove("r1", "n4", 26)],
        ...[wait(70), insert("r1", "n117", "v7", 27), insert("r1", "n98", "v7", 28)],
        ...[remove("r1", "n5", 29), wait(150), remove("r1", "n6", 30)],
        ...[insert("r1", "n116", "v7", 31), insert("r1", "n1", "v7", 32)],
        // One may be sent after the other, each within 200 ms.
        wait((many.length + texts.length) * 250),
      ),
      happened: (seen) => {
        requireReplies(seen, { 5: "operationAck", 6: "operationAck" });
        requireReads(seen, { 7: "v4", 8: null });
        requireSnapshot(seen, "s1", "k1", "v1", 0, 2);
        requireSnapshot(seen, "s1", "k3", "v3", 0, 2);
        requireSnapshot(seen, "s1", "k4", "", 0, 2);
        requireSnapshot(seen, "s1", "k1", "v4", 3, 4);
        requireSnapshot(seen, "s1", "k3", null, 4, 5);
        requireLast(seen, "s2", [["k1", "v5"], ["k4", ""], ["n7", "v6"], ...texts]);
        const removed = ["n2", "n3", "n4", "n5", "n6"];
        requireLast(
          seen,
          "s2",
          removed.map((key) => [key, null]),
        );
        const updated = ["n1", "n98", "n99", "n116", "n117", "n118", "n219", ...lastOnes];
        requireLast(
          seen,
          "s2",
          updated.map((key) => [key, "v7"]),
        );
      },
    },
    {
      id: "Step6Leave",
      points: 2,
      section: "6",
      goal: "Lets a secondary leave that has not acknowledged a snapshot, looks on for a second, and inserts another key.",
      rule: "The replicator of a secondary that has left is stopped, and later updates do not wait for it.",
      scenario: scenarioOf(
        primaryAnd("none", "s1", "s2"),
        ...[members("r1", "s1", "s2"), pause, insert("r1", "k1", "v1", 1), wait(200)],
        ...[answer("s2"), members("r1", "s2"), wait(1_000)],
        ...[setAnswers("s2", "all"), insert("r1", "k2", "v2", 2), wait(300)],
        ...[get("r1", "k2", 3), pause],
        // Nothing is under way to one that leaves.
        ...[members("r1"), pause, insert("r1", "k3", "v3", 4), wait(100)],
      ),
      happened: (seen) => {
        requireReplies(seen, { 1: "operationAck", 2: "operationAck", 4: "operationAck" });
        requireReads(seen, { 3: "v2" });
      },
      real: true,
    },
    {
      id: "Step6Waive",
      points: 2,
      section: "4.4",
      goal: "Inserts a key that no secondary acknowledges within a second, and then updates more; one secondary leaves after the other, and a third one while the persistence is silent.",
      rule: "Who has left is no longer waited for: the last one's leaving completes all updates, at once, except those that have failed.",
      scenario: scenarioOf(
        primaryAnd("none", "s1", "s2", "s3"),
        ...[members("r1", "s1", "s2"), pause, insert("r1", "k0", "v0", 3), wait(1_300)],
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 4), remove("r1", "k0", 5)],
        ...[wait(200), members("r1", "s2"), wait(300), members("r1"), wait(200)],
        ...[get("r1", "k1", 2), pause],
        // What is left to wait for is the persistence.
        ...[members("r1", "s3"), pause, setAnswers("persistence", "none")],
        ...[
          insert("r1", "k3", "v3", 6),
          remove("r1", "k2", 7),
          wait(150),
          members("r1"),
          wait(250),
        ],
        ...[setAnswers("persistence", "all"), wait(300)],
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requireReplies(seen, { 1: ack, 3: "operationFailure", 4: ack, 5: ack, 6: ack, 7: ack });
        requireReads(seen, { 2: "v1" });
      },
    },
    {
      id: "Step6AckedAndLeft",
      points: 2,
      section: "4.4",
      goal: "Lets one of two secondaries acknowledge an update and then leave; the other one acknowledges it later, and twice never, while others join before and after the failure; then an update fails that is not persisted, and another one joins; then one after the other joins, acknowledges nothing, and leaves.",
      rule: "Who acknowledges and leaves does not count for another one: the update waits for the one that stays.",
      scenario: scenarioOf(
        primaryAnd("none", "s1", "s2", "s3", "s4", "s5", "s6"),
        ...["s4", "s5", "s6"].map((newcomer) => setAnswers(newcomer, "all")),
        ...[members("r1", "s1", "s2"), pause],
        ...[insert("r1", "k1", "v1", 1), wait(150)],
        ...[answer("s1"), wait(100), members("r1", "s2"), wait(350), answer("s2"), wait(100)],
        ...[members("r1", "s2", "s3"), pause, setAnswers("s3", "all"), wait(250)],
        ...[insert("r1", "k2", "v2", 2), remove("r1", "k1", 3), wait(250)],
        // Neither who leaves nor who joins gives them more time.
        ...[members("r1", "s2"), wait(450), members("r1", "s2", "s4"), wait(650)],
        // What has failed is part of the state.
        ...[members("r1", "s2", "s4", "s5"), wait(350)],
        // Also if it has failed because it is not persisted.
        ...[setAnswers("persistence", "none"), insert("r1", "k3", "v3", 4), wait(1_300)],
        ...[members("r1", "s2", "s4", "s5", "s6"), wait(350), setAnswers("persistence", "all")],
        wait(350),
        // However many there have been, each counts for itself.
        ...passing.flatMap(({ name, id }) => [
          ...[probe(name, "none"), members("r1", name), wait(80)],
          ...[insert("r1", "k4", `v${id}`, id), wait(40), members("r1"), wait(20)],
        ]),
      ),
      happened: (seen) => {
        const failure = "operationFailure";
        requireReplies(seen, { 1: "operationAck", 2: failure, 3: failure, 4: failure });
        requireLast(seen, "s6", [["k3", "v3"]]);
        for (const { id } of passing) requireReplies(seen, { [id]: "operationAck" });
        for (const newcomer of ["s4", "s5", "s6"]) {
          requireLast(seen, newcomer, [
            ["k1", null],
            ["k2", "v2"],
          ]);
        }
      },
    },
    {
      id: "Step6Stay",
      points: 2,
      section: "6",
      goal: "Lets a second and a third secondary join while the first one stays, tells the primary the same members again and again, also a minute later, and inserts keys in between.",
      rule: "Each secondary keeps its replicator, and that its numbers, for as long as it stays.",
      scenario: scenarioOf(
        primaryAnd("all", "s1", "s2", "s3"),
        ...[members("r1", "s1"), pause, insert("r1", "k1", "v1", 1), wait(150)],
        ...[members("r1", "s1", "s2"), wait(150), insert("r1", "k1", "v2", 2), wait(150)],
        ...[
          members("r1", "s1", "s2"),
          pause,
          membersInOrder("r1", "s3", "s2", "r1", "s1"),
          wait(150),
        ],
        ...[insert("r1", "k2", "v3", 3), wait(250)],
        ...Array.from({ length: 10 }, () => members("r1", "s1", "s2", "s3")),
        ...[wait(65_000), members("r1", "s1", "s2", "s3"), insert("r1", "k2", "v4", 4), wait(300)],
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requireReplies(seen, { 1: ack, 2: ack, 3: ack, 4: ack });
        requireSnapshot(seen, "s1", "k2", "v4", 3, 3);
        requireSnapshot(seen, "s2", "k2", "v4", 3, 3);
        requireSnapshot(seen, "s1", "k1", "v1", 0, 0);
        requireSnapshot(seen, "s1", "k1", "v2", 1, 1);
        requireSnapshot(seen, "s1", "k2", "v3", 2, 2);
        requireSnapshot(seen, "s3", "k2", "v3", 1, 1);
      },
    },
    {
      id: "Step6UnderWay",
      points: 2,
      section: "7",
      goal: "Lets a secondary join while an update waits for another one, and further newcomers while the ones before have not acknowledged their state; one leaves like that.",
      rule: "A newcomer also gets what is not acknowledged yet, and changes nothing for the others.",
      scenario: scenarioOf(
        primaryAnd("none", "s1", "s2", "s3", "s4", "s5", "s6"),
        ...[setAnswers("s2", "all"), setAnswers("s4", "all"), members("r1", "s1"), pause],
        ...[insert("r1", "k1", "v1", 1), wait(150), members("r1", "s1", "s2"), wait(250)],
        ...[answer("s1"), wait(150), members("r1", "s1", "s2", "s3"), wait(250)],
        ...[setAnswers("s1", "all"), setAnswers("s3", "all"), wait(250)],
        ...[insert("r1", "k1", "v2", 2), wait(250), get("r1", "k1", 3), pause],
        // What the primary's persistence has not confirmed is not acknowledged either.
        ...[setAnswers("persistence", "none"), insert("r1", "k2", "v3", 4), pause],
        ...[insert("r1", "k2", "v7", 8), wait(100)],
        ...[members("r1", "s1", "s2", "s3", "s4"), wait(350), setAnswers("persistence", "all")],
        ...[wait(300), setAnswers("s4", "none"), insert("r1", "k3", "v4", 5), wait(300)],
        // A member is one from its joining on, whatever it has got of the state.
        ...[answer("s4"), wait(100), setAnswers("s4", "all")],
        ...[members("r1", "s1", "s2", "s3", "s4", "s5"), pause, insert("r1", "k4", "v5", 6)],
        ...[wait(400), setAnswers("s5", "all"), wait(300)],
        ...[members("r1", "s1", "s2", "s3", "s4", "s5", "s6"), pause, insert("r1", "k5", "v6", 7)],
        ...[wait(400), members("r1", "s1", "s2", "s3", "s4", "s5"), wait(200)],
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requireReplies(seen, { 1: ack, 2: ack, 4: ack, 5: ack, 6: ack, 7: ack, 8: ack });
        requireReads(seen, { 3: "v2" });
        requireLast(seen, "s4", [
          ["k1", "v2"],
          ["k2", "v7"],
        ]);
        requireSnapshot(seen, "s2", "k1", "v1", 0, 0);
        requireSnapshot(seen, "s3", "k1", "v1", 0, 0);
      },
    },
  ],
);

/** Fails unless a secondary got a snapshot with a number in a range; what may be batched has several possible ones. */
function requireSnapshot(
  seen: Seen,
  to: string,
  key: string,
  value: string | null,
  fromSeq: number,
  untilSeq: number,
): void {
  const why = `Every state goes to every secondary in snapshots, here with a number from ${fromSeq} to ${untilSeq}.`;
  for (let seq = fromSeq; seq < untilSeq; seq++) {
    const sent = seen.facts
      .of("snapshot")
      .some(
        (one) =>
          seen.facts.names.of(one.to) === to &&
          one.message.seq === seq &&
          one.message.key === key &&
          one.message.value === value,
      );
    if (sent) return;
  }
  requireMessage(seen, { type: "snapshot", to, key, value, seq: untilSeq }, why);
}

/**
 * Fails unless the last snapshots of keys that a secondary got, by their numbers, have these values. A key that is absent
 * may have no snapshot.
 */
function requireLast(
  seen: Seen,
  to: string,
  values: Iterable<readonly [key: string, value: string | null]>,
): void {
  for (const [key, value] of values) {
    const [last] = found(seen, { type: "snapshot", to, key })
      .flatMap(({ message }) => (message.type === "snapshot" ? [message] : []))
      .sort((a, b) => b.seq - a.seq);
    if ((last?.value ?? null) === value) continue;
    throw new CheckFailure(
      `The last snapshot of ${JSON.stringify(key)} for ${to} is ${last === undefined ? "none" : messageInWords(last)}; expected the value ${JSON.stringify(value)}. The state that a newcomer is brought does not overwrite later updates.`,
      { section: "7" },
    );
  }
}
