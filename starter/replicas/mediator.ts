import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import { props } from "../actor/props.js";
import { LossyLink } from "./lossy_link.js";
import type { MediatorMessage, ReplicaMessage, Snapshot } from "./messages.js";

/** Options of {@link Mediator}. */
export interface MediatorOptions {
  /** Whether messages between replicators and secondaries get lost; see {@link LossyLink}. */
  readonly lossy?: boolean;
}

interface Member {
  readonly replica: ActorRef<ReplicaMessage>;
  /** Where the primary's replicator sends snapshots: the replica itself, or a lossy link to it. */
  readonly link: ActorRef<Snapshot>;
}

/**
 * Knows the replicas of the cluster, reliably. The first replica that joins is the primary, the others are secondaries.
 * After each join and each leave, the primary gets the new set of replicas.
 */
export class Mediator implements Actor<MediatorMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<MediatorMessage>;
  readonly #lossy: boolean;
  /** By the replicas' uids, in the order in which they joined; the first one is the primary. */
  readonly #members = new Map<string, Member>();

  constructor(context: ActorContext<MediatorMessage>, options: MediatorOptions = {}) {
    this.#context = context;
    this.#lossy = options.lossy ?? false;
  }

  onMessage(message: MediatorMessage): void {
    switch (message.type) {
      case "join":
        this.#onJoin(message.replica);
        return;
      case "leave":
        this.#onLeave(message.replica);
        return;
      default:
        message satisfies never;
    }
  }

  #onJoin(replica: ActorRef<ReplicaMessage>): void {
    if (this.#members.has(uid(replica))) return;
    const isPrimary = this.#members.size === 0;
    const isLossy = this.#lossy && !isPrimary;
    const link = isLossy ? this.#context.startChild(props(LossyLink, replica)) : replica;
    this.#members.set(uid(replica), { replica, link });
    this.#context.tell(replica, { type: isPrimary ? "joinedPrimary" : "joinedSecondary" });
    this.#tellPrimary();
  }

  #onLeave(replica: ActorRef<ReplicaMessage>): void {
    const member = this.#members.get(uid(replica));
    const [primary] = this.#members.values();
    // The assignment assumes that the primary stays.
    if (member === undefined || member === primary) return;
    this.#members.delete(uid(replica));
    if (member.link !== member.replica) this.#context.stop(member.link);
    this.#tellPrimary();
  }

  #tellPrimary(): void {
    const [primary] = this.#members.values();
    if (primary === undefined) return;
    const replicas = [...this.#members.values()].map(({ link }) => link);
    this.#context.tell(primary.replica, { type: "replicas", replicas });
  }
}
