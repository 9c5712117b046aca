import type { Implementation, Service } from "../rpc/service.js";
import type { ActorRef } from "./actor_ref.js";

/** A channel: a ref for one message from an actor to code outside actors, such as the reply to a query. */
export interface Channel<M> {
  /** Put it into a message as the reply address. */
  readonly ref: ActorRef<M>;
  /**
   * The first message sent to the ref; later ones are dropped. Rejected if the system closes, or if no message arrives
   * for one to two minutes.
   */
  readonly first: Promise<M>;
}

/** The actor system for code outside actors: on the system's own thread, or on an actor's thread. */
export interface Outside {
  /**
   * Sends a message to an actor. Never waits. Copying, order and delivery are those of `ActorContext.tell`; all code
   * outside actors on one thread counts as one sender.
   *
   * @throws `MessageError` if the message is not plain data.
   */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void;

  /** Creates a channel for one reply. */
  newChannelRef<M>(): Channel<M>;
}

/**
 * A class whose instance answers RPCs on an actor's thread. It is not part of the actor and communicates with it only
 * by messages. See `StartOptions.receiver`.
 */
export interface ReceiverClass<M, S> {
  new (system: Outside, actor: ActorRef<M>): Implementation<S>;
  /** The `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  /** The service that the class implements. */
  readonly service: Service<S>;
  readonly name: string;
}
