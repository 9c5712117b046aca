import type { ActorRef } from "../actor/actor_ref.js";
import type { Outside } from "../actor/receiver.js";
import type { GetResult, OperationReply, ReplicaMessage, Value } from "./messages.js";

/** A client of the store, for code outside actors. Each call sends one request and waits for its reply. */
export class Client {
  readonly #system: Outside;
  #lastId = 0;

  /** @param system the actor system that the replies come to. */
  constructor(system: Outside) {
    this.#system = system;
  }

  /** Inserts a value at the primary. Returns whether it was acknowledged; if not, it may or may not have happened. */
  async insert(primary: ActorRef<ReplicaMessage>, key: string, value: string): Promise<boolean> {
    const { ref, first } = this.#system.newChannelRef<OperationReply>();
    this.#system.tell(primary, { type: "insert", key, value, id: ++this.#lastId, replyTo: ref });
    return (await first).type === "operationAck";
  }

  /** Removes a key at the primary. Returns whether that was acknowledged; if not, it may or may not have happened. */
  async remove(primary: ActorRef<ReplicaMessage>, key: string): Promise<boolean> {
    const { ref, first } = this.#system.newChannelRef<OperationReply>();
    this.#system.tell(primary, { type: "remove", key, id: ++this.#lastId, replyTo: ref });
    return (await first).type === "operationAck";
  }

  /** The value of a key at a replica; null if the key is absent there. */
  async get(replica: ActorRef<ReplicaMessage>, key: string): Promise<Value> {
    const { ref, first } = this.#system.newChannelRef<GetResult>();
    this.#system.tell(replica, { type: "get", key, id: ++this.#lastId, replyTo: ref });
    return (await first).value;
  }
}
