/**
 * Goal: the primary acknowledges an update when it is persisted here and replicated everywhere, and says so if that fails.
 * Method: a primary with its replicators; the mediator, the persistence and the secondaries are probes.
 */
import { course } from "../../grader/labs/replicas/manifest.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import {
  found,
  requirePersistence,
  requireReads,
  requireReplies,
  type Seen,
} from "./support/checks.js";
import { clientKinds, testsOf } from "./support/lab_test.js";
import {
  answer,
  bench,
  absentClient,
  get,
  insert,
  members,
  probe,
  remove,
  replica,
  replicaAmong,
  scenarioOf,
  setAnswers,
  wait,
} from "./support/steps.js";
import { texts } from "./support/texts.js";
import type { Step } from "../../grader/labs/replicas/steps/index.js";

const pause = wait(50);

/** A primary without secondaries, whose persistence answers nothing until it is told to. */
const silent = replicaAmong(["client"], "primary");

/** As {@link silent}, but the persistence throws for the first requests. */
const throwing = replicaAmong(["client"], "primary", 3);

/** A primary with secondaries, all of which are silent, and a persistence. */
function withSecondaries(persistence: "all" | "none", ...secondaries: readonly string[]): Step[] {
  return [
    probe("client"),
    // The clients' refs differ in nothing but their servers.
    ...[bench("bench2"), probe("other", "all", "bench2")],
    probe("persistence", persistence),
    ...secondaries.map((name) => probe(name, "none")),
    ...replica("r1", "primary", { probe: "persistence" }),
    ...[members("r1", ...secondaries), pause],
  ];
}

/** The ids of updates that come faster than anything need be asked again, for longer than that may take. */
const stream = Array.from({ length: 13 }, (_, index) => 2 + index);

/** The ids of updates of each of the {@link texts}, and of gets. */
const insertOf = (index: number): number => 100 + index;
const getOf = (index: number): number => 200 + index;

/** The ids of updates of one key, many more than there may be under way: each has an id of its own. */
const often = Array.from(
  { length: course.limits.updatesUnderWay + 120 },
  (_, index) => 1_000 + index,
);

/** The ids of updates that are confirmed when their time is up. */
const late = Array.from({ length: 12 }, (_, index) => 20 + index);

/** The ids of as many updates at once as there may be, of almost as many keys. */
const failing = Array.from(
  { length: course.limits.updatesUnderWay - 10 },
  (_, index) => 1_000 + index,
);
const failingKeys = course.limits.keys - 30;

/** The ids of updates that come when those have failed. */
const further = Array.from({ length: 30 }, (_, index) => 2_000 + index);

/** The ids of many updates at once. */
const crowd = Array.from({ length: 120 }, (_, index) => 300 + index);

