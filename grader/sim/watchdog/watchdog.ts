import { Worker } from "node:worker_threads";
import { SharedState } from "./shared_state.js";

/** Options of {@link startWatchdog}. */
export interface WatchdogOptions {
  /** How long one event, with the promises that it made ready, may run, in milliseconds of processor time; default 10,000. */
  readonly limitMs?: number;
  /** Where the report goes: a file descriptor of this process. */
  readonly fd: number;
  /** What stands before the report on its line. */
  readonly prefix: string;
  /** The folder of the compiled tree under test, ending with a slash: a place in it is what a report names. */
  readonly treeUrl: string;
}

/** What a watchdog writes, as one line of JSON behind the prefix. */
export interface StuckReport {
  readonly type: "stuck";
  /** The host whose code does not return. */
  readonly host: string;
  /**
   * Where it was, as `/path/of/file.js:line:column` in the compiled tree; absent when that cannot be found out, as in a
   * call of Node's own that does not return.
   */
  readonly place?: string;
  /** The innermost calls, one a line, as in the stack of an error. */
  readonly stack: string;
}

/** What a simulation tells a watchdog. Cheap enough for every event. */
export interface Watched {
  /** An event of a host begins. */
  onEvent(host: string): void;
  /** A module for a host is being loaded, which may take longer than an event as long as this thread is not busy. */
  onLoading(host: string): void;
  /** Nothing is under way until the next event. */
  onRest(): void;
}

/** A watchdog that runs. */
export interface Watchdog extends Watched {
  /** Ends it; resolves when its thread has ended. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Watches, from a small thread of its own, that this thread gets on with its simulation. An event that does not return
 * blocks this thread for good, so the other one stops it with a debugger for a moment, looks where it is, and writes a
 * {@link StuckReport} itself: once for each event that is stuck. Whoever reads it should end the process.
 *
 * The thread does not keep the process alive.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { limitMs = 10_000, fd, prefix, treeUrl } = options;
  const state = new SharedState();
  const data: WatchdogData = { memory: state.memory, limitMs, fd, prefix, treeUrl };
  const worker = new Worker(new URL("./watchdog_thread.js", import.meta.url), {
    workerData: data,
    name: "watchdog",
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
  });
  worker.unref();
  let loading: NodeJS.Timeout | undefined;
  const onLoaded = (): void => {
    clearInterval(loading);
    loading = undefined;
  };
  return {
    onEvent: (host) => {
      if (loading !== undefined) onLoaded();
      state.step(host);
    },
    onLoading: (host) => {
      onLoaded();
      state.step(host);
      // As long as this runs, the thread waits for the disk and is not stuck.
      loading = setInterval(() => {
        state.step(host);
      }, limitMs / 4);
    },
    onRest: () => {
      onLoaded();
      state.rest();
    },
    stop: async () => {
      onLoaded();
      await worker.terminate();
    },
  };
}

/** What the watchdog's thread gets to know. */
export interface WatchdogData extends Required<WatchdogOptions> {
  readonly memory: SharedArrayBuffer;
}
