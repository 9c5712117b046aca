/** The longest message that a server takes and a client sends, in UTF-16 units of its JSON text. */
export const maxRequestLength = 20 * 1024 * 1024;

/**
 * The longest message that a server sends, in the same units. Neither limit is more than a third of the bytes that a
 * link carries in one text, since a unit takes up to three bytes (UTF-8): so what is too long is answered with an error,
 * and does not cost the connection.
 */
export const maxResultLength = 20 * 1024 * 1024;

/** How long a call waits for its reply when it does not say, in milliseconds. */
export const defaultDeadlineMs = 10_000;