/** The tests of step 5. */
export const tests = testsOf(
  {
    group: "Step5",
    file: "replicas/replica.ts",
    kinds: [
      ...clientKinds,
      "unpersisted-ack",
      "unreplicated-ack",
      "late-ack",
      "persistence-stopped",
      "not-persisted",
      "new-persist-id",
      "reused-persist-id",
      "slow-retry",
      "stale-persist",
      "not-replicated",
    ],
  },
  [
    {
      id: "Step5Persist",
      points: 2,
      section: "8",
      goal: "Inserts and removes keys at a primary without secondaries, whose persistence answers after 300 ms; some updates change nothing, and some have odd texts; then inserts one key hundreds of times.",
      rule: "A primary hands each update down to its persistence, and acknowledges it when that has confirmed it.",
      scenario: scenarioOf(
        silent,
        ...[insert("r1", "k1", "v1", 1), wait(300), answer("persistence"), pause],
        ...[get("r1", "k1", 2), pause],
        ...[remove("r1", "k1", 3), wait(300), answer("persistence"), pause],
        ...[get("r1", "k1", 4), pause],
        // An id may be used again when its request was answered.
        ...[insert("r1", "k4", "v4", 1), wait(500), answer("persistence"), pause],
        // An update is one whether it changes anything or not, and an empty text is a value.
        ...[remove("r1", "k2", 5), wait(300), answer("persistence"), pause],
        ...[insert("r1", "k3", "", 6), wait(300), answer("persistence"), pause],
        ...[insert("r1", "k3", "", 7), wait(300), answer("persistence"), pause],
        ...[get("r1", "k3", 8), pause],
        ...texts.map(([key, value], index) => insert("r1", key, value, insertOf(index))),
        ...[wait(200), setAnswers("persistence", "all"), wait(200)],
        ...[...texts.map(([key], index) => get("r1", key, getOf(index))), pause],
        ...often.flatMap((id) => [insert("r1", "often", `o${id}`, id), wait(2)]),
        wait(800),
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requirePersistence(seen);
        for (const [index, [, value]] of texts.entries()) {
          requireReplies(seen, { [insertOf(index)]: ack });
          requireReads(seen, { [getOf(index)]: value });
        }
        requireReplies(seen, { 1: ack, 3: ack, 5: ack, 6: ack, 7: ack });
        requireReads(seen, { 2: "v1", 4: null, 8: "" });
      },
    },
    {
      id: "Step5Retry",
      points: 2,
      section: "8",
      goal: "Inserts a key, and half a second later another update of some keys every 20 ms; lets the persistence throw three times, and then be silent up to 800 ms, before it answers.",
      rule: "What the persistence does not confirm is handed down again within 200 ms, with the same id; the update has a second.",
      scenario: scenarioOf(
        throwing,
        ...[insert("r1", "k1", "v1", 1), wait(500)],
        ...stream.flatMap((id) => [insert("r1", `k${id % 6}`, `v${id}`, id), wait(20)]),
        ...[wait(40), setAnswers("persistence", "all"), wait(400)],
      ),
      happened: (seen) => {
        for (const id of [1, ...stream]) requireReplies(seen, { [id]: "operationAck" });
      },
    },
    {
      id: "Step5Failure",
      points: 3,
      section: "4.4",
      goal: "Inserts a key twice, lets another client remove one half a second later, and lets the persistence answer only after 12 s; then inserts another value, two pairs with the same ids, of which one each is confirmed, and hundreds at once, of which none is.",
      rule: "An update that is not confirmed within a second fails, each at its own time; later confirmations change nothing of that, and persisting goes on.",
      scenario: scenarioOf(
        probe("other"),
        silent,
        ...[insert("r1", "k3", "v3", 8), insert("r1", "k1", "v0", 7), insert("r1", "k1", "v1", 1)],
        ...[wait(150), answer("persistence", { key: "k3" }), wait(350)],
        ...[get("r1", "k1", 4), get("r1", "k2", 5)],
        ...[remove("r1", "k2", 1, "other"), wait(650), get("r1", "k1", 6), wait(10_850)],
        ...[setAnswers("persistence", "all"), wait(400)],
        ...[insert("r1", "k1", "v2", 2), wait(200), get("r1", "k1", 3)],
        // Confirmations that arrive together with the deadlines.
        ...[
          setAnswers("persistence", "none"),
          ...late.map((id) => insert("r1", `d${id}`, "v4", id)),
        ],
        ...[wait(1_001), setAnswers("persistence", "all"), wait(300)],
        ...[insert("r1", "k4", "v5", 40), wait(200)],
        // Of two clients with the same id, one gets its acknowledgement, the other its failure.
        ...[setAnswers("persistence", "none"), insert("r1", "k5", "v6", 41, "other")],
        ...[insert("r1", "k6", "v7", 41), insert("r1", "k7", "v8", 42)],
        ...[insert("r1", "k8", "v9", 42, "other"), wait(150)],
        ...[answer("persistence", { key: "k6" }), answer("persistence", { key: "k7" })],
        ...[wait(1_150), setAnswers("persistence", "all"), wait(200)],
        setAnswers("persistence", "none"),
        ...failing.map((id) => insert("r1", `f${id % failingKeys}`, `w${id}`, id)),
        // What has failed leaves room for others.
        ...[wait(1_150), ...further.map((id) => insert("r1", "f", `w${id}`, id))],
        ...[wait(1_150), setAnswers("persistence", "all"), wait(2_000), get("r1", "f", 43)],
      ),
      happened: (seen) => {
        const failure = "operationFailure";
        requireReplies(seen, { 1: failure, 2: "operationAck", 7: failure, 8: "operationAck" });
        requireReplies(seen, { 40: "operationAck", 41: "operationAck", 42: "operationAck" });
        requireReplies(seen, { 1: failure, 41: failure, 42: failure }, "other");
        requireReads(seen, { 3: "v2", 43: `w${further.at(-1)}` });
      },
    },
    {
      id: "Step5SilentSecondary",
      points: 2,
      section: "4.4",
      goal: "Sends four updates to a primary whose secondary is silent for 1.9 s, and then one with another value and the same id, and two of the others once more; reads the key of the fourth one.",
      rule: "An update that a secondary does not acknowledge within a second fails; replicating goes on, and a late acknowledgement changes nothing of that.",
      scenario: scenarioOf(
        withSecondaries("all", "s1"),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v3", 2), remove("r1", "k3", 4)],
        ...[insert("r1", "k4", "v4", 5), wait(1_500), insert("r1", "k1", "v2", 1)],
        // What failed is an update when it comes again, although it changes nothing here.
        ...[insert("r1", "k2", "v3", 2), remove("r1", "k3", 4), wait(100)],
        ...[answer("s1", { value: "v1" }), wait(300), setAnswers("s1", "all"), wait(300)],
        // Nobody takes back what has failed: in the end all replicas show it.
        ...[get("r1", "k1", 3), get("r1", "k4", 6), pause],
      ),
      happened: (seen) => {
        requireReplies(seen, {
          1: "operationFailure",
          2: "operationFailure",
          4: "operationFailure",
          5: "operationFailure",
        });
        requireReplies(seen, { 1: "operationAck" });
        requireReads(seen, { 3: "v2", 6: "v4" });
        requireSentAfterFailure(seen);
      },
      real: true,
    },
    {
      id: "Step5Everybody",
      points: 3,
      section: "4.4",
      goal: "Sends updates to a primary with two secondaries; the persistence is the last to confirm, then one secondary, then the other.",
      rule: "An update is acknowledged when the persistence and every secondary have confirmed it, in whatever order, and at once.",
      scenario: scenarioOf(
        withSecondaries("none", "s1", "s2"),
        ...[insert("r1", "k1", "v1", 1), wait(150), answer("s1"), wait(150), answer("s2")],
        ...[wait(250), answer("persistence"), wait(100)],
        ...[insert("r1", "k2", "v2", 2), wait(150), answer("persistence"), wait(150), answer("s2")],
        ...[wait(250), answer("s1"), wait(100)],
        ...[remove("r1", "k1", 3), wait(150), answer("s1"), wait(150), answer("persistence")],
        ...[wait(250), answer("s2"), wait(100), get("r1", "k1", 4), get("r1", "k2", 5), pause],
      ),
      happened: (seen) => {
        requireReplies(seen, { 1: "operationAck", 2: "operationAck", 3: "operationAck" });
        requireReads(seen, { 4: null, 5: "v2" });
      },
    },
    {
      id: "Step5Repeated",
      points: 2,
      section: "4.4",
      goal: "Lets the persistence and one of two secondaries confirm updates three times each, while the other secondary is silent, or confirms only the first one; sends one that nobody confirms for 40 s, and another one when the secondary has been silent for a minute.",
      rule: "Confirmations are not counted: what matters is who has not confirmed.",
      scenario: scenarioOf(
        withSecondaries("none", "s1", "s2"),
        ...[insert("r1", "k1", "v1", 1), wait(150), answer("persistence", { times: 3 })],
        ...[answer("s1", { times: 3 }), wait(400), answer("s2"), wait(100)],
        // When the first of two is confirmed, the second one still has its deadline.
        ...[insert("r1", "k2", "v3", 3), pause, insert("r1", "k1", "v2", 2), wait(200)],
        ...[answer("persistence", { times: 3 }), answer("s1", { times: 3 })],
        ...[answer("s2", { key: "k2" }), wait(1_300)],
        // Who is silent has not left, and is asked again, however long that lasts.
        ...[insert("r1", "k4", "v5", 5), wait(40_000)],
        ...[setAnswers("persistence", "all"), setAnswers("s1", "all"), wait(25_000)],
        ...[insert("r1", "k3", "v4", 4), wait(1_300)],
      ),
      happened: (seen) => {
        requireReplies(seen, { 1: "operationAck", 2: "operationFailure", 4: "operationFailure" });
        requireReplies(seen, { 5: "operationFailure" });
      },
    },
    {
      id: "Step5UnderWay",
      points: 2,
      seeds: 3,
      section: "4.4",
      goal: "Sends six updates at once, two pairs of them of two clients with the same id, and lets them be confirmed key by key, the later one of a key first; then two of clients with similar refs, and 120 at once, three of each key.",
      rule: "Updates under way do not disturb each other: each is acknowledged when all have confirmed it.",
      scenario: scenarioOf(
        withSecondaries("none", "s1"),
        // One ref with its number behind it reads like the other one with its own.
        ...[absentClient("client 2", "bench2", 2), absentClient("client 21", "bench2", 21)],
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2)],
        ...[insert("r1", "k3", "v3", 3), insert("r1", "k4", "v4", 1, "other")],
        ...[insert("r1", "k5", "v5", 5), wait(40), insert("r1", "k5", "v6", 5, "other")],
        ...[wait(60), setAnswers("persistence", "all"), wait(170)],
        ...[answer("s1", { key: "k3" }), wait(80), answer("s1", { key: "k4" }), wait(80)],
        ...[answer("s1", { key: "k1" }), wait(80), answer("s1", { key: "k2" }), wait(80)],
        // Of one key, the later update may be confirmed first.
        ...[answer("s1", { value: "v6" }), wait(40), get("r1", "k5", 10)],
        ...[answer("s1", { value: "v5" }), wait(40), get("r1", "k5", 11)],
        ...[setAnswers("s1", "all"), wait(200), setAnswers("s1", "none")],
        ...[insert("r1", "j", "v9", 612), insert("r1", "j6", "v10", 12)],
        ...[insert("r1", "3j", "v11", 13), insert("r1", "j", "v12", 133)],
        ...[insert("r1", "k6", "v7", 17, "client", "client 2")],
        ...[insert("r1", "k7", "v8", 7, "client", "client 21"), wait(150)],
        ...[answer("s1", { key: "k7" }), wait(80), answer("s1", { key: "k6" }), wait(80)],
        ...[setAnswers("s1", "all"), wait(200), setAnswers("s1", "none")],
        ...[...crowd.map((id) => insert("r1", `c${Math.floor(id / 3)}`, `v${id}`, id)), wait(300)],
        ...[setAnswers("s1", "all"), wait(1_500)],
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requireReplies(seen, { 1: ack, 2: ack, 3: ack, 5: ack });
        // Whoever puts keys and ids behind each other must tell these apart.
        requireReplies(seen, { 12: ack, 13: ack, 133: ack, 612: ack });
        requireReplies(seen, { 1: ack, 5: ack }, "other");
        requireReplies(seen, { 17: ack }, "client 2");
        requireReplies(seen, { 7: ack }, "client 21");
      },
    },
    {
      id: "Step5Order",
      points: 2,
      section: "8",
      goal: "Inserts two values of one key while the persistence is silent, lets that confirm the second one if it has it, and looks on; then with removals.",
      rule: "Updates of one key are persisted in their order: an old one is never handed down after a newer one was persisted.",
      scenario: scenarioOf(
        silent,
        ...[insert("r1", "k1", "v1", 1), pause, insert("r1", "k1", "v2", 2), pause],
        ...[get("r1", "k1", 4), answer("persistence", { value: "v2" }), wait(400)],
        ...[answer("persistence", { value: "v1" }), pause, get("r1", "k1", 5), pause],
        // A confirmation of the first update that comes late is none of the second one.
        ...[answer("persistence", { value: "v1", again: true }), pause],
        ...[setAnswers("persistence", "all"), wait(200), get("r1", "k1", 3), pause],
        ...[setAnswers("persistence", "none"), insert("r1", "k2", "v3", 6), remove("r1", "k3", 7)],
        ...[insert("r1", "k4", "v5", 8), remove("r1", "k4", 9), pause],
        ...[remove("r1", "k2", 10), insert("r1", "k3", "v4", 11), insert("r1", "k4", "v6", 12)],
        ...[pause, answer("persistence", { key: "k2", value: null })],
        ...[answer("persistence", { value: "v4" }), answer("persistence", { value: "v6" })],
        ...[wait(400), answer("persistence", { value: "v3" })],
        ...[
          answer("persistence", { key: "k3", value: null }),
          answer("persistence", { value: "v5" }),
        ],
        ...[pause, setAnswers("persistence", "all"), wait(200)],
        ...[get("r1", "k2", 13), get("r1", "k3", 14), get("r1", "k4", 15), pause],
        // A removal under way hides what was there before it.
        ...[setAnswers("persistence", "none"), insert("r1", "k2", "v7", 16), pause],
        ...[insert("r1", "k3", "v8", 17), pause, get("r1", "k3", 18), pause],
        ...[remove("r1", "k3", 19), pause, get("r1", "k3", 20), pause],
        ...[setAnswers("persistence", "all"), wait(200)],
      ),
      happened: (seen) => {
        const ack = "operationAck";
        requireReplies(seen, { 1: ack, 2: ack, 6: ack, 7: ack, 8: ack, 9: ack });
        requireReplies(seen, { 10: ack, 11: ack, 12: ack });
        requireReads(seen, { 3: "v2", 13: null, 14: "v4", 15: "v6" });
        requireReplies(seen, { 16: ack, 17: ack, 19: ack });
      },
    },
  ],
);

/** Fails unless the first update's snapshot was still sent when its client had been told the failure. */
function requireSentAfterFailure(seen: Seen): void {
  const failed = found(seen, { type: "operationFailure", to: "client", id: 1 })[0]?.atMs ?? 0;
  const sent = found(seen, { type: "snapshot", to: "s1", key: "k1", value: "v1" });
  if (sent.some(({ atMs }) => atMs > failed)) return;
  throw new CheckFailure(
    "After the failure, no snapshot of the update was sent to s1 any more, which had not acknowledged it; replicating goes on, so that all replicas agree in the end.",
    { section: "11" },
  );
}
