import type { CaseOptions } from "../../../explore/explore_spec.js";
import type { ActorName } from "../../../history/scenario.js";
import type { FaultSpec } from "../../../sim/faults/fault_spec.js";
import { actorsOf, type CmudCase, type Operation, type ServerShape } from "./workload.js";

/** How far apart the Puts of a case are, in milliseconds: in the same millisecond, in one tick, over a tick. */
const gapsMs = [0, 3, 140];

/** How long messages within a server, and between servers, are held up, in milliseconds. */
const threadHoldMs = 20;
const linkHoldMs = 180;

/** One-way latency between servers, in milliseconds; with what messages are held up, still within the promise. */
const latencyMs = 50;

/**
 * Small cases in all orders that come of holding up at most two messages: two Puts of one key on all pairs of actors, at
 * once or one after the other, and what carries one of them to one server or actor late. (A search that is bounded by
 * delays, after Emmi, Qadeer and Rakamarić, 2011: most bugs of ordering need few delays, and those are all tried.) First
 * none, then one, then two.
 */
export function* allOrders({ servers, actors, faults }: CaseOptions): Generator<CmudCase> {
  const shapes = Array.from({ length: servers }, (_, index): ServerShape => {
    return { server: `s${index + 1}`, actors };
  });
  const holds = possibleHolds(shapes);
  for (const held of [...upToOne(holds), ...pairsOf(holds)]) {
    for (const operations of workloads(actorsOf({ servers: shapes }))) {
      for (const conditions of ["lockstep", "plain"]) {
        const all = [...faults, ...held];
        yield { servers: shapes, latencyMs, operations, conditions, faults: all, seed: 1 };
      }
    }
  }
}

function* workloads(actors: readonly ActorName[]): Generator<Operation[]> {
  for (const gapMs of gapsMs) {
    for (const first of actors) {
      for (const second of actors) {
        yield [
          { do: "put", atMs: 0, at: first, key: "k1", value: "~k1.1~" },
          { do: "put", atMs: gapMs, at: second, key: "k1", value: "~k1.2~" },
        ];
      }
    }
  }
}

function possibleHolds(servers: readonly ServerShape[]): FaultSpec[] {
  return ["~k1.1~", "~k1.2~"].flatMap((carrying) =>
    servers.flatMap(({ server, actors }): FaultSpec[] => [
      ...Array.from({ length: actors }, (_, index): FaultSpec => {
        const to = `${server}/${index}`;
        return { fault: "hold", from: server, to, carrying, byMs: threadHoldMs };
      }),
      ...servers
        .filter((other) => other.server !== server)
        .map((other): FaultSpec => {
          return { fault: "hold", from: other.server, to: server, carrying, byMs: linkHoldMs };
        }),
    ]),
  );
}

function upToOne(holds: readonly FaultSpec[]): FaultSpec[][] {
  return [[], ...holds.map((hold) => [hold])];
}

function pairsOf(holds: readonly FaultSpec[]): FaultSpec[][] {
  return holds.flatMap((one, index) => holds.slice(index + 1).map((other) => [one, other]));
}
