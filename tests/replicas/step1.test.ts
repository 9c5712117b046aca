/**
 * Goal: a primary alone answers its clients. Method: a replica whose mediator is a probe, and whose persistence is the
 * given one, which never fails here; whether the replica uses it is not looked at.
 */
import { CheckFailure } from "../../grader/suite/check_failure.js";
import {
  found,
  requireMessage,
  requireReads,
  requireReplies,
  type Seen,
} from "./support/checks.js";
import { clientKinds, testsOf } from "./support/lab_test.js";
import { texts } from "./support/texts.js";
import {
  assignRole,
  get,
  insert,
  probe,
  probes,
  remove,
  replica,
  scenarioOf,
  waitingReplica,
  wait,
} from "./support/steps.js";

/** Long enough for an answer that nobody else has a part in, in milliseconds. */
const pause = wait(50);

const alone = [probe("client"), ...replica("r1", "primary")];

/** The ids of updates of each of the {@link texts}, and of gets. */
const insertOf = (index: number): number => 100 + index;
const getOf = (index: number): number => 200 + index;

/** The ids of updates that come before the role is known: more than a short list holds. */
const early = Array.from({ length: 120 }, (_, index) => 100 + index);

/** The tests of step 1. */
export const tests = testsOf({ group: "Step1", file: "replicas/replica.ts", kinds: clientKinds }, [
  {
    id: "Step1Join",
    points: 1,
    section: "5",
    goal: "Starts a replica, and gets a key when it has joined.",
    rule: "A replica joins at its mediator when it starts, and serves when it knows its role.",
    scenario: scenarioOf(alone, get("r1", "k1", 1), pause),
    happened: (seen) => {
      requireOneJoin(seen);
      requireReads(seen, { 1: null });
    },
    real: true,
  },
  {
    id: "Step1Update",
    points: 3,
    section: "3",
    goal: "Inserts two keys, overwrites one, removes one, and gets them after each update; then sends some requests once more.",
    rule: "A get after an acknowledged update shows that update; a removed key is absent.",
    scenario: scenarioOf(
      alone,
      ...[insert("r1", "k1", "v1", 1), pause, get("r1", "k1", 2), pause],
      ...[insert("r1", "k2", "v2", 3), pause, get("r1", "k2", 4), get("r1", "k1", 5), pause],
      ...[insert("r1", "k1", "v11", 6), pause, get("r1", "k1", 7), pause],
      ...[remove("r1", "k1", 8), pause, get("r1", "k1", 9), get("r1", "k2", 10), pause],
      // An empty text is a value like any other, and to remove what is absent changes nothing.
      ...[insert("r1", "k1", "", 11), remove("r1", "k3", 12), pause],
      ...[get("r1", "k1", 13), get("r1", "k3", 14), pause],
      // Any text is a key, and an id may be used again when its request was answered, also for the same key.
      ...[get("r1", "constructor", 15), insert("r1", "__proto__", "v5", 0), pause],
      ...[insert("r1", "constructor", "v7", 17), pause],
      ...[
        get("r1", "__proto__", 16),
        insert("r1", "k1", "v6", 1),
        pause,
        get("r1", "k1", 1),
        pause,
      ],
      // A request that equals an earlier one in everything is an update of its own.
      ...[insert("r1", "k1", "v11", 6), pause, get("r1", "k1", 18), pause],
      ...[remove("r1", "k1", 8), pause, get("r1", "k1", 19), pause],
      ...texts.map(([key, value], index) => insert("r1", key, value, insertOf(index))),
      ...[wait(100), ...texts.map(([key], index) => get("r1", key, getOf(index)))],
      wait(1_000),
    ),
    happened: (seen) => {
      const ack = "operationAck";
      requireReplies(seen, { 0: ack, 1: ack, 3: ack, 6: ack, 8: ack, 11: ack, 12: ack });
      requireReads(seen, { 2: "v1", 4: "v2", 5: "v1", 7: "v11", 9: null, 10: "v2" });
      requireReads(seen, { 13: "", 14: null, 15: null, 16: "v5", 1: "v6" });
      requireReads(seen, { 18: "v11", 19: null });
      requireReplies(seen, { 17: ack });
      for (const [index, [, value]] of texts.entries()) {
        requireReplies(seen, { [insertOf(index)]: ack });
        requireReads(seen, { [getOf(index)]: value });
      }
    },
  },
  {
    id: "Step1SameId",
    points: 2,
    section: "11",
    goal: "Lets two clients insert at the same time, with the same id.",
    rule: "A request is known by its client and its id; two clients may use the same id at the same time.",
    scenario: scenarioOf(
      probes("client", "other"),
      replica("r1", "primary"),
      ...[insert("r1", "k1", "v1", 7), insert("r1", "k2", "v2", 7, "other"), pause],
      ...[get("r1", "k1", 8), get("r1", "k2", 8, "other"), pause],
    ),
    happened: (seen) => {
      requireReplies(seen, { 7: "operationAck" });
      requireReplies(seen, { 7: "operationAck" }, "other");
      requireReads(seen, { 8: "v1" });
      requireReads(seen, { 8: "v2" }, "other");
    },
  },
  {
    id: "Step1Early",
    points: 2,
    section: "11",
    goal: "Sends a replica many inserts and gets of two clients in the 15 s before the mediator has answered, and then lets it join, and inserts more.",
    rule: "What arrives before a replica knows its role is not lost: the replica handles it, in order, when it knows.",
    scenario: scenarioOf(
      ...[probe("client"), probe("other")],
      waitingReplica("r1"),
      ...[insert("r1", "k2", "v8", 7), insert("r1", "k2", "v9", 8)],
      ...[get("r1", "k3", 11), insert("r1", "k3", "v4", 12)],
      ...[
        insert("r1", "k1", "v0", 4),
        insert("r1", "k1", "v1", 1),
        get("r1", "k1", 2),
        ...early.map((id) => insert("r1", `e${id % 7}`, `v${id}`, id)),
        ...[insert("r1", "k4", "v5", 1, "other"), get("r1", "k4", 2, "other")],
        wait(15_000),
      ],
      // What comes with the role comes behind what was kept.
      ...[assignRole("r1", "primary"), insert("r1", "k1", "v2", 5), insert("r1", "k1", "v3", 6)],
      ...[wait(200), get("r1", "k1", 3), get("r1", "k2", 9), get("r1", "e3", 10), pause],
    ),
    happened: (seen) => {
      requireOneJoin(seen);
      const ack = "operationAck";
      requireReplies(seen, { 4: ack, 1: ack, 5: ack, 6: ack });
      for (const id of early) requireReplies(seen, { [id]: ack });
      const last = early.findLast((id) => id % 7 === 3);
      requireReads(seen, { 3: "v3", 9: "v9", 10: `v${last}`, 11: null });
      requireReplies(seen, { 1: ack }, "other");
      // It came before the insert was acknowledged, so it may show either.
      requireReads(seen, { 2: ["v5", null] }, "other");
    },
  },
]);

/** Fails unless the replica has joined exactly once. */
function requireOneJoin(seen: Seen): void {
  const why = "A replica joins when it starts.";
  requireMessage(seen, { type: "join", from: "r1", to: "mediator of r1" }, why);
  const { length } = found(seen, { type: "join" });
  if (length === 1) return;
  throw new CheckFailure(
    `r1 sent join ${length} times; a replica joins once. The mediator is reliable, and its answer may take a while.`,
  );
}
