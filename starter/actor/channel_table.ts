import { platform } from "../platform/current.js";
import type { CancelTimer, Platform } from "../platform/platform.js";
import { decodeMessage } from "./message_text.js";
import type { Channel } from "./receiver.js";

/** Ids of channels are negative, and this far apart from host to host, so that an id says which host it belongs to. */
const idsPerHost = 2 ** 32;

/** A channel that got no message for one to two of these is given up. */
const generationMs = 60_000;

interface OpenChannel {
  readonly resolve: (message: never) => void;
  readonly reject: (error: Error) => void;
}

/** The channels of one host that wait for their message. */
export class ChannelTable {
  readonly #platform: Platform = platform();
  // Two generations instead of a timer per channel: what is still in the old one when a generation ends is given up.
  #young = new Map<number, OpenChannel>();
  #old = new Map<number, OpenChannel>();
  #cancelTurn: CancelTimer | undefined;
  #made = 0;
  #closed = false;

  constructor(
    private readonly address: string,
    private readonly hostIndex: number,
  ) {}

  /** How many channels wait. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Whether an id is that of a channel of this host, open or not. */
  owns(id: number): boolean {
    return id < 0 && hostOfChannel(id) === this.hostIndex;
  }

  /** Makes a channel that waits for its message. Once the table is closed, such a channel is rejected at once. */
  open<M>(): Channel<M> {
    this.#made = (this.#made + 1) % idsPerHost;
    const id = -(this.hostIndex * idsPerHost + this.#made + 1);
    const first = new Promise<M>((resolve, reject) => {
      if (this.#closed) throw new Error("the actor system is closed");
      this.#young.set(id, { resolve, reject });
    });
    // Who does not wait for the message any more need not hear that none came.
    first.catch(() => undefined);
    if (!this.#closed) this.#armTurn();
    return { ref: { address: this.address, id }, first };
  }

  /**
   * Gives a channel its message; rejects it when the text is no JSON, as only a program of somebody else would send it.
   * Returns false when the channel has a message already, was given up, or never was.
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

/** The number of the host that a channel's id belongs to. */
export function hostOfChannel(id: number): number {
  return Math.floor((-id - 1) / idsPerHost);
}

function reject(channels: Map<number, OpenChannel>, reason: string): void {
  for (const channel of channels.values()) channel.reject(new Error(reason));
  channels.clear();
}
