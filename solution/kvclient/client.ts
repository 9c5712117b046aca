import { queryService, type QueryService } from "../kvcommon/query_service.js";
import { RpcClient, type Remote } from "../rpc/rpc_client.js";
import type { QueryRouter } from "./query_router.js";

/**
 * The storage client: turns method calls into RPCs to the query servers that its router names.
 *
 * Any number of calls may be in progress at once; none waits for the reply to another before it is sent. Each call asks
 * the router for an address and makes one RPC. The client keeps one connection per address, and opens a new one when a
 * call finds it closed. If the server cannot be reached or the connection is lost, the call is rejected with an error that
 * says so; if the server refuses a call, with the server's error (an `RpcError`), because programs look at its kind. The
 * client does not retry, because only the caller knows whether it is safe to repeat a Put.
 */
export class Client {
  readonly #router: QueryRouter;
  readonly #connections = new Map<string, Promise<RpcClient>>();
  #closed = false;

  constructor(router: QueryRouter) {
    this.#router = router;
  }

  /** Returns the value of a key, or undefined if the key is not present. */
  async get(key: string): Promise<string | undefined> {
    const query = await this.#connect();
    const { value } = await query.get({ key });
    return value ?? undefined;
  }

  /** Sets the value of a key. Resolves when the query actor that received the Put shows the value. */
  async put(key: string, value: string): Promise<void> {
    const query = await this.#connect();
    await query.put({ key, value });
  }

  /** Returns the entries whose keys start with a prefix, in the order of their keys. */
  async list(prefix: string): Promise<Map<string, string>> {
    const query = await this.#connect();
    const { entries } = await query.list({ prefix });
    return new Map(entries.map(({ key, value }) => [key, value]));
  }

  /** Closes the client's connections. Calls in progress and later calls are rejected. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#connections.values()) closeWhenOpen(connection);
    this.#connections.clear();
  }

  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */
  async #connect(): Promise<Remote<QueryService>> {
    if (this.#closed) throw new Error("the client is closed");
    const address = this.#router.nextAddr();
    const connection = this.#connections.get(address) ?? this.#dial(address);
    return (await connection).use(queryService);
  }

  #dial(address: string): Promise<RpcClient> {
    // Concurrent calls share the connection while it is still being opened.
    const dialling = RpcClient.dial(address, { batch: true });
    const forget = (): void => {
      if (this.#connections.get(address) === dialling) this.#connections.delete(address);
    };
    this.#connections.set(address, dialling);
    dialling.then((client) => {
      client.onClose(forget);
    }, forget);
    return dialling;
  }
}

function closeWhenOpen(connection: Promise<RpcClient>): void {
  connection.then(
    (client) => {
      client.close();
    },
    () => undefined, // A connection that never opened need not be closed, and its callers have the error.
  );
}
