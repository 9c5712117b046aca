/**
 * A child process of the bench: an echo server, a storage server, or a load generator, depending on its calls. Its only
 * argument is the folder of the staged, compiled tree, as a URL.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocketServer } from "ws";
import type * as QueryServiceModule from "../../starter/kvcommon/query_service.js";
import type * as ServerModule from "../../starter/kvserver/server.js";
import type * as CurrentModule from "../../starter/platform/current.js";
import type * as NodePlatformModule from "../../starter/platform/node_platform.js";
import type * as RpcClientModule from "../../starter/rpc/rpc_client.js";
import { measureHeap } from "./heap_probe.js";

/** The calls that a child carries out; each takes and returns plain data. */
const calls = { startEcho, startServer, load, fill, list, visibility, cpu, heap: measureHeap };

/** The calls with their parameters and results. */
export type ChildCalls = typeof calls;

const [treeUrl = ""] = process.argv.slice(2);
const { installPlatform } = await fromTree<typeof CurrentModule>("platform/current.js");
const { createNodePlatform } = await fromTree<typeof NodePlatformModule>(
  "platform/node_platform.js",
);
const { queryService } = await fromTree<typeof QueryServiceModule>("kvcommon/query_service.js");
const { RpcClient } = await fromTree<typeof RpcClientModule>("rpc/rpc_client.js");
const platform = createNodePlatform({ host: "bench" });
installPlatform(platform);

process.on("message", ({ name, params }: { name: keyof ChildCalls; params: never }) => {
  void (async () => calls[name](params))().then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error }),
  );
});
process.once("disconnect", () => process.exit(0));

async function fromTree<T>(path: string): Promise<T> {
  return (await import(treeUrl + path)) as T;
}

/**
 * Starts a bare WebSocket server that echoes every text: the most that any server on `ws` could reach without
 * tricks. Returns its address.
 */
async function startEcho(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => {
      socket.send(data, { binary: isBinary });
    });
  });
  await once(server, "listening");
  return `localhost:${(server.address() as AddressInfo).port}`;
}

/** Starts a storage server, `latencyMs` away from others in one direction. Returns its desc. */
async function startServer(params: {
  readonly startPort: number;
  readonly actors: number;
  readonly remoteDescs: readonly string[];
  readonly latencyMs: number;
}): Promise<string> {
  const { startPort, actors, remoteDescs, latencyMs } = params;
  platform.network.setLatency(latencyMs);
  const { Server } = await fromTree<typeof ServerModule>("kvserver/server.js");
  return (await Server.start(startPort, actors, remoteDescs)).desc;
}

/** The CPU time that the process has used, in microseconds. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

type Connection = RpcClientModule.Remote<QueryServiceModule.QueryService>;

const connections = new Map<string, Promise<RpcClientModule.RpcClient>>();

/**
 * The connection with this number to an address: a new one, or the one that an earlier call made. One client for all
 * servers, the echo included, so that what differs is the server.
 */
async function connect(address: string, index: number, batch: boolean): Promise<Connection> {
  const name = `${address} ${index} ${batch}`;
  const client = connections.get(name) ?? RpcClient.dial(address, { batch });
  connections.set(name, client);
  return (await client).use(queryService);
}

/** The keys of the throughput runs. */
const loadKeys = 10_000;

/** A step that shares no factor with a number of keys visits all of them, in an order without neighbours. */
const stride = 7_919;

