import type { Implementation, Service } from "../rpc/service.js";
import type { ActorRef } from "./actor_ref.js";

/** A channel: a ref for one message from the actors to code outside of them, such as the reply to a query. */
export interface Channel<M> {
  /** Put it into a message as the address for the reply. */
  readonly ref: ActorRef<M>;
  /**
   * The first message sent to the ref; later ones are dropped. Rejected when the system closes, and when no message
   * came for one to two minutes.
   */
  readonly first: Promise<M>;
}

/** The actor system as code outside of the actors sees it: on the system's own thread, or beside an actor. */
export interface Outside {
  /**
   * Sends a message to an actor. Never waits; copied, ordered and delivered as `ActorContext.tell` says, where the
   * sender is "the outside of this thread".
   *
   * @throws `MessageError` when the message is no plain data.
   */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void;

  /** Makes a channel for one message back. */
  newChannelRef<M>(): Channel<M>;
}

/**
 * A class whose instance answers RPCs on an actor's thread, beside the actor and outside of it: it reaches the actor by
 * messages only. See `StartOptions.receiver`.
 */
export interface ReceiverClass<M, S> {
  new (system: Outside, actor: ActorRef<M>): Implementation<S>;
  /** `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  /** The service that the class implements. */
  readonly service: Service<S>;
  readonly name: string;
}
