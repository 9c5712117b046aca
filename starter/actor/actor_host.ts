import { inspect } from "node:util";
import { platform } from "../platform/current.js";
import type { CancelTimer, Platform } from "../platform/platform.js";
import type { Actor, ActorClass, ActorContext } from "./actor.js";
import { requireRef, uid, type ActorRef } from "./actor_ref.js";
import { ChannelTable } from "./channel_table.js";
import { Mailbox } from "./mailbox.js";
import { decodeMessage, encodeMessage } from "./message_text.js";
import type { Channel, Outside } from "./receiver.js";
import { HostCounters, type HostStats } from "./stats.js";

/** How a host sends messages that are not for its own actors. */
export interface HostOptions {
  /** The system's address. */
  readonly address: string;
  /** The number of the host within the system: 0 is the system's own thread. */
  readonly index: number;
  /** Takes a message for an actor or a channel elsewhere. Must keep the order. */
  readonly forward: (ref: ActorRef<never>, text: string) => void;
  /** Receives the exceptions of actors. */
  readonly onError: (error: Error, actor: ActorRef<never>) => void;
}

/** After this many messages, an actor's loop yields to timers and I/O. */
const messagesPerTurn = 64;

/** How long to wait for the loops to end when the host closes, in milliseconds. */
const closeGraceMs = 100;

/** Runs the actors of one thread, and the channels of the code beside them. */
export class ActorHost implements Outside {
  readonly #options: HostOptions;
  readonly #platform: Platform = platform();
  readonly #mailboxes = new Map<number, Mailbox<string>>();
  readonly #loops: Promise<void>[] = [];
  /** Cancel functions of the delayed sends that are pending. */
  readonly #cancelLater = new Set<CancelTimer>();
  readonly #counters = new HostCounters();
  readonly #channels: ChannelTable;
  #closed = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#channels = new ChannelTable(options.address, options.index);
  }

  /** Creates an actor and starts its loop. Rethrows exceptions of the class's constructor and of its mailbox. */
  startActor<M>(id: number, actorClass: ActorClass<M>): ActorRef<M> {
    const self: ActorRef<M> = { address: this.#options.address, id };
    const mailbox = new Mailbox<string>();
    // Before the actor is created, because its constructor may send it messages.
    this.#mailboxes.set(id, mailbox);
    const actor = new actorClass(this.#contextOf(self));
    this.#loops.push(this.#run(self, actor, mailbox));
    return self;
  }

  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void {
    this.#tellFromOutside(ref, encode(ref, message));
  }

  /** Sends a message from outside actors after `delayMs` milliseconds. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void {
    const text = encode(ref, message);
    this.#later(delayMs, () => {
      this.#tellFromOutside(ref, text);
    });
  }

  newChannelRef<M>(): Channel<M> {
    this.#counters.channelsMade++;
    return this.#channels.open<M>();
  }

  /** Delivers a message to its receiver, on this host or elsewhere. */
  route(ref: ActorRef<never>, text: string): void {
    if (this.#closed) return;
    const here = ref.address === this.#options.address;
    if (here && (this.#mailboxes.has(ref.id) || this.#channels.owns(ref.id))) {
      this.deliver(ref, text);
    } else {
      this.#options.forward(ref, text);
    }
  }

  /** Delivers a message to a receiver on this host. Counts it as a dead letter if there is no such receiver. */
  deliver(ref: ActorRef<never>, text: string): void {
    const mailbox = this.#mailboxes.get(ref.id);
    if (mailbox !== undefined) {
      try {
        mailbox.push(text);
      } catch (error) {
        this.#report(error, ref);
      }
    } else if (this.#channels.resolve(ref.id, text)) {
      this.#counters.channelsUsed++;
    } else {
      this.#counters.deadLetters++;
    }
  }

  /** The counters as plain data. */
  stats(): HostStats {
    this.#counters.channelsOpen = this.#channels.size;
    return { ...this.#counters, pairs: this.#counters.pairs.toJSON() };
  }

  /** Ends all loops after the message in progress, and rejects open channels. Later messages are dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const [id, mailbox] of this.#mailboxes) {
      try {
        mailbox.close();
      } catch (error) {
        this.#report(error, { address: this.#options.address, id });
      }
    }
    this.#channels.close();
    for (const cancel of this.#cancelLater) cancel();
    this.#cancelLater.clear();
    await this.#loopsEnd();
  }

  /** Waits for the loops for a limited time: a mailbox whose close does not release its pop must not block the rest. */
  async #loopsEnd(): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#platform.after(closeGraceMs, resolve);
      void Promise.allSettled(this.#loops).then(() => {
        cancel();
        resolve();
      });
    });
  }

  async #run<M>(self: ActorRef<M>, actor: Actor<M>, mailbox: Mailbox<string>): Promise<void> {
    try {
      for (let handled = 1; ; handled++) {
        const popped = await mailbox.pop();
        const { busy } = this.#platform;
        if (busy !== undefined) await busy();
        if (popped.closed || this.#closed) return;
        if (typeof popped.value !== "string") {
          throw new TypeError(`Mailbox.pop yielded ${inspect(popped)}, which nobody had pushed`);
        }
        this.#platform.traceDetail?.({ type: "handle", actor: uid(self), text: popped.value });
        try {
          actor.onMessage(decodeMessage(popped.value) as M);
        } catch (error) {
          this.#report(error, self);
        }
        if (handled % messagesPerTurn === 0) {
          await new Promise<void>((resolve) => this.#platform.after(0, resolve));
        }
      }
    } catch (error) {
      this.#report(error, self);
    }
  }

  #contextOf<M>(self: ActorRef<M>): ActorContext<M> {
    const selfUid = uid(self);
    const send = (ref: ActorRef<never>, text: string): void => {
      if (this.#closed) return;
      const toActor = ref.id >= 0 && !(ref.id === self.id && ref.address === self.address);
      if (toActor) this.#count(selfUid, uid(ref), text);
      this.route(ref, text);
    };
    return {
      self,
      tell: (ref, message) => {
        send(ref, encode(ref, message));
      },
      tellAfter: (ref, message, delayMs) => {
        const text = encode(ref, message);
        this.#later(delayMs, () => {
          send(ref, text);
        });
      },
      isLocal: (ref) => ref.address === self.address,
      now: () => this.#platform.now(),
      log: (...parts) => {
        this.#log(selfUid, parts);
      },
    };
  }

  #tellFromOutside(ref: ActorRef<never>, text: string): void {
    this.#counters.externalTells++;
    this.route(ref, text);
  }

  #later(delayMs: number, send: () => void): void {
    if (this.#closed) return;
    const cancel = this.#platform.after(delayMs, () => {
      this.#cancelLater.delete(cancel);
      send();
    });
    this.#cancelLater.add(cancel);
  }

  #count(from: string, to: string, text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#counters.pairs.count(from, to, bytes);
    this.#platform.trace?.({ type: "tell", from, to, bytes, text });
  }

  #log(actor: string, parts: readonly unknown[]): void {
    const text = parts.map((part) => (typeof part === "string" ? part : inspect(part))).join(" ");
    const { trace } = this.#platform;
    if (trace !== undefined) trace({ type: "log", actor, text });
    else process.stderr.write(`[${actor}] ${text}\n`);
  }

  #report(error: unknown, actor: ActorRef<never>): void {
    this.#counters.errors++;
    this.#options.onError(error instanceof Error ? error : new Error(String(error)), actor);
  }
}

/** Encodes a message for a receiver. Throws if either is invalid. */
function encode(ref: ActorRef<never>, message: unknown): string {
  requireRef(ref);
  return encodeMessage(message);
}
