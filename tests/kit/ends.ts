import { setTimeout as sleep } from "node:timers/promises";
import type { RootHookObject } from "mocha";

/** How long what a file has started may take to end after its last test, in milliseconds. */
const graceMs = 20_000;

/** What keeps this process running, by kind, at its first file. */
let before: ReadonlyMap<string, number> | undefined;

/**
 * Fails a file of tests that leaves something open: a process, a socket or a timer, which would keep the run from
 * ending. Mocha calls these hooks once for each file, since the files run in processes of their own, two at a time.
 */
export const mochaHooks: RootHookObject = {
  async beforeAll() {
    // After the first wait, the hook's own time limit is among the timers, as it is below.
    await sleep(1);
    before ??= openNow();
  },

  async afterAll() {
    const endMs = Date.now() + graceMs;
    do await sleep(20);
    while (leftOpen().length > 0 && Date.now() < endMs);
    const left = leftOpen();
    if (left.length > 0) throw new Error(`a test of this file has left open: ${left.join(", ")}`);
  },
};

function leftOpen(): string[] {
  return [...openNow()].flatMap(([kind, count]) => {
    const more = count - (before?.get(kind) ?? 0);
    return more > 0 ? [`${more} ${kind}`] : [];
  });
}

function openNow(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
