import { setTimeout as delay } from "node:timers/promises";
import type { QueryConnection } from "./query_connection.js";

/** The mean time between two probes, in milliseconds. Short enough that a server that syncs in ticks always ticks. */
const betweenProbesMs = 16;

/** After this time a probe is given up, in milliseconds. */
const giveUpMs = 10_000;

/**
 * Puts new keys at one actor, at uneven intervals, and asks another one for those that are not there yet, over and over.
 *
 * @returns for each probe the time from the reply to its Put until a Get brought it, in milliseconds.
 */
export async function watchVisibility(
  writer: QueryConnection,
  reader: QueryConnection,
  probes: number,
): Promise<number[]> {
  const run = `${Date.now()}`;
  const putAtMs = new Map<string, number>();
  const delaysMs: number[] = [];
  let writing = true;
  const write = async (): Promise<void> => {
    for (let i = 0; i < probes; i++) {
      const key = `probe-${run}-${i}`;
      await writer.put({ key, value: "seen" });
      putAtMs.set(key, performance.now());
      await delay(betweenProbesMs * (0.5 + Math.random()));
    }
    writing = false;
  };
  const read = async (): Promise<void> => {
    while (writing || putAtMs.size > 0) {
      await Promise.all([...putAtMs].map(look));
      await delay(1);
    }
  };
  const look = async ([key, sinceMs]: [string, number]): Promise<void> => {
    const { value } = await reader.get({ key });
    const waitedMs = performance.now() - sinceMs;
    if (value === null && waitedMs < giveUpMs) return;
    putAtMs.delete(key);
    delaysMs.push(value === null ? Infinity : waitedMs);
  };
  await Promise.all([write(), read()]);
  return delaysMs;
}
