import type { Actor, ActorContext, Props } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import { props } from "../actor/props.js";
import type {
  Get,
  Insert,
  KeySet,
  MediatorMessage,
  PersistenceMessage,
  Remove,
  Replicas,
  ReplicaMessage,
  ReplicatorMessage,
  Snapshot,
  Value,
} from "./messages.js";
import { Replicator } from "./replicator.js";
import { Updates, type Update } from "./updates.js";

/** What a replica handles: what others send, and what it sends to itself after some time. */
type Message = ReplicaMessage | Retry | Expire;

/** Asks the persistence again for what it has not confirmed. */
interface Retry {
  readonly type: "retry";
}

/** The time for confirming an update is up. */
interface Expire {
  readonly type: "expire";
  readonly id: number;
}

/** An update must be confirmed within this time, in milliseconds. */
const deadlineMs = 1_000;

/** How long to wait for the persistence, in milliseconds. */
const retryMs = 100;

/** One node of the store: the primary, or a secondary. */
export class Replica implements Actor<Message> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<Message>;
  readonly #mediator: ActorRef<MediatorMessage>;
  /** Restarted when it throws: that is what happens to children unless their parent decides otherwise. */
  readonly #persistence: ActorRef<PersistenceMessage>;
  #role: "primary" | "secondary" | undefined;
  /** What arrived before the role was known. */
  #early: Message[] = [];

  readonly #store = new Map<string, string>();
  readonly #updates = new Updates();
  #retryArmed = false;

  /** Of a primary: by the uids of the secondaries. */
  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();
  /** Of a primary: who is told if an update fails, by the update's id. */
  readonly #requesters = new Map<number, Insert | Remove>();

  /** Of a secondary: its replicator, the number of the next snapshot, and those before it that are not persisted. */
  #replicator: string | undefined;
  #nextSeq = 0;
  readonly #unpersisted = new Set<number>();
  /** Of a primary: whether it was a secondary, so that others may hold keys that it does not know. */
  #isPromoted = false;

  constructor(
    context: ActorContext<Message>,
    mediator: ActorRef<MediatorMessage>,
    persistence: Props<PersistenceMessage>,
  ) {
    this.#context = context;
    this.#mediator = mediator;
    this.#persistence = context.startChild(persistence);
    context.tell(mediator, { type: "join", replica: context.self });
  }

  onMessage(message: Message): void {
    switch (message.type) {
      case "joinedPrimary":
        this.#onJoined("primary");
        return;
      case "joinedSecondary":
        this.#onJoined("secondary");
        return;
      case "persisted":
        this.#updates.confirm(message.id, this.#persistence);
        this.#persistOldestOf(message.key);
        return;
      case "replicated":
        this.#updates.confirm(message.id, message.replicator);
        return;
      case "ping":
        this.#context.tell(message.replyTo, { type: "pong", replica: this.#context.self });
        return;
      case "retry":
        this.#onRetry();
        return;
      case "expire":
        this.#onExpire(message);
        return;
      default:
        if (this.#role === undefined) this.#early.push(message);
        else this.#onRequest(message);
    }
  }

  #onJoined(role: "primary" | "secondary"): void {
    this.#isPromoted = this.#role === "secondary" && role === "primary";
    this.#role = role;
    for (const message of this.#early.splice(0)) this.onMessage(message);
  }

  #onRequest(message: Insert | Remove | Get | Replicas | Snapshot | KeySet): void {
    switch (message.type) {
      case "get":
        this.#onGet(message);
        return;
      case "insert":
        this.#onUpdate(message, message.value);
        return;
      case "remove":
        this.#onUpdate(message, null);
        return;
      case "replicas":
        this.#onReplicas(message);
        return;
      case "snapshot":
        this.#onSnapshot(message);
        return;
      case "keySet":
        this.#onKeySet(message);
        return;
      default:
        message satisfies never;
    }
  }

  #onGet({ key, id, replyTo }: Get): void {
    const value = this.#store.get(key) ?? null;
    this.#context.tell(replyTo, { type: "getResult", key, value, id });
  }

  #onUpdate(request: Insert | Remove, value: Value): void {
    const { key, id, replyTo } = request;
    if (this.#role === "secondary") {
      this.#context.tell(replyTo, { type: "operationFailure", id });
      return;
    }
    const replicators = [...this.#replicators.values()];
    const update = this.#apply(key, value, replicators, () => {
      // After a failure nobody waits for an answer.
      if (!this.#requesters.delete(update.id)) return;
      cancelExpiry();
      this.#context.tell(replyTo, { type: "operationAck", id });
    });
    this.#requesters.set(update.id, request);
    const expire: Expire = { type: "expire", id: update.id };
    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);
    for (const replicator of replicators) this.#replicate(replicator, update);
  }

  #onExpire({ id }: Expire): void {
    const request = this.#requesters.get(id);
    if (request === undefined) return;
    this.#requesters.delete(id);
    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });
  }

  #onReplicas({ replicas }: Replicas): void {
    const secondaries = new Map(replicas.map((replica) => [uid(replica), replica]));
    secondaries.delete(uid(this.#context.self));
    for (const [name, replicator] of this.#replicators) {
      if (secondaries.has(name)) continue;
      this.#replicators.delete(name);
      this.#context.stop(replicator);
      this.#updates.waive(replicator);
    }
    for (const [name, secondary] of secondaries) {
      if (this.#replicators.has(name)) continue;
      const replicator = this.#context.startChild(props(Replicator, secondary));
      this.#replicators.set(name, replicator);
      this.#bringState(replicator, secondary);
    }
  }

  /** No update waits for the state of a newcomer. The mediator hears when the newcomer has all of it. */
  #bringState(
    replicator: ActorRef<ReplicatorMessage>,
    secondary: ActorRef<Snapshot | KeySet>,
  ): void {
    let left = this.#store.size;
    const onConfirmed = (): void => {
      if (left-- === 0)
        this.#context.tell(this.#mediator, { type: "caughtUp", replica: secondary });
    };
    if (this.#isPromoted) {
      this.#context.tell(replicator, { type: "replicateKeys", keys: [...this.#store.keys()] });
    }
    for (const [key, value] of this.#store) {
      const update = this.#updates.add(key, value, [replicator], onConfirmed);
      this.#replicate(replicator, update);
    }
    onConfirmed();
  }

  /** A new primary says which keys there are: the others were never acknowledged. */
  #onKeySet({ keys, seq, replyTo }: KeySet): void {
    if (this.#replicator !== uid(replyTo)) {
      this.#replicator = uid(replyTo);
      this.#nextSeq = 0;
      this.#unpersisted.clear();
    }
    if (this.#nextSeq < seq) return;
    if (this.#nextSeq === seq) {
      this.#nextSeq = seq + 1;
      const gone = [...this.#store.keys()].filter((key) => !keys.includes(key));
      for (const key of gone) this.#apply(key, null, [], () => undefined);
    }
    this.#context.tell(replyTo, { type: "snapshotAck", key: "", seq });
  }

  #onSnapshot({ key, value, seq, replyTo }: Snapshot): void {
    this.#replicator ??= uid(replyTo);
    // The replicator of a primary that has failed.
    if (this.#replicator !== uid(replyTo)) return;
    const acknowledge = (): void => {
      this.#context.tell(replyTo, { type: "snapshotAck", key, seq });
    };
    // One in between was lost and will come again.
    if (seq > this.#nextSeq) return;
    if (seq < this.#nextSeq) {
      if (!this.#unpersisted.has(seq)) acknowledge();
      return;
    }
    this.#nextSeq++;
    this.#unpersisted.add(seq);
    this.#apply(key, value, [], () => {
      if (this.#replicator !== uid(replyTo)) return;
      this.#unpersisted.delete(seq);
      acknowledge();
    });
  }

  /** Changes the store, and calls `onConfirmed` when the persistence and the replicators have confirmed the change. */
  #apply(
    key: string,
    value: Value,
    replicators: readonly ActorRef<ReplicatorMessage>[],
    onConfirmed: () => void,
  ): Update {
    if (value === null) this.#store.delete(key);
    else this.#store.set(key, value);
    const update = this.#updates.add(key, value, [this.#persistence, ...replicators], onConfirmed);
    const oldest = this.#updates.oldestOf(this.#persistence).get(key);
    if (oldest === update) this.#persist(update);
    return update;
  }

  /**
   * Updates of one key are persisted one after the other: an old one that is tried again after a newer one has been
   * persisted would bring back the old value.
   */
  #persistOldestOf(key: string): void {
    const oldest = this.#updates.oldestOf(this.#persistence).get(key);
    if (oldest !== undefined) this.#persist(oldest);
  }

  #onRetry(): void {
    this.#retryArmed = false;
    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);
  }

  #persist({ id, key, value }: Update): void {
    const { self } = this.#context;
    this.#context.tell(this.#persistence, { type: "persist", key, value, id, replyTo: self });
    if (this.#retryArmed) return;
    this.#retryArmed = true;
    this.#context.tellAfter(self, { type: "retry" }, retryMs);
  }

  #replicate(replicator: ActorRef<ReplicatorMessage>, { id, key, value }: Update): void {
    const replyTo = this.#context.self;
    this.#context.tell(replicator, { type: "replicate", key, value, id, replyTo });
  }
}
