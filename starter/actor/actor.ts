import type { ActorRef } from "./actor_ref.js";

/**
 * An actor: local state, and a handler that is called with one message at a time, in the order of the mailbox.
 *
 * Actors share nothing. A handler is synchronous: it reads and changes the actor's own fields, sends messages through
 * its {@link ActorContext}, and returns. It never waits, starts no timers or promises of its own, does no input or
 * output besides `context.log`, and touches no state outside the actor.
 */
export interface Actor<M> {
  /** Handles one message. What it throws goes to the system's error handler; the actor lives on. */
  onMessage(message: M): void;
}

/** All that an actor has of the world. */
export interface ActorContext<M> {
  /** The actor itself. */
  readonly self: ActorRef<M>;

  /**
   * Sends a message to an actor, near or far, or to a channel ref. Never waits.
   *
   * The message is copied (as JSON) here and now. It is delivered at most once, and in order with what this actor sends
   * to the same receiver; when its receiver is gone or cannot be reached, it is lost without a word.
   *
   * @throws `MessageError` when the message is no plain data; the error names the place inside it.
   */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void;

  /** Sends a message as {@link ActorContext.tell} does, `delayMs` milliseconds from now. Copied now, sent then. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void;

  /** Whether an actor lives on the same server as this one. */
  isLocal(ref: ActorRef<never>): boolean;

  /** This server's wall clock, in whole milliseconds since 1970. It may step back, as wall clocks do. */
  now(): number;

  /** Writes a line for people, with the actor's name before it. */
  log(...parts: unknown[]): void;
}

/**
 * What `ActorSystem.startActor` takes: an actor's class, not an actor, since the actor comes to life on a thread of its
 * own. The class is loaded there from its module and made with the context alone; what else the actor needs to know it
 * is told in a message.
 */
export interface ActorClass<M> {
  new (context: ActorContext<M>): Actor<M>;
  /** `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
}
