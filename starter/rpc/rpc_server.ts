import { platform } from "../platform/current.js";
import type { Link, Listener, ListenOptions } from "../platform/platform.js";
import { Dispatcher, errorReply } from "./dispatcher.js";
import { maxRequestLength } from "./limits.js";
import type { Implementation, Service } from "./service.js";

/**
 * Serves JSON-RPC 2.0 over WebSocket, so that any JSON-RPC client can call it.
 *
 * Ordering: the methods are *called* in the order in which the requests of one connection arrive. A method that returns
 * a promise does not delay the next one; each reply is sent when it is ready. The requests of one batch are answered in
 * one batch, or in several if the replies are too long for one message.
 *
 * Errors: malformed requests, unknown methods and invalid parameters are answered with the standard's errors. An
 * exception in a method is answered with `internalError` and its message, and so is a result that JSON cannot
 * represent. An exception in a notification goes to the handler of {@link RpcServer.onError}. No client can crash the
 * server, and no reply is longer than a connection can carry; `limits.ts` lists the limits.
 */
export class RpcServer {
  readonly #dispatcher = new Dispatcher((error, method) => this.#onError?.(error, method));
  readonly #listener: Listener;
  #onError: ((error: Error, method: string) => void) | undefined;

  /**
   * Listens on a port (0 chooses a free one). It accepts calls immediately, so register services in the same turn.
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
   * @throws if a service with that name is already registered.
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
   * Sets the handler for exceptions in notifications, whose senders get no reply. It receives the exception and the
   * method's name. Default: such exceptions are ignored.
   */
  onError(handler: (error: Error, method: string) => void): void {
    this.#onError = handler;
  }

  /** Stops listening and closes every connection. Replies that are not ready are lost. Idempotent. */
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
      const message = `the message has ${text.length} characters, more than the allowed ${maxRequestLength}; split it`;
      send(errorReply(null, "invalidRequest", message));
    });
  }
}
