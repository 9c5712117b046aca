import { ActorHost } from "../../actor/actor_host.js";
import { uid, type ActorRef } from "../../actor/actor_ref.js";
import { platform } from "../../platform/current.js";
import { Client } from "../client.js";
import type { ClientEvent, GetResult, PutResult, ServerEvent, StoreContent } from "../messages.js";
import { Server } from "../server.js";
import { actorId, Links } from "./links.js";
import type { ProcessRequest, ProcessSpec, ReplyTo } from "./requests.js";

/** What the given code tells servers and clients; it knows nothing of what they tell each other. */
export type Event = ServerEvent<never> | ClientEvent<never>;

/** One server or client: its actor, its links to others, and the requests of the master. */
export class SessionProcess {
  readonly #host: ActorHost;
  readonly #links: Links;
  /** A server or a client; both take all events of their kind. */
  readonly #actor: ActorRef<never>;

  /**
   * Starts a server or a client; it has no links yet.
   *
   * @throws what the constructor of its class throws, or `PlatformError` if it cannot listen.
   */
  static async start(spec: ProcessSpec): Promise<SessionProcess> {
    let started: SessionProcess | undefined;
    const links = await Links.listen(spec, {
      onConnected: (peer) => started?.tell({ type: "connected", peer }),
      onDisconnected: (peer) => started?.tell({ type: "disconnected", peer }),
      onLook: async () => JSON.stringify(await started?.handle({ type: "readStore" })),
      onText: (id, text) => started?.deliver(id, text),
    });
    try {
      started = new SessionProcess(spec, links);
    } catch (error) {
      await links.close();
      throw error;
    }
    started.tell({ type: "started", id: spec.id, life: spec.life });
    return started;
  }

  private constructor({ kind }: ProcessSpec, links: Links) {
    this.#links = links;
    this.#host = new ActorHost({
      address: links.address,
      index: actorId,
      forward: (ref, text) => {
        links.send(ref, text);
      },
      // Nobody can watch an actor of another process: what ends a process is told by the links.
      signal: () => undefined,
      onError: report,
    });
    this.#actor =
      kind === "server"
        ? this.#host.startActor(actorId, Server)
        : this.#host.startActor(actorId, Client);
  }

  /** Where the process listens for links. */
  get address(): string {
    return this.#links.address;
  }

  /** Does what the master asks. The reply may never come, if the student's code does not give it. */
  async handle<R extends ProcessRequest>(request: R): Promise<ReplyTo<R>> {
    return (await this.#reply(request)) as ReplyTo<R>;
  }

  /** Tells the actor an event. */
  tell(event: Event): void {
    this.#host.tell(this.#actor as ActorRef<Event>, event);
  }

  /** Delivers a message from another process. */
  deliver(id: number, text: string): void {
    this.#host.deliver({ address: this.address, id }, text);
  }

  /** Ends the actor and the links. */
  async close(): Promise<void> {
    await Promise.all([this.#host.close(), this.#links.close()]);
  }

  async #reply(request: ProcessRequest): Promise<ReplyTo<ProcessRequest>> {
    switch (request.type) {
      case "connect":
        await this.#links.connect(request.to);
        return null;
      case "cut":
        this.#links.cut(request.id);
        return null;
      case "put": {
        const { ref, first } = this.#host.newChannelRef<PutResult>();
        const { key, value } = request;
        this.tell({ type: "putCommand", key, value, replyTo: ref });
        return await first;
      }
      case "get": {
        const { ref, first } = this.#host.newChannelRef<GetResult>();
        this.tell({ type: "getCommand", key: request.key, replyTo: ref });
        return await first;
      }
      case "readStore": {
        const { ref, first } = this.#host.newChannelRef<StoreContent>();
        this.tell({ type: "printStoreCommand", replyTo: ref });
        return (await first).entries;
      }
      default:
        return request satisfies never;
    }
  }
}

/** Reports an exception of the student's code, which lives on. */
function report(error: Error, actor: ActorRef<never>): void {
  const { trace, host } = platform();
  const { message, stack } = error;
  if (trace !== undefined) trace({ type: "actorError", actor: uid(actor), message, stack });
  else process.stderr.write(`${host}: ${stack ?? message}\n`);
}
