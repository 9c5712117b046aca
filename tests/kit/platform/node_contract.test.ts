import { createNodePlatform } from "../../../starter/platform/node_platform.js";
import type { TraceEvent } from "../../../starter/platform/platform.js";
import { describePlatformContract } from "../platform_contract.js";

describePlatformContract("Node's threads and sockets", async (body) => {
  const trace: TraceEvent[] = [];
  const platform = createNodePlatform({
    host: "test",
    trace: (event) => {
      trace.push(event);
    },
  });
  await body(platform, trace);
});
