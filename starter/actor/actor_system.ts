import { formatAddress } from "../platform/address.js";
import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import { RpcServer } from "../rpc/rpc_server.js";
import type { ActorClass, Props } from "./actor.js";
import { isChannelId, threadOf } from "./actor_ids.js";
import { ActorHost } from "./actor_host.js";
import { requireRef, uid, type ActorRef } from "./actor_ref.js";
import { ActorThreads } from "./actor_threads.js";
import { copyOf, props } from "./props.js";
import type { Channel, Outside, ReceiverClass } from "./receiver.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";
import { ErrorReports, type ErrorHandler } from "./error_reports.js";
import { RemoteOutbox } from "./remote_outbox.js";
import { registerRemoteTells } from "./remote_tell.js";
import type { ActorSystemStats, HostStats } from "./stats.js";
import { TodoError } from "../todo.js";

/** Options of {@link ActorSystem.startActor}. */
export interface StartOptions<M, S> {
  /** A class that answers RPCs on the actor's thread; requires `port`. */
  readonly receiver?: ReceiverClass<M, S>;
  /** The port on which the receiver listens. */
  readonly port?: number;
}

/**
 * Starts actors, each on a thread of its own, and delivers messages to them and to the children that they start: from
 * each other, from actors of other servers, and from code outside actors.
 *
 * Messages are delivered at most once, and in order for each pair of sender and receiver. A message is silently dropped
 * if its receiver does not exist or its server cannot be reached.
 */
export class ActorSystem implements Outside, RemoteTellTarget {
  /** Keyed by platform, because many hosts share one thread in a simulation. */
  static readonly #running = new WeakMap<Platform, Set<ActorSystem>>();

  /** `host:port`, where other systems reach this one. */
  readonly address: string;

  readonly #platform: Platform = platform();
  readonly #errors: ErrorReports;
  readonly #server: RpcServer;
  readonly #host: ActorHost;
  readonly #threads: ActorThreads;
  readonly #outboxes = new Map<string, RemoteOutbox>();
  #lastActorId = 0;
  #deadLetters = 0;
  #remoteReceivedTells = 0;
  #remoteReceivedBytes = 0;
  #closing: Promise<void> | undefined;

  /**
   * Starts a system that listens on `port` for messages from other systems.
   *
   * @throws `PlatformError` `port-in-use` or `listen-failed`.
   */
  static async start(port: number): Promise<ActorSystem> {
    const server = await RpcServer.listen({ port });
    const system = new ActorSystem(server);
    try {
      registerRemoteTells(system, server);
    } catch (error) {
      // A system without remote tells works as long as it is the only one, which is enough for the checkpoint.
      if (!(error instanceof TodoError)) {
        await system.close();
        throw error;
      }
    }
    return system;
  }

