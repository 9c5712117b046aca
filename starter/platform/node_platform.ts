import { performance } from "node:perf_hooks";
import { NetworkTable } from "./network_table.js";
import { dialNode, listenNode } from "./node_link.js";
import { spawnProcess, type ProcessOptions } from "./node_process.js";
import { spawnThread } from "./node_thread.js";
import type { CancelTimer, Platform, TraceEvent, TraceSink } from "./platform.js";

/** Options of {@link createNodePlatform}. */
export interface NodePlatformOptions {
  /** The host's name in messages and traces. */
  readonly host: string;
  /** The name by which other machines reach this one; default `"localhost"`, which excludes other machines. */
  readonly publicName?: string | undefined;
  /** Receives the observations of this thread and of every thread that it spawns, directly or indirectly. */
  readonly trace?: TraceSink | undefined;
  /** The heap limit of each spawned thread, in MiB; default: Node's. */
  readonly threadHeapMiB?: number | undefined;
  /** Makes every host that is spawned a process of the operating system; default: a thread of this process. */
  readonly processes?: ProcessOptions | undefined;
}

/** The platform of the real world: Node's clock, timers, worker threads, and WebSockets for links. */
export function createNodePlatform(options: NodePlatformOptions): Platform {
  const publicName = options.publicName ?? "localhost";
  const network = new NetworkTable();
  const clock = { monotonicNow: () => performance.now(), after };
  const trace = options.trace && stamp(options.host, options.trace);
  return {
    host: options.host,
    publicName,
    network,
    trace,
    now: () => Date.now(),
    monotonicNow: clock.monotonicNow,
    random: () => Math.random(),
    after,
    listen: (listenOptions, accept) =>
      listenNode(publicName === "localhost" ? loopback : undefined, listenOptions, accept, clock),
    dial: (address, dialOptions) => dialNode(address, dialOptions ?? {}, clock, network),
    spawn: (name, entry, data) => {
      const traced = trace !== undefined;
      const spawned = { host: `${options.host}/${name}`, publicName, entry, data, traced };
      return options.processes === undefined
        ? spawnThread({ ...spawned, threadHeapMiB: options.threadHeapMiB }, options.trace)
        : spawnProcess(spawned, options.processes, options.trace);
    },
    load: async (module) => (await import(module)) as Record<string, unknown>,
  };
}

const loopback = "127.0.0.1";

/** The longest delay of Node's timers, in milliseconds: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

function after(delayMs: number, run: () => void): CancelTimer {
  if (!(delayMs >= 0 && delayMs <= longestTimerMs)) {
    throw new RangeError(
      `a timer's delay is a number of milliseconds from 0 to ${longestTimerMs}, not ${delayMs}`,
    );
  }
  if (delayMs === 0) {
    const immediate = setImmediate(run);
    return () => {
      clearImmediate(immediate);
    };
  }
  // Node truncates fractions, so the timer would fire early.
  const timeout = setTimeout(run, Math.ceil(delayMs));
  return () => {
    clearTimeout(timeout);
  };
}

/** Adds the host and the time to each observation; observations of spawned hosts already have them. */
function stamp(host: string, sink: TraceSink): TraceSink {
  return (event: TraceEvent) => {
    sink({ ...event, host, atMs: performance.timeOrigin + performance.now() });
  };
}
