import { maxBatchSize, maxErrorLength, maxIdLength, maxResultLength } from "./limits.js";
import { RpcError, rpcErrors } from "./rpc_error.js";

/** A method as the dispatcher calls it: with unchecked parameters, for a result or a promise of one. */
export type RpcMethod = (params: unknown) => unknown;

/** Identifies the request of a reply; null if it is not known. */
export type RequestId = string | number | null;

/** The length of the brackets around the replies to a batch. */
const brackets = 2;

/** Called once for each request: with the text of the reply, or with undefined if there is none. */
type Done = (reply: string | undefined) => void;

/**
 * Implements JSON-RPC 2.0 for the texts of one or more connections: finds the method of a request, calls it, and
 * encodes the reply.
 *
 * Methods are called before {@link Dispatcher.receive} returns, in the order of the requests. Each reply is sent when
 * it is ready; the replies to a batch are sent together, in as few texts as their length allows.
 */
export class Dispatcher {
  readonly #methods = new Map<string, RpcMethod>();

  /** `onUnheard` receives the exceptions of methods that were called by a notification, with the method's name. */
  constructor(private readonly onUnheard: (error: Error, method: string) => void) {}

  /** Adds a method. Throws if there is already one with that name. */
  add(name: string, method: RpcMethod): void {
    if (this.#methods.has(name)) throw new Error(`the method ${name} is registered already`);
    this.#methods.set(name, method);
  }

  /**
   * Answers a text, even an invalid one, with one call of `send`; with none if it requires no reply, and with several if
   * the replies to a batch are too long for one text.
   */
  receive(text: string, send: (text: string) => void): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      send(errorReply(null, "parseError", "Parse error"));
      return;
    }
    if (!Array.isArray(parsed) || parsed.length === 0) {
      this.#answer(parsed, (reply) => {
        if (reply !== undefined) send(reply);
      });
    } else if (parsed.length <= maxBatchSize) {
      this.#receiveBatch(parsed, send);
    } else {
      const message = `the batch has ${parsed.length} requests, more than the allowed ${maxBatchSize}; send several`;
      send(errorReply(null, "invalidRequest", message));
    }
  }

  #receiveBatch(requests: readonly unknown[], send: (text: string) => void): void {
    let texts: string[] = [];
    let length = brackets;
    let waiting = requests.length;
    const flush = (): void => {
      if (texts.length > 0) send(`[${texts.join(",")}]`);
      texts = [];
      length = brackets;
    };
    const done: Done = (reply) => {
      if (reply !== undefined) {
        if (length + reply.length > maxResultLength) flush();
        texts.push(reply);
        length += reply.length + 1;
      }
      waiting--;
      if (waiting === 0) flush();
    };
    for (const request of requests) this.#answer(request, done);
  }

  #answer(request: unknown, done: Done): void {
    if (!isRequest(request)) {
      done(errorReply(idOf(request), "invalidRequest", whyInvalid(request)));
      return;
    }
    const { id, method: name, params } = request;
    const method = this.#methods.get(name);
    if (id === undefined) {
      if (method !== undefined) this.#notify(name, method, params);
      done(undefined);
    } else if (method === undefined) {
      done(errorReply(id, "methodNotFound", "Method not found"));
    } else {
      callMethod(id, method, params, done);
    }
  }

  #notify(name: string, method: RpcMethod, params: unknown): void {
    const fail = (error: unknown): void => {
      this.onUnheard(error instanceof Error ? error : new Error(String(error)), name);
    };
    try {
      const result = method(params);
      if (isPromise(result)) result.then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  }
}

interface Request {
  readonly id?: RequestId;
  readonly method: string;
  readonly params?: object;
}

function isRequest(value: unknown): value is Request {
  if (typeof value !== "object" || value === null) return false;
  const { jsonrpc, id, method, params } = value as Record<string, unknown>;
  return (
    jsonrpc === "2.0" &&
    typeof method === "string" &&
    (id === undefined || isId(id)) &&
    (params === undefined || (typeof params === "object" && params !== null))
  );
}

function isId(id: unknown): id is RequestId {
  if (typeof id === "string") return id.length <= maxIdLength;
  return Number.isSafeInteger(id) || id === null;
}

function whyInvalid(value: unknown): string {
  const { id } = (value ?? {}) as { id?: unknown };
  if (id === undefined || isId(id)) return "Invalid Request";
  return `Invalid Request: an id is a whole number up to 2^53 - 1, or a string of at most ${maxIdLength} characters`;
}

/** The id of an invalid request, if it has one. */
function idOf(value: unknown): RequestId {
  if (typeof value !== "object" || value === null) return null;
  const { id } = value as { id?: unknown };
  return isId(id) ? id : null;
}

function callMethod(id: RequestId, method: RpcMethod, params: unknown, done: Done): void {
  let result: unknown;
  try {
    result = method(params);
  } catch (error) {
    done(thrownReply(id, error));
    return;
  }
  if (!isPromise(result)) {
    done(resultReply(id, result));
    return;
  }
  result.then(
    (value) => {
      done(resultReply(id, value));
    },
    (error: unknown) => {
      done(thrownReply(id, error));
    },
  );
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

function resultReply(id: RequestId, result: unknown): string {
  let text: string;
  try {
    text = JSON.stringify({ jsonrpc: "2.0", id, result: result ?? null });
  } catch (error) {
    return thrownReply(id, error);
  }
  return text.length <= maxResultLength - brackets ? text : tooLongReply(id);
}

function thrownReply(id: RequestId, error: unknown): string {
  const code = error instanceof RpcError ? error.code : "internalError";
  return errorReply(id, code, error instanceof Error ? error.message : String(error));
}

function tooLongReply(id: RequestId): string {
  const message = `the result has more than the allowed ${maxResultLength} characters; ask for less`;
  return errorReply(id, "resultTooLong", message);
}

/** A reply with an error; `id` is null if the request is not known. */
export function errorReply(
  id: RequestId,
  kind: keyof typeof rpcErrors | number,
  message: string,
): string {
  const code = typeof kind === "number" ? kind : rpcErrors[kind].code;
  const shown =
    message.length > maxErrorLength ? `${message.slice(0, maxErrorLength)}...` : message;
  return JSON.stringify({ jsonrpc: "2.0", id, error: { code, message: shown } });
}
