import { props } from "../actor/props.js";
import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import { platform } from "../platform/current.js";
import type { KeySet, Snapshot, SnapshotAck } from "./messages.js";

/** What a link carries. */
export type Packet = Snapshot | KeySet | SnapshotAck;

/** A message is forwarded with this probability. */
const forwardProbability = 0.9;

/** No more messages than this are lost in a row. */
const maxLostInARow = 3;

/**
 * A link that loses messages. It has the place of a secondary for a replicator: it forwards most snapshots, and the
 * acknowledgements come back through another lossy link, its child.
 */
export class LossyLink implements Actor<Packet> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<Packet>;
  readonly #platform = platform();
  readonly #receiver: ActorRef<Packet>;
  /** The links back to the replicators, by the uids of those. */
  readonly #linksBack = new Map<string, ActorRef<SnapshotAck>>();
  #lostInARow = 0;

  /** @param receiver a secondary; for the acknowledgements, a replicator. */
  constructor(context: ActorContext<Packet>, receiver: ActorRef<never>) {
    this.#context = context;
    // Each direction has a link of its own, so a receiver gets only what it accepts.
    this.#receiver = receiver as ActorRef<Packet>;
  }

  onMessage(packet: Packet): void {
    const isLost =
      this.#lostInARow < maxLostInARow && this.#platform.random() >= forwardProbability;
    this.#lostInARow = isLost ? this.#lostInARow + 1 : 0;
    if (isLost) this.#context.log(`lost ${packet.type} ${packet.seq}`);
    else this.#context.tell(this.#receiver, this.#rerouted(packet));
  }

  #rerouted(packet: Packet): Packet {
    if (packet.type === "snapshotAck") return packet;
    return { ...packet, replyTo: this.#linkBackTo(packet.replyTo) };
  }

  #linkBackTo(replicator: ActorRef<SnapshotAck>): ActorRef<SnapshotAck> {
    const known = this.#linksBack.get(uid(replicator));
    if (known !== undefined) return known;
    const link = this.#context.startChild(props(LossyLink, replicator));
    this.#linksBack.set(uid(replicator), link);
    return link;
  }
}
