import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import type {
  KeySet,
  Replicate,
  ReplicateKeys,
  ReplicatorMessage,
  Snapshot,
  SnapshotAck,
} from "./messages.js";

/** Tells the replicator itself that it is time to send again what is not acknowledged. */
interface Resend {
  readonly type: "resend";
}

/** How long to wait for an acknowledgement, in milliseconds. */
const resendMs = 100;

/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */
export class Replicator implements Actor<ReplicatorMessage | Resend> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<ReplicatorMessage | Resend>;
  readonly #secondary: ActorRef<Snapshot | KeySet>;
  /** What is under way, by sequence number. */
  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();
  #nextSeq = 0;
  #resendArmed = false;

  constructor(
    context: ActorContext<ReplicatorMessage | Resend>,
    secondary: ActorRef<Snapshot | KeySet>,
  ) {
    this.#context = context;
    this.#secondary = secondary;
  }

  onMessage(message: ReplicatorMessage | Resend): void {
    switch (message.type) {
      case "replicate":
        this.#onReplicate(message);
        return;
      case "replicateKeys":
        this.#start(message);
        return;
      case "snapshotAck":
        this.#onAck(message);
        return;
      case "resend":
        this.#resendArmed = false;
        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);
        return;
      default:
        message satisfies never;
    }
  }

  #onReplicate(replicate: Replicate): void {
    const isRepeated = [...this.#unacknowledged.values()].some(
      (one) =>
        one.type === "replicate" &&
        one.id === replicate.id &&
        uid(one.replyTo) === uid(replicate.replyTo),
    );
    if (!isRepeated) this.#start(replicate);
  }

  #start(work: Replicate | ReplicateKeys): void {
    const seq = this.#nextSeq++;
    this.#unacknowledged.set(seq, work);
    this.#send(seq, work);
  }

  #onAck({ seq }: SnapshotAck): void {
    const replicate = this.#unacknowledged.get(seq);
    // Snapshots are repeated, and so are their acknowledgements.
    if (replicate === undefined) return;
    this.#unacknowledged.delete(seq);
    if (replicate.type === "replicateKeys") return;
    const { key, id, replyTo } = replicate;
    this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });
  }

  #send(seq: number, work: Replicate | ReplicateKeys): void {
    const replyTo = this.#context.self;
    if (work.type === "replicateKeys") {
      this.#context.tell(this.#secondary, { type: "keySet", keys: work.keys, seq, replyTo });
    } else {
      const { key, value } = work;
      this.#context.tell(this.#secondary, { type: "snapshot", key, value, seq, replyTo });
    }
    if (this.#resendArmed) return;
    this.#resendArmed = true;
    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);
  }
}
