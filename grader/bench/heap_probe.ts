/**
 * Runs in every thread of a child before anything else, and reports the size of the thread's heap when asked: in Node
 * 20, only the thread itself can measure it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { BroadcastChannel, isMainThread, threadId } from "node:worker_threads";

/** How long threads have to answer, in milliseconds; they first collect garbage. */
const answerMs = 1_000;

/** Carries `"ask"`, and in reply the number of a thread and the size of its heap in bytes. */
const channel = new BroadcastChannel("bench heap");
// The probe must not keep a thread alive.
channel.unref();

const bytesByThread = new Map<number, number>();

channel.onmessage = (event) => {
  const { data } = event as { data: "ask" | readonly [thread: number, bytes: number] };
  if (data !== "ask") {
    bytesByThread.set(...data);
  } else if (!isMainThread) {
    globalThis.gc?.();
    channel.postMessage([threadId, process.memoryUsage().heapUsed]);
  }
};

/** The heap sizes of the other threads of this process, in bytes, in the order in which the threads were started. */
export async function measureHeap(): Promise<number[]> {
  bytesByThread.clear();
  channel.postMessage("ask");
  await delay(answerMs);
  return [...bytesByThread].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
}
