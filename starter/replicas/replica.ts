import type { Actor, ActorContext, Props } from "../actor/actor.js";
import type { ActorRef } from "../actor/actor_ref.js";
import { TodoError } from "../todo.js";
import type { MediatorMessage, PersistenceMessage, ReplicaMessage } from "./messages.js";

/**
 * One node of the store: the primary, or a secondary.
 *
 * When it starts, it joins the cluster at its mediator, which tells it its role. What arrives before is not lost: the
 * replica handles it when it knows its role.
 *
 * - Each replica answers a `get` at once from its own state (section 3.2).
 * - The primary answers every `insert` and `remove` exactly once: with `operationAck` as soon as its persistence and all
 *   replicators have confirmed the update, with `operationFailure` if that takes longer than a second (section 4.4). It has
 *   one replicator for each secondary that has joined and has not left (section 6).
 * - A secondary applies the snapshots of its replicator in the order of their numbers, and acknowledges each one when it is
 *   persisted (section 7). It answers an `insert` or a `remove` with `operationFailure` at once.
 *
 * In both roles it asks its persistence, a child, until that confirms (section 8).
 */
export class Replica implements Actor<ReplicaMessage> {
  /** The module from which the actor's thread loads this class; do not change it. */
  static readonly module = import.meta.url;

  /**
   * @param context the actor's access to the outside.
   * @param mediator where the replica joins.
   * @param persistence the props of the replica's persistence, which the replica starts as its child.
   */
  constructor(
    context: ActorContext<ReplicaMessage>,
    mediator: ActorRef<MediatorMessage>,
    persistence: Props<PersistenceMessage>,
  ) {
    void [context, mediator, persistence];
  }

  onMessage(message: ReplicaMessage): void {
    void message;
    throw new TodoError("final", "write Replica in replicas/replica.ts", "6");
  }
}
