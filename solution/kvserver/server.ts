import { ActorSystem } from "../actor/actor_system.js";
import type { ActorRef } from "../actor/actor_ref.js";
import type { QueryMessage, ServerDesc } from "./messages.js";
import { QueryActor } from "./query_actor.js";
import { QueryReceiver } from "./query_receiver.js";

/**
 * A storage server: an actor system with query actors, each of which answers queries on a port of its own.
 *
 * The actor system listens on `startPort`, and the query RPC server of query actor `i` (from 0 on) on
 * `startPort + 1 + i`.
 */
export class Server {
  readonly #system: ActorSystem;
  /** Describes this server to later ones; they get it in `remoteDescs`. */
  readonly desc: string;

  /**
   * Starts a server. When it cannot start (a port is in use, say), nothing is left running.
   *
   * @param queryActorCount how many query actors to start, 1 or more.
   * @param remoteDescs the `desc` of every server that runs already. Servers are started one after the other, never
   *   two at once.
   * @returns the server, ready for queries.
   * @throws what goes wrong in starting; a `RangeError` for a count below 1; an error that names a desc it cannot read.
   */
  static async start(
    startPort: number,
    queryActorCount: number,
    remoteDescs: readonly string[],
  ): Promise<Server> {
    if (!Number.isInteger(queryActorCount) || queryActorCount < 1) {
      throw new RangeError(`a server needs 1 query actor or more, not ${queryActorCount}`);
    }
    const others = remoteDescs.map(parseDesc);
    const system = await ActorSystem.start(startPort);
    try {
      const actors = await startActors(system, startPort, queryActorCount);
      await introduce(system, actors, others);
      return new Server(system, JSON.stringify({ actors } satisfies ServerDesc));
    } catch (error) {
      await system.close();
      throw error;
    }
  }

  private constructor(system: ActorSystem, desc: string) {
    this.#system = system;
    this.desc = desc;
  }

  /** Ends everything that the server started. Idempotent. */
  close(): Promise<void> {
    return this.#system.close();
  }
}

/** Starts the query actors side by side; waits for all, so that one which fails leaves none half started. */
async function startActors(
  system: ActorSystem,
  startPort: number,
  count: number,
): Promise<ActorRef<QueryMessage>[]> {
  const starting = Array.from({ length: count }, (_, index) =>
    system.startActor(QueryActor, { port: startPort + 1 + index, receiver: QueryReceiver }),
  );
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

/** Tells actors of each other and waits until all know: whoever gets the desc may count on it. */
async function introduce(
  system: ActorSystem,
  actors: readonly ActorRef<QueryMessage>[],
  others: readonly ServerDesc[],
): Promise<void> {
  const replies = actors.map((actor, index) => {
    const { ref, first } = system.newChannelRef<null>();
    system.tell(actor, { type: "meet", index, server: { actors }, others, replyTo: ref });
    return first;
  });
  await Promise.all(replies);
}

function parseDesc(desc: string): ServerDesc {
  try {
    const { actors } = JSON.parse(desc) as Partial<ServerDesc>;
    if (Array.isArray(actors) && actors.length > 0) return { actors };
  } catch {
    // Told below, with the text that could not be read.
  }
  throw new Error(`"${desc}" does not describe a server; pass what another server's desc says`);
}
