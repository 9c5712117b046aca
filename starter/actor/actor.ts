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
   * Handles one message. An exception goes to the system's error handler. After it, an actor that the system started keeps
   * running with its state; for a child, its parent decides, see {@link Actor.superviseChild}.
   */
  onMessage(message: M): void;

  /**
   * Decides what happens to a child whose `onMessage` threw `error`. Without this method, the child is restarted. It is
   * never called while the actor handles a message. If it throws, the child is stopped, and the exception counts as a
   * failure of this actor.
   */
  superviseChild?(child: ActorRef<never>, error: Error): Directive;
}

/**
 * A parent's decision about a child that has failed. Either way, the message that the child failed on is dropped.
 *
 * `"restart"` makes a new instance from the child's props. It continues with the same ref and the same mailbox. The old
 * instance is discarded with its state, its children, its timers and its watches. Actors that watch the child notice
 * nothing. There is no limit to the number of restarts. If no new instance can be made, the child is stopped.
 *
 * `"stop"` stops the child, as {@link ActorContext.stop} does.
 */
export type Directive = "restart" | "stop";

/** Tells an actor that an actor it watches has ended; see {@link ActorContext.watch}. Add it to your own messages. */
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
   * Like {@link ActorContext.tell}, but sends after `delayMs` milliseconds, unless this actor has ended or been restarted
   * by then. The message is copied immediately.
   *
   * @returns a function that cancels the timer. A message that has been sent already still arrives, even one to itself.
   */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): CancelTimer;

  /**
   * Sends a message every `intervalMs` milliseconds (at least 1), first after one interval, until it is cancelled or this
   * actor ends or is restarted. The message is copied immediately. Delays do not accumulate, and intervals that a busy
   * thread has missed are skipped.
   *
   * @returns a function that cancels the timer, as for {@link ActorContext.tellAfter}.
   * @throws `RangeError` for an interval below 1 ms.
   */
  tellEvery<T>(ref: ActorRef<T>, message: NoInfer<T>, intervalMs: number): CancelTimer;

  /**
   * Starts a child: an actor on this actor's thread, which ends when this actor ends. Never waits. The ref can be used
   * immediately; messages wait in the child's mailbox until the child has been made.
   *
   * A child shares nothing with its parent: its arguments are copied, and they communicate by messages. If it cannot be
   * made, because its class cannot be loaded or its constructor throws, the error goes to the system's error handler and
   * the child ends.
   *
   * @example
   * ```ts
   * const counter = this.#context.startChild(props(CounterActor));
   * this.#context.tell(counter, { type: "add", value: 1 });
   * ```
   */
  startChild<C>(props: Props<C>): ActorRef<C>;

  /**
   * Stops this actor, after the message that it is handling, or one of its children, immediately. A stopped actor handles
   * no more messages. Its timers are cancelled, and its own children are stopped before it. Messages in its mailbox and
   * later ones are lost, and counted as dead letters. Idempotent.
   *
   * @throws `TypeError` for any other actor. Send it a message that asks it to stop.
   */
  stop(ref: ActorRef<never>): void;

  /**
   * Asks for a {@link Terminated} message when an actor of the same server ends; immediately if it has ended before, or
   * has never existed. The message arrives exactly once, and after everything that the actor sent to this one. Watching an
   * actor again before that has no effect. A restart is not an end, and no message is sent when the whole system closes.
   *
   * @throws `TypeError` for an actor of another server, because one cannot distinguish a remote actor that has ended from
   *   one that cannot be reached. Exchange messages with it, and decide how long a silence you accept.
   */
  watch(this: { readonly self: ActorRef<Terminated> }, ref: ActorRef<never>): void;

  /**
   * Undoes {@link ActorContext.watch}. A {@link Terminated} message that is in the mailbox already still arrives; no other
   * follows. Idempotent.
   */
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
 * The class of an actor. Actors are started from a class and never from an instance, because they are created on another
 * thread, or later. The class is loaded there from its module, and its constructor gets the context. Pass everything else
 * to the actor in a message, or as further arguments of the constructor with `props`.
 */
export interface ActorClass<M, A extends readonly unknown[] = []> {
  new (context: ActorContext<M>, ...args: A): Actor<M>;
  /** The `import.meta.url` of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
}

/**
 * Describes an actor to be made: its class, by module and name, and the arguments that the constructor gets after the
 * context. Props are plain data: they can be sent in messages, and the actor can be made on any thread, and made again
 * after a failure. Create them with `props`.
 */
export interface Props<in M> {
  /** The URL of the module that exports the class under its own name. */
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Never present; it tells the compiler which messages the actor accepts. */
  readonly [messageType]?: (message: M) => void;
}
