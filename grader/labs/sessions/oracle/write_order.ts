import type { ServerLife } from "../reading/topology.js";

/** A write that a server has accepted. */
export interface Write {
  readonly key: string;
  readonly value: string;
  readonly client: number;
  readonly server: ServerLife;
  /** The number of its line in the script. */
  readonly line: number;
  /** Where its record is in the history. */
  readonly index: number;
}

/**
 * What is certain about the order of writes: which one must be older than which other one, whatever the design. Where
 * nothing is certain, writes are concurrent, and either may win.
 */
export class WriteOrder {
  readonly #newer = new Map<Write, Set<Write>>();

  /** Notes that a write is older than another one. Does nothing for one and the same. */
  add(older: Write, newer: Write): void {
    if (older === newer) return;
    const known = this.#newer.get(older) ?? new Set();
    this.#newer.set(older, known.add(newer));
  }

  /** Whether a write must be older than another one. */
  isOlder(write: Write, than: Write): boolean {
    const seen = new Set<Write>();
    const open = [write];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const newer of this.#newer.get(next) ?? []) {
        if (newer === than) return true;
        if (!seen.has(newer)) open.push(newer);
        seen.add(newer);
      }
    }
    return false;
  }
}
