import type { ActorRef } from "../actor/actor_ref.js";
import type { Outside } from "../actor/receiver.js";
import { TodoError } from "../todo.js";
import { queryService, type GetResult, type ListResult } from "../kvcommon/query_service.js";
import type { Implementation } from "../rpc/service.js";
import type { QueryService } from "../kvcommon/query_service.js";
import type { QueryMessage } from "./query_actor.js";

/**
 * Answers query RPCs on a query actor's thread: forwards each query to the actor with `system.tell`, waits for the
 * actor's reply on a channel ref (`system.newChannelRef`), and returns it. It stores no data itself.
 */
export class QueryReceiver implements Implementation<QueryService> {
  /** The module from which the actor's thread loads this class, and the service; do not change them. */
  static readonly module = import.meta.url;
  static readonly service = queryService;

  constructor(system: Outside, actor: ActorRef<QueryMessage>) {
    void [system, actor];
  }

  get(params: { key: string }): Promise<GetResult> {
    void params;
    return Promise.reject(
      new TodoError("checkpoint", "write QueryReceiver.get in kvserver/query_receiver.ts", "3.1"),
    );
  }

  put(params: { key: string; value: string }): Promise<null> {
    void params;
    return Promise.reject(
      new TodoError("checkpoint", "write QueryReceiver.put in kvserver/query_receiver.ts", "3.1"),
    );
  }

  list(params: { prefix: string }): Promise<ListResult> {
    void params;
    return Promise.reject(
      new TodoError("checkpoint", "write QueryReceiver.list in kvserver/query_receiver.ts", "3.1"),
    );
  }
}
