import type { Platform, Port } from "../platform/platform.js";
import { threadOf } from "./actor_ids.js";
import type { ActorRef } from "./actor_ref.js";
import type { Directive, Props } from "./actor.js";
import { receivingThread, type Signal } from "./signal.js";
import { HostCounters, type HostStats } from "./stats.js";
import { WatchTable } from "./watch_table.js";

/** What threads need from their system. */
export interface ActorThreadsOptions {
  readonly platform: Platform;
  /** Sends a message of an actor, or of its receiver, to another thread or system. */
  readonly forward: (ref: ActorRef<never>, text: string) => void;
  /**
   * Receives the exceptions of an actor, or the error that ended its thread, with the actor's id and with what its parent
   * decided.
   */
  readonly onError: (error: Error, actorId: number, directive?: Directive) => void;
}

/** The data that a new actor thread starts with. */
export interface ActorThreadData {
  readonly address: string;
  readonly hostIndex: number;
  readonly actor: Props<never> & { readonly id: number };
  readonly receiver:
    { readonly module: string; readonly name: string; readonly port: number } | undefined;
}

/** From the system's thread to an actor's. */
export type ToThread =
  | { readonly type: "deliver"; readonly id: number; readonly text: string }
  | { readonly type: "signal"; readonly signal: Signal }
  /** Ends the thread's actor, and the thread with it. */
  | { readonly type: "stop" }
  | { readonly type: "stats"; readonly query: number };

/** From an actor's thread to the system's. */
export type FromThread =
  | {
      readonly type: "forward";
      readonly address: string;
      readonly id: number;
      readonly text: string;
    }
  | { readonly type: "signal"; readonly signal: Signal }
  | {
      readonly type: "error";
      readonly id: number;
      readonly message: string;
      readonly stack: string | undefined;
      readonly directive: Directive | undefined;
    }
  | { readonly type: "stats"; readonly query: number; readonly stats: HostStats }
  /** The last that a thread says. */
  | { readonly type: "ended"; readonly stats: HostStats };

interface ActorThread {
  readonly port: Port;
  readonly statsQueries: Map<number, (stats: HostStats) => void>;
  /** The counters at its end; undefined while it runs. */
  lastStats: HostStats | undefined;
}

/** The threads of a system's actors: one per actor, numbered by the actor's id. */
export class ActorThreads {
  readonly #options: ActorThreadsOptions;
  readonly #threads = new Map<number, ActorThread>();
  readonly #starting = new Set<Promise<void>>();
  readonly #watches = new WatchTable();
  /** What the threads that have ended had counted. */
  readonly #endedStats: HostStats[] = [];
  #lastStatsQuery = 0;
  #closed = false;

  constructor(options: ActorThreadsOptions) {
    this.#options = options;
  }

  /** The number of running threads. */
  get size(): number {
    return this.#threads.size;
  }

  /** Starts a thread with an actor. Rejects if the actor cannot start, or if the threads are closed in the meantime. */
  async start(data: ActorThreadData): Promise<void> {
    if (this.#closed) throw new Error("cannot start an actor: the system is closed");
    const starting = this.#spawn(data);
    this.#starting.add(starting);
    try {
      await starting;
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** Delivers a message to the thread of an actor or a channel. Returns false if there is no such thread. */
  deliver(id: number, text: string): boolean {
    const thread = this.#threads.get(threadOf(id));
    if (thread === undefined) return false;
    post(thread, { type: "deliver", id, text });
    return true;
  }

  /**
   * Stops the actor for which a thread was started; resolves when the thread has ended, by force after a second. Does
   * nothing if there is no such thread.
   */
  async stop(id: number): Promise<void> {
    const thread = this.#threads.get(id);
    if (thread === undefined) return;
    post(thread, { type: "stop" });
    await thread.port.close();
  }

  /** The counters of every thread. Those of a thread that did not end on request are lost. */
  stats(): (HostStats | Promise<HostStats>)[] {
    const running = [...this.#threads.values()].map((thread) => {
      const query = ++this.#lastStatsQuery;
      return new Promise<HostStats>((resolve) => {
        thread.statsQueries.set(query, resolve);
        post(thread, { type: "stats", query });
      });
    });
    return [...this.#endedStats, ...running];
  }

  /** Ends every thread, including those that are starting; resolves when all have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([
      ...[...this.#threads.values()].map((thread) => thread.port.close()),
      ...this.#starting,
    ]);
  }

  async #spawn(data: ActorThreadData): Promise<void> {
    const { id } = data.actor;
    const entry = new URL("./actor_thread.js", import.meta.url).href;
    const port = await this.#options.platform.spawn(String(id), entry, JSON.stringify(data));
    if (this.#closed) {
      await port.close();
      throw new Error("the system was closed while the actor started");
    }
    const thread: ActorThread = { port, statsQueries: new Map(), lastStats: undefined };
    this.#threads.set(id, thread);
    port.onMessage((text) => {
      this.#onMessage(id, thread, JSON.parse(text) as FromThread);
    });
    port.onClose((error) => {
      this.#onEnded(id, thread, error);
    });
  }

  #onMessage(id: number, thread: ActorThread, message: FromThread): void {
    switch (message.type) {
      case "forward":
        this.#options.forward({ address: message.address, id: message.id }, message.text);
        return;
      case "signal":
        this.#pass(message.signal);
        return;
      case "error": {
        const error = new Error(message.message);
        if (message.stack !== undefined) error.stack = message.stack;
        this.#options.onError(error, message.id, message.directive);
        return;
      }
      case "stats":
        thread.statsQueries.get(message.query)?.(message.stats);
        thread.statsQueries.delete(message.query);
        return;
      case "ended":
        thread.lastStats = message.stats;
        return;
    }
  }

  /** Passes a signal on to its thread. A thread that has ended cannot say so itself. */
  #pass(signal: Signal): void {
    const { type, actor, watcher } = signal;
    const thread = this.#threads.get(receivingThread(signal));
    if (type === "watch" && thread === undefined) {
      this.#pass({ type: "terminated", actor, watcher });
      return;
    }
    this.#watches.note(signal);
    if (thread !== undefined) post(thread, { type: "signal", signal });
  }

  #onEnded(id: number, thread: ActorThread, error: Error | undefined): void {
    this.#threads.delete(id);
    const { lastStats = noStats } = thread;
    for (const answer of thread.statsQueries.values()) answer(lastStats);
    thread.statsQueries.clear();
    this.#endedStats.push(lastStats);
    for (const signal of this.#watches.ended(id)) this.#pass(signal);
    if (error !== undefined) this.#options.onError(error, id);
  }
}

function post(thread: ActorThread, message: ToThread): void {
  thread.port.post(JSON.stringify(message));
}

/** Stands for a thread that has ended. */
const noStats: HostStats = { ...new HostCounters(), pairs: [] };
