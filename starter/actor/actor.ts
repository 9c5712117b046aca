import type { CancelTimer } from "../platform/platform.js";
import type { ActorRef } from "./actor_ref.js";

declare const messageType: unique symbol;

/**
 * An actor: private state, and a handler that is called with one message at a time, in the order of the mailbox.
 *
 * Actors share nothing. A handler is synchronous: it reads and changes the actor's own fields, sends messages through
 * its {@link ActorContext}, and returns. It never waits, creates no timers or promises, does no I/O except
 * `context.log`, and does not access state outside the actor.
 */
export interface Actor<M> {
  /**
   * Handles one message. An exception goes to the system's error handler. An actor that the system started then keeps
   * running, with its state; what becomes of a child is decided by its parent, see {@link Actor.superviseChild}.
   */
  onMessage(message: M): void;

  /**
   * Decides what becomes of a child whose `onMessage` threw `error`; without this method, it is restarted. Called on the
   * parent when it handles no message. An exception stops the child, and counts as the parent's own failure.
   */
  superviseChild?(child: ActorRef<never>, error: Error): Directive;
}

/**
 * A supervisor's decision about a child that failed. The message that it failed on is dropped in either case.
 *
 * `"restart"` makes a new instance from the child's props, which goes on with the same ref and the same mailbox; there is
 * no limit to how often. The old instance is discarded with its state, and so are its children, its timers and its
 * watches. Those who watch the child notice nothing. A child that cannot be made anew is stopped.
 *
 * `"stop"` stops the child, as {@link ActorContext.stop} does.
 */
export type Directive = "restart" | "stop";

/** Tells an actor that one which it watched has ended; see {@link ActorContext.watch}. */
export interface Terminated {
  readonly type: "terminated";
  readonly ref: ActorRef<never>;
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

  /**
   * Like {@link ActorContext.tell}, but sends after `delayMs` milliseconds, unless this actor has ended or was restarted
   * by then. The message is copied immediately.
   *
   * @returns a function that cancels the sending. A message that was sent already still arrives, even to oneself.
   */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): CancelTimer;

  /**
   * Sends a message every `intervalMs` milliseconds (at least 1), for the first time after one interval, until it is
   * cancelled or this actor ends or is restarted. The message is copied immediately. Delays do not add up; what a busy
   * thread could not send in time is sent once and not made up for.
   *
   * @returns a function that cancels the sending, as in {@link ActorContext.tellAfter}.
   */
  tellEvery<T>(ref: ActorRef<T>, message: NoInfer<T>, intervalMs: number): CancelTimer;

  /**
   * Starts a child: an actor on this actor's thread, which ends when this actor ends. Never waits. The ref can be used
   * immediately, and messages wait until the child has been made.
   *
   * If the child cannot be made, because its class cannot be loaded or its constructor throws, the error goes to the
   * system's error handler and the child ends.
   */
  startChild<C>(props: Props<C>): ActorRef<C>;

  /**
   * Stops this actor itself (after the message that it is handling) or one of its children (immediately): it handles no
   * more messages, its timers are cancelled, and its own children are stopped first. Messages in its mailbox and later
   * ones are lost, and counted as dead letters. Idempotent.
   *
   * @throws `TypeError` for any other actor; send it a message that asks it to stop.
   */
  stop(ref: ActorRef<never>): void;

  /**
   * Asks for a {@link Terminated} message when an actor of this server ends, or immediately if it has ended before or
   * never existed. The message comes exactly once, and after all messages that the actor sent to this one; watching twice
   * before it comes is watching once. A restart is no end. Nothing comes when the whole system closes.
   *
   * @throws `TypeError` for an actor of another server: nobody can know from here whether it has ended or only cannot be
   *   reached. Exchange messages with it, and decide yourself after how long a silence you give up.
   */
  watch(this: { readonly self: ActorRef<Terminated> }, ref: ActorRef<never>): void;

  /** Takes back {@link ActorContext.watch}: from now on no {@link Terminated} is put into the mailbox for this ref. */
  unwatch(ref: ActorRef<never>): void;

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
 * The class of an actor. It is named wherever an actor is started, and never an instance, because the actor is created on
 * another thread or later. There the class is loaded from its module, and its constructor gets the context. Pass
 * everything else to the actor in a message, or as further arguments of the constructor with `props`.
 */
export interface ActorClass<M, A extends readonly unknown[] = []> {
  new (context: ActorContext<M>, ...args: A): Actor<M>;
  /** The `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
}

/**
 * Says which actor to make: a class by its module and name, and the arguments that its constructor gets behind the
 * context. Plain data, so it can be sent in messages, and an actor can be made from it on any thread, and made again
 * after a failure. Make it with `props`.
 */
export interface Props<in M> {
  /** The URL of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Never present; it lets the compiler know which messages the actor accepts. */
  readonly [messageType]?: (message: M) => void;
}
