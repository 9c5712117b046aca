import { uid, type ActorRef } from "../actor/actor_ref.js";
import type { Value } from "./messages.js";

/** A change of one key that somebody has yet to confirm. */
export interface Update {
  readonly id: number;
  readonly key: string;
  readonly value: Value;
}

interface Entry {
  readonly update: Update;
  /** The uids of those who have not confirmed it. A set, since confirmations are repeated. */
  readonly waitingFor: Set<string>;
  readonly onConfirmed: () => void;
}

/** Collects confirmations: at a primary from its persistence and its replicators, at a secondary from its persistence. */
export class Updates {
  /** By their ids, the oldest first. */
  readonly #entries = new Map<number, Entry>();
  #nextId = 0;

  /** Adds an update that `waitingFor` must confirm. Calls `onConfirmed` once they have, or are no longer waited for. */
  add(
    key: string,
    value: Value,
    waitingFor: readonly ActorRef<never>[],
    onConfirmed: () => void,
  ): Update {
    const update = { id: this.#nextId++, key, value };
    this.#entries.set(update.id, {
      update,
      waitingFor: new Set(waitingFor.map(uid)),
      onConfirmed,
    });
    return update;
  }

  /** Notes that somebody has confirmed an update. Does nothing if that is known. */
  confirm(id: number, who: ActorRef<never>): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#strike(entry, who);
  }

  /** Waits for somebody no longer. */
  waive(who: ActorRef<never>): void {
    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);
  }

  /** The updates that somebody has not confirmed, the oldest one of each key. */
  oldestOf(who: ActorRef<never>): ReadonlyMap<string, Update> {
    const oldest = new Map<string, Update>();
    for (const { update, waitingFor } of this.#entries.values()) {
      if (waitingFor.has(uid(who)) && !oldest.has(update.key)) oldest.set(update.key, update);
    }
    return oldest;
  }

  #strike({ update, waitingFor, onConfirmed }: Entry, who: ActorRef<never>): void {
    if (!waitingFor.delete(uid(who)) || waitingFor.size > 0) return;
    this.#entries.delete(update.id);
    onConfirmed();
  }
}
