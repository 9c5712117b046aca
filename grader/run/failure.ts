/** A failure as plain data, to be sent between threads. */
export interface Failure {
  readonly message: string;
  readonly stack?: string;
  /** Whether a TODO that is left in the student's code is the cause. */
  readonly todo: boolean;
  /** Whether a port was in use already. */
  readonly portInUse: boolean;
}

/** A request failed in the host that it was made to. */
export class HostFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = "HostFailure";
    if (failure.stack !== undefined) this.stack = failure.stack;
  }
}

/** Describes an exception. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HostFailure) return error.failure;
  const message = messageOf(error);
  return {
    message,
    ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
    todo: isTodo(message) || (error instanceof Error && error.name === "TodoError"),
    portInUse: /cannot listen on port \d+: already in use/.test(message),
  };
}

/**
 * Whether a message comes from a `TODO(...)` in a stub. Recognizes its text, because the class of an error is lost
 * between threads and over RPC, which also prefixes the message with the method's name.
 */
export function isTodo(message: string): boolean {
  return /\bTODO\([\w-]+\)/.test(message);
}

/** Whether a message says that a thread ended by itself, as the given code words it. */
export function isThreadEnd(message: string): boolean {
  return /^the thread .* (ended by itself with exit code|ran out of memory)/.test(message);
}

/** Names the thread in such a message as scenarios do: `s1/2` instead of `test/s1/2`, where the root is `test`. */
export function tidyThreadEnd(message: string, rootHost: string): string {
  return message.replace(`the thread ${rootHost}/`, "thread ");
}

/** The message of what was thrown, whatever it was, with that of its cause, but not of the cause's own cause. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${valueInWords(error)}, which is not an Error`;
  const { cause } = error;
  return cause instanceof Error ? `${textOf(error)} (${textOf(cause)})` : textOf(error);
}

function textOf({ name, message }: Error): string {
  return message === "" ? name : message;
}

/** A value for people, truncated to fit into a line. */
export function valueInWords(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "function") return `the function ${value.name}`;
  if (value instanceof Promise) return "a promise";
  if (value instanceof Map) return `a Map of ${value.size}`;
  let text: unknown;
  try {
    text = JSON.stringify(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  // Of a symbol, JSON makes undefined.
  if (typeof text !== "string") return `a ${typeof value}`;
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
