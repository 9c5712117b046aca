/**
 * Goal: a replicator brings each update to its secondary, over a link that loses messages. Method: a replicator alone; the
 * primary and the secondary are probes.
 */
import { course } from "../../grader/labs/replicas/manifest.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import { requireMessage, type Seen } from "./support/checks.js";
import { testsOf } from "./support/lab_test.js";
import { answer, probe, probes, replicate, scenarioOf, setAnswers, wait } from "./support/steps.js";
import { texts } from "./support/texts.js";
import type { Step } from "../../grader/labs/replicas/steps/index.js";

const pause = wait(50);

/** A replicator whose secondary answers everything, or nothing until it is told to. */
const withSecondary = (answers: "all" | "none"): Step[] => [
  ...probes("primary"),
  probe("secondary", answers),
  { do: "startReplicator", server: "replicator", secondary: "secondary" },
];

/** The ids of updates of as many keys: those of a sequence, and those of a stream that lasts for a second. */
const later = [6, 7, 8, 9, 10, 11];
const stream = Array.from({ length: 15 }, (_, index) => 10 + index);

/** The ids of updates that follow one another faster than anything need be sent again. */
const quick = Array.from({ length: 7 }, (_, index) => 40 + index);

/** The ids of updates of each of the {@link texts}. */
const idOf = (index: number): number => 100 + index;

/** The ids of many updates at once, of a few keys each: as many as a newcomer may get. */
const crowd = Array.from(
  { length: course.limits.keys + course.limits.updatesUnderWay - 10 },
  (_, index) => 1_000 + index,
);
const repeated = crowd.slice(0, 72);
const keyOf = (id: number): string => `c${id % 24}`;

/** The ids of updates of as many keys, all of which but the first are acknowledged, one after the other. */
const overtaking = Array.from({ length: 60 }, (_, index) => 3_000 + index);

/** The ids of many updates at once, of one key. */
const burst = Array.from({ length: 150 }, (_, index) => 2_000 + index);

/** The ids of updates of one key that follow one another for a second. */
const steady = Array.from({ length: 26 }, (_, index) => 500 + index);

/** Updates that lead back to what the secondary has: nothing, and a value. */
const fleeting: readonly (readonly [key: string, value: string | null])[] = [
  ["k2", "v10"],
  ["k2", null],
  ["k3", null],
  ["k3", "v4"],
];

/** Keys and ids that read alike when one is put behind the other. */
const joinable = [
  ["j", 612],
  ["j6", 12],
  ["3j", 13],
  ["j", 133],
] as const;

/** The ids of updates after which so long is waited: about when it is time to send them again. */
const whens = Array.from({ length: 32 }, (_, index) => ({ id: 700 + index, ms: 55 + 5 * index }));

/** More acknowledgements of the first snapshot than a snapshot may be sent in a second. */
const oldAcks = Array.from({ length: 15 }, () => ack(0));

