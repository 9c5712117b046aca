import { threadOf } from "./actor_ids.js";

/**
 * What the threads of a system tell each other about the ends of actors. Signals take the same way as messages and keep
 * their place among them. Actors are given by their ids.
 */
export type Signal =
  /** From the thread of the watcher to that of the actor. */
  | { readonly type: "watch" | "unwatch"; readonly actor: number; readonly watcher: number }
  /** From the thread of the actor to that of the watcher. */
  | { readonly type: "terminated"; readonly actor: number; readonly watcher: number };

/** The number of the thread that a signal is for. */
export function receivingThread(signal: Signal): number {
  return threadOf(signal.type === "terminated" ? signal.watcher : signal.actor);
}
