/** What `Mailbox.pop` yields: the oldest value, or the news that the mailbox is closed. */
export type Popped<T> = { readonly closed: false; readonly value: T } | { readonly closed: true };
