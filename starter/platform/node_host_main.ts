import { installPlatform } from "./current.js";
import type { HostData, HostMessage } from "./node_host.js";
import type { HostMain, Platform, Port, TraceSink } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

/** The connection to the spawning host, as a spawned thread or process has it. */
export interface ParentHost {
  /** Sends it a message. Never waits. */
  send(message: HostMessage): void;
  /** Sets the handler of messages that come from it. */
  onMessage(handle: (message: HostMessage) => void): void;
  /** Ends this host, after everything has been sent. */
  exit(code: number): void;
}

/** Installs a spawned host's platform, and runs its entry module's `main`. */
export async function runHost(
  { entry, data, traced }: HostData,
  parent: ParentHost,
  createPlatform: (trace: TraceSink | undefined) => Platform,
): Promise<void> {
  const trace: TraceSink = (event) => {
    parent.send({ type: "trace", event });
  };
  installPlatform(createPlatform(traced ? trace : undefined));
  const port = new SpawnedPort(parent);
  try {
    const module = (await import(entry)) as { main?: HostMain };
    if (module.main === undefined) throw new Error(`${entry} exports no main(port, data)`);
    await module.main(port, data);
    parent.send({ type: "started" });
  } catch (error) {
    parent.send(failed(error));
    parent.exit(1);
  }
}

/** The spawned side's end. */
class SpawnedPort implements Port {
  readonly #inbox = new TextInbox();
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #closing: Promise<void> | undefined;

  constructor(private readonly parent: ParentHost) {
    parent.onMessage((message) => {
      if (message.type === "close") void this.close();
      if (message.type === "text") this.#inbox.arrived(message.text);
    });
  }

  post(text: string): void {
    this.parent.send({ type: "text", text });
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
      this.parent.send(failed(error));
    }
    this.parent.send({ type: "close" });
    this.parent.exit(0);
  }
}

function failed(error: unknown): HostMessage {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { type: "failed", message, stack };
}
