import { Worker } from "node:worker_threads";
import { SpawningPort, type HostData, type HostMessage, type SpawnedHost } from "./node_host.js";
import { PlatformError, type HostPort, type TraceSink } from "./platform.js";

/** What to run in a new thread, and as which host. */
export interface ThreadData extends HostData {
  readonly threadHeapMiB: number | undefined;
}

/** Starts a worker thread that runs a module's `main`; see `Platform.spawn`. `trace` receives its observations. */
export function spawnThread(data: ThreadData, trace: TraceSink | undefined): Promise<HostPort> {
  return SpawningPort.open(new SpawnedThread(data), data.host, trace);
}

class SpawnedThread implements SpawnedHost {
  readonly what = "thread";
  readonly #worker: Worker;
  readonly #host: string;

  constructor(data: ThreadData) {
    const { host, threadHeapMiB } = data;
    this.#host = host;
    this.#worker = new Worker(new URL("./node_thread_main.js", import.meta.url), {
      workerData: data,
      name: host,
      resourceLimits: threadHeapMiB === undefined ? {} : { maxOldGenerationSizeMb: threadHeapMiB },
    });
  }

  send(message: HostMessage): void {
    this.#worker.postMessage(message);
  }

  onMessage(handle: (message: HostMessage) => void): void {
    this.#worker.on("message", handle);
  }

  onEnd(handle: (exitCode: number, failure: Error | undefined) => void): void {
    let failure: Error | undefined;
    this.#worker.on("error", (error: Error) => {
      failure = named(error, this.#host);
    });
    this.#worker.on("exit", (exitCode) => {
      handle(exitCode, failure);
    });
  }

  kill(): void {
    void this.#worker.terminate();
  }
}

function named(error: Error, host: string): Error {
  const code = (error as Error & { code?: string }).code;
  if (code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new PlatformError("host-ended", `the thread ${host} ran out of memory`);
}
