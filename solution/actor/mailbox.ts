import type { Popped } from "./popped.js";

/**
 * An unbounded first-in, first-out queue between the senders of messages and the loop that handles them.
 *
 * The actor system has one for every actor, and one for every remote server that it sends to. A mailbox belongs to one
 * thread, so it needs no locks. Many callers on that thread may wait in {@link Mailbox.pop} at the same time; they are
 * served in the order in which they called it. Values are never `null` or `undefined`.
 */
export class Mailbox<T> {
  // At most one of the two is not empty: either values wait for pops, or pops wait for values.
  readonly #values = new Queue<T>();
  readonly #pops = new Queue<(popped: Popped<T>) => void>();
  #closed = false;

  /**
   * Adds a value to the end of the queue. Never waits, regardless of how full the mailbox is. Does nothing on a closed
   * mailbox.
   */
  push(value: T): void {
    if (this.#closed) return;
    const pop = this.#pops.take();
    if (pop === undefined) this.#values.add(value);
    else pop({ closed: false, value });
  }

  /**
   * Removes the oldest value from the queue. If the mailbox is empty, the promise is pending until a value is pushed or
   * the mailbox is closed.
   *
   * @returns `{ closed: false, value }`, or `{ closed: true }` once the mailbox is closed, even if it still contains
   *   values.
   */
  pop(): Promise<Popped<T>> {
    if (this.#closed) return Promise.resolve({ closed: true });
    if (this.#values.size > 0) {
      return Promise.resolve({ closed: false, value: this.#values.take() as T });
    }
    return new Promise((resolve) => {
      this.#pops.add(resolve);
    });
  }

  /** Closes the mailbox: every pending or later pop yields `{ closed: true }`. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#values.clear();
    for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {
      pop({ closed: true });
    }
  }
}

/** The array is compacted at the earliest after this many items have been taken. */
const compactAfter = 1_024;

/** A queue with constant-time operations at both ends; `shift` would move all items of a long array. */
class Queue<T> {
  #items: T[] = [];
  #taken = 0;

  get size(): number {
    return this.#items.length - this.#taken;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Removes the oldest item; undefined if there is none. */
  take(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#taken];
    // The slot must not keep the item alive.
    this.#items[this.#taken] = undefined as T;
    this.#taken++;
    if (this.#taken === this.#items.length) this.clear();
    else if (this.#taken >= compactAfter && this.#taken * 2 > this.#items.length) this.#compact();
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#taken = 0;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#taken);
    this.#taken = 0;
  }
}
