import type { Entry } from "./entry.js";
import type { Sync, SyncEntry } from "./messages.js";
import type { Store } from "./store.js";

/**
 * A message stops taking new Puts at this length, in characters; what is left goes with the next. Written as JSON, and
 * that as JSON again on the way to another server, a character grows to seven at most. So even such a message with the
 * longest value on top is no longer than an RPC may be.
 */
const maxMessageLength = 1.5 * 1024 * 1024;

/** A message takes old Puts only up to this length, so that a long transfer never holds up new Puts. */
const maxBacklogLength = 256 * 1024;

/** What the stamp and the brackets around an entry take, roughly. */
const lengthPerEntry = 32;

/** The Puts that wait to be sent to one destination: the latest of each key, new ones before those of the backlog. */
export class Outbox {
  readonly #fresh = new Map<string, Entry>();
  readonly #backlog: Entry[] = [];

  /** Adds a new Put, in the place of an older one of its key. */
  add(entry: Entry): void {
    this.#fresh.set(entry.key, entry);
  }

  /** Adds old Puts, for a receiver that has just come. */
  addBacklog(entries: Iterable<Entry>): void {
    for (const entry of entries) this.#backlog.push(entry);
  }

  /**
   * Takes the next message out, or undefined when nothing waits. Puts that have been overwritten in `store` meanwhile
   * are left out: whoever took the Put that overwrote them sends that one.
   */
  take(store: Store, relay: boolean): Sync | undefined {
    const message = new SyncBuilder(store);
    for (const [key, entry] of this.#fresh) {
      if (message.length >= maxMessageLength) break;
      message.add(entry);
      this.#fresh.delete(key);
    }
    while (message.length < maxBacklogLength) {
      const entry = this.#backlog.pop();
      if (entry === undefined) break;
      message.add(entry);
    }
    return message.build(relay);
  }
}

/** Puts a {@link Sync} together. */
class SyncBuilder {
  length = 0;
  readonly #store: Store;
  readonly #entries: SyncEntry[] = [];
  readonly #origins: string[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  add(entry: Entry): void {
    const { key, value, ms, seq, origin } = entry;
    if (this.#store.get(key) !== entry) return;
    let originIndex = this.#origins.indexOf(origin);
    if (originIndex < 0) originIndex = this.#origins.push(origin) - 1;
    this.#entries.push([key, value, ms, seq, originIndex]);
    this.length += key.length + value.length + lengthPerEntry;
  }

  build(relay: boolean): Sync | undefined {
    if (this.#entries.length === 0) return undefined;
    return { type: "sync", entries: this.#entries, origins: this.#origins, relay };
  }
}
