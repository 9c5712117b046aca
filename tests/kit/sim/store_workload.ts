/** Whole servers and clients of the solution in a simulation: 2 servers of 2 query actors, 200 ms apart. */
import type { FaultSpec } from "../../../grader/sim/faults/fault_spec.js";
import { loadSeam, type Seam } from "../../../grader/sim/seam.js";
import { Simulation } from "../../../grader/sim/simulation.js";
import type { Timing } from "../../../grader/sim/timing.js";
import type { Platform, Port } from "../../../starter/platform/platform.js";
import { Client } from "#solution/kvclient/client.js";
import { fixedRouter } from "#solution/kvclient/query_router.js";
import { sleep } from "../platform_contract/steps.js";
import type { ServerHostData } from "./server_host.js";

/** Options of {@link runStoreWorkload}. */
export interface WorkloadOptions {
  readonly faults?: readonly FaultSpec[];
  readonly timing?: Partial<Timing>;
  /** Whether the run is traced; default true. */
  readonly watched?: boolean;
}

/** What a run of the workload came to. */
export interface WorkloadResult {
  /** The observations, one line of JSON each; empty when nobody watches. */
  readonly trace: string;
  /** What each query actor lists at the end. */
  readonly lists: readonly (readonly (readonly [string, string])[])[];
  readonly puts: number;
  readonly virtualMs: number;
  readonly events: number;
}

const startPorts = [6_000, 6_010];
const actorsPerServer = 2;
const entry = new URL("./server_host.js", import.meta.url).href;

/** Lets a client at each of the four actors put values under the same ten keys, at random times, for `putMs`. */
export async function runStoreWorkload(
  seed: number,
  putMs: number,
  { faults = [], timing = {}, watched = true }: WorkloadOptions = {},
): Promise<WorkloadResult> {
  const lines: string[] = [];
  const simulation = new Simulation({
    seed,
    seam: await solutionSeam(),
    faults,
    timing,
    ...(watched ? { trace: (event) => lines.push(JSON.stringify(event)) } : {}),
  });
  return simulation.run(async (platform) => {
    const servers = await startServers(platform);
    const clients = startPorts.flatMap((startPort) =>
      Array.from(
        { length: actorsPerServer },
        (_, i) => new Client(fixedRouter(`localhost:${startPort + 1 + i}`)),
      ),
    );
    const endMs = platform.now() + putMs;
    const counts = await Promise.all(
      clients.map((client, i) => putUntil(platform, client, `c${i}`, endMs)),
    );
    await sleep(platform, 3_000);
    const lists = await Promise.all(clients.map(async (client) => [...(await client.list(""))]));
    const virtualMs = simulation.elapsedMs;
    for (const client of clients) client.close();
    await Promise.all(servers.map((server) => server.close()));
    return {
      trace: lines.join("\n"),
      lists,
      puts: counts.reduce((sum, count) => sum + count, 0),
      virtualMs,
      events: simulation.eventCount,
    };
  });
}

/** The seam of the staged solution. */
export function solutionSeam(): Promise<Seam> {
  return loadSeam(new URL("..", import.meta.resolve("#solution/platform/current.js")));
}

/** Starts the workload's servers, `s6000` and `s6010`: query actor `i` of the first one listens on port 6001 + i. */
export async function startServers(platform: Platform): Promise<Port[]> {
  const ports: Port[] = [];
  const remoteDescs: string[] = [];
  for (const startPort of startPorts) {
    const data: ServerHostData = {
      startPort,
      actors: actorsPerServer,
      remoteDescs: [...remoteDescs],
      latencyMs: 200,
    };
    const port = await platform.spawn(`s${startPort}`, entry, JSON.stringify(data));
    ports.push(port);
    remoteDescs.push(
      await new Promise((resolve) => {
        port.onMessage(resolve);
      }),
    );
  }
  return ports;
}

async function putUntil(
  platform: Platform,
  client: Client,
  name: string,
  endMs: number,
): Promise<number> {
  let count = 0;
  while (platform.now() < endMs) {
    const key = `k${Math.floor(platform.random() * 10)}`;
    const value = `${name}-${count++}`;
    await client.put(key, value);
    platform.trace?.({ type: "put", key, value });
    await sleep(platform, platform.random() * 100);
  }
  return count;
}
