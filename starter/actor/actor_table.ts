import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import type { ActorClass, ActorContext, Directive, Props } from "./actor.js";
import { ActorCell, type CellHost } from "./actor_cell.js";
import { childId } from "./actor_ids.js";
import type { ActorRef } from "./actor_ref.js";
import { loadClass } from "./load_class.js";
import { copyOf } from "./props.js";
import { receivingThread, type Signal } from "./signal.js";

/** The class of an actor as it was loaded: nothing tells the compiler which messages and arguments it takes. */
export type AnyActorClass = ActorClass<unknown, readonly unknown[]>;

/** What a table of actors needs from its host. */
export interface ActorTableOptions {
  /** The system's address. */
  readonly address: string;
  /** The number of the thread within the system. */
  readonly thread: number;
  /** Makes the context of an actor. */
  readonly contextOf: (cell: ActorCell) => ActorContext<unknown>;
  /** Takes a signal for another thread. */
  readonly signal: (signal: Signal) => void;
  /** Receives the exceptions of actors, with what their parents decided. */
  readonly report: (error: unknown, actor: ActorRef<never>, directive?: Directive) => void;
  /** Is told how many messages were lost with an actor that was stopped. */
  readonly onLost: (messages: number) => void;
  /** Is told that an actor without a parent was stopped. */
  readonly onStopped: () => void;
}

/** How long to wait for the loops to end when the table closes, in milliseconds. */
const closeGraceMs = 100;

/** The actors of one thread: starts, supervises, stops and watches them. */
export class ActorTable implements CellHost {
  readonly platform: Platform = platform();
  readonly #options: ActorTableOptions;
  readonly #cells = new Map<number, ActorCell>();
  readonly #loops = new Set<Promise<void>>();
  #lastChild = 0;
  #closed = false;

  constructor(options: ActorTableOptions) {
    this.#options = options;
  }

