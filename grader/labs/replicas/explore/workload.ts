import type { ExploreCase } from "../../../explore/explore_spec.js";
import { durationOf } from "../../../run/scenario_facts.js";
import type { PersistenceFailures } from "../../../../starter/replicas/persistence.js";
import { steps, type Scenario, type Step } from "../steps/index.js";

/** A small run of a whole cluster to try. */
export interface ReplicasCase extends ExploreCase {
  /** How many replicas there are at the beginning, the primary included. */
  readonly replicas: number;
  readonly persistence: PersistenceFailures;
  readonly lossy: boolean;
  /** In the order of their times. */
  readonly operations: readonly Operation[];
}

/** What is done at a time, in milliseconds after the cluster has started. */
export type Operation =
  | { readonly do: "insert"; readonly atMs: number; readonly key: string; readonly value: string }
  | { readonly do: "remove"; readonly atMs: number; readonly key: string }
  | { readonly do: "get"; readonly atMs: number; readonly at: string; readonly key: string }
  | { readonly do: "join"; readonly atMs: number; readonly server: string }
  | { readonly do: "leave"; readonly atMs: number; readonly server: string };

/** The names of the first replicas. */
export function serversOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `r${index + 1}`);
}

/** How long everything may take to settle, in milliseconds. */
const settleMs = 3_000;

/** The case as a scenario, which ends with a quiet time and reads of all keys at all replicas that are left. */
export function scenarioOf({ replicas, persistence, lossy, operations }: ReplicasCase): Scenario {
  const start = (server: string): Step => ({
    do: "startReplica",
    server,
    mediator: "m",
    persistence,
  });
  const keys = [...new Set(operations.flatMap((one) => ("key" in one ? [one.key] : [])))];
  const gone = new Set(operations.flatMap((one) => (one.do === "leave" ? [one.server] : [])));
  const joined = operations.flatMap((one) => (one.do === "join" ? [one.server] : []));
  const left = [...serversOf(replicas), ...joined].filter((server) => !gone.has(server));
  const branches = operations.map((one, id): Step[] => [
    { do: "wait", ms: one.atMs },
    one.do === "join" ? start(one.server) : stepOf(one, id),
  ]);
  const reads = left.flatMap((server, place) =>
    keys.map((key, index) => {
      const id = 1_000 + place * keys.length + index;
      return stepOf({ do: "get", atMs: 0, at: server, key }, id);
    }),
  );
  const all: Step[] = [
    { do: "startBench" },
    { do: "startMediator", server: "m", lossy },
    { do: "startProbe", probe: "client" },
    ...serversOf(replicas).flatMap((server): Step[] => [start(server), { do: "wait", ms: 100 }]),
    { do: "parallel", branches },
    { do: "wait", ms: settleMs },
    ...reads,
    { do: "wait", ms: 200 },
  ];
  return { steps: all, timeLimitMs: 2 * durationOf(all, steps) + 20_000 };
}

function stepOf(operation: Exclude<Operation, { do: "join" }>, id: number): Step {
  const from = "client";
  const replyTo = "@client";
  switch (operation.do) {
    case "insert": {
      const { key, value } = operation;
      return { do: "tell", from, to: "r1", message: { type: "insert", key, value, id, replyTo } };
    }
    case "remove": {
      const { key } = operation;
      return { do: "tell", from, to: "r1", message: { type: "remove", key, id, replyTo } };
    }
    case "get": {
      const { at, key } = operation;
      return { do: "tell", from, to: at, message: { type: "get", key, id, replyTo } };
    }
    case "leave":
      return {
        do: "tell",
        from,
        to: "m",
        message: { type: "leave", replica: `@${operation.server}` },
      };
  }
}
