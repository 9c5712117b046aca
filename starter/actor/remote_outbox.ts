import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import { RpcClient } from "../rpc/rpc_client.js";
import type { ActorRef } from "./actor_ref.js";
import { Mailbox } from "./mailbox.js";
import { remoteTell } from "./remote_tell.js";
import type { RemoteStats } from "./stats.js";

interface Outgoing {
  readonly ref: ActorRef<never>;
  readonly text: string;
}

/** After a failed attempt to connect, messages are dropped without another attempt for this time, in milliseconds. */
const redialPauseMs = 500;

/** Sends messages to one other system: in order, at most once, over one connection that it opens on demand. */
export class RemoteOutbox {
  readonly #platform: Platform = platform();
  readonly #mailbox = new Mailbox<Outgoing>();
  readonly #address: string;
  readonly #onError: (error: Error) => void;
  #client: RpcClient | undefined;
  /** No attempt to connect is made before this time on the platform's monotonic clock. */
  #redialAtMs = 0;
  #closed = false;
  #tells = 0;
  #bytes = 0;
  #lostTells = 0;

  /** `onError` receives the reason whenever messages are lost. */
  constructor(address: string, onError: (error: Error) => void) {
    this.#address = address;
    this.#onError = onError;
    void this.#run();
  }

  /** Queues a message. Never waits. */
  push(ref: ActorRef<never>, text: string): void {
    if (this.#closed) return;
    this.#tells++;
    this.#bytes += Buffer.byteLength(text);
    try {
      this.#mailbox.push({ ref, text });
    } catch (error) {
      this.#lostTells++;
      this.#onError(asError(error));
    }
  }

  /** The counters so far. */
  stats(): RemoteStats {
    return {
      address: this.#address,
      tells: this.#tells,
      bytes: this.#bytes,
      lostTells: this.#lostTells,
    };
  }

  /** Stops sending and closes the connection. */
  close(): void {
    this.#closed = true;
    this.#client?.close();
    try {
      this.#mailbox.close();
    } catch (error) {
      this.#onError(asError(error));
    }
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const popped = await this.#mailbox.pop();
        if (popped.closed || this.#isClosed()) return;
        await this.#send(popped.value);
      }
    } catch (error) {
      this.#onError(asError(error));
    }
  }

  async #send({ ref, text }: Outgoing): Promise<void> {
    try {
      const client = await this.#connected();
      if (client !== undefined) await remoteTell(client, ref, text);
      else this.#lostTells++;
    } catch (error) {
      this.#lostTells++;
      // Failing to send because of close is not an error.
      if (!this.#isClosed()) this.#onError(asError(error));
    }
  }

  /** The connection, reopened if necessary; undefined during the pause after a failure. */
  async #connected(): Promise<RpcClient | undefined> {
    if (this.#client?.closed === false) return this.#client;
    if (this.#platform.monotonicNow() < this.#redialAtMs) return undefined;
    try {
      this.#client = await RpcClient.dial(this.#address);
    } catch (error) {
      this.#redialAtMs = this.#platform.monotonicNow() + redialPauseMs;
      throw error;
    }
    if (this.#isClosed()) this.#client.close();
    return this.#client;
  }

  // A method, because the compiler assumes that a field does not change across an await.
  #isClosed(): boolean {
    return this.#closed;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
