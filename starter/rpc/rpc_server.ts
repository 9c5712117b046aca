import { platform } from "../platform/current.js";
import type { Link, Listener, ListenOptions } from "../platform/platform.js";
import { Dispatcher, errorReply } from "./dispatcher.js";
import { maxRequestLength } from "./limits.js";
import { rpcErrors } from "./rpc_error.js";
import type { Implementation, Service } from "./service.js";

/**
 * Serves JSON-RPC 2.0 over WebSocket, so any JSON-RPC client can call it.
 *
 * Ordering: the methods of requests from one connection are *called* in the order in which the requests arrived. A
 * method that returns a promise does not hold up the next; replies leave as they become ready. Requests that came in
 * one batch are answered in one batch.
 *
 * Errors: what is malformed, unknown or of the wrong shape is answered with the standard's errors; what a method throws
 * is answered with `internalError` and its message, and so is a result that JSON cannot write. What a method throws on
 * a notification goes to the handler of {@link RpcServer.onError}. Nothing that a client sends ends the server.
 */
export class RpcServer {
  readonly #dispatcher = new Dispatcher((error, method) => this.#onError?.(error, method));
  readonly #listener: Listener;
  #onError: ((error: Error, method: string) => void) | undefined;

  /**
   * Listens on a port (0: any free one). Calls are taken from the first moment, so register in the same turn.
   *
   * @throws `PlatformError` `port-in-use` or `listen-failed`.
   */
  static async listen(options: ListenOptions): Promise<RpcServer> {
    let serve: (link: Link) => void = () => undefined;
    const listener = await platform().listen(options, (link) => {
      serve(link);
    });
    const server = new RpcServer(listener);
    serve = (link) => {
      server.#serve(link);
    };
    return server;
  }

  private constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** The port that the server listens on. */
  get port(): number {
    return this.#listener.port;
  }

  /**
   * Serves a service's methods with an implementation.
   *
   * @throws when a service of that name is registered already.
   */
  register<S>(service: Service<S>, implementation: Implementation<S>): void {
    for (const method of Object.keys(service.checks) as (keyof S & string)[]) {
      const check = service.checks[method];
      this.#dispatcher.add(`${service.name}.${method}`, (params) =>
        implementation[method](check(params)),
      );
    }
  }

  /**
   * Sets the handler of what goes wrong in notifications, whose senders get no reply: what their methods throw, with
   * the method's name. Default: nobody hears of it.
   */
  onError(handler: (error: Error, method: string) => void): void {
    this.#onError = handler;
  }

  /** Stops listening and closes every connection. Replies that are not ready by then are lost. Idempotent. */
  close(): Promise<void> {
    return this.#listener.close();
  }

  #serve(link: Link): void {
    const send = (text: string): void => {
      link.send(text);
    };
    link.onMessage((text) => {
      if (text.length <= maxRequestLength) {
        this.#dispatcher.receive(text, send);
        return;
      }
      const message = `the message has ${text.length} characters, more than the allowed ${maxRequestLength}`;
      send(errorReply(null, rpcErrors.invalidRequest.code, message).text);
    });
  }
}
