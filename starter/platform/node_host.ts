import { PlatformError, type HostPort, type TraceEvent, type TraceSink } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

/** What to run in a new thread or process, and as which host; see `Platform.spawn` and `NodePlatformOptions`. */
export interface HostData {
  readonly host: string;
  readonly publicName: string;
  readonly entry: string;
  readonly data: string;
  /** Whether the host sends its observations. */
  readonly traced: boolean;
}

/** The messages between a host and the host that spawned it. */
export type HostMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "trace"; readonly event: TraceEvent }
  | { readonly type: "started" }
  | { readonly type: "failed"; readonly message: string; readonly stack: string | undefined }
  | { readonly type: "close" };

/** A thread or a process that was spawned, as it is seen from outside. */
export interface SpawnedHost {
  /** What it is, for messages. */
  readonly what: "thread" | "process";
  /** Sends it a message. Never waits; does nothing after its end. */
  send(message: HostMessage): void;
  /** Sets the handler of messages that come from it. */
  onMessage(handle: (message: HostMessage) => void): void;
  /** `failure` is the error that ended it, if one did that nobody caught. */
  onEnd(handle: (exitCode: number, failure: Error | undefined) => void): void;
  /** Ends it by force. */
  kill(): void;
}

/** How long a host may take to end after a request, in milliseconds. */
const closeGraceMs = 1_000;

/** The spawning side's end of the connection to a host. */
export class SpawningPort implements HostPort {
  readonly #inbox = new TextInbox();
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #ended: { readonly error: Error | undefined } | undefined;
  #failure: Error | undefined;
  /** Whether the host has reported that it was closed from its own side. */
  #closedThere = false;
  #closing: Promise<void> | undefined;
  #killed = false;
  #whenEnded: () => void = () => undefined;
  readonly #end = new Promise<void>((resolve) => (this.#whenEnded = resolve));

  /** Waits until the host has started. Rejects with the reason if it does not. */
  static open(spawned: SpawnedHost, host: string, trace: TraceSink | undefined): Promise<HostPort> {
    return new Promise((resolve, reject) => {
      const port = new SpawningPort(spawned, host, trace, (error) => {
        if (error === undefined) resolve(port);
        else reject(error);
      });
    });
  }

  private constructor(
    private readonly spawned: SpawnedHost,
    private readonly host: string,
    private readonly trace: TraceSink | undefined,
    private readonly settle: (error?: Error) => void,
  ) {
    spawned.onMessage((message) => {
      this.#onMessage(message);
    });
    spawned.onEnd((exitCode, failure) => {
      this.#onEnd(exitCode, failure);
    });
  }

  post(text: string): void {
    this.spawned.send({ type: "text", text });
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
    this.spawned.kill();
    await this.#end;
  }

  async #close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const force = setTimeout(() => {
      this.spawned.kill();
    }, closeGraceMs);
    this.spawned.send({ type: "close" });
    await this.#end;
    clearTimeout(force);
  }

  #onMessage(message: HostMessage): void {
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
        this.#failure = Object.assign(new Error(message.message), {
          ...(message.stack === undefined ? {} : { stack: message.stack }),
        });
        return;
      case "close":
        this.#closedThere = true;
        return;
    }
  }

  #onEnd(exitCode: number, failure: Error | undefined): void {
    const asked = this.#closing !== undefined || this.#closedThere || this.#killed;
    const { what } = this.spawned;
    const error =
      this.#failure ??
      failure ??
      (asked
        ? undefined
        : new PlatformError(
            "host-ended",
            `the ${what} ${this.host} ended by itself with exit code ${exitCode}; ` +
              "did code that runs in it call process.exit()?",
          ));
    this.#ended = { error };
    // Settling twice has no effect, so this matters only if the host ended before it had started.
    this.settle(error ?? new PlatformError("host-ended", `${this.host} was closed`));
    this.#whenEnded();
    void this.#handleClose?.(error);
  }
}
