/** The child processes of the bench: echo, storage server, or load generator, as the first message says. */
import type * as CurrentModule from "../../starter/platform/current.js";
import type * as NodePlatformModule from "../../starter/platform/node_platform.js";
import type * as ServerModule from "../../starter/kvserver/server.js";
import { openTree, type StagedTree } from "../run/staged_tree.js";
import { startEcho } from "./echo.js";
import { measureHeap } from "./heap_probe.js";
import { LoadGenerator } from "./load_generator.js";
import type { ChildStart, FromChild, Order, OrderResult } from "./protocol.js";

let generator: LoadGenerator | undefined;

process.once("message", (start: ChildStart) => {
  void answer(async () => {
    const started = await begin(start);
    process.on("message", (order: Order) => {
      void answer(async () => ({ type: "done", result: await carryOut(order) }));
    });
    return started;
  });
});
process.once("disconnect", () => {
  process.exit(0);
});

async function answer(work: () => Promise<FromChild>): Promise<void> {
  let reply: FromChild;
  try {
    reply = await work();
  } catch (error) {
    reply = { type: "failed", message: error instanceof Error ? String(error.stack) : "?" };
  }
  process.send?.(reply);
}

async function begin(start: ChildStart): Promise<FromChild> {
  switch (start.type) {
    case "echo":
      return { type: "started", desc: "", port: await startEcho() };
    case "server": {
      const tree = await prepareTree(start.treeUrl);
      tree.platform.network.setLatency(start.latencyMs);
      const { Server } = await tree.load<typeof ServerModule>("kvserver/server.js");
      const server = await Server.start(start.startPort, start.actors, start.remoteDescs);
      return { type: "started", desc: server.desc, port: 0 };
    }
    case "load":
      generator = await LoadGenerator.load(await prepareTree(start.treeUrl));
      return { type: "started", desc: "", port: 0 };
  }
}

async function prepareTree(url: string): Promise<StagedTree> {
  const load = async <T>(path: string): Promise<T> => (await import(url + path)) as T;
  const { installPlatform } = await load<typeof CurrentModule>("platform/current.js");
  const { createNodePlatform } = await load<typeof NodePlatformModule>("platform/node_platform.js");
  installPlatform(createNodePlatform({ host: "bench" }));
  return openTree(url);
}

async function carryOut(order: Order): Promise<OrderResult> {
  switch (order.type) {
    case "cpu": {
      const { user, system } = process.cpuUsage();
      return [user + system];
    }
    case "heap":
      return measureHeap();
    default:
      if (generator === undefined) throw new Error(`only the load generator can "${order.type}"`);
      return generator.carryOut(order);
  }
}
