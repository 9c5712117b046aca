import type { Popped } from "./popped.js";

/**
 * An unbounded queue between those who send messages and the one loop that handles them: first in, first out.
 *
 * The actor system keeps one for every actor, and one for every remote server that it sends to. A mailbox belongs to
 * one thread, so it needs no locks; but many callers on that thread may wait in {@link Mailbox.pop} at once, and they
 * are served in the order in which they came.
 */
export class Mailbox<T> {
  // At most one of the two holds anything: values wait for pops, or pops wait for values.
  readonly #values = new Queue<T>();
  readonly #pops = new Queue<(popped: Popped<T>) => void>();
  #closed = false;

  /**
   * Puts a value at the end of the queue. Never waits, however full the mailbox is and however slow its reader. On a
   * closed mailbox it does nothing.
   */
  push(value: T): void {
    if (this.#closed) return;
    const pop = this.#pops.take();
    if (pop === undefined) this.#values.add(value);
    else pop({ closed: false, value });
  }

  /**
   * Takes the oldest value out of the queue. While the mailbox is empty, the promise is pending: until a value is
   * pushed, or the mailbox is closed.
   *
   * @returns `{ closed: false, value }`, or `{ closed: true }` once the mailbox is closed, even if values were left.
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

  /** Closes the mailbox: every pop, waiting or to come, yields `{ closed: true }`. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#values.clear();
    for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {
      pop({ closed: true });
    }
  }
}

/** After so many items have been taken, the space that they left is given back. */
const compactAfter = 1_024;

/** A queue of which both ends cost the same, however long it is; `shift` of a long array would move all of it. */
class Queue<T> {
  #items: T[] = [];
  #taken = 0;

  get size(): number {
    return this.#items.length - this.#taken;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** The oldest item; undefined when there is none. */
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
