/**
 * Goal: the primary may fail. Method: whole clusters with the given mediator, which promotes a secondary, and a machine
 * that is killed. An extension: no points, and not part of the plain run.
 */
import { kindsAfterPromotion } from "../../grader/labs/replicas/oracle/find_wrongs.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import type { PersistenceFailures } from "../../starter/replicas/persistence.js";
import type { Step } from "../../grader/labs/replicas/steps/index.js";
import {
  found,
  requireMessage,
  requireReads,
  requireReplies,
  type Seen,
} from "./support/checks.js";
import { testsOf } from "./support/lab_test.js";
import {
  answer,
  get,
  insert,
  joining,
  members,
  probe,
  probes,
  remove,
  replica,
  scenarioOf,
  setAnswers,
  snapshot,
  wait,
} from "./support/steps.js";

/** Long enough for an update without failures, in milliseconds; one with failures may take a second. */
const pause = wait(150);
const settled = wait(1_200);

/** Long enough for the mediator to notice, and for the new primary to bring the others its state, in milliseconds. */
const promoted = wait(1_500);

function cluster(
  replicas: readonly string[],
  fails: PersistenceFailures = "never",
  lossy = false,
): Step[] {
  return [
    { do: "startMediator", server: "m", lossy, failover: true },
    probe("client"),
    ...replicas.flatMap((name) => joining(name, "m", fails)),
    pause,
  ];
}

const kill = (server: string): Step => ({ do: "killServer", server });

const findPrimary: Step = {
  do: "tell",
  from: "client",
  to: "m",
  message: { type: "findPrimary", replyTo: "@client" },
};

/** Gets keys at a replica, with ids from a number on. */
function gets(server: string, fromId: number, ...keys: readonly string[]): Step[] {
  return keys.map((key, index) => get(server, key, fromId + index));
}

const allKeys = ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"];