/** The tests of step 3. */
export const tests = testsOf(
  {
    group: "Step3",
    file: "replicas/replicator.ts",
    kinds: [
      "wrong-sender",
      "seq-gap",
      "seq-reuse",
      "new-seq",
      "not-sent",
      "slow-resend",
      "flood",
      "resent-acked",
      "early-replicated",
      "two-replicated",
      "no-replicated",
    ],
  },
  [
    {
      id: "Step3Sequence",
      points: 3,
      section: "7",
      goal: "Asks a replicator for fifteen updates, each after the one before was replicated, some of which change nothing, and then for odd texts.",
      rule: "A replicator numbers its snapshots 0, 1, 2 and so on, and reports each update when its snapshot is acknowledged.",
      scenario: scenarioOf(
        withSecondary("all"),
        ...[replicate("replicator", "k1", "v1", 0), wait(250)],
        ...[replicate("replicator", "k1", "v2", 1), wait(250)],
        ...[replicate("replicator", "k2", "v3", 2), wait(250)],
        ...[replicate("replicator", "k1", null, 3), wait(250)],
        // An empty text is a value, any text is a key, and numbers go on beyond 9.
        ...[replicate("replicator", "k1", "", 4), wait(250)],
        ...[replicate("replicator", "__proto__", "v6", 5), wait(250)],
        ...later.flatMap((id) => [replicate("replicator", `k${id}`, "v7", id), wait(100)]),
        // An update that brings the secondary what it has is one, too.
        ...[replicate("replicator", "k2", "v3", 12), wait(100)],
        ...[replicate("replicator", "k13", null, 13), wait(250)],
        ...[replicate("replicator", "k13", null, 14), wait(100)],
        ...texts.flatMap(([key, value], index) => [
          replicate("replicator", key, value, idOf(index)),
          wait(80),
        ]),
        wait(250),
      ),
      happened: (seen) => {
        requireSnapshots(seen, [
          ...["k1", "k1", "k2", "k1", "k1", "__proto__"],
          ...later.map((id) => `k${id}`),
          ...["k2", "k13", "k13"],
          ...texts.map(([key]) => key),
        ]);
        requireReported(seen, [0, 1, 2, 3, 4, 5, ...later, 12, 13, 14]);
        requireReported(seen, [...texts.keys()].map(idOf));
        requireLast(seen, [["k1", ""], ["k2", "v3"], ...texts]);
      },
      real: true,
    },
    {
      id: "Step3Together",
      points: 2,
      seeds: 5,
      section: "7",
      goal: "Asks for seven updates of three keys at once; the secondary answers them together, later; then for 544 updates, some of which are taken back at once, for sixty of which the first is acknowledged last, and for one of a key every 38 ms.",
      rule: "Several snapshots may be under way; updates of one key may become one, but each is reported, and none before.",
      scenario: scenarioOf(
        withSecondary("none"),
        ...[replicate("replicator", "k1", "v1", 0), replicate("replicator", "k2", "v2", 1)],
        ...[replicate("replicator", "k1", "v3", 2), replicate("replicator", "k3", "v4", 3)],
        ...[replicate("replicator", "k1", "v5", 4), replicate("replicator", "k2", null, 5)],
        // Another update with a value that was under way before is no repetition.
        replicate("replicator", "k1", "v1", 6),
        ...[wait(350), setAnswers("secondary", "all"), wait(2_500)],
        // One may be sent after the other, each within 200 ms.
        ...[setAnswers("secondary", "none"), ...crowd.map((id) => replicateIn(id))],
        // Two updates of which nothing remains are updates, too.
        ...fleeting.map(([key, value], index) => replicate("replicator", key, value, 400 + index)),
        wait(500),
        ...[setAnswers("secondary", "all"), wait(crowd.length * 250)],
        // That others were acknowledged is no reason to send the first one more often.
        setAnswers("secondary", "none"),
        ...[...joinable.map(([key, id]) => replicate("replicator", key, `w${id}`, id)), wait(150)],
        ...[setAnswers("secondary", "all"), wait(500), setAnswers("secondary", "none")],
        ...overtaking.map((id) => replicate("replicator", `o${id}`, `v${id}`, id)),
        ...overtaking.slice(1).flatMap((id) => [answer("secondary", { key: `o${id}` }), wait(12)]),
        ...[setAnswers("secondary", "all"), wait(overtaking.length * 250)],
        // Waiting for more of them must not put off the first one.
        ...steady.flatMap((id) => [replicate("replicator", "k4", `v${id}`, id), wait(38)]),
        wait(500),
      ),
      happened: (seen) => {
        requireReported(seen, [0, 1, 2, 3, 4, 5, 6, ...crowd, 400, 401, 402, 403]);
        requireReported(seen, [...overtaking, ...steady, ...joinable.map(([, id]) => id)]);
        requireLast(seen, [
          ...([
            ["k1", "v1"],
            ["k2", null],
            ["k3", "v4"],
          ] as const),
          ...crowd.slice(-24).map((id) => [keyOf(id), `v${id}`] as const),
        ]);
      },
    },
    {
      id: "Step3Resend",
      points: 3,
      section: "7",
      goal: "Lets the secondary be silent for 7 s, and then answer; then lets it be silent again behind a few quick updates, while there is a new one every 70 ms.",
      rule: "A snapshot that is not acknowledged is sent again within 200 ms, with its number, for as long as it takes, and not more than 13 times a second.",
      scenario: scenarioOf(
        withSecondary("none"),
        ...[replicate("replicator", "k1", "v1", 4), wait(7_000)],
        ...[setAnswers("secondary", "all"), wait(300), replicate("replicator", "k1", "v2", 5)],
        ...[
          wait(300),
          ...quick.flatMap((id) => [replicate("replicator", `k${id}`, "v4", id), wait(12)]),
        ],
        setAnswers("secondary", "none"),
        // The first of them is not acknowledged, the others are.
        ...stream.flatMap((id) => [
          ...[replicate("replicator", `k${id}`, "v3", id), wait(35)],
          ...(id === stream[0] ? [] : [answer("secondary", { key: `k${id}` })]),
          wait(35),
        ]),
        ...[setAnswers("secondary", "all"), wait(300)],
      ),
      happened: (seen) => {
        requireReported(seen, [4, 5, ...quick, ...stream]);
        requireSnapshots(seen, ["k1", "k1"]);
      },
      real: true,
    },
    {
      id: "Step3Silence",
      points: 2,
      section: "7",
      goal: "Lets each of three updates be acknowledged after another time, up to 5 minutes, in another order; looks on for a minute, and asks for another one.",
      rule: "What is acknowledged is not sent again; what is not, is.",
      scenario: scenarioOf(
        withSecondary("none"),
        ...[
          replicate("replicator", "k1", "v1", 0),
          wait(230),
          replicate("replicator", "k2", "v2", 1),
        ],
        ...[wait(230), replicate("replicator", "k3", "v3", 2), wait(450)],
        ...[answer("secondary", { key: "k2" }), wait(300_000), answer("secondary", { key: "k1" })],
        ...[wait(450), setAnswers("secondary", "all"), wait(65_000)],
        ...[replicate("replicator", "k2", "v4", 3), wait(300)],
      ),
      happened: (seen) => {
        requireReported(seen, [0, 1, 2, 3]);
        requireSnapshots(seen, ["k1", "k2", "k3", "k2"]);
      },
    },
    {
      id: "Step3AckTwice",
      points: 2,
      section: "7",
      goal: "Acknowledges the first snapshot three times, and two that were never sent; then asks for more updates, and acknowledges the first one again and again; asks for 150 at once, and acknowledges the last number.",
      rule: "An update is reported once, however often its acknowledgement comes; an unknown acknowledgement is ignored.",
      scenario: scenarioOf(
        withSecondary("none"),
        ...[
          replicate("replicator", "k1", "v1", 0),
          wait(130),
          ack(0),
          ack(0),
          pause,
          ack(0),
          ack(9),
        ],
        // However often an old one comes, what is under way is sent no faster, and not acknowledged.
        ...[pause, replicate("replicator", "k1", "v2", 1), wait(150), ...oldAcks, wait(100)],
        ...[ack(1), ack(2, "k2")],
        // Of the third one, nothing was acknowledged before it was sent.
        ...[wait(250), replicate("replicator", "k2", "v3", 2), wait(500), ack(2, "k2"), ack(1)],
        wait(250),
        // Whatever is in the mailbox when it is time to send again, and in which order, nothing is sent more often.
        ...whens.flatMap(busyFrom),
        // Whoever sends only some of these has not sent the last one. All are of one key, whatever the numbers are.
        ...[...burst.map((id) => replicate("replicator", "k3", `v${id}`, id)), wait(150)],
        ...[ack(2 + 2 * whens.length + burst.length, "k3"), wait(150)],
        // One may be sent after the other, each within 200 ms.
        ...[setAnswers("secondary", "all"), wait(burst.length * 250)],
      ),
      happened: (seen) => {
        requireReported(seen, [0, 1, 2, ...whens.map(({ id }) => id), ...burst]);
        requireSnapshots(seen, ["k1", "k1", "k2"]);
        const errors = seen.history.records.filter((record) => record.type === "error");
        const [error] = errors;
        if (error !== undefined) {
          throw new CheckFailure(
            `The replicator threw an error: ${error.message}. A repeated or unknown acknowledgement is ignored.`,
          );
        }
      },
    },
    {
      id: "Step3AskedTwice",
      points: 2,
      section: "7",
      goal: "Asks again and again for one update, with the same id, while its snapshot is not acknowledged, also after a later one, and for one of several that may have become one; then twice for each of many, while nothing is acknowledged.",
      rule: "A repeated replicate keeps its number: there is one snapshot, and one report, also if it has not been sent yet.",
      scenario: scenarioOf(
        withSecondary("none"),
        ...[
          replicate("replicator", "k1", "v1", 3),
          wait(150),
          replicate("replicator", "k1", "v1", 3),
        ],
        ...Array.from({ length: 10 }, () => [
          wait(30),
          replicate("replicator", "k1", "v1", 3),
        ]).flat(),
        ...[replicate("replicator", "k1", "v2", 5), pause, replicate("replicator", "k1", "v1", 3)],
        ...[replicate("replicator", "k2", "v5", 6), replicate("replicator", "k1", "v1", 3), pause],
        ...[replicate("replicator", "k1", "v1", 3), wait(250), setAnswers("secondary", "all")],
        ...[wait(1_500), replicate("replicator", "k2", "v2", 4), wait(250)],
        // Those that wait for the first one may have become one, of which the second one is a part.
        ...[setAnswers("secondary", "none"), replicate("replicator", "k5", "v6", 30), wait(150)],
        ...[replicate("replicator", "k5", "v7", 31), replicate("replicator", "k5", "v8", 32)],
        ...[wait(150), ack(4, "k5"), pause, replicate("replicator", "k5", "v7", 31), pause],
        ...[setAnswers("secondary", "all"), wait(1_500)],
        // One may be sent after the other, each within 200 ms.
        ...[setAnswers("secondary", "none"), ...repeated.map((id) => replicateIn(id))],
        // The repetitions of old updates come last, and change nothing.
        ...[...[...repeated].reverse().map((id) => replicateIn(id)), wait(150)],
        ...[setAnswers("secondary", "all"), wait(repeated.length * 250)],
      ),
      happened: (seen) => {
        requireReported(seen, [3, 4, 5, 6, 30, 31, 32, ...repeated]);
        requireLast(seen, [
          ...([
            ["k1", "v2"],
            ["k2", "v2"],
            ["k5", "v8"],
          ] as const),
          ...repeated.slice(-24).map((id) => [keyOf(id), `v${id}`] as const),
        ]);
      },
    },
  ],
);

