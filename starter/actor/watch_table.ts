import { threadOf } from "./actor_ids.js";
import type { Signal } from "./signal.js";

/** The watches between actors of different threads, for the case that a thread ends without saying who ended with it. */
export class WatchTable {
  /** The watched actors of a thread, each with its watchers. */
  readonly #byThread = new Map<number, Map<number, Set<number>>>();

  /** Follows a signal on its way. */
  note({ type, actor, watcher }: Signal): void {
    const thread = threadOf(actor);
    const actors = this.#byThread.get(thread) ?? new Map<number, Set<number>>();
    const watchers = actors.get(actor) ?? new Set();
    if (type === "watch") watchers.add(watcher);
    else watchers.delete(watcher);
    if (watchers.size > 0) actors.set(actor, watchers);
    else actors.delete(actor);
    if (actors.size > 0) this.#byThread.set(thread, actors);
    else this.#byThread.delete(thread);
  }

  /** What has to be told because a thread has ended; empty if its actors were stopped before. */
  ended(thread: number): Signal[] {
    const actors = this.#byThread.get(thread) ?? new Map<number, Set<number>>();
    return [...actors].flatMap(([actor, watchers]) =>
      [...watchers].map((watcher): Signal => ({ type: "terminated", actor, watcher })),
    );
  }
}
