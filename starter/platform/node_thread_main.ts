/** Runs in every spawned thread: installs the thread's platform, then runs the entry module's `main`. */
import { parentPort, workerData } from "node:worker_threads";
import { runHost } from "./node_host_main.js";
import { createNodePlatform } from "./node_platform.js";
import type { ThreadData } from "./node_thread.js";

const thread = workerData as ThreadData;
if (parentPort === null) throw new Error("this module runs in worker threads only");
const parent = parentPort;

const { host, publicName, threadHeapMiB } = thread;
await runHost(
  thread,
  {
    send: (message) => {
      parent.postMessage(message);
    },
    onMessage: (handle) => {
      parent.on("message", handle);
    },
    exit: (code) => process.exit(code),
  },
  (trace) => createNodePlatform({ host, publicName, threadHeapMiB, trace }),
);
