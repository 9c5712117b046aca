import type { CaseOptions } from "../../../explore/explore_spec.js";
import { conditionsOf } from "../../../run/simulated/conditions.js";
import { Random } from "../../../sim/random.js";
import { gradedConditions } from "../conditions.js";
import { serversOf, type Operation, type ReplicasCase } from "./workload.js";

/** How far apart operations are, in milliseconds: at once, while others are under way, after they have failed. */
const gapsMs = [0, 0, 1, 5, 50, 105, 250, 600, 1_100];

/**
 * The case of a seed: some updates and reads of few keys while replicas join and leave, with a persistence that fails and
 * a network that loses messages, or without.
 */
export function randomCase(seed: number, { servers, faults }: CaseOptions): ReplicasCase {
  const random = new Random(seed, "explored case");
  const pick = <T>(from: readonly T[]): T => from[random.within([0, from.length - 1])] as T;
  const keys = ["k1", "k2"].slice(0, random.within([1, 2]));
  const present = serversOf(servers).slice(1);
  let started = servers;
  let atMs = 0;
  const count = random.within([3, 12]);
  const operations = Array.from({ length: count }, (_, index): Operation => {
    atMs += pick(gapsMs);
    const chance = random.fraction();
    const key = pick(keys);
    const leaving = chance < 0.2 && present.length > 0 ? pick(present) : undefined;
    if (leaving !== undefined) {
      present.splice(present.indexOf(leaving), 1);
      return { do: "leave", atMs, server: leaving };
    }
    if (chance < 0.35 && started < servers + 3) {
      const server = `r${++started}`;
      // A replica that is just starting cannot be named by those who let it leave.
      return { do: "join", atMs, server };
    }
    if (chance < 0.45) return { do: "get", atMs, at: pick(["r1", ...present]), key };
    if (chance < 0.55) return { do: "remove", atMs, key };
    return { do: "insert", atMs, key, value: `v${index + 1}` };
  });
  return {
    replicas: servers,
    persistence: pick(["never", "throws", "drops"] as const),
    lossy: random.fraction() < 0.5,
    operations,
    conditions: conditionsOf(gradedConditions, seed).name,
    faults,
    seed,
  };
}
