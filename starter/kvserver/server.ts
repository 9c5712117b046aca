import { TodoError } from "../todo.js";

/**
 * A storage server: an actor system with query actors, each of which answers queries on its own port.
 *
 * The actor system listens on `startPort`, and the query RPC server of query actor `i` (counted from 0) on
 * `startPort + 1 + i`.
 */
export class Server {
  /**
   * Starts a server. If it cannot start, for example because a port is in use, it leaves nothing running when it rejects.
   *
   * @param queryActorCount how many query actors to start, 1 or more.
   * @param remoteDescs the `desc` of every server that is already running. Servers start one at a time.
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

  /** Describes this server to later ones, which receive it in `remoteDescs`. The format is up to you. */
  get desc(): string {
    throw new TodoError("checkpoint", "write Server.desc in kvserver/server.ts", "5.2");
  }

  /** Stops everything that the server has started; resolves when nothing of it runs any more. Idempotent. */
  close(): Promise<void> {
    throw new TodoError("checkpoint", "write Server.close in kvserver/server.ts", "3.1");
  }
}