  /** Whether the host has been closed. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The number of actors that have a parent. */
  get children(): number {
    return [...this.#cells.values()].filter(({ parent }) => parent !== undefined).length;
  }

  /** The actor with an id, unless it has ended. */
  get(id: number): ActorCell | undefined {
    return this.#cells.get(id);
  }

  /** Makes an actor and starts its loop. Rethrows exceptions of the class's constructor and of its mailbox. */
  start(id: number, actorClass: AnyActorClass, args: readonly unknown[]): ActorCell {
    const cell = this.#add(id, actorClass.name, undefined);
    try {
      this.#run(cell, actorClass, args);
    } catch (error) {
      this.#end(cell);
      throw error;
    }
    return cell;
  }

  /** Starts a child of an actor; see `ActorContext.startChild`. */
  startChild<C>(parent: ActorCell, { module, name, args }: Props<C>): ActorRef<C> {
    const copy = copyOf(args);
    const id = childId(this.#options.thread, ++this.#lastChild);
    if (this.#closed || parent.ended) return { address: this.#options.address, id };
    const cell = this.#add(id, name, parent);
    parent.children.add(cell);
    void this.#makeChild(cell, module, name, copy);
    return cell.self;
  }

  /** Stops an actor and its children; see `ActorContext.stop`. Idempotent. */
  stop(cell: ActorCell): void {
    if (cell.ended || this.#closed) return;
    this.#end(cell);
    if (cell.parent === undefined) this.#options.onStopped();
  }

  stopAsked(cell: ActorCell): void {
    this.stop(cell);
  }

  report(error: unknown, actor: ActorRef<never>, directive?: Directive): void {
    this.#options.report(error, actor, directive);
  }

  failed(cell: ActorCell, error: unknown): void {
    const { parent } = cell;
    // An actor that the system started lives on with its state.
    if (cell.ended || parent === undefined) this.report(error, cell.self);
    else this.#supervise(parent, cell, error);
  }

  /** Lets an actor of this thread watch any actor of the system; see `ActorContext.watch`. */
  watch(watcher: ActorCell, actor: number): void {
    if (watcher.ended || watcher.watching.has(actor)) return;
    watcher.watching.add(actor);
    this.#send({ type: "watch", actor, watcher: watcher.self.id });
  }

  /** See `ActorContext.unwatch`. */
  unwatch(watcher: ActorCell, actor: number): void {
    if (!watcher.watching.delete(actor)) return;
    this.#send({ type: "unwatch", actor, watcher: watcher.self.id });
  }

  /** Takes a signal that is for this thread. */
  takeSignal(signal: Signal): void {
    const { type, actor, watcher } = signal;
    switch (type) {
      case "watch":
        if (this.#cells.has(actor)) this.#cells.get(actor)?.watchers.add(watcher);
        else this.#send({ type: "terminated", actor, watcher });
        return;
      case "unwatch":
        this.#cells.get(actor)?.watchers.delete(watcher);
        return;
      case "terminated":
        this.#cells.get(watcher)?.tellTerminated(actor);
        return;
    }
  }

  /** Ends all loops after the message in progress, without telling anybody. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cell of this.#cells.values()) {
      cell.timers.close();
      cell.close();
    }
    // A mailbox whose close does not release its pop must not block the rest.
    await new Promise<void>((resolve) => {
      const cancel = this.platform.after(closeGraceMs, resolve);
      void Promise.allSettled(this.#loops).then(() => {
        cancel();
        resolve();
      });
    });
  }

  #add(id: number, name: string, parent: ActorCell | undefined): ActorCell {
    const cell = new ActorCell(this, { address: this.#options.address, id }, parent);
    // Before the actor is made, because its constructor may send it messages.
    this.#cells.set(id, cell);
    const started = { type: "actorStarted", actor: cell.uid, name };
    this.platform.trace?.(parent === undefined ? started : { ...started, parent: parent.uid });
    return cell;
  }

  #run(cell: ActorCell, actorClass: AnyActorClass, args: readonly unknown[]): void {
    const context = this.#options.contextOf(cell);
    const loop = cell.start(() => new actorClass(context, ...copyOf(args)));
    this.#loops.add(loop);
    void loop.then(() => this.#loops.delete(loop));
  }

  /** The class may have to be loaded, which takes a while; messages wait in the mailbox. */
  async #makeChild(
    cell: ActorCell,
    module: string,
    name: string,
    args: readonly unknown[],
  ): Promise<void> {
    try {
      const actorClass = await loadClass<AnyActorClass>(module, name);
      if (!cell.ended && !this.#closed) this.#run(cell, actorClass, args);
    } catch (error) {
      this.report(error, cell.self);
      this.stop(cell);
    }
  }

  /** Does with a child that failed what its parent decides. */
  #supervise(parent: ActorCell, child: ActorCell, error: unknown): void {
    let directive: Directive;
    try {
      directive = parent.supervise(child.self, asError(error));
    } catch (failure) {
      this.report(error, child.self, "stop");
      // First, because the instance that takes the place of this one is not concerned with the child's end.
      this.failed(parent, failure);
      this.stop(child);
      return;
    }
    this.report(error, child.self, directive);
    if (directive === "restart") this.#restart(child, error);
    else this.stop(child);
  }

  #restart(cell: ActorCell, error: unknown): void {
    // Its parent may have stopped it meanwhile.
    if (cell.ended) return;
    this.#discard(cell);
    const { message } = asError(error);
    this.platform.trace?.({ type: "actorRestarted", actor: cell.uid, reason: message });
    try {
      cell.remake();
    } catch (failure) {
      this.report(failure, cell.self);
      this.stop(cell);
    }
  }

  /** Ends what belongs to the instance of an actor. */
  #discard(cell: ActorCell): void {
    // Before the children, of whose ends a new instance would not know what to make.
    for (const actor of [...cell.watching]) this.unwatch(cell, actor);
    for (const child of [...cell.children]) this.#end(child);
    cell.timers.clear();
  }

  #end(cell: ActorCell): void {
    if (cell.ended) return;
    cell.ended = true;
    this.#discard(cell);
    cell.timers.close();
    cell.close();
    this.#cells.delete(cell.self.id);
    cell.parent?.children.delete(cell);
    this.#options.onLost(cell.waiting);
    this.platform.trace?.({ type: "actorStopped", actor: cell.uid });
    const { id: actor } = cell.self;
    for (const watcher of cell.watchers) this.#send({ type: "terminated", actor, watcher });
  }

  #send(signal: Signal): void {
    if (receivingThread(signal) === this.#options.thread) this.takeSignal(signal);
    else this.#options.signal(signal);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