/** One of the {@link crowd}. */
function replicateIn(id: number): Step {
  return replicate("replicator", keyOf(id), `v${id}`, id);
}

/** After so long, the replicator gets more than it can handle at once, and behind that an acknowledgement and an update. */
function busyFrom({ id, ms }: { readonly id: number; readonly ms: number }): Step[] {
  return [
    ...[replicate("replicator", `b${id}`, "v1", id), wait(ms)],
    ...oldAcks.flatMap((step) => [step, { ...step, from: "primary" }]),
    ...[answer("secondary"), replicate("replicator", `b${id}`, "v2", 100 + id), wait(1_000)],
    ...[setAnswers("secondary", "all"), wait(450), setAnswers("secondary", "none")],
  ];
}

function ack(seq: number, key = "k1"): Extract<Step, { do: "tell" }> {
  const message = { type: "snapshotAck", key, seq } as const;
  return { do: "tell", from: "secondary", to: "replicator", message };
}

/** Fails unless the snapshots 0, 1 and so on of these keys were sent. */
function requireSnapshots(seen: Seen, keys: readonly string[]): void {
  for (const [seq, key] of keys.entries()) {
    requireMessage(
      seen,
      { type: "snapshot", from: "replicator", to: "secondary", seq, key },
      "Each update gets the next number, beginning with 0.",
    );
  }
}

function requireReported(seen: Seen, ids: readonly number[]): void {
  for (const id of ids) {
    requireMessage(
      seen,
      { type: "replicated", from: "replicator", to: "primary", id },
      "Each replicate is answered with replicated, to its replyTo, when its snapshot is acknowledged.",
    );
  }
}

/** Fails unless the last snapshots of the keys, by their numbers, have these values. */
function requireLast(
  seen: Seen,
  values: Iterable<readonly [key: string, value: string | null]>,
): void {
  for (const [key, value] of values) {
    const sent = seen.facts.of("snapshot").filter(({ message }) => message.key === key);
    const [last] = [...sent].sort((a, b) => b.message.seq - a.message.seq);
    if (last?.message.value === value) continue;
    throw new CheckFailure(
      `The last snapshot of ${JSON.stringify(key)} has the value ${JSON.stringify(last?.message.value)}; expected ${JSON.stringify(value)}, the one of the last update.`,
    );
  }
}
