import { Worker } from "node:worker_threads";
import { PlatformError, type HostPort, type TraceEvent, type TraceSink } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

/** What to run in a new thread, and as which host; see `Platform.spawn` and `NodePlatformOptions`. */
export interface ThreadData {
  readonly host: string;
  readonly publicName: string;
  readonly entry: string;
  readonly data: string;
  readonly threadHeapMiB: number | undefined;
  /** Whether the thread sends its observations. */
  readonly traced: boolean;
}

/** The messages between a thread and the thread that spawned it. */
export type ThreadMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "trace"; readonly event: TraceEvent }
  | { readonly type: "started" }
  | { readonly type: "failed"; readonly error: Error }
  | { readonly type: "close" };

/** How long a thread may take to end after a request, in milliseconds. */
const closeGraceMs = 1_000;

/** Starts a worker thread that runs a module's `main`; see `Platform.spawn`. `trace` receives its observations. */
export function spawnThread(data: ThreadData, trace: TraceSink | undefined): Promise<HostPort> {
  const { host, threadHeapMiB } = data;
  const worker = new Worker(new URL("./node_thread_main.js", import.meta.url), {
    workerData: data,
    name: host,
    resourceLimits: threadHeapMiB === undefined ? {} : { maxOldGenerationSizeMb: threadHeapMiB },
  });
  return new Promise((resolve, reject) => {
    const port = new ParentPort(worker, host, trace, (error) => {
      if (error === undefined) resolve(port);
      else reject(error);
    });
  });
}

/** The spawning side's end. */
class ParentPort implements HostPort {
  readonly #inbox = new TextInbox();
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #ended: { readonly error: Error | undefined } | undefined;
  #failure: Error | undefined;
  /** Whether the thread has reported that it was closed from its own side. */
  #closedThere = false;
  #closing: Promise<void> | undefined;
  #killed = false;

  constructor(
    private readonly worker: Worker,
    private readonly host: string,
    private readonly trace: TraceSink | undefined,
    private readonly settle: (error?: Error) => void,
  ) {
    worker.on("message", (message: ThreadMessage) => {
      this.#onMessage(message);
    });
    worker.on("error", (error: Error) => {
      this.#failure = named(error, host);
    });
    worker.on("exit", (exitCode) => {
      this.#onExit(exitCode);
    });
  }

  post(text: string): void {
    this.#send({ type: "text", text });
  }

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  onClose(handle: (error: Error | undefined) => void | Promise<void>): void {
    this.#handleClose = handle;
    if (this.#ended !== undefined) void handle(this.#ended.error);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async kill(): Promise<void> {
    this.#killed = true;
    await this.worker.terminate();
  }

  async #close(): Promise<void> {
    if (this.#ended !== undefined) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => void this.worker.terminate(), closeGraceMs);
      this.worker.once("exit", () => {
        clearTimeout(force);
        resolve();
      });
      this.#send({ type: "close" });
    });
  }

  #send(message: ThreadMessage): void {
    this.worker.postMessage(message);
  }

  #onMessage(message: ThreadMessage): void {
    switch (message.type) {
      case "text":
        this.#inbox.arrived(message.text);
        return;
      case "trace":
        this.trace?.(message.event);
        return;
      case "started":
        this.settle();
        return;
      case "failed":
        this.#failure = message.error;
        return;
      case "close":
        this.#closedThere = true;
        return;
    }
  }

  #onExit(exitCode: number): void {
    const asked = this.#closing !== undefined || this.#closedThere || this.#killed;
    const error =
      this.#failure ??
      (asked
        ? undefined
        : new PlatformError(
            "host-ended",
            `the thread ${this.host} ended by itself with exit code ${exitCode}; ` +
              "did code that runs in it call process.exit()?",
          ));
    this.#ended = { error };
    // Settling twice has no effect, so this matters only if the thread ended before it had started.
    this.settle(error ?? new PlatformError("host-ended", `${this.host} was closed`));
    void this.#handleClose?.(error);
  }
}

function named(error: Error, host: string): Error {
  const code = (error as Error & { code?: string }).code;
  if (code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new PlatformError("host-ended", `the thread ${host} ran out of memory`);
}
