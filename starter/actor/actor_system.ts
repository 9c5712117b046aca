import { formatAddress } from "../platform/address.js";
import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import { RpcServer } from "../rpc/rpc_server.js";
import type { ActorClass } from "./actor.js";
import { ActorHost } from "./actor_host.js";
import { uid, type ActorRef } from "./actor_ref.js";
import { ActorThreads } from "./actor_threads.js";
import type { Channel, Outside, ReceiverClass } from "./receiver.js";
import { RemoteOutbox } from "./remote_outbox.js";
import { registerRemoteTells } from "./remote_tell.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";
import type { ActorSystemStats, HostStats } from "./stats.js";
import { TodoError } from "../todo.js";

/** Options of {@link ActorSystem.startActor}. */
export interface StartOptions<M, S> {
  /** A class that answers RPCs on the actor's thread; it comes with `port`. */
  readonly receiver?: ReceiverClass<M, S>;
  /** The port on which the receiver listens. */
  readonly port?: number;
}

/** Takes an error and the uid of the actor that threw it; undefined when it was not an actor's. */
export type ErrorHandler = (error: Error, actor: string | undefined) => void;

/**
 * Starts actors, each on a thread of its own, and brings messages to them: from each other, from other servers' actors,
 * and from code outside of the actors.
 *
 * Messages are delivered at most once, and in order for each pair of sender and receiver. They get lost when the
 * receiver does not exist or its server cannot be reached; the sender is not told.
 */
export class ActorSystem implements Outside, RemoteTellTarget {
  /** By platform and not simply a set, since in a simulation many hosts share one thread. */
  static readonly #running = new WeakMap<Platform, Set<ActorSystem>>();

  /** `host:port`, where other systems reach this one. */
  readonly address: string;

  readonly #platform: Platform = platform();
  readonly #server: RpcServer;
  readonly #host: ActorHost;
  readonly #threads: ActorThreads;
  readonly #outboxes = new Map<string, RemoteOutbox>();
  #onError: ErrorHandler | undefined;
  #lastActorId = 0;
  #deadLetters = 0;
  #errors = 0;
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
      // Without remote tells a system works as long as it is alone, which is all that the checkpoint asks for.
      if (!(error instanceof TodoError)) {
        await system.close();
        throw error;
      }
    }
    return system;
  }

  /** The systems that run on the host of the code that asks, in the order of their starts. */
  static running(): readonly ActorSystem[] {
    return [...(ActorSystem.#running.get(platform()) ?? [])];
  }

  private constructor(server: RpcServer) {
    this.#server = server;
    this.address = formatAddress(this.#platform.publicName, server.port);
    this.#host = new ActorHost({
      address: this.address,
      index: 0,
      forward: (ref, text) => {
        this.#forward(ref, text);
      },
      onError: (error, actor) => {
        this.#report(error, uid(actor));
      },
    });
    this.#threads = new ActorThreads({
      platform: this.#platform,
      forward: (ref, text) => {
        this.#host.route(ref, text);
      },
      onError: (error, id) => {
        this.#report(error, uid({ address: this.address, id }));
      },
    });
    // Nobody else hears of what the student's side of remote tells throws, since tells have no reply.
    server.onError((error) => {
      this.#report(error, undefined);
    });
    const running = ActorSystem.#running.get(this.#platform) ?? new Set();
    ActorSystem.#running.set(this.#platform, running.add(this));
  }

  /**
   * Starts an actor on a thread of its own.
   *
   * @returns its ref, once it runs and its receiver listens.
   * @throws what loading the class, its constructor or listening throws; nothing is left running then.
   */
  async startActor<M, S = never>(
    actorClass: ActorClass<M>,
    options: StartOptions<M, S> = {},
  ): Promise<ActorRef<M>> {
    const { receiver, port = 0 } = options;
    const id = ++this.#lastActorId;
    await this.#threads.start({
      address: this.address,
      hostIndex: id,
      actor: { id, module: actorClass.module, name: actorClass.name },
      receiver: receiver && { module: receiver.module, name: receiver.name, port },
    });
    return { address: this.address, id };
  }

  /** Sends a message to an actor from outside of the actors; see {@link Outside.tell}. Dropped after close. */
  tell<T>(ref: ActorRef<T>, message: NoInfer<T>): void {
    this.#host.tell(ref, message);
  }

  /** Sends a message as {@link ActorSystem.tell} does, `delayMs` milliseconds from now. Copied now, sent then. */
  tellAfter<T>(ref: ActorRef<T>, message: NoInfer<T>, delayMs: number): void {
    this.#host.tellAfter(ref, message, delayMs);
  }

  /** Makes a ref for one message from the actors back to code outside of them. */
  newChannelRef<M>(): Channel<M> {
    return this.#host.newChannelRef<M>();
  }

  /** Whether an actor belongs to this system. */
  isLocal(ref: ActorRef<never>): boolean {
    return ref.address === this.address;
  }

  /** Sets the handler of what actors throw, and of messages to other systems that are lost. Default: stderr. */
  onError(handler: ErrorHandler): void {
    this.#onError = handler;
  }

  /** Takes a message from another system; for `remote_tell.ts`. */
  deliver(ref: ActorRef<never>, text: string): void {
    this.#remoteReceivedTells++;
    this.#remoteReceivedBytes += Buffer.byteLength(text);
    if (ref.address === this.address) this.#host.route(ref, text);
    else this.#deadLetters++;
  }

  /** What the system counted since it started, gathered from all of its threads. */
  async stats(): Promise<ActorSystemStats> {
    const hosts = await Promise.all([this.#host.stats(), ...this.#threads.stats()]);
    const sum = (count: (host: HostStats) => number): number =>
      hosts.reduce((total, host) => total + count(host), 0);
    return {
      actors: this.#threads.size,
      externalTells: sum((host) => host.externalTells),
      channelsMade: sum((host) => host.channelsMade),
      channelsUsed: sum((host) => host.channelsUsed),
      channelsOpen: sum((host) => host.channelsOpen),
      deadLetters: this.#deadLetters + sum((host) => host.deadLetters),
      errors: this.#errors,
      pairs: hosts.flatMap((host) => host.pairs),
      remoteSent: [...this.#outboxes.values()].map((outbox) => outbox.stats()),
      remoteReceivedTells: this.#remoteReceivedTells,
      remoteReceivedBytes: this.#remoteReceivedBytes,
    };
  }

  /**
   * Ends every actor after the message that it is handling, their threads, receivers and connections. Messages that are
   * still queued are lost. Idempotent; resolves when nothing runs any more.
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

  /** Brings a message to another thread or another system. */
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
    const outbox = new RemoteOutbox(address, (error) => {
      this.#report(error, undefined);
    });
    this.#outboxes.set(address, outbox);
    return outbox;
  }

  #report(error: Error, actor: string | undefined): void {
    this.#errors++;
    this.#platform.trace?.({
      type: "actorError",
      actor,
      message: error.message,
      stack: error.stack,
    });
    if (this.#onError !== undefined) {
      this.#onError(error, actor);
    } else if (this.#platform.trace === undefined) {
      const who = actor === undefined ? `actor system ${this.address}` : `actor ${actor}`;
      // Where a message from outside got lost, the stack leads nowhere; what an actor threw, it leads to.
      const what = actor === undefined ? error.message : (error.stack ?? error.message);
      process.stderr.write(`${who}: ${what}\n`);
    }
  }
}
