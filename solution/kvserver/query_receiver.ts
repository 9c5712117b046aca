import type { ActorRef } from "../actor/actor_ref.js";
import type { Outside } from "../actor/receiver.js";
import {
  queryService,
  type GetResult,
  type ListResult,
  type QueryService,
} from "../kvcommon/query_service.js";
import type { Implementation } from "../rpc/service.js";
import type { QueryMessage } from "./messages.js";

/**
 * Answers query RPCs on a query actor's thread: forwards each query to the actor with `system.tell`, waits for the
 * actor's reply on a channel ref (`system.newChannelRef`), and returns it. It stores no data itself.
 */
export class QueryReceiver implements Implementation<QueryService> {
  static readonly module = import.meta.url;
  static readonly service = queryService;

  readonly #system: Outside;
  readonly #actor: ActorRef<QueryMessage>;

  constructor(system: Outside, actor: ActorRef<QueryMessage>) {
    this.#system = system;
    this.#actor = actor;
  }

  get({ key }: { key: string }): Promise<GetResult> {
    const { ref, first } = this.#system.newChannelRef<GetResult>();
    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });
    return first;
  }

  put({ key, value }: { key: string; value: string }): Promise<null> {
    const { ref, first } = this.#system.newChannelRef<null>();
    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });
    return first;
  }

  list({ prefix }: { prefix: string }): Promise<ListResult> {
    const { ref, first } = this.#system.newChannelRef<ListResult>();
    this.#system.tell(this.#actor, { type: "list", prefix, replyTo: ref });
    return first;
  }
}
