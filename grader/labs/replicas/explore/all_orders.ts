import type { CaseOptions } from "../../../explore/explore_spec.js";
import { serversOf, type Operation, type ReplicasCase } from "./workload.js";

/** How far apart the operations of a case are, in milliseconds: at once, or while the one before is under way. */
const gapsMs = [0, 30, 130];

/**
 * Small cases in all orders: two updates of one key, a joining and a leaving, one after the other with each of some gaps;
 * first where nothing else fails, then with each way in which the persistence and the network fail.
 */
export function* allOrders({ servers, faults }: CaseOptions): Generator<ReplicasCase> {
  const last = serversOf(servers).at(-1) ?? "r1";
  const events: readonly Undated[] = [
    { do: "insert", key: "k1", value: "v1" },
    { do: "insert", key: "k1", value: "v2" },
    { do: "join", server: `r${servers + 1}` },
    ...(servers > 1 ? [{ do: "leave", server: last } as const] : []),
  ];
  for (const lossy of [false, true]) {
    for (const persistence of ["never", "throws", "drops"] as const) {
      for (const order of ordersOf(events)) {
        for (const gapMs of gapsMs) {
          const operations = order.map((event, index): Operation => ({
            ...event,
            atMs: index * gapMs,
          }));
          const common = { replicas: servers, persistence, lossy, operations, faults };
          yield { ...common, conditions: "plain", seed: 1 };
        }
      }
    }
  }
}

type Undated = Operation extends infer O ? (O extends Operation ? Omit<O, "atMs"> : never) : never;

function* ordersOf<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    const others = items.filter((_, other) => other !== index);
    for (const order of ordersOf(others)) yield [item, ...order];
  }
}
