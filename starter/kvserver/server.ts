import { TodoError } from "../todo.js";

/**
 * A storage server: an actor system with query actors, each of which answers queries on a port of its own.
 *
 * The actor system listens on `startPort`, and the query RPC server of query actor `i` (from 0 on) on
 * `startPort + 1 + i`.
 */
export class Server {
  /**
   * Starts a server. When it cannot start (a port is in use, say), nothing is left running.
   *
   * @param queryActorCount how many query actors to start, 1 or more.
   * @param remoteDescs the `desc` of every server that runs already. Servers are started one after the other, never
   *   two at once.
   * @returns the server, ready for queries.
   */
  static start(
    startPort: number,
    queryActorCount: number,
    remoteDescs: readonly string[],
  ): Promise<Server> {
    void [startPort, queryActorCount, remoteDescs];
    return Promise.reject(
      new TodoError("checkpoint", "write Server.start in kvserver/server.ts", "3.1"),
    );
  }

  /** Describes this server to later ones; they get it in `remoteDescs`. What it says is up to you. */
  get desc(): string {
    throw new TodoError("checkpoint", "write Server.desc in kvserver/server.ts", "5.2");
  }

  /** Ends everything that the server started. Idempotent. */
  close(): Promise<void> {
    throw new TodoError("checkpoint", "write Server.close in kvserver/server.ts", "3.1");
  }
}
