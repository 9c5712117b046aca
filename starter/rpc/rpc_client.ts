import { platform } from "../platform/current.js";
import type { DialOptions, Link } from "../platform/platform.js";
import { defaultDeadlineMs, maxBatchSize, maxRequestLength } from "./limits.js";
import { PendingCalls } from "./pending_calls.js";
import { RpcError } from "./rpc_error.js";
import type { ParamsOf, ResultOf, Service } from "./service.js";

/** Options of {@link RpcClient.dial}. */
export interface RpcClientOptions extends DialOptions {
  /** Sends all calls of one turn of the event loop as one JSON-RPC batch, or as several if they are many. Default: false. */
  readonly batch?: boolean;
}

/** Options of one call. */
export interface CallOptions {
  /** How long to wait for the reply, in milliseconds; default 10,000. */
  readonly deadlineMs?: number;
}

/** A service as a client sees it: its methods, each with options for the call. */
export type Remote<S> = {
  readonly [M in keyof S]: (
    params: ParamsOf<S, M>,
    options?: CallOptions,
  ) => Promise<ResultOf<S, M>>;
};

/**
 * One connection to an RPC server, for any number of concurrent calls.
 *
 * Requests and notifications arrive in the order in which they were made; replies may arrive in any order. A call is
 * executed at most once and is never repeated by the client. When the connection ends, every pending call is rejected
 * with `connectionLost` (the operation may have happened); later calls are rejected with `notConnected`. A client does
 * not reconnect: create a new one.
 */
export class RpcClient {
  readonly #link: Link;
  readonly #batch: boolean;
  readonly #pending: PendingCalls;
  #unsent: string[] = [];
  #lastId = 0;
  #closedBecause: string | undefined;
  #onClose: ((reason: string) => void) | undefined;

  /**
   * Connects to a server.
   *
   * @throws `PlatformError` `unreachable` or `bad-address`.
   */
  static async dial(address: string, options: RpcClientOptions = {}): Promise<RpcClient> {
    const current = platform();
    const link = await current.dial(address, options);
    return new RpcClient(link, new PendingCalls(current, link.peer), options.batch ?? false);
  }

  private constructor(link: Link, pending: PendingCalls, batch: boolean) {
    this.#link = link;
    this.#pending = pending;
    this.#batch = batch;
    link.onMessage((text) => {
      this.#onReplies(text);
    });
    link.onClose((reason) => {
      this.#onLinkClosed(reason);
    });
  }

  /** Whether the connection has ended, from either side. */
  get closed(): boolean {
    return this.#closedBecause !== undefined;
  }

  /** The methods of a service, to be called like local ones. A call that fails is rejected with an {@link RpcError}. */
  use<S>(service: Service<S>): Remote<S> {
    const methods: Record<string, unknown> = {};
    for (const method of Object.keys(service.checks)) {
      const name = `${service.name}.${method}`;
      methods[method] = (params: unknown, options?: CallOptions) =>
        this.#call(name, params, options?.deadlineMs ?? defaultDeadlineMs);
    }
    return methods as Remote<S>;
  }

  /**
   * Sends a notification: a call without a reply, whose outcome is not reported. Never waits. It arrives at most once,
   * in order with the other calls of this client, and is dropped if the connection has ended.
   *
   * @throws `RpcError` `invalidRequest` if it is longer than {@link maxRequestLength}.
   */
  notify<S, M extends keyof S & string>(
    service: Service<S>,
    method: M,
    params: ParamsOf<S, M>,
  ): void {
    this.#send(encodeRequest(undefined, `${service.name}.${method}`, params));
  }

  /** Sets the handler that is called once when the connection has been closed from either side. */
  onClose(handle: (reason: string) => void): void {
    this.#onClose = handle;
    if (this.#closedBecause !== undefined) handle(this.#closedBecause);
  }

  /** Closes the connection after everything has been sent, and rejects pending calls. Idempotent. */
  close(): void {
    this.#flush();
    this.#link.close();
    this.#onLinkClosed("closed by this client");
  }

  #call(method: string, params: unknown, deadlineMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closedBecause !== undefined) {
        throw new RpcError(
          "notConnected",
          `${method}: not sent, since the connection to ${this.#link.peer} is closed (${this.#closedBecause})`,
        );
      }
      const id = ++this.#lastId;
      const text = encodeRequest(id, method, params);
      this.#pending.add(id, { method, resolve, reject, deadlineMs });
      this.#send(text);
    });
  }

  #send(text: string): void {
    if (!this.#batch) {
      this.#link.send(text);
      return;
    }
    this.#unsent.push(text);
    // Ticks run after the reactions of promises that are already settled, so calls made there join this batch.
    if (this.#unsent.length === 1) {
      process.nextTick(() => {
        this.#flush();
      });
    }
  }

  #flush(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    let batch: string[] = [];
    let length = 0;
    for (const text of unsent) {
      const fits = length + text.length <= maxRequestLength - maxBatchSize;
      if (!fits || batch.length === maxBatchSize) {
        this.#sendBatch(batch);
        batch = [];
        length = 0;
      }
      batch.push(text);
      length += text.length;
    }
    this.#sendBatch(batch);
  }

  #sendBatch(texts: readonly string[]): void {
    const [first] = texts;
    if (first !== undefined) this.#link.send(texts.length === 1 ? first : `[${texts.join(",")}]`);
  }

  #onReplies(text: string): void {
    let replies: unknown;
    try {
      replies = JSON.parse(text);
    } catch {
      // It is unknown which call this should have answered, so any pending call might never end.
      this.#link.close();
      this.#onLinkClosed("the server sent a text that is no JSON");
      return;
    }
    if (Array.isArray(replies)) for (const reply of replies) this.#onReply(reply);
    else this.#onReply(replies);
  }

  #onReply(reply: unknown): void {
    if (typeof reply !== "object" || reply === null) return;
    const { id, result, error } = reply as { id?: unknown; result?: unknown; error?: unknown };
    const call = typeof id === "number" ? this.#pending.take(id) : undefined;
    // A reply without a pending call has arrived after its deadline.
    if (call === undefined) return;
    // In JSON-RPC 1.0, an error of null means that there is none.
    if (error === undefined || error === null) {
      call.resolve(result);
    } else {
      const { code, message } = error as { code?: unknown; message?: unknown };
      const text = typeof message === "string" ? message : JSON.stringify(error);
      call.reject(new RpcError(typeof code === "number" ? code : NaN, `${call.method}: ${text}`));
    }
  }

  #onLinkClosed(reason: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = reason;
    this.#pending.lose(reason);
    this.#onClose?.(reason);
  }
}

function encodeRequest(id: number | undefined, method: string, params: unknown): string {
  const text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
  if (text.length > maxRequestLength) {
    throw new RpcError(
      "invalidRequest",
      `${method}: not sent, since its ${text.length} characters are more than the allowed ${maxRequestLength}; ` +
        "split it into several messages",
    );
  }
  return text;
}
