import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import { props } from "../actor/props.js";
import { LossyLink } from "./lossy_link.js";
import type { KeySet, MediatorMessage, ReplicaMessage, Snapshot } from "./messages.js";

/** Options of {@link Mediator}. */
export interface MediatorOptions {
  /** Whether messages between replicators and secondaries get lost; see {@link LossyLink}. */
  readonly lossy?: boolean;
  /** Whether the primary may fail: it is watched, and a secondary is promoted in its place. */
  readonly failover?: boolean;
}

interface Member {
  readonly replica: ActorRef<ReplicaMessage>;
  /** Where the primary's replicator sends snapshots: the replica itself, or a lossy link to it. */
  readonly link: ActorRef<Snapshot | KeySet>;
  /** Whether it has all that was ever acknowledged, as far as the primary has said. */
  caughtUp: boolean;
}

/** Tells the mediator itself to look after the primary. */
export interface Watch {
  readonly type: "watch";
}

/** How often the primary is asked whether it runs, and after how much silence it has failed, in milliseconds. */
const pingMs = 100;
const silentMs = 500;

/**
 * Knows the replicas of the cluster, reliably. The first replica that joins is the primary, the others are secondaries.
 * After each join and each leave, the primary gets the new set of replicas.
 *
 * With failover, it asks the primary ten times a second whether it runs. One that has been silent for half a second has
 * failed and is no longer a member. The secondary that has been there longest, of those that have caught up, is told
 * `joinedPrimary`, and then the set of replicas that are left. If none has caught up, there is no primary any more.
 */
export class Mediator implements Actor<MediatorMessage | Watch> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<MediatorMessage | Watch>;
  readonly #lossy: boolean;
  /** By the replicas' uids, in the order in which they joined. */
  readonly #members = new Map<string, Member>();
  #primary: Member | undefined;
  /** Whether there ever was a primary: its data may not be given up for an empty newcomer's. */
  #hadPrimary = false;
  #heardMs = 0;

  constructor(context: ActorContext<MediatorMessage | Watch>, options: MediatorOptions = {}) {
    this.#context = context;
    this.#lossy = options.lossy ?? false;
    if (options.failover === true) context.tellEvery(context.self, { type: "watch" }, pingMs);
  }

  onMessage(message: MediatorMessage | Watch): void {
    switch (message.type) {
      case "join":
        this.#onJoin(message.replica);
        return;
      case "leave":
        this.#onLeave(message.replica);
        return;
      case "watch":
        this.#onWatch();
        return;
      case "pong":
        if (this.#isPrimary(message.replica)) this.#heardMs = this.#context.now();
        return;
      case "caughtUp":
        for (const member of this.#members.values()) {
          if (uid(member.link) === uid(message.replica)) member.caughtUp = true;
        }
        return;
      case "findPrimary": {
        const primary = this.#primary?.replica ?? null;
        this.#context.tell(message.replyTo, { type: "primaryIs", primary });
        return;
      }
      default:
        message satisfies never;
    }
  }

  #onJoin(replica: ActorRef<ReplicaMessage>): void {
    if (this.#members.has(uid(replica))) return;
    const isPrimary = !this.#hadPrimary;
    const isLossy = this.#lossy && !isPrimary;
    const link = isLossy ? this.#context.startChild(props(LossyLink, replica)) : replica;
    const member = { replica, link, caughtUp: isPrimary };
    this.#members.set(uid(replica), member);
    if (isPrimary) this.#promote(member);
    else {
      this.#context.tell(replica, { type: "joinedSecondary" });
      this.#tellPrimary();
    }
  }

  #onLeave(replica: ActorRef<ReplicaMessage>): void {
    const member = this.#members.get(uid(replica));
    // Nobody asks the primary to leave.
    if (member === undefined || member === this.#primary) return;
    this.#remove(member);
    this.#tellPrimary();
  }

  #onWatch(): void {
    if (this.#primary === undefined) return;
    if (this.#context.now() - this.#heardMs < silentMs) {
      this.#context.tell(this.#primary.replica, { type: "ping", replyTo: this.#context.self });
      return;
    }
    this.#remove(this.#primary);
    this.#primary = undefined;
    const next = [...this.#members.values()].find(({ caughtUp }) => caughtUp);
    if (next !== undefined) this.#promote(next);
  }

  #promote(member: Member): void {
    this.#primary = member;
    this.#hadPrimary = true;
    this.#heardMs = this.#context.now();
    this.#context.tell(member.replica, { type: "joinedPrimary" });
    this.#tellPrimary();
  }

  #remove(member: Member): void {
    this.#members.delete(uid(member.replica));
    if (member.link !== member.replica) this.#context.stop(member.link);
  }

  #tellPrimary(): void {
    const primary = this.#primary;
    if (primary === undefined) return;
    // The primary knows itself by its own ref, whatever link there was to it.
    const replicas = [...this.#members.values()].map((member) =>
      member === primary ? member.replica : member.link,
    );
    this.#context.tell(primary.replica, { type: "replicas", replicas });
  }

  #isPrimary(replica: ActorRef<ReplicaMessage>): boolean {
    return this.#primary !== undefined && uid(this.#primary.replica) === uid(replica);
  }
}
