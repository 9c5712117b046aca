import { platform } from "../platform/current.js";
import type { CancelTimer, Platform } from "../platform/platform.js";
import { channelId, isChannelId, threadOf } from "./actor_ids.js";
import { decodeMessage } from "./message_text.js";
import type { Channel } from "./receiver.js";

/** A channel without a message expires after one to two of these periods. */
const generationMs = 60_000;

interface OpenChannel {
  readonly resolve: (message: never) => void;
  readonly reject: (error: Error) => void;
}

/** The open channels of one host. */
export class ChannelTable {
  readonly #platform: Platform = platform();
  // Two generations instead of a timer per channel: at the end of a generation, the channels in the old one expire.
  #young = new Map<number, OpenChannel>();
  #old = new Map<number, OpenChannel>();
  #cancelTurn: CancelTimer | undefined;
  #made = 0;
  #closed = false;

  constructor(
    private readonly address: string,
    private readonly hostIndex: number,
  ) {}

  /** The number of open channels. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Whether an id belongs to a channel of this host, open or closed. */
  owns(id: number): boolean {
    return isChannelId(id) && threadOf(id) === this.hostIndex;
  }

  /** Creates a channel that waits for its message. After close, the channel is rejected immediately. */
  open<M>(): Channel<M> {
    const id = channelId(this.hostIndex, ++this.#made);
    const first = new Promise<M>((resolve, reject) => {
      if (this.#closed) throw new Error("the actor system is closed");
      this.#young.set(id, { resolve, reject });
    });
    // Avoid an unhandled rejection if the caller has stopped waiting.
    first.catch(() => undefined);
    if (!this.#closed) this.#armTurn();
    return { ref: { address: this.address, id }, first };
  }

  /**
   * Resolves a channel with its message, or rejects it if the text is not JSON (which only a foreign program would
   * send). Returns false if the channel already has a message, has expired, or never existed.
   */
  resolve(id: number, text: string): boolean {
    const generation = this.#young.has(id) ? this.#young : this.#old;
    const channel = generation.get(id);
    if (channel === undefined) return false;
    generation.delete(id);
    try {
      channel.resolve(decodeMessage(text) as never);
    } catch (error) {
      channel.reject(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }

  /** Rejects every open channel. */
  close(): void {
    this.#closed = true;
    this.#cancelTurn?.();
    reject(this.#young, "the actor system was closed before a message came");
    reject(this.#old, "the actor system was closed before a message came");
  }

  #armTurn(): void {
    this.#cancelTurn ??= this.#platform.after(generationMs, () => {
      this.#cancelTurn = undefined;
      reject(this.#old, "no message came within a minute");
      this.#old = this.#young;
      this.#young = new Map();
      if (this.size > 0) this.#armTurn();
    });
  }
}

function reject(channels: Map<number, OpenChannel>, reason: string): void {
  for (const channel of channels.values()) channel.reject(new Error(reason));
  channels.clear();
}
