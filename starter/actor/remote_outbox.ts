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

/** What an outbox tells its system. */
export interface OutboxHandlers {
  /** Receives the reason when messages are lost; while the other system cannot be reached, once only. */
  readonly onError: (error: Error) => void;
  /** The other system can be reached again; this many messages were lost since it could not. */
  readonly onBack: (lostTells: number) => void;
}

/** Sends messages to one other system: in order, at most once, over one connection that it opens on demand. */
export class RemoteOutbox {
  readonly #platform: Platform = platform();
  readonly #mailbox = new Mailbox<Outgoing>();
  readonly #address: string;
  readonly #handlers: OutboxHandlers;
  #client: RpcClient | undefined;
  /** No attempt to connect is made before this time on the platform's monotonic clock. */
  #redialAtMs = 0;
  /** The value of `#lostTells` when the system became unreachable; undefined while it is not. */
  #lostBefore: number | undefined;
  #closed = false;
  #tells = 0;
  #bytes = 0;
  #lostTells = 0;

  constructor(address: string, handlers: OutboxHandlers) {
    this.#address = address;
    this.#handlers = handlers;
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
      this.#handlers.onError(asError(error));
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
      this.#handlers.onError(asError(error));
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
      this.#handlers.onError(asError(error));
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
      if (!this.#isClosed()) this.#handlers.onError(asError(error));
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
      if (this.#lostBefore !== undefined) return undefined;
      this.#lostBefore = this.#lostTells;
      const { message } = asError(error);
      throw new Error(`${message}; messages to it are lost until it is back`, { cause: error });
    }
    if (this.#lostBefore !== undefined) this.#handlers.onBack(this.#lostTells - this.#lostBefore);
    this.#lostBefore = undefined;
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
