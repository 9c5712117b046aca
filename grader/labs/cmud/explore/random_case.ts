import type { CaseOptions } from "../../../explore/explore_spec.js";
import type { ActorName } from "../../../history/scenario.js";
import { conditionsOf } from "../../../run/simulated/conditions.js";
import type { FaultSpec } from "../../../sim/faults/fault_spec.js";
import { Random } from "../../../sim/random.js";
import { gradedConditions } from "../conditions.js";
import { actorsOf, type CmudCase, type Operation, type ServerShape } from "./workload.js";

/** Cases lie within this time, in milliseconds, so that Puts meet each other and the messages about each other. */
const spanMs = 600;

/** One-way latencies between servers, in milliseconds. */
const latenciesMs = [2, 20, 100, 200];

/** No more latency than this is promised; see the assignment. In milliseconds. */
const maxLatencyMs = 250;

/** How far apart things happen that are to meet, in milliseconds: at once, within a tick, over a tick. */
const gapsMs = [0, 0, 1, 2, 10, 30, 120, 130];

/** How long a thread may be held up, in milliseconds. */
const threadHoldMs = 20;

/**
 * The case of a seed: some Puts and reads of few keys, close together in time, some of whose messages are held up, under
 * the conditions whose turn it is; with a late server now and then. It stays within what the assignment promises.
 */
export function randomCase(seed: number, options: CaseOptions): CmudCase {
  const random = new Random(seed, "explored case");
  const pick = <T>(from: readonly T[]): T => from[random.within([0, from.length - 1])] as T;
  const latencyMs = pick(latenciesMs);
  const late = options.servers > 1 && random.fraction() < 0.3;
  const servers = Array.from({ length: options.servers }, (_, index): ServerShape => {
    const shape = { server: `s${index + 1}`, actors: options.actors };
    return late && index === options.servers - 1 ? { ...shape, late } : shape;
  });
  const operations = operationsOf(random, pick, servers);
  const holds = holdsOf(random, pick, { servers, latencyMs, operations });
  const conditions = conditionsOf(gradedConditions, seed).name;
  return {
    servers,
    latencyMs,
    operations,
    conditions,
    faults: [...options.faults, ...holds],
    seed,
  };
}

type PickOne = <T>(from: readonly T[]) => T;

function operationsOf(random: Random, pick: PickOne, servers: readonly ServerShape[]): Operation[] {
  // Nobody can ask a server that may not run yet.
  const actors = actorsOf({ servers: servers.filter(({ late }) => late !== true) });
  const keys = ["k1", "k2", "k3"].slice(0, random.within([1, 3]));
  const count = random.within([2, 10]);
  const operations: Operation[] = [];
  let atMs = 0;
  for (let index = 1; index <= count; index++) {
    const at = pick(actors);
    const key = pick(keys);
    operations.push(
      random.fraction() < 0.2
        ? { do: "get", atMs, at, key }
        : { do: "put", atMs, at, key, value: `~${key}.${index}~` },
    );
    atMs = (atMs + pick(gapsMs)) % spanMs;
  }
  const lateServers = servers.filter(({ late }) => late === true);
  for (const { server } of lateServers) {
    operations.push({ do: "start", atMs: random.within([0, atMs + 100]), server });
  }
  return operations.sort((a, b) => a.atMs - b.atMs);
}

/** Some messages with some Put's value are held up on their way to some server or actor. */
function holdsOf(
  random: Random,
  pick: PickOne,
  { servers, latencyMs, operations }: Pick<CmudCase, "servers" | "latencyMs" | "operations">,
): FaultSpec[] {
  const values = operations.flatMap((operation) =>
    operation.do === "put" ? [operation.value] : [],
  );
  if (values.length === 0) return [];
  return Array.from({ length: random.within([0, 3]) }, (): FaultSpec => {
    const { server, actors } = pick(servers);
    const carrying = pick(values);
    const others = servers.filter((other) => other.server !== server);
    if (others.length > 0 && random.fraction() < 0.5) {
      const byMs = random.within([1, maxLatencyMs - latencyMs]);
      return { fault: "hold", from: pick(others).server, to: server, carrying, byMs };
    }
    const to: ActorName = `${server}/${random.within([0, actors - 1])}`;
    const byMs = random.within([1, threadHoldMs]);
    return { fault: "hold", from: server, to, carrying, byMs };
  });
}
