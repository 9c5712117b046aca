/** The longest message that a server accepts and a client sends, in UTF-16 code units of its JSON text. */
export const maxRequestLength = 20 * 1024 * 1024;

/**
 * The longest message that a server sends, in the same units. Replies to a batch that are longer together are sent as
 * several messages; a single one that is longer is replaced by an error. A unit takes up to three bytes in UTF-8, so
 * both limits are below a third of the bytes that a link carries in one text: a message that is too long is answered
 * with an error, and the connection stays open.
 */
export const maxResultLength = 20 * 1024 * 1024;

/** The most requests in a batch. A longer batch is answered with one error, and none of its requests is executed. */
export const maxBatchSize = 1_000;

/**
 * The longest request id that is a string, in the same units. A number must be a safe integer, at most 2^53 - 1, since
 * JSON parsers round greater ones and the reply would have another id.
 */
export const maxIdLength = 256;

/** The longest message of an error reply, in the same units. A longer message is cut. */
export const maxErrorLength = 10_000;

/** How long a call waits for its reply by default, in milliseconds. */
export const defaultDeadlineMs = 10_000;
