/** The longest message that a server accepts and a client sends, in UTF-16 code units of its JSON text. */
export const maxRequestLength = 20 * 1024 * 1024;

/**
 * The longest message that a server sends, in the same units. A unit takes up to three bytes in UTF-8, so both limits
 * are below a third of the bytes that a link carries in one text: a message that is too long is answered with an error,
 * and the connection stays open.
 */
export const maxResultLength = 20 * 1024 * 1024;

/** How long a call waits for its reply by default, in milliseconds. */
export const defaultDeadlineMs = 10_000;