/** The tests of the extension. */
export const tests = testsOf(
  {
    group: "Failover",
    file: "replicas/replica.ts",
    parts: [],
    kinds: kindsAfterPromotion,
  },
  [
    {
      id: "FailoverPromotes",
      points: 0,
      section: "13",
      goal: "Inserts a key, kills the primary, and inserts and reads at the secondary that was promoted.",
      rule: "A secondary that is told joinedPrimary goes on as the primary, with all that was acknowledged.",
      scenario: scenarioOf(
        cluster(["r1", "r2", "r3"]),
        ...[insert("r1", "k1", "v1", 1), pause, kill("r1"), promoted, findPrimary, pause],
        ...[insert("r2", "k2", "v2", 2), pause, ...gets("r2", 10, "k1", "k2")],
        ...[...gets("r3", 20, "k1", "k2"), pause],
      ),
      happened: (seen) => {
        requirePrimary(seen, "r2");
        requireReplies(seen, { 1: "operationAck", 2: "operationAck" });
        requireReads(seen, { 10: "v1", 11: "v2", 20: "v1", 21: "v2" });
      },
    },
    {
      id: "FailoverNothingLost",
      points: 0,
      section: "13",
      goal: "Updates three keys, with a persistence that throws and a network that loses messages, and kills the primary.",
      rule: "What was acknowledged is not lost, removals included.",
      scenario: scenarioOf(
        cluster(["r1", "r2", "r3"], "throws", true),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2), settled],
        ...[remove("r1", "k2", 3), insert("r1", "k1", "v3", 4), insert("r1", "k3", "v4", 5)],
        ...[settled, wait(1_000), kill("r1"), promoted, promoted],
        ...[...gets("r2", 10, "k1", "k2", "k3"), ...gets("r3", 20, "k1", "k2", "k3"), pause],
      ),
      happened: (seen) => {
        requireReads(seen, { 10: "v3", 11: null, 12: "v4", 20: "v3", 21: null, 22: "v4" });
      },
    },
    {
      id: "FailoverUnderWay",
      points: 0,
      section: "13",
      goal: "Kills the primary while eight updates are under way on a network that loses messages, and reads at both others.",
      rule: "Updates that were under way may be lost or not, but all replicas agree on each of them in the end.",
      scenario: scenarioOf(
        cluster(["r1", "r2", "r3"], "never", true),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2), wait(700)],
        ...[remove("r1", "k1", 3), insert("r1", "k2", "v3", 4), insert("r1", "k3", "v4", 5)],
        ...[insert("r1", "k4", "v5", 6), insert("r1", "k5", "v6", 7), insert("r1", "k6", "v7", 8)],
        ...[insert("r1", "k7", "v8", 9), insert("r1", "k8", "v9", 10), wait(3), kill("r1")],
        ...[promoted, promoted, ...gets("r2", 20, ...allKeys), ...gets("r3", 30, ...allKeys)],
        pause,
      ),
      happened: (seen) => {
        requireAgreement(seen, 20, 30, allKeys);
      },
      seeds: 20,
    },
    {
      id: "FailoverNotCaughtUp",
      points: 0,
      section: "13",
      goal: "Lets a secondary join that does not persist the first of three keys, then another one; kills the primary.",
      rule: "Only a secondary that has all that was acknowledged is promoted: the primary says which have caught up.",
      scenario: scenarioOf(
        cluster(["r1"]),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k3", "v3", 3), insert("r1", "k4", "v4", 4)],
        ...[pause, probe("silent", "none"), startSilent("r2"), wait(300)],
        ...[answer("silent", { key: "k3" }), answer("silent", { key: "k4" })],
        ...[pause, ...joining("r3", "m", "never"), wait(500), kill("r1"), promoted],
        ...[findPrimary, pause, get("r3", "k1", 10), pause],
        ...[setAnswers("silent", "all"), wait(500), insert("r3", "k2", "v2", 2), wait(300)],
        ...[...gets("r2", 20, "k1", "k2"), pause],
      ),
      happened: (seen) => {
        requirePrimary(seen, "r3");
        requireReads(seen, { 10: "v1", 20: "v1", 21: "v2" });
        requireReplies(seen, { 2: "operationAck" });
      },
    },
    {
      id: "FailoverCaughtUp",
      points: 0,
      section: "13",
      goal: "Lets a secondary join that acknowledges the state it is brought, and nothing that comes after it.",
      rule: "A secondary has caught up as soon as it has acknowledged the state, whatever else is under way to it.",
      scenario: scenarioOf(
        [...probes("client"), probe("s1", "none"), ...replica("r1", "primary")],
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2), pause],
        ...[members("r1", "s1"), pause, insert("r1", "k3", "v3", 3), wait(100)],
        // Whichever comes first, the other one may come when that is acknowledged.
        ...["k1", "k2", "k1"].flatMap((key) => [answer("s1", { key }), pause]),
      ),
      happened: (seen) => {
        const why = "s1 has acknowledged the whole state that it was brought.";
        requireMessage(seen, { type: "caughtUp", from: "r1" }, why);
      },
    },
    {
      id: "FailoverTwice",
      points: 0,
      section: "13",
      goal: "Kills the primary, updates at the next one, and kills that as well.",
      rule: "The cluster survives one failure after the other, as long as a secondary has caught up.",
      scenario: scenarioOf(
        cluster(["r1", "r2", "r3"]),
        ...[insert("r1", "k1", "v1", 1), insert("r1", "k2", "v2", 2), pause, kill("r1"), promoted],
        ...[insert("r2", "k1", "v3", 3), remove("r2", "k2", 4), pause, kill("r2"), promoted],
        ...[findPrimary, insert("r3", "k3", "v5", 5), pause],
        ...[...gets("r3", 10, "k1", "k2", "k3"), pause],
      ),
      happened: (seen) => {
        requirePrimary(seen, "r3");
        requireReplies(seen, { 3: "operationAck", 4: "operationAck", 5: "operationAck" });
        requireReads(seen, { 10: "v3", 11: null, 12: "v5" });
      },
    },
    {
      id: "FailoverJoinsLater",
      points: 0,
      section: "13",
      goal: "Kills the primary, and lets another replica join, while a persistence throws; then updates keys.",
      rule: "A promoted primary brings newcomers the state, as any primary does.",
      scenario: scenarioOf(
        cluster(["r1", "r2"], "drops"),
        ...[insert("r1", "k1", "v1", 1), settled, kill("r1"), promoted],
        ...[...joining("r3", "m", "drops"), settled, insert("r2", "k2", "v2", 2), settled],
        ...[remove("r2", "k1", 3), settled, ...gets("r2", 10, "k1", "k2")],
        ...[...gets("r3", 20, "k1", "k2"), pause],
      ),
      happened: (seen) => {
        requireReads(seen, { 10: null, 11: "v2", 20: null, 21: "v2" });
        requireReplies(seen, { 2: "operationAck", 3: "operationAck" });
      },
    },
    {
      id: "FailoverKeySet",
      points: 0,
      section: "13",
      goal: "Sends a secondary two snapshots of one replicator; then, from another one, the keys that there are, a snapshot of another key, and the keys once more.",
      rule: "The keys that a new primary does not hold are forgotten, once: a repetition is acknowledged, and changes nothing.",
      scenario: scenarioOf(
        [...probes("client", "old", "new"), ...replica("r1", "secondary")],
        ...[snapshot("r1", "k1", "v1", 0, "old"), pause, snapshot("r1", "k2", "v2", 1, "old")],
        ...[pause, keySet("r1", ["k1"]), pause, ...gets("r1", 10, "k1", "k2"), pause],
        ...[snapshot("r1", "k3", "v3", 1, "new"), pause, keySet("r1", ["k1"]), pause],
        ...[...gets("r1", 20, "k1", "k2", "k3"), pause],
      ),
      happened: (seen) => {
        requireReads(seen, { 10: "v1", 11: null, 20: "v1", 21: null, 22: "v3" });
        const acks = found(seen, { type: "snapshotAck", from: "r1", to: "new", seq: 0 });
        if (acks.length === 2) return;
        throw new CheckFailure(
          `r1 acknowledged the keys ${acks.length} times, and it got them twice; each time it must say so.`,
        );
      },
    },
    {
      id: "FailoverStays",
      points: 0,
      section: "13",
      goal: "Lets two seconds pass in which nothing fails, and updates a key.",
      rule: "A primary that answers the mediator stays the primary.",
      scenario: scenarioOf(
        cluster(["r1", "r2"]),
        ...[
          wait(2_000),
          insert("r1", "k1", "v1", 1),
          pause,
          findPrimary,
          get("r2", "k1", 10),
          pause,
        ],
      ),
      happened: (seen) => {
        requirePrimary(seen, "r1");
        requireReplies(seen, { 1: "operationAck" });
        requireReads(seen, { 10: "v1" });
      },
    },
  ],
);

