import { inspect } from "node:util";
import type { Platform } from "../platform/platform.js";
import type { Actor, Directive, Terminated } from "./actor.js";
import { uid, type ActorRef } from "./actor_ref.js";
import { Mailbox } from "./mailbox.js";
import { decodeMessage, encodeMessage } from "./message_text.js";
import { Timers } from "./timers.js";

/** What a cell needs from the host that it belongs to. */
export interface CellHost {
  readonly platform: Platform;
  readonly closed: boolean;
  /** Reports an exception of an actor. */
  report(error: unknown, actor: ActorRef<never>): void;
  /** Is told that an exception of the actor's `onMessage` has been caught. */
  failed(cell: ActorCell, error: unknown): void;
  /** Is told that the actor has asked to be stopped, once it is outside of its own code. */
  stopAsked(cell: ActorCell): void;
}

/** After this many messages, an actor's loop yields to timers and I/O. */
const messagesPerTurn = 64;

/** What a host knows about one of its actors: its mailbox and loop, its present instance, and all that ends with it. */
export class ActorCell {
  readonly self: ActorRef<unknown>;
  readonly uid: string;
  /** Undefined for an actor that the system started. */
  readonly parent: ActorCell | undefined;
  readonly children = new Set<ActorCell>();
  /** The ids of the actors that this one watches, and of those that watch this one. */
  readonly watching = new Set<number>();
  readonly watchers = new Set<number>();
  readonly timers = new Timers();
  /** Whether the actor has ended. Set by the host. */
  ended = false;
  readonly #host: CellHost;
  readonly #mailbox = new Mailbox<string>();
  #actor: Actor<unknown> | undefined;
  #make: (() => Actor<unknown>) | undefined;
  /** How many messages wait in the mailbox. */
  #waiting = 0;
  #inOwnCode = false;
  #stopAsked = false;

  constructor(host: CellHost, self: ActorRef<unknown>, parent: ActorCell | undefined) {
    this.#host = host;
    this.self = self;
    this.uid = uid(self);
    this.parent = parent;
  }

  /** How many messages wait in the mailbox. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Makes the actor's instance and begins to handle messages. Rethrows exceptions of the constructor. */
  start(make: () => Actor<unknown>): Promise<void> {
    this.#make = make;
    this.remake();
    return this.#run();
  }

  /** Replaces the instance by a new one. Rethrows exceptions of the constructor. */
  remake(): void {
    this.#inside(() => {
      this.#actor = this.#make?.();
    });
  }

  /** Puts a message into the mailbox. */
  push(text: string): void {
    try {
      this.#mailbox.push(text);
      this.#waiting++;
    } catch (error) {
      this.#host.report(error, this.self);
    }
  }

  /** Tells the actor that one which it watched has ended. Does nothing if it watches it no longer. */
  tellTerminated(actor: number): void {
    if (!this.watching.delete(actor)) return;
    const ref = { address: this.self.address, id: actor };
    this.push(encodeMessage({ type: "terminated", ref } satisfies Terminated));
  }

  /** Asks the actor what becomes of a child that failed. Rethrows its exceptions. */
  supervise(child: ActorRef<never>, error: Error): Directive {
    const actor = this.#actor;
    if (actor?.superviseChild === undefined) return "restart";
    // It may have been compiled without being checked.
    const directive: string = this.#inside(() => actor.superviseChild?.(child, error) ?? "nothing");
    if (directive === "restart" || directive === "stop") return directive;
    throw new TypeError(`superviseChild returned ${directive}; return "restart" or "stop"`);
  }

  /** Has the actor stopped: immediately, or when the code of its own that runs has returned. */
  askToStop(): void {
    if (this.#inOwnCode) this.#stopAsked = true;
    else this.#host.stopAsked(this);
  }

  /** Ends the loop after the message in progress. */
  close(): void {
    try {
      this.#mailbox.close();
    } catch (error) {
      this.#host.report(error, this.self);
    }
  }

  async #run(): Promise<void> {
    const { platform } = this.#host;
    try {
      for (let handled = 1; ; handled++) {
        const popped = await this.#mailbox.pop();
        const { busy } = platform;
        if (busy !== undefined) await busy();
        if (popped.closed || this.ended || this.#host.closed) return;
        if (typeof popped.value !== "string") {
          throw new TypeError(`Mailbox.pop yielded ${inspect(popped)}, which nobody had pushed`);
        }
        this.#handle(popped.value);
        if (handled % messagesPerTurn === 0) {
          await new Promise<void>((resolve) => platform.after(0, resolve));
        }
      }
    } catch (error) {
      this.#host.report(error, this.self);
    }
  }

  #handle(text: string): void {
    this.#waiting--;
    this.#host.platform.traceDetail?.({ type: "handle", actor: this.uid, text });
    try {
      this.#inside(() => this.#actor?.onMessage(decodeMessage(text)));
    } catch (error) {
      this.#host.failed(this, error);
    }
  }

  /** Runs code of the actor. If that asks to stop the actor, it is stopped afterwards. */
  #inside<T>(run: () => T): T {
    this.#inOwnCode = true;
    try {
      return run();
    } finally {
      this.#inOwnCode = false;
      if (this.#stopAsked) this.#host.stopAsked(this);
    }
  }
}