/** Queries servers over several connections at once, with several outstanding queries on each. */
async function load(params: {
  /** Connections are spread over the addresses. */
  readonly addresses: readonly string[];
  readonly connections: number;
  readonly outstanding: number;
  readonly operation: "get" | "put";
  readonly batch: boolean;
  readonly durationMs: number;
}): Promise<{ readonly operations: number; readonly tookMs: number }> {
  const { addresses, outstanding, operation, batch, durationMs } = params;
  const queries = await Promise.all(
    Array.from({ length: params.connections }, (_, index) =>
      connect(addresses[index % addresses.length] ?? "", index, batch),
    ),
  );
  let operations = 0;
  let running = true;
  let next = 0;
  const loop = async (query: Connection): Promise<void> => {
    while (running) {
      next = (next + stride) % loadKeys;
      if (operation === "get") await query.get({ key: keyName(next) });
      else await query.put({ key: keyName(next), value: valueFor(next) });
      operations++;
    }
  };
  const startMs = performance.now();
  const loops = queries.flatMap((query) => Array.from({ length: outstanding }, () => loop(query)));
  await delay(durationMs);
  running = false;
  const result = { operations, tookMs: performance.now() - startMs };
  await Promise.all(loops);
  return result;
}

/** Puts the keys from `firstKey` up to, but not including, `endKey`, with 16-byte values. */
async function fill(params: {
  readonly address: string;
  readonly firstKey: number;
  readonly endKey: number;
}): Promise<void> {
  const query = await connect(params.address, 0, true);
  let next = params.firstKey;
  const loop = async (): Promise<void> => {
    while (next < params.endKey) {
      const key = next++;
      await query.put({ key: keyName(key), value: valueFor(key) });
    }
  };
  await Promise.all(Array.from({ length: 256 }, loop));
}

/** Lists prefixes that ten of the keys have, one after the other. Returns the milliseconds that each call took. */
async function list(params: {
  readonly address: string;
  readonly keys: number;
  readonly times: number;
}): Promise<number[]> {
  const query = await connect(params.address, 0, false);
  const tookMs: number[] = [];
  for (let i = 0; i < params.times; i++) {
    const prefix = keyName((i * stride) % params.keys).slice(0, -1);
    const startMs = performance.now();
    const { entries } = await query.list({ prefix });
    tookMs.push(performance.now() - startMs);
    if (entries.length !== 10) {
      throw new Error(`list of ${prefix} returned ${entries.length} entries instead of 10`);
    }
  }
  return tookMs;
}

/** The mean time between two probes, in milliseconds. So short that a server that syncs in ticks never skips a tick. */
const betweenProbesMs = 16;

/** How long to wait for a probe to be visible, in milliseconds. */
const giveUpMs = 10_000;

/**
 * Puts new keys on one actor, at uneven intervals, and gets those that are not visible yet from another one, over and
 * over. Returns for each probe the time from the reply to its Put until a Get shows it, in milliseconds.
 */
async function visibility(params: {
  readonly writeTo: string;
  readonly readFrom: string;
  readonly probes: number;
}): Promise<number[]> {
  const writer = await connect(params.writeTo, 0, false);
  const reader = await connect(params.readFrom, 0, true);
  const run = Date.now();
  const putAtMs = new Map<string, number>();
  const delaysMs: number[] = [];
  let writing = true;
  const write = async (): Promise<void> => {
    for (let i = 0; i < params.probes; i++) {
      const key = `probe-${run}-${i}`;
      await writer.put({ key, value: "seen" });
      putAtMs.set(key, performance.now());
      await delay(betweenProbesMs * (0.5 + Math.random()));
    }
    writing = false;
  };
  const look = async ([key, sinceMs]: [string, number]): Promise<void> => {
    const { value } = await reader.get({ key });
    const waitedMs = performance.now() - sinceMs;
    if (value === null && waitedMs < giveUpMs) return;
    putAtMs.delete(key);
    delaysMs.push(waitedMs);
  };
  const read = async (): Promise<void> => {
    while (writing || putAtMs.size > 0) {
      await Promise.all([...putAtMs].map(look));
      await delay(1);
    }
  };
  await Promise.all([write(), read()]);
  return delaysMs;
}

function keyName(key: number): string {
  return `key-${String(key).padStart(7, "0")}`;
}

function valueFor(key: number): string {
  return `value-${String(key).padStart(10, "0")}`;
}
