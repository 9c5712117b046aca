import { setTimeout as delay } from "node:timers/promises";
import { median, quantile } from "d3-array";
import type { Machines } from "./machines.js";
import { aims, type BenchPlan } from "./plan.js";

/** A measured figure and its aim. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The maximum; undefined if the figure is only for information. */
  readonly atMost?: number;
}

/** The one-way latency between the servers of the remote figures, in milliseconds. */
const remoteLatencyMs = 200;

/** How long a quiet system takes at most to sync everything, in milliseconds. */
const settleMs = 1_500;

/** How long `list` takes if few or many keys do not match. */
export async function measureList(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const { addresses } = await machines.startServer(1);
  const [address] = addresses;
  const client = machines.start();
  const figures: Figure[] = [];
  let firstKey = 0;
  for (const keys of [10_000, 100_000]) {
    await client.call("fill", { address, firstKey, endKey: keys });
    firstKey = keys;
    const order = { address, keys, times: plan.lists };
    await client.call("list", order);
    const tookMs = await client.call("list", order);
    figures.push({
      name: `list with 10 hits among ${keys.toLocaleString("en")} keys, median`,
      value: median(tookMs) ?? NaN,
      unit: "ms",
      atMost: aims.listMs,
    });
  }
  await machines.end();
  return figures;
}

/** How long it takes until a Put is visible on another actor of the same server, and on one of a remote server. */
export async function measureVisibility(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const near = await machines.startServer(2, [], remoteLatencyMs);
  const far = await machines.startServer(2, [near.desc], remoteLatencyMs);
  const client = machines.start();
  await delay(settleMs);
  const watch = async (where: string, readFrom = "", atMost: number): Promise<Figure[]> => {
    const order = { writeTo: near.addresses[0], readFrom, probes: plan.probes };
    const delaysMs = await client.call("visibility", order);
    const percentile = (share: number): number => quantile(delaysMs, share) ?? NaN;
    return [
      { name: `visible ${where}, median`, value: percentile(0.5), unit: "ms" },
      { name: `visible ${where}, p99`, value: percentile(0.99), unit: "ms", atMost },
    ];
  };
  const local = await watch("on another actor", near.addresses[1], aims.localVisibilityMs);
  const away = `${remoteLatencyMs} ms away`;
  // Not the counterpart of the actor that receives the Puts, which learns of them first.
  const remote = await watch(away, far.addresses[1], aims.remoteVisibilityMs);
  await machines.end();
  return [...local, ...remote];
}

/** The heap that each key takes in each actor's thread, keys and values included. */
export async function measureMemory(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const { child, addresses } = await machines.startServer(2);
  const [address] = addresses;
  const client = machines.start();
  const heapsWith = async (firstKey: number, endKey: number): Promise<number[]> => {
    await client.call("fill", { address, firstKey, endKey });
    await delay(settleMs);
    return child.call("heap");
  };
  // Memory that grows only once, such as compiled code, should not count.
  const before = await heapsWith(0, 5_000);
  const after = await heapsWith(5_000, 5_000 + plan.memoryKeys);
  await machines.end();
  return ["that took the Puts", "that got them by syncing"].map((name, index) => ({
    name: `memory per key of the actor ${name}`,
    value: ((after[index] ?? NaN) - (before[index] ?? NaN)) / plan.memoryKeys,
    unit: "bytes",
    atMost: aims.bytesPerKey,
  }));
}
