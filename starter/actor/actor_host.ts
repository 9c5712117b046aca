import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import type { ActorClass, Directive } from "./actor.js";
import type { ActorCell } from "./actor_cell.js";
import { contextOf, encode, type ContextHost } from "./actor_context.js";
import { isChannelId, threadOf } from "./actor_ids.js";
import { uid, type ActorRef } from "./actor_ref.js";
import { ActorTable, type AnyActorClass } from "./actor_table.js";
import { ChannelTable } from "./channel_table.js";
import type { Channel, Outside } from "./receiver.js";
import type { Signal } from "./signal.js";
import { HostCounters, type HostStats } from "./stats.js";
import { Timers } from "./timers.js";

/** How a host communicates with the rest of its system. */
export interface HostOptions {
  /** The system's address. */
  readonly address: string;
  /** The number of the host's thread within the system: 0 is the system's own thread. */
  readonly index: number;
  /** Takes a message for an actor or a channel elsewhere. Must keep the order. */
  readonly forward: (ref: ActorRef<never>, text: string) => void;
  /** Takes a signal for another thread. Must keep the order of messages and signals. */
  readonly signal: (signal: Signal) => void;
  /** Receives the exceptions of actors, with what their parents decided. */
  readonly onError: (error: Error, actor: ActorRef<never>, directive?: Directive) => void;
  /** Is told that an actor which {@link ActorHost.startActor} started was stopped. Default: nothing. */
  readonly onStopped?: () => void;
}

/** Runs the actors of one thread, and the channels of the code beside them. */
export class ActorHost implements Outside, ContextHost {
  readonly actors: ActorTable;
  readonly thread: number;
  readonly #options: HostOptions;
  readonly #platform: Platform = platform();
  /** The delayed sends of code outside actors. */
  readonly #timers = new Timers();
  readonly #counters = new HostCounters();
  readonly #channels: ChannelTable;
  #closed = false;

  constructor(options: HostOptions) {
    const { address, index } = options;
    this.#options = options;
    this.thread = index;
    this.#channels = new ChannelTable(address, index);
    this.actors = new ActorTable({
      address,
      thread: index,
      contextOf: (cell) => contextOf(cell, this),
      signal: options.signal,
      report: (error, actor, directive) => {
        this.#counters.errors++;
        const failure = error instanceof Error ? error : new Error(String(error));
        options.onError(failure, actor, directive);
      },
      onLost: (messages) => {
        this.#counters.deadLetters += messages;
      },
      onStopped: () => options.onStopped?.(),
    });
  }

  /**
   * Creates an actor and starts its loop. Rethrows exceptions of the class's constructor and of its mailbox.
   *
   * @param args for the constructor, behind the context. They are copied.
   */
  startActor<M, A extends readonly unknown[]>(
    id: number,
    actorClass: ActorClass<M, A>,
    ...args: A
  ): ActorRef<M> {
    return this.actors.start(id, actorClass as unknown as AnyActorClass, args).self;
  }

  /** Stops an actor and its children after the message that it is handling. */
  stopActor(id: number): void {
    this.actors.get(id)?.askToStop();
  }

  /** Takes a signal from another thread. */
  takeSignal(signal: Signal): void {
    this.actors.takeSignal(signal);
  }

  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void {
    this.#tellFromOutside(ref, encode(ref, message));
  }

  /** Sends a message from outside actors after `delayMs` milliseconds. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void {
    const text = encode(ref, message);
    this.#timers.after(delayMs, () => {
      this.#tellFromOutside(ref, text);
    });
  }

  newChannelRef<M>(): Channel<M> {
    this.#counters.channelsMade++;
    return this.#channels.open<M>();
  }

  send(from: ActorCell, ref: ActorRef<never>, text: string): void {
    if (this.#closed) return;
    const { self } = from;
    const toSelf = ref.id === self.id && ref.address === self.address;
    if (!toSelf && !isChannelId(ref.id)) this.#count(from.uid, uid(ref), text);
    this.route(ref, text);
  }

  /** Delivers a message to its receiver, on this host or elsewhere. */
  route(ref: ActorRef<never>, text: string): void {
    if (this.#closed) return;
    const here = ref.address === this.#options.address && threadOf(ref.id) === this.thread;
    if (here) this.deliver(ref, text);
    else this.#options.forward(ref, text);
  }

  /** Delivers a message to a receiver on this host. Counts it as a dead letter if there is no such receiver. */
  deliver(ref: ActorRef<never>, text: string): void {
    const cell = this.actors.get(ref.id);
    if (cell !== undefined) cell.push(text);
    else if (this.#channels.resolve(ref.id, text)) this.#counters.channelsUsed++;
    else this.#counters.deadLetters++;
  }

  /** The counters as plain data. */
  stats(): HostStats {
    this.#counters.channelsOpen = this.#channels.size;
    this.#counters.children = this.actors.children;
    return { ...this.#counters, pairs: this.#counters.pairs.toJSON() };
  }

  /** Ends all loops after the message in progress, and rejects open channels. Later messages are dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#channels.close();
    this.#timers.close();
    await this.actors.close();
  }

  #tellFromOutside(ref: ActorRef<never>, text: string): void {
    this.#counters.externalTells++;
    this.route(ref, text);
  }

  #count(from: string, to: string, text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#counters.pairs.count(from, to, bytes);
    this.#platform.trace?.({ type: "tell", from, to, bytes, text });
  }
}
