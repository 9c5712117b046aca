import { TodoError } from "../todo.js";
import type { QueryRouter } from "./query_router.js";

/**
 * The storage client: turns method calls into RPCs to the query servers that its router names.
 *
 * Any number of calls may be in progress at once; none waits for the reply to another before it is sent. Each call asks
 * the router for an address and makes one RPC. If the server cannot be reached or the connection is lost, the call is
 * rejected with an error that says so. If the server refuses a call, the call is rejected with the server's error (an
 * `RpcError`), because programs look at its kind. The next call opens a new connection, so a client works again when its
 * server is back.
 */
export class Client {
  constructor(router: QueryRouter) {
    void router;
  }

  /** Returns the value of a key, or undefined if the key is not present. */
  get(key: string): Promise<string | undefined> {
    void key;
    return Promise.reject(
      new TodoError("checkpoint", "write Client.get in kvclient/client.ts", "6.1"),
    );
  }

  /** Sets the value of a key. Resolves when the query actor that received the Put shows the value. */
  put(key: string, value: string): Promise<void> {
    void [key, value];
    return Promise.reject(
      new TodoError("checkpoint", "write Client.put in kvclient/client.ts", "6.1"),
    );
  }

  /** Returns the entries whose keys start with a prefix, in the order of their keys. */
  list(prefix: string): Promise<Map<string, string>> {
    void prefix;
    return Promise.reject(
      new TodoError("checkpoint", "write Client.list in kvclient/client.ts", "6.1"),
    );
  }

  /** Closes the client's connections. Calls in progress and later calls are rejected. Idempotent. */
  close(): void {
    // Nothing to close as long as nothing connects.
  }
}
