import type { Entry } from "./entry.js";
import type { Sync, SyncEntry } from "./messages.js";
import type { Store } from "./store.js";

/**
 * A message that has reached this length, in characters, takes no more new Puts; the rest goes into the next one.
 * Encoding as JSON, and again as JSON for another server, turns a character into at most seven. So even a message that
 * ends with the longest possible value fits into an RPC.
 */
const maxMessageLength = 1.5 * 1024 * 1024;

/** A message takes so many characters of old Puts behind the new ones, so that a long transfer does not delay new Puts. */
const maxBacklogLength = 512 * 1024;

/** The approximate length of an entry's stamp and brackets. */
const lengthPerEntry = 32;

/** The Puts to be sent to one destination: only the latest for each key, and new ones before the backlog. */
export class Outbox {
  readonly #fresh = new Map<string, Entry>();
  readonly #backlog: Entry[] = [];

  /** Adds a new Put, which replaces an older one for its key. */
  add(entry: Entry): void {
    this.#fresh.set(entry.key, entry);
  }

  /** Adds old Puts, for a receiver that has just joined. */
  addBacklog(entries: Iterable<Entry>): void {
    for (const entry of entries) this.#backlog.push(entry);
  }

  /**
   * Removes and returns the next message; undefined if nothing is waiting. Puts that have been overwritten in `store`
   * in the meantime are left out, because the actor that received the newer Put sends that one.
   */
  take(store: Store, relay: boolean): Sync | undefined {
    const message = new SyncBuilder(store);
    for (const [key, entry] of this.#fresh) {
      if (message.length >= maxMessageLength) break;
      message.add(entry);
      this.#fresh.delete(key);
    }
    const lengthWithBacklog = Math.min(message.length + maxBacklogLength, maxMessageLength);
    while (message.length < lengthWithBacklog) {
      const entry = this.#backlog.pop();
      if (entry === undefined) break;
      message.add(entry);
    }
    return message.build(relay);
  }
}

/** Builds a {@link Sync}. */
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
