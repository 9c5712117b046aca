import type { Actor, ActorContext } from "../actor/actor.js";
import type { ActorRef } from "../actor/actor_ref.js";
import { TodoError } from "../todo.js";
import type { KeySet, ReplicatorMessage, Snapshot } from "./messages.js";

/**
 * Brings updates from the primary, its parent, to one secondary, over a link that may lose messages (section 7).
 *
 * - Each `replicate` becomes a `snapshot` with the next number, beginning with 0 and without gaps. A `replicate` that is
 *   repeated before it has been answered is still the same one.
 * - A snapshot that is not acknowledged is sent again, with the same number, at least every 200 ms and at most 13 times in
 *   any second.
 * - When a snapshot is acknowledged, its `replicate` is answered with `replicated`, once.
 *
 * Several updates that have not been sent yet may become one snapshot, if they are of one key: the last value.
 */
export class Replicator implements Actor<ReplicatorMessage> {
  /** The module from which the actor's thread loads this class; do not change it. */
  static readonly module = import.meta.url;

  /**
   * @param context the actor's access to the outside.
   * @param secondary the replica that gets the snapshots.
   */
  constructor(context: ActorContext<ReplicatorMessage>, secondary: ActorRef<Snapshot | KeySet>) {
    void [context, secondary];
  }

  onMessage(message: ReplicatorMessage): void {
    void message;
    throw new TodoError("final", "write Replicator in replicas/replicator.ts", "7");
  }
}
