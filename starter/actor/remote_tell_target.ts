import type { ActorRef } from "./actor_ref.js";

/** The actor system as the receiver of remote tells sees it. */
export interface RemoteTellTarget {
  /**
   * Puts a message from another server into the mailbox of a local actor. Never waits. Messages are delivered in the
   * order of the calls; a message for an actor that does not exist is dropped.
   *
   * @param text the message exactly as the sending system passed it to `remoteTell`.
   */
  deliver(ref: ActorRef<never>, text: string): void;
}
