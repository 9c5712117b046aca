/** Runs in every spawned process: installs the process's platform, then runs the entry module's `main`. */
import type { HostData, HostMessage } from "./node_host.js";
import { runHost } from "./node_host_main.js";
import { createNodePlatform } from "./node_platform.js";

// Nobody is left to work for when the process that spawned this one is gone.
process.once("disconnect", () => process.exit(0));

const data = await new Promise<HostData>((resolve) => {
  process.once("message", (first) => {
    resolve(first as HostData);
  });
});
const { host, publicName } = data;
await runHost(
  data,
  {
    send: (message) => process.send?.(message),
    onMessage: (handle) => {
      process.on("message", (message) => {
        handle(message as HostMessage);
      });
    },
    exit: (code) => {
      // The channel sends in the background; its last message has to leave before the process does.
      process.disconnect();
      process.exitCode = code;
      setImmediate(() => process.exit(code));
    },
  },
  (trace) => createNodePlatform({ host, publicName, trace }),
);
