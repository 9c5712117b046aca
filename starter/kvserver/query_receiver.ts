import type { ActorRef } from "../actor/actor_ref.js";
import type { Outside } from "../actor/receiver.js";
import { TodoError } from "../todo.js";
import { queryService, type GetResult, type ListResult } from "../kvcommon/query_service.js";
import type { Implementation } from "../rpc/service.js";
import type { QueryService } from "../kvcommon/query_service.js";
import type { QueryMessage } from "./query_actor.js";

/**
 * Answers query RPCs beside a query actor: forwards each query to the actor with `system.tell`, waits for the actor's
 * reply on a channel ref (`system.newChannelRef`), and returns it. It keeps no data of the store itself.
 */
export class QueryReceiver implements Implementation<QueryService> {
  /** Where the actor's thread loads this class from, and what it serves; leave both as they are. */
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
