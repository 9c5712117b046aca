/**
 * The keys that a session writes, with their current values. The session is their only writer, so its last value is the
 * right one. If a server returns another, it has not received it yet or has lost it, and the value is written again. A
 * session therefore reads its own writes from any server.
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

  /** All keys with their current values. */
  get entries(): ReadonlyMap<string, string> {
    return this.#wanted;
  }

  /** The current value of a key; undefined if it was neither set nor adopted. */
  get(key: string): string | undefined {
    return this.#wanted.get(key);
  }

  /** Adopts a value of an earlier session, which the store already has. */
  adopt(key: string, value: string): void {
    this.#wanted.set(key, value);
  }

  /** Sets a key; {@link flush} writes its last value. */
  set(key: string, value: string): void {
    if (this.#wanted.get(key) === value) return;
    this.#changes++;
    this.#wanted.set(key, value);
    this.#unsent.add(key);
  }

  /**
   * Writes all changed keys, in the order in which they were set. Rejects with the error of the first write that fails;
   * the rest is written by the next call. Concurrent calls run one after the other, so values of a key stay in order.
   */
  flush(put: (key: string, value: string) => Promise<void>): Promise<void> {
    const flush = (): Promise<void> => this.#flush(put);
    this.#flushing = this.#flushing.then(flush, flush);
    return this.#flushing;
  }

  /** Marks the start of reading, for {@link compare}. */
  mark(): number {
    return this.#changes;
  }

  /**
   * Compares with entries from the store; the next {@link flush} writes the keys that differ. Does nothing if a key was
   * set or written since the mark, because the entries may be older.
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
