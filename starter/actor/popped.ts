/** The result of `Mailbox.pop`: the oldest value, or the information that the mailbox is closed. */
export type Popped<T> = { readonly closed: false; readonly value: T } | { readonly closed: true };
