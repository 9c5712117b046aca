import type { Actor, ActorContext } from "../actor/actor.js";
import type { ActorRef } from "../actor/actor_ref.js";

/**
 * The messages that a counter accepts. Messages are plain data. An actor receives all of its messages through one
 * method, and distinguishes them by `type`.
 */
export type CounterMessage = Add | Get;

/** Adds `value` to the count. There is no reply. */
export interface Add {
  readonly type: "add";
  readonly value: number;
}

/** Asks for the count. Actors never wait, so the reply is a message as well, sent to `replyTo`. */
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
   * Every actor class needs this line. The actor is created on a thread of its own, which shares no memory with the
   * thread that starts it; the new thread loads the class from this module.
   */
  static readonly module = import.meta.url;

  // The actor's state. Only the actor can access it, and it handles one message at a time, so there is nothing to lock.
  #count = 0;

  readonly #context: ActorContext<CounterMessage>;

  /** The constructor gets only the context. Pass everything else in a first message. */
  constructor(context: ActorContext<CounterMessage>) {
    this.#context = context;
  }

  onMessage(message: CounterMessage): void {
    switch (message.type) {
      case "add":
        this.#count += message.value;
        return;
      case "get":
        // Sending never waits. The compiler checks that the message fits the ref.
        this.#context.tell(message.replyTo, { type: "count", count: this.#count });
        return;
      default:
        // This line does not compile if a message type has no case above.
        message satisfies never;
    }
  }
}
