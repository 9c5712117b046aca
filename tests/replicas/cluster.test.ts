/**
 * Goal: a whole cluster keeps its promises, whatever fails. Method: the given mediator and persistence, and replicas of the
 * student's, one of which joins late, and one of which leaves.
 */
import { course } from "../../grader/labs/replicas/manifest.js";
import { findingKinds } from "../../grader/labs/replicas/oracle/sighting.js";
import type { Scenario, Step } from "../../grader/labs/replicas/steps/index.js";
import type { PersistenceFailures } from "../../starter/replicas/persistence.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import { at } from "../../grader/labs/replicas/reading/words.js";
import { requireReads, type Seen } from "./support/checks.js";
import { testsOf, type TestOf } from "./support/lab_test.js";
import {
  get,
  insert,
  joining,
  mediator,
  probe,
  remove,
  scenarioOf,
  wait,
} from "./support/steps.js";

/** How long updates may take that are not awaited otherwise, in milliseconds: longer than it takes to fail. */
const settled = wait(1_300);

/** After this time without updates, all replicas show the same, in milliseconds. */
const converged = wait(6_000);

/**
 * So many updates of some keys come before anybody else joins that a persistence fails some hundred times, also within a
 * second. In the end most of the keys are removed: newcomers are brought only a few.
 */
const grind: Step[] = Array.from({ length: 240 }, (_, index): Step[] => {
  const key = `w${index % 24}`;
  const id = 100 + index;
  const isLast = index >= 224;
  return [
    isLast ? remove("r1", key, id) : insert("r1", key, `v${index}`, id),
    ...(index % 24 === 23 ? [wait(100)] : []),
  ];
}).flat();

/** Updates at the primary, some `first`, others while a replica joins and one leaves; at the end, reads of all keys. */
function scenario(fails: PersistenceFailures, lossy: boolean, first: readonly Step[]): Scenario {
  const join = (server: string): Step[] => joining(server, "m", fails);
  return scenarioOf(
    [mediator("m", lossy), probe("client"), join("r1"), first, join("r2")].flat(),
    ...[insert("r1", "k1", "v1", 1), settled, insert("r1", "k1", "v11", 2), settled],
    ...[insert("r1", "k2", "v2", 3), insert("r1", "k4", "v4", 4), converged],
    ...[get("r2", "k1", 11), get("r2", "k2", 12), wait(100)],
    ...[remove("r1", "k1", 5), settled],
    ...[join("r3"), insert("r1", "k1", "v111", 6), insert("r1", "k3", "v3", 7)].flat(),
    ...[remove("r1", "k2", 8), wait(120), leave("r2"), insert("r1", "k4", "v44", 9), converged],
    ...["r1", "r3"].flatMap((server, index) => readsOf(server, 20 + 10 * index)),
    wait(100),
  );
}

function leave(server: string): Step {
  return { do: "tell", from: "client", to: "m", message: { type: "leave", replica: `@${server}` } };
}

function readsOf(server: string, fromId: number): Step[] {
  return ["k1", "k2", "k3", "k4"].map((key, index) => get(server, key, fromId + index));
}

function clusterTest(
  facts: Pick<TestOf, "id" | "points"> & Partial<TestOf>,
  what: string,
  fails: PersistenceFailures,
  lossy: boolean,
  first: readonly Step[] = [],
): TestOf {
  return {
    section: "4.2",
    goal: `${what}: updates keys while a third replica joins and the second one leaves, and reads them at all replicas.`,
    rule: "An acknowledged update is persisted everywhere, and all replicas end with the same state.",
    scenario: scenario(fails, lossy, first),
    happened: (seen) => {
      requirePersisted(seen);
      requireReads(seen, { 11: "v11", 12: "v2" });
      for (const from of [20, 30]) {
        requireReads(seen, {
          [from]: "v111",
          [from + 1]: null,
          [from + 2]: "v3",
          [from + 3]: "v44",
        });
      }
    },
    seeds: course.seeds.random,
    ...facts,
  };
}

/** The tests of whole clusters. */
export const tests = testsOf(
  { group: "Cluster", file: "replicas/replica.ts", kinds: findingKinds },
  [
    clusterTest(
      { id: "ClusterReliable", points: 1, seeds: 5 },
      "Where nothing fails",
      "never",
      false,
    ),
    clusterTest(
      { id: "ClusterThrows", points: 2, seeds: 10 },
      "With a persistence that throws, for every second request on average, of hundreds",
      "throws",
      false,
      [...grind, settled],
    ),
    clusterTest(
      { id: "ClusterDrops", points: 2 },
      "With a persistence that drops up to three requests before each that succeeds",
      "drops",
      false,
    ),
    clusterTest(
      { id: "ClusterLossy", points: 2 },
      "Where replicators and secondaries lose messages, up to three in a row",
      "never",
      true,
    ),
    clusterTest(
      { id: "ClusterLossyThrows", points: 3, real: true },
      "With loss and a persistence that throws",
      "throws",
      true,
    ),
  ],
);

/** Fails unless the persistence of the primary, and of the last secondary, has confirmed something after that joined. */
function requirePersisted({ facts }: Seen): void {
  const fromMs = facts.of("joinedSecondary").at(-1)?.atMs ?? 0;
  for (const name of ["r1", "r3"]) {
    const persisted = facts.persistedOf(facts.names.uidOf(name));
    if (persisted.some(({ atMs }) => atMs > fromMs)) continue;
    throw new CheckFailure(
      `${name}'s persistence has confirmed nothing ${persisted.length === 0 ? "" : "any more "}since the last replica joined at ${at(fromMs)}, and there were updates. A persistence is kept alive however often it fails, and is asked until it confirms.`,
      { section: "8" },
    );
  }
}
