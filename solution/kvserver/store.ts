import type { KeyValue } from "../kvcommon/query_service.js";
import { BTree } from "./btree.js";
import { beats, type Entry } from "./entry.js";

/** One replica of the store: the winning Put for each key, and the keys in order. */
export class Store {
  // The map answers Gets in constant time; the tree holds the same entries sorted by key, for Lists.
  readonly #byKey = new Map<string, Entry>();
  readonly #inOrder = new BTree<string, Entry>(undefined, compare);

  get(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  /**
   * The entries whose keys start with a prefix, in order. The cost depends on their number, not on the number of keys.
   */
  list(prefix: string): KeyValue[] {
    const found: KeyValue[] = [];
    for (const [key, { value }] of this.#inOrder.entries(prefix)) {
      if (!key.startsWith(prefix)) break;
      found.push({ key, value });
    }
    return found;
  }

  /** Every entry, in no particular order. */
  entries(): Iterable<Entry> {
    return this.#byKey.values();
  }

  /**
   * Applies a Put from a client: stamps it and makes it the key's value.
   *
   * Its stamp beats that of the value that it replaces, even if both fall into one millisecond, if the clock has gone
   * back, or if the other value comes from a server whose clock is ahead: whoever puts after seeing a value means to
   * replace it. In these cases the Put takes the time of the other one, so that stamps never run ahead of the clock.
   */
  put(key: string, value: string, nowMs: number, origin: string): Entry {
    const current = this.#byKey.get(key);
    const entry: Entry =
      current !== undefined && current.ms >= nowMs
        ? { key, value, ms: current.ms, seq: current.seq + 1, origin }
        : { key, value, ms: nowMs, seq: 0, origin };
    this.#set(entry);
    return entry;
  }

  /** Merges a Put that another actor received: the last writer wins. Returns whether it changed anything. */
  merge(entry: Entry): boolean {
    const current = this.#byKey.get(entry.key);
    if (current !== undefined && !beats(entry, current)) return false;
    this.#set(entry);
    return true;
  }

  #set(entry: Entry): void {
    this.#byKey.set(entry.key, entry);
    this.#inOrder.set(entry.key, entry);
  }
}

/** The order by UTF-16 code units, in which all keys with a common prefix are adjacent. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