/** The replicator of a new primary says which keys there are. */
function keySet(to: string, keys: readonly string[]): Step {
  const message = { type: "keySet", keys, seq: 0, replyTo: "@new" } as const;
  return { do: "tell", from: "new", to, message };
}

function startSilent(server: string): Step {
  return { do: "startReplica", server, mediator: "m", persistence: { probe: "silent" } };
}

/** Fails unless the mediator has last named a replica as the primary. */
function requirePrimary(seen: Seen, name: string): void {
  const why = "The mediator promotes the first secondary that has caught up.";
  requireMessage(seen, { type: "primaryIs", to: "client" }, why);
  const primary = seen.facts.of("primaryIs").at(-1)?.message.primary;
  const found =
    primary === null || primary === undefined
      ? "nobody"
      : seen.facts.names.of(`${primary.address}/${primary.id}`);
  if (found !== name) throw new CheckFailure(`The primary is ${found}; expected ${name}. ${why}`);
}

/** Fails unless two replicas show the same of all keys, by the first ids of the gets. */
function requireAgreement(seen: Seen, one: number, other: number, keys: readonly string[]): void {
  for (const [index, key] of keys.entries()) {
    const [first, second] = [one + index, other + index].map((id) => {
      const why = "A replica answers every get at once.";
      const { message } = requireMessage(seen, { type: "getResult", to: "client", id }, why);
      return "value" in message ? message.value : null;
    });
    if (first === second) continue;
    throw new CheckFailure(
      `After the failover, one replica shows ${key} = ${JSON.stringify(first)}, and another one ${JSON.stringify(second)}. An update that was under way may be lost or not, but the new primary's state becomes everybody's.`,
    );
  }
}
