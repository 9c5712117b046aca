import type { ActorRef } from "./actor_ref.js";

/**
 * An actor: private state, and a handler that is called with one message at a time, in the order of the mailbox.
 *
 * Actors share nothing. A handler is synchronous: it reads and changes the actor's own fields, sends messages through
 * its {@link ActorContext}, and returns. It never waits, creates no timers or promises, does no I/O except
 * `context.log`, and does not access state outside the actor.
 */
export interface Actor<M> {
  /** Handles one message. An exception goes to the system's error handler; the actor keeps running. */
  onMessage(message: M): void;
}

/** An actor's only access to the outside world. */
export interface ActorContext<M> {
  /** The actor itself. */
  readonly self: ActorRef<M>;

  /**
   * Sends a message to a local or remote actor, or to a channel ref. Never waits.
   *
   * The message is copied (as JSON) immediately. It is delivered at most once, and in order with other messages from
   * this actor to the same receiver. If the receiver does not exist or cannot be reached, the message is silently
   * dropped.
   *
   * @throws `MessageError` if the message is not plain data; the error names the position inside it.
   */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void;

  /** Like {@link ActorContext.tell}, but sends after `delayMs` milliseconds. The message is copied immediately. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void;

  /** Whether an actor runs on the same server as this one. */
  isLocal(ref: ActorRef<never>): boolean;

  /**
   * This server's wall clock, in whole milliseconds since 1970. Several calls may return the same time, and the clocks
   * of other servers may differ. Real wall clocks can be set back; the assignment assumes that this one never is.
   */
  now(): number;

  /** Prints a line that begins with the actor's name. */
  log(...parts: unknown[]): void;
}

/**
 * The argument of `ActorSystem.startActor`: a class and not an instance, because the actor is created on a thread of
 * its own. That thread loads the class from its module and passes only the context to the constructor. Pass everything
 * else to the actor in a message.
 */
export interface ActorClass<M> {
  new (context: ActorContext<M>): Actor<M>;
  /** The `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
}
