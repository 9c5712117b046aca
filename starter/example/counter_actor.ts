import type { Actor, ActorContext } from "../actor/actor.js";
import type { ActorRef } from "../actor/actor_ref.js";

/**
 * The messages that a counter takes. Messages are plain data, and `type` says which one it is: an actor gets all of its
 * messages through one method, so it has to tell them apart.
 */
export type CounterMessage = Add | Get;

/** Adds `value` to the count. There is no reply. */
export interface Add {
  readonly type: "add";
  readonly value: number;
}

/** Asks for the count. Nobody waits inside of an actor: the reply is a message too, sent to the ref that came along. */
export interface Get {
  readonly type: "get";
  readonly replyTo: ActorRef<Count>;
}

/** The reply to {@link Get}. */
export interface Count {
  readonly type: "count";
  readonly count: number;
}

/** An actor that counts: the pseudocode of section 4 of the handout. */
export class CounterActor implements Actor<CounterMessage> {
  /**
   * Every actor class needs this line. The actor comes to life on a thread of its own, which shares no memory with the
   * one that starts it; there the class is loaded from the module that this names.
   */
  static readonly module = import.meta.url;

  // The actor's state. Nobody else can reach it, and one message is handled at a time, so there is nothing to lock.
  #count = 0;

  readonly #context: ActorContext<CounterMessage>;

  /** An actor is made with its context alone. What else it has to know, tell it in a first message. */
  constructor(context: ActorContext<CounterMessage>) {
    this.#context = context;
  }

  onMessage(message: CounterMessage): void {
    switch (message.type) {
      case "add":
        this.#count += message.value;
        return;
      case "get":
        // Sending never waits. That the message fits the ref, the compiler checks.
        this.#context.tell(message.replyTo, { type: "count", count: this.#count });
        return;
      default:
        // A type of message without a case above would not compile here.
        message satisfies never;
    }
  }
}