  /** The systems that run on the caller's host, in the order in which they were started. */
  static running(): readonly ActorSystem[] {
    return [...(ActorSystem.#running.get(platform()) ?? [])];
  }

  private constructor(server: RpcServer) {
    this.#server = server;
    this.address = formatAddress(this.#platform.publicName, server.port);
    this.#errors = new ErrorReports(this.address);
    this.#host = new ActorHost({
      address: this.address,
      index: 0,
      forward: (ref, text) => {
        this.#forward(ref, text);
      },
      // No actor runs on this thread.
      signal: () => undefined,
      onError: (error, actor) => {
        this.#errors.report(error, uid(actor));
      },
    });
    this.#threads = new ActorThreads({
      platform: this.#platform,
      forward: (ref, text) => {
        this.#host.route(ref, text);
      },
      onError: (error, id, directive) => {
        this.#errors.report(error, uid({ address: this.address, id }), directive);
      },
    });
    // Tells have no reply, so this is the only way to learn of exceptions in the receiving half of remote_tell.ts.
    server.onError((error) => {
      this.#errors.report(error, undefined);
    });
    const running = ActorSystem.#running.get(this.#platform) ?? new Set();
    ActorSystem.#running.set(this.#platform, running.add(this));
    // Its counters are what others go by.
    Object.freeze(this);
  }

  /**
   * Starts an actor on a thread of its own. Give props instead of the class for a constructor that gets more than the
   * context.
   *
   * @returns its ref, once it runs and its receiver listens.
   * @throws if the class cannot be loaded, its constructor throws, or the receiver cannot listen; nothing is left
   *   running.
   */
  async startActor<M, S = never>(
    actor: ActorClass<M> | Props<M>,
    options: StartOptions<M, S> = {},
  ): Promise<ActorRef<M>> {
    const { receiver, port = 0 } = options;
    const { module, name, args } = typeof actor === "function" ? props(actor) : actor;
    const id = ++this.#lastActorId;
    await this.#threads.start({
      address: this.address,
      hostIndex: id,
      actor: { id, module, name, args: copyOf(args) },
      receiver: receiver && { module: receiver.module, name: receiver.name, port },
    });
    return { address: this.address, id };
  }

  /**
   * Stops an actor that {@link ActorSystem.startActor} started, after the message that it is handling. Its children are
   * stopped first, and its thread ends with its receiver. Messages in its mailbox and later ones are lost, and counted as
   * dead letters. Idempotent; resolves when the thread has ended, by force after a second.
   *
   * @throws `TypeError` for an actor of another system, or one that an actor started; only its parent can stop it.
   */
  async stop(ref: ActorRef<never>): Promise<void> {
    requireRef(ref);
    if (!this.isLocal(ref) || isChannelId(ref.id) || threadOf(ref.id) !== ref.id) {
      throw new TypeError(
        `the actor system ${this.address} stops actors that it started itself, and not ${uid(ref)}`,
      );
    }
    await this.#threads.stop(ref.id);
  }

  /** Sends a message to an actor from outside actors; see {@link Outside.tell}. Does nothing after close. */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void {
    this.#host.tell(ref, message);
  }

  /** Like {@link ActorSystem.tell}, but sends after `delayMs` milliseconds. The message is copied immediately. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void {
    this.#host.tellAfter(ref, message, delayMs);
  }

  /** Creates a ref for one message from an actor to code outside actors, such as a reply. */
  newChannelRef<M>(): Channel<M> {
    return this.#host.newChannelRef<M>();
  }

  /** Whether an actor belongs to this system. */
  isLocal(ref: ActorRef<never>): boolean {
    return ref.address === this.address;
  }

  /**
   * Sets the handler for exceptions of actors and for lost messages to other systems. A system that cannot be reached is
   * reported once, until it can. Default: print to stderr, also when it can be reached again.
   */
  onError(handler: ErrorHandler): void {
    this.#errors.onError(handler);
  }

  /** Accepts a message from another system; for `remote_tell.ts`. */
  deliver(ref: ActorRef<never>, text: string): void {
    this.#remoteReceivedTells++;
    this.#remoteReceivedBytes += Buffer.byteLength(text);
    if (ref.address === this.address) this.#host.route(ref, text);
    else this.#deadLetters++;
  }

  /** The system's counters since it started, from all of its threads. */
  async stats(): Promise<ActorSystemStats> {
    const hosts = await Promise.all([this.#host.stats(), ...this.#threads.stats()]);
    const sum = (count: (host: HostStats) => number): number =>
      hosts.reduce((total, host) => total + count(host), 0);
    return {
      actors: this.#threads.size,
      children: sum((host) => host.children),
      externalTells: sum((host) => host.externalTells),
      channelsMade: sum((host) => host.channelsMade),
      channelsUsed: sum((host) => host.channelsUsed),
      channelsOpen: sum((host) => host.channelsOpen),
      deadLetters: this.#deadLetters + sum((host) => host.deadLetters),
      errors: this.#errors.count,
      pairs: hosts.flatMap((host) => host.pairs),
      remoteSent: [...this.#outboxes.values()].map((outbox) => outbox.stats()),
      remoteReceivedTells: this.#remoteReceivedTells,
      remoteReceivedBytes: this.#remoteReceivedBytes,
    };
  }

  /**
   * Ends every actor after the message that it is handling, and closes its thread, receivers and connections. Queued
   * messages are lost. Idempotent; resolves when everything has ended.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    for (const outbox of this.#outboxes.values()) outbox.close();
    await Promise.all([this.#server.close(), this.#host.close(), this.#threads.close()]);
    ActorSystem.#running.get(this.#platform)?.delete(this);
  }

  #isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Sends a message to another thread or another system. */
  #forward(ref: ActorRef<never>, text: string): void {
    if (this.#isClosing()) return;
    if (ref.address !== this.address) {
      this.#outboxTo(ref.address).push(ref, text);
      return;
    }
    if (!this.#threads.deliver(ref.id, text)) this.#deadLetters++;
  }

  #outboxTo(address: string): RemoteOutbox {
    const known = this.#outboxes.get(address);
    if (known !== undefined) return known;
    const outbox = new RemoteOutbox(address, {
      onError: (error) => {
        this.#errors.report(error, undefined);
      },
      onBack: (lostTells) => {
        this.#errors.print(
          undefined,
          `reached ${address} again; ${lostTells} messages to it were lost`,
        );
      },
    });
    this.#outboxes.set(address, outbox);
    return outbox;
  }
}
