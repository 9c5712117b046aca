import type { KeyValue } from "../kvcommon/query_service.js";
import { BTree } from "./btree.js";
import { beats, type Entry } from "./entry.js";

/** One replica of the store: each key's winning Put, and the keys in order. */
export class Store {
  // The map answers Gets without a search; the tree holds the same entries in the order of their keys for Lists.
  readonly #byKey = new Map<string, Entry>();
  readonly #inOrder = new BTree<string, Entry>(undefined, compare);

  get(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  /** The entries whose keys start with a prefix, in order; costs as much as there are of them, not of all keys. */
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
   * Takes a Put from a client: stamps it and makes it the key's value.
   *
   * Its stamp beats that of the value which it replaces, even when both fall into one millisecond, when the clock has
   * stepped back, or when the other value comes from a server whose clock is ahead: who Puts after seeing a value means
   * to replace it. The time then stays that of the other Put, so that stamps never run away from the clock.
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

  /** Takes a Put that another actor took: the last writer wins. Returns whether it changed anything. */
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

/** The order of UTF-16 units, in which all keys with a common prefix stand side by side. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
