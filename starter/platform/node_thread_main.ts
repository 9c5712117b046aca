/** Runs in every spawned thread: installs the thread's platform, then runs the entry module's `main`. */
import { parentPort, workerData } from "node:worker_threads";
import { installPlatform } from "./current.js";
import { createNodePlatform } from "./node_platform.js";
import type { ThreadData, ThreadMessage } from "./node_thread.js";
import type { HostMain, Port } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

const { host, publicName, entry, data, traced, threadHeapMiB } = workerData as ThreadData;
if (parentPort === null) throw new Error("this module runs in worker threads only");
const parent = parentPort;

/** The spawned side's end. */
class ChildPort implements Port {
  readonly #inbox = new TextInbox();
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #closing: Promise<void> | undefined;

  constructor() {
    parent.on("message", (message: ThreadMessage) => {
      if (message.type === "close") void this.close();
      if (message.type === "text") this.#inbox.arrived(message.text);
    });
  }

  post(text: string): void {
    send({ type: "text", text });
  }

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  onClose(handle: (error: Error | undefined) => void | Promise<void>): void {
    this.#handleClose = handle;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    try {
      await this.#handleClose?.(undefined);
    } catch (error) {
      send({ type: "failed", error: asError(error) });
    }
    send({ type: "close" });
    process.exit(0);
  }
}

function send(message: ThreadMessage): void {
  parent.postMessage(message);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

installPlatform(
  createNodePlatform({
    host,
    publicName,
    threadHeapMiB,
    trace: traced
      ? (event) => {
          send({ type: "trace", event });
        }
      : undefined,
  }),
);

const port = new ChildPort();
try {
  const module = (await import(entry)) as { main?: HostMain };
  if (module.main === undefined) throw new Error(`${entry} exports no main(port, data)`);
  await module.main(port, data);
  send({ type: "started" });
} catch (error) {
  send({ type: "failed", error: asError(error) });
  process.exit(1);
}
