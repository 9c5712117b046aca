import type { Popped } from "./popped.js";
import { TodoError } from "../todo.js";

/**
 * An unbounded queue between those who send messages and the one loop that handles them: first in, first out.
 *
 * The actor system keeps one for every actor, and one for every remote server that it sends to. A mailbox belongs to
 * one thread, so it needs no locks; but many callers on that thread may wait in {@link Mailbox.pop} at once, and they
 * are served in the order in which they came.
 */
export class Mailbox<T> {
  /**
   * Puts a value at the end of the queue. Never waits, however full the mailbox is and however slow its reader. On a
   * closed mailbox it does nothing.
   */
  push(value: T): void {
    void value;
    throw new TodoError("checkpoint", "write Mailbox.push in actor/mailbox.ts", "4.2");
  }

  /**
   * Takes the oldest value out of the queue. While the mailbox is empty, the promise is pending: until a value is
   * pushed, or the mailbox is closed.
   *
   * @returns `{ closed: false, value }`, or `{ closed: true }` once the mailbox is closed, even if values were left.
   */
  pop(): Promise<Popped<T>> {
    throw new TodoError("checkpoint", "write Mailbox.pop in actor/mailbox.ts", "4.2");
  }

  /** Closes the mailbox: every pop, waiting or to come, yields `{ closed: true }`. Idempotent. */
  close(): void {
    throw new TodoError("checkpoint", "write Mailbox.close in actor/mailbox.ts", "4.2");
  }
}
