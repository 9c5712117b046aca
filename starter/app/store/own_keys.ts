/**
 * The keys that a session writes, with the values that they ought to have. It is the only writer of them, so what it
 * wrote last is the truth, and a store that shows something else has not heard of it yet, or has lost it with a server:
 * then it is written again. A session therefore reads its own writes, whichever server it asks.
 */
export class OwnKeys {
  readonly #wanted = new Map<string, string>();
  readonly #unsent = new Set<string>();
  #changes = 0;
  #flushing: Promise<void> = Promise.resolve();

  /** Whether everything is written. */
  get settled(): boolean {
    return this.#unsent.size === 0;
  }

  /** All keys with the values that they ought to have. */
  get entries(): ReadonlyMap<string, string> {
    return this.#wanted;
  }

  /** What a key ought to be; undefined when it was neither set nor adopted. */
  get(key: string): string | undefined {
    return this.#wanted.get(key);
  }

  /** Takes over what the store holds already, from an earlier session. */
  adopt(key: string, value: string): void {
    this.#wanted.set(key, value);
  }

  /** Sets a key; {@link flush} writes it. Of several values for a key before that, the last one counts. */
  set(key: string, value: string): void {
    if (this.#wanted.get(key) === value) return;
    this.#changes++;
    this.#wanted.set(key, value);
    this.#unsent.add(key);
  }

  /**
   * Writes what is not written, in the order in which it was set. Rejects with the error of the first write that fails;
   * what is left stays for the next time. Calls at once take turns, so values of a key never overtake each other.
   */
  flush(put: (key: string, value: string) => Promise<void>): Promise<void> {
    const flush = (): Promise<void> => this.#flush(put);
    this.#flushing = this.#flushing.then(flush, flush);
    return this.#flushing;
  }

  /** A mark to give to {@link compare} with what was read after it. */
  mark(): number {
    return this.#changes;
  }

  /**
   * Compares with what was read from the store: what differs there is written again by the next {@link flush}. Does
   * nothing when something was set or written since the mark, since then the reading may be older.
   */
  compare(entries: ReadonlyMap<string, string>, mark: number): void {
    if (mark !== this.#changes || !this.settled) return;
    for (const [key, value] of this.#wanted) {
      if (entries.get(key) !== value) this.#unsent.add(key);
    }
  }

  async #flush(put: (key: string, value: string) => Promise<void>): Promise<void> {
    for (const key of this.#unsent) {
      const value = this.#wanted.get(key);
      if (value === undefined) continue;
      await put(key, value);
      this.#changes++;
      if (this.#wanted.get(key) === value) this.#unsent.delete(key);
    }
  }
}
