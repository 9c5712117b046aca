import { setTimeout as delay } from "node:timers/promises";
import { aims } from "./aims.js";
import type { Machines } from "./machines.js";
import { median, percentile } from "./numbers.js";
import type { BenchPlan } from "./plan.js";

/** One figure beside what it shall be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it shall be; undefined when it is for information. */
  readonly atMost?: number;
}

/** How far apart the servers of the remote figures are, one way, in milliseconds. */
const remoteLatencyMs = 200;

/** By this time a quiet system has synced everything, in milliseconds. */
const settleMs = 1_500;

/** How long `list` takes with few and with many keys beside those that it finds. */
export async function measureList(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const { addresses } = await machines.startServer(1);
  const load = await machines.startLoad();
  const address = addresses[0] ?? "";
  const figures: Figure[] = [];
  let firstKey = 0;
  for (const keys of plan.listKeys) {
    await load.ask({ type: "fill", address, firstKey, endKey: keys });
    firstKey = keys;
    await load.ask({ type: "list", address, keys, times: plan.lists });
    const tookMs = await load.ask({ type: "list", address, keys, times: plan.lists });
    figures.push({
      name: `list with 10 hits among ${keys.toLocaleString("en")} keys, median`,
      value: median(tookMs),
      unit: "ms",
      atMost: aims.listMs,
    });
  }
  await machines.end();
  return figures;
}

/** How long until another actor shows a Put: one of the same server, and one of a server that is far away. */
export async function measureVisibility(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const near = await machines.startServer(2, [], remoteLatencyMs);
  const far = await machines.startServer(2, [near.desc], remoteLatencyMs);
  const load = await machines.startLoad();
  await delay(settleMs);
  const watch = async (readFrom: string | undefined): Promise<readonly number[]> =>
    load.ask({
      type: "visibility",
      writeTo: near.addresses[0] ?? "",
      readFrom: readFrom ?? "",
      probes: plan.probes,
    });
  const localMs = await watch(near.addresses[1]);
  // Not the counterpart of the actor that takes the Puts, since that one gets them first.
  const remoteMs = await watch(far.addresses[1]);
  await machines.end();
  const away = `${remoteLatencyMs} ms away`;
  return [
    { name: "visible on another actor, median", value: percentile(localMs, 50), unit: "ms" },
    {
      name: "visible on another actor, p99",
      value: percentile(localMs, 99),
      unit: "ms",
      atMost: aims.localVisibilityMs,
    },
    { name: `visible ${away}, median`, value: percentile(remoteMs, 50), unit: "ms" },
    {
      name: `visible ${away}, p99`,
      value: percentile(remoteMs, 99),
      unit: "ms",
      atMost: aims.remoteVisibilityMs,
    },
  ];
}

/** The heap that each key takes in each actor's thread, keys and values included. */
export async function measureMemory(machines: Machines, plan: BenchPlan): Promise<Figure[]> {
  const { child, addresses } = await machines.startServer(2);
  const load = await machines.startLoad();
  const address = addresses[0] ?? "";
  // What grows once, such as compiled code, shall not be counted.
  await load.ask({ type: "fill", address, firstKey: 0, endKey: 5_000 });
  await delay(settleMs);
  const before = await child.ask({ type: "heap" });
  const endKey = 5_000 + plan.memoryKeys;
  await load.ask({ type: "fill", address, firstKey: 5_000, endKey });
  await delay(settleMs);
  const after = await child.ask({ type: "heap" });
  await machines.end();
  const names = ["that took the Puts", "that got them by syncing"];
  return names.map((name, index) => ({
    name: `memory per key of the actor ${name}`,
    value: ((after[index] ?? NaN) - (before[index] ?? NaN)) / plan.memoryKeys,
    unit: "bytes",
    atMost: aims.bytesPerKey,
  }));
}
