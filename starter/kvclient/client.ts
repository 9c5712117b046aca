import { TodoError } from "../todo.js";
import type { QueryRouter } from "./query_router.js";

/**
 * The storage client: turns method calls into RPCs to the query servers that its router names.
 *
 * Any number of calls may be under way at once; none waits for another. Each call asks the router anew, and sends one
 * RPC. A call whose server cannot be reached, or whose connection is lost, is rejected with an error that says so; the
 * next call starts afresh, so a client goes on when its server is back.
 */
export class Client {
  constructor(router: QueryRouter) {
    void router;
  }

  /** The value of a key, or undefined when the key is not present. */
  get(key: string): Promise<string | undefined> {
    void key;
    return Promise.reject(
      new TodoError("checkpoint", "write Client.get in kvclient/client.ts", "6.1"),
    );
  }

  /** Sets the value of a key. Once this is fulfilled, the query actor that was asked shows the value. */
  put(key: string, value: string): Promise<void> {
    void [key, value];
    return Promise.reject(
      new TodoError("checkpoint", "write Client.put in kvclient/client.ts", "6.1"),
    );
  }

  /** The entries whose keys start with a prefix, in the order of their keys. */
  list(prefix: string): Promise<Map<string, string>> {
    void prefix;
    return Promise.reject(
      new TodoError("checkpoint", "write Client.list in kvclient/client.ts", "6.1"),
    );
  }

  /** Ends the client's connections. Calls under way and later ones are rejected. Idempotent. */
  close(): void {
    // Nothing to end as long as nothing connects.
  }
}
