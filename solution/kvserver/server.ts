import { ActorSystem } from "../actor/actor_system.js";
import type { ActorRef } from "../actor/actor_ref.js";
import type { QueryMessage, ServerDesc } from "./messages.js";
import { QueryActor } from "./query_actor.js";
import { QueryReceiver } from "./query_receiver.js";

/**
 * A storage server: an actor system with query actors, each of which answers queries on its own port.
 *
 * The actor system listens on `startPort`, and the query RPC server of query actor `i` (counted from 0) on
 * `startPort + 1 + i`.
 */
export class Server {
  readonly #system: ActorSystem;
  /** Describes this server to later ones, which receive it in `remoteDescs`. */
  readonly desc: string;

  /**
   * Starts a server. If it cannot start, for example because a port is in use, it leaves nothing running when it rejects.
   *
   * @param queryActorCount how many query actors to start, 1 or more.
   * @param remoteDescs the `desc` of every server that is already running. Servers start one at a time.
   * @returns the server, ready for queries.
   * @throws `RangeError` for a count below 1, an error that names an invalid desc, or whatever prevents the start.
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

  /** Stops everything that the server has started; resolves when nothing of it runs any more. Idempotent. */
  close(): Promise<void> {
    return this.#system.close();
  }
}

/** Starts the query actors concurrently. Waits for all of them, so that a failure leaves none half started. */
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

/** Introduces the actors to each other and waits until all of them are ready, so that others may rely on the desc. */
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
    // Reported below, with the text that could not be parsed.
  }
  throw new Error(`"${desc}" does not describe a server; pass the desc of another server`);
}
