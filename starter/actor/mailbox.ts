import type { Popped } from "./popped.js";
import { TodoError } from "../todo.js";

/**
 * An unbounded first-in, first-out queue between the senders of messages and the loop that handles them.
 *
 * The actor system has one for every actor, and one for every remote server that it sends to. A mailbox belongs to one
 * thread, so it needs no locks. Many callers on that thread may wait in {@link Mailbox.pop} at the same time; they are
 * served in the order in which they called it. Values are never `null` or `undefined`.
 */
export class Mailbox<T> {
  /**
   * Adds a value to the end of the queue. Never waits, regardless of how full the mailbox is. Does nothing on a closed
   * mailbox.
   */
  push(value: T): void {
    void value;
    throw new TodoError("checkpoint", "write Mailbox.push in actor/mailbox.ts", "4.2");
  }

  /**
   * Removes the oldest value from the queue. If the mailbox is empty, the promise is pending until a value is pushed or
   * the mailbox is closed.
   *
   * @returns `{ closed: false, value }`, or `{ closed: true }` once the mailbox is closed, even if it still contains
   *   values.
   */
  pop(): Promise<Popped<T>> {
    throw new TodoError("checkpoint", "write Mailbox.pop in actor/mailbox.ts", "4.2");
  }

  /** Closes the mailbox: every pending or later pop yields `{ closed: true }`. Idempotent. */
  close(): void {
    throw new TodoError("checkpoint", "write Mailbox.close in actor/mailbox.ts", "4.2");
  }
}
