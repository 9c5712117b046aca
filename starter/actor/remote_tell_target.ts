import type { ActorRef } from "./actor_ref.js";

/** The actor system as the receiving end of remote tells sees it. */
export interface RemoteTellTarget {
  /**
   * Puts a message from another server into the mailbox of an actor here. Never waits. Messages are delivered in the
   * order of the calls; one to an actor that does not exist is dropped.
   *
   * @param text the message as the sending system wrote it; hand on what you got.
   */
  deliver(ref: ActorRef<never>, text: string): void;
}
