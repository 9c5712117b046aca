/**
 * Runs in every thread of a child before anything else and answers when it is asked for the size of the thread's heap,
 * which Node 20 tells nobody but the thread itself.
 */
import { BroadcastChannel, isMainThread, threadId } from "node:worker_threads";

type Probe =
  { readonly type: "ask" } | { readonly type: "heap"; readonly thread: number; bytes: number };

const channelName = "bench heap";

/** How long threads have to answer, in milliseconds; they first collect garbage. */
const answerMs = 1_000;

if (!isMainThread) {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (event) => {
    if ((event as { data: Probe }).data.type !== "ask") return;
    globalThis.gc?.();
    const bytes = process.memoryUsage().heapUsed;
    channel.postMessage({ type: "heap", thread: threadId, bytes } satisfies Probe);
  };
  // The probe must not keep a thread alive.
  channel.unref();
}

/** The heaps of the other threads of this process, in bytes, by the number of the thread. */
export function measureHeap(): Promise<number[]> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(channelName);
    const bytesByThread = new Map<number, number>();
    channel.onmessage = (event) => {
      const { data } = event as { data: Probe };
      if (data.type === "heap") bytesByThread.set(data.thread, data.bytes);
    };
    channel.postMessage({ type: "ask" } satisfies Probe);
    setTimeout(() => {
      channel.close();
      resolve([...bytesByThread].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
    }, answerMs);
  });
}
