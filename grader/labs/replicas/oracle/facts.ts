import { groupBy } from "../../../base/group_by.js";
import type { History } from "../../../history/history.js";
import { limitsOf, type Limits } from "../reading/limits.js";
import { Names } from "../reading/names.js";
import { told, uidOf, type Told, type ToldOf } from "../reading/told.js";

/** A client's request for an update, with everything that was answered to it. */
export interface UpdateRequest {
  readonly asked: ToldOf<"insert" | "remove">;
  readonly key: string;
  readonly value: string | null;
  /** The uid of the replica. */
  readonly replica: string;
  readonly replies: readonly ToldOf<"operationAck" | "operationFailure">[];
}

/** A client's request for a value. */
export interface ReadRequest {
  readonly asked: ToldOf<"get">;
  readonly replica: string;
  readonly replies: readonly ToldOf<"getResult">[];
}

/** The members of the cluster, as a primary was told. */
export interface Membership {
  readonly told: ToldOf<"replicas">;
  /** Where snapshots go: the uids of the members without the primary itself. */
  readonly secondaries: ReadonlySet<string>;
}

/** What a history shows, in the form in which the rules ask for it. */
export class Facts {
  readonly history: History;
  readonly names: Names;
  readonly limits: Limits;
  /** When the run ended. */
  readonly untilMs: number;
  readonly updates: readonly UpdateRequest[];
  readonly reads: readonly ReadRequest[];
  readonly #byType: ReadonlyMap<string, readonly Told[]>;
  readonly #memberships: ReadonlyMap<string, readonly Membership[]>;
  readonly #updates = new Map<string, readonly UpdateRequest[]>();
  readonly #persists = new Map<string, readonly ToldOf<"persist">[]>();
  readonly #persisted = new Map<string, readonly ToldOf<"persisted">[]>();
  /** The same by the uid of the replica and then by the key. */
  readonly #persistsByKey = new Map<string, ByKey<ToldOf<"persist">>>();
  readonly #persistedByKey = new Map<string, ByKey<ToldOf<"persisted">>>();
  /** By the uids of the primary and of the secondary. */
  readonly #snapshots = new Map<string, readonly ToldOf<"snapshot">[]>();
  readonly #inTurn = new Map<string, readonly ToldOf<"snapshot">[]>();
  /** By the uid of who sent the snapshot, and its number. */
  readonly #acks = new Map<string, readonly ToldOf<"snapshotAck">[]>();
  readonly #stopped = new Map<string, number>();
  readonly #stoppedActors = new Map<string, number>();

  constructor(history: History) {
    this.history = history;
    this.names = new Names(history);
    this.limits = limitsOf(history);
    this.#byType = groupBy(told(history), ({ message }) => message.type);
    for (const record of history.records) {
      if (record.type === "actor" && record.event === "stopped") {
        this.#stoppedActors.set(record.actor, record.atMs);
      }
      if (record.type !== "fault" || record.what !== "crash") continue;
      for (const server of record.servers) this.#stopped.set(server, record.atMs);
    }
    this.untilMs = history.durationMs;
    this.updates = this.#updateRequests();
    this.reads = this.#readRequests();
    const memberships = this.of("replicas").map((told): Membership => {
      const members = told.message.replicas.map(uidOf);
      return { told, secondaries: new Set(members.filter((uid) => uid !== told.to)) };
    });
    this.#memberships = groupBy(memberships, ({ told }) => told.to);
  }

  /** The messages of a type, in the order of time. */
  of<T extends Told["message"]["type"]>(type: T): readonly ToldOf<T>[] {
    return (this.#byType.get(type) ?? []) as unknown as readonly ToldOf<T>[];
  }

  /** The role of a replica, and since when it has been told; undefined if it has not. */
  roleOf(replica: string): { role: "primary" | "secondary"; sinceMs: number } | undefined {
    const primary = this.of("joinedPrimary").find(({ to }) => to === replica);
    if (primary !== undefined) return { role: "primary", sinceMs: primary.atMs };
    const secondary = this.of("joinedSecondary").find(({ to }) => to === replica);
    return secondary && { role: "secondary", sinceMs: secondary.atMs };
  }

  /** Whether a secondary was made the primary. */
  get hasPromotion(): boolean {
    const secondaries = new Set(this.of("joinedSecondary").map(({ to }) => to));
    return this.of("joinedPrimary").some(({ to }) => secondaries.has(to));
  }

  /** When an actor ended with its server; never, in most runs. */
  endOf(uid: string): number {
    return this.#stopped.get(this.names.find(uid)?.server ?? "") ?? this.untilMs;
  }

  /** When an actor was stopped; never, if it ended with its server. */
  stoppedAt(uid: string): number {
    return this.#stoppedActors.get(uid) ?? Infinity;
  }

  /** What a primary was told about the members, in the order of time. */
  membershipsOf(primary: string): readonly Membership[] {
    return this.#memberships.get(primary) ?? [];
  }

  /** The secondaries that a primary knew at a time. */
  secondariesAt(primary: string, atMs: number): ReadonlySet<string> {
    const known = this.membershipsOf(primary).filter((each) => each.told.atMs <= atMs);
    return known.at(-1)?.secondaries ?? new Set();
  }

  /** The secondaries that a primary certainly knew at a time, whatever it was just being told. */
  knownSecondariesAt(primary: string, atMs: number): ReadonlySet<string> {
    const fromMs = atMs - this.limits.graceMs;
    const news = this.membershipsOf(primary).filter(
      ({ told }) => told.atMs > fromMs && told.atMs <= atMs,
    );
    const before = this.secondariesAt(primary, fromMs);
    return new Set(
      [...before].filter((one) => news.every(({ secondaries }) => secondaries.has(one))),
    );
  }

  /** Whether two actors run on the same server. */
  areTogether(one: string, other: string): boolean {
    return addressOf(one) === addressOf(other);
  }

  /** The updates of a replica, in the order in which they were sent to it. */
  updatesAt(replica: string): readonly UpdateRequest[] {
    return kept(this.#updates, replica, () =>
      this.updates.filter((update) => update.replica === replica),
    );
  }

  /**
   * The values whose confirmation confirms an update: its own, and those of later updates of its key, which replace it.
   */
  coveringValues(update: UpdateRequest): ReadonlySet<string | null> {
    const later = this.updatesAt(update.replica).filter(
      ({ key, asked }) => key === update.key && asked.atMs >= update.asked.atMs,
    );
    return new Set(later.map(({ value }) => value));
  }

  /** What the persistence of a replica was asked, by the replica itself or by a child of it. */
  persistsOf(replica: string): readonly ToldOf<"persist">[] {
    // What the persistence sends on to another server is asked already.
    return kept(this.#persists, replica, () =>
      this.of("persist").filter(
        ({ from, to }) => this.areTogether(from, replica) && this.areTogether(to, replica),
      ),
    );
  }

  /** What the persistence of a replica has confirmed. */
  persistedOf(replica: string): readonly ToldOf<"persisted">[] {
    return kept(this.#persisted, replica, () =>
      this.of("persisted").filter(({ to }) => this.areTogether(to, replica)),
    );
  }

  /** When the persistence of a replica first confirmed one of some values of a key that were handed down after a time. */
  persistedAt(
    replica: string,
    key: string,
    values: ReadonlySet<string | null>,
    fromMs: number,
  ): number {
    const asked = kept(this.#persistsByKey, replica, () => byKey(this.persistsOf(replica)));
    const confirmed = kept(this.#persistedByKey, replica, () => byKey(this.persistedOf(replica)));
    const ids = new Set<number>();
    for (const { atMs, message } of asked.get(key) ?? []) {
      if (atMs >= fromMs && values.has(message.value)) ids.add(message.id);
    }
    const persisted = confirmed
      .get(key)
      ?.find(({ atMs, message }) => atMs >= fromMs && ids.has(message.id));
    return persisted?.atMs ?? Infinity;
  }

  /** The snapshots that the replicators of a primary sent to a secondary. */
  snapshotsTo(primary: string, secondary: string): readonly ToldOf<"snapshot">[] {
    return kept(this.#snapshots, `${primary} ${secondary}`, () =>
      this.of("snapshot").filter(
        ({ from, to }) => to === secondary && this.areTogether(from, primary),
      ),
    );
  }

  /**
   * The snapshots that a secondary may apply, each as it came for the first time after all those before it of its
   * replicator; what comes earlier is ignored.
   */
  snapshotsInTurn(secondary: string): readonly ToldOf<"snapshot">[] {
    return kept(this.#inTurn, secondary, () => {
      const nextSeq = new Map<string, number>();
      return this.of("snapshot").filter(({ to, message: { seq, replyTo } }) => {
        const replicator = uidOf(replyTo);
        if (to !== secondary || seq !== (nextSeq.get(replicator) ?? 0)) return false;
        nextSeq.set(replicator, seq + 1);
        return true;
      });
    });
  }

  /** When a secondary's acknowledgement of one of some values of a key first reached a replicator of a primary. */
  replicatedAt(
    primary: string,
    secondary: string,
    key: string,
    values: ReadonlySet<string | null>,
    fromMs: number,
  ): number {
    const sent = this.snapshotsTo(primary, secondary).filter(
      ({ atMs, message }) => atMs >= fromMs && message.key === key && values.has(message.value),
    );
    const names = new Set(sent.map(({ from, message }) => `${from} ${message.seq}`));
    const acked = this.of("snapshotAck").find(
      ({ to, atMs, message }) => atMs >= fromMs && names.has(`${to} ${message.seq}`),
    );
    return acked?.atMs ?? Infinity;
  }

  /**
   * When a snapshot of one of some values of a key must have been sent: soon after the request, or, since snapshots may be
   * sent one at a time, soon after all that were sent before it have been acknowledged. Also whether it was.
   */
  sending(
    snapshots: readonly ToldOf<"snapshot">[],
    key: string,
    values: ReadonlySet<string | null>,
    askedMs: number,
  ): { dueMs: number; inTime: boolean } {
    const sent = snapshots.find(
      ({ atMs, message }) => atMs >= askedMs && message.key === key && values.has(message.value),
    );
    const sentMs = sent?.atMs ?? Infinity;
    let freeMs = askedMs;
    for (const snapshot of snapshots) {
      // Infinity, once one of them was never acknowledged.
      if (snapshot.atMs >= sentMs || freeMs === Infinity) break;
      freeMs = Math.max(freeMs, this.#ackedAt(snapshot));
    }
    const dueMs = freeMs + this.limits.resendMs;
    return { dueMs, inTime: sentMs <= dueMs };
  }

  /** When an acknowledgement of a snapshot reached its sender, after it was sent. */
  #ackedAt({ from, atMs, message: { seq } }: ToldOf<"snapshot">): number {
    const acks = kept(this.#acks, `${from} ${seq}`, () =>
      this.of("snapshotAck").filter((one) => one.to === from && one.message.seq === seq),
    );
    return acks.find((ack) => ack.atMs >= atMs)?.atMs ?? Infinity;
  }

  #updateRequests(): UpdateRequest[] {
    const replies = [...this.of("operationAck"), ...this.of("operationFailure")];
    const asked = [...this.of("insert"), ...this.of("remove")].sort(
      (a, b) => a.atMs - b.atMs || a.index - b.index,
    );
    return asked.map((one): UpdateRequest => ({
      asked: one,
      key: one.message.key,
      value: one.message.type === "insert" ? one.message.value : null,
      replica: one.to,
      replies: this.#repliesTo(one, replies, asked),
    }));
  }

  #readRequests(): ReadRequest[] {
    const asked = this.of("get");
    return asked.map((one) => ({
      asked: one,
      replica: one.to,
      replies: this.#repliesTo(one, this.of("getResult"), asked),
    }));
  }

  /** The replies to a request; a client may use an id again when the request before has been answered. */
  #repliesTo<R extends ToldOf<"operationAck" | "operationFailure" | "getResult">>(
    asked: Request,
    replies: readonly R[],
    all: readonly Request[],
  ): R[] {
    const { id } = asked.message;
    const client = uidOf(asked.message.replyTo);
    const next = all.find(
      ({ atMs, to, message }) =>
        atMs > asked.atMs &&
        to === asked.to &&
        message.id === id &&
        uidOf(message.replyTo) === client,
    );
    return replies
      .filter(({ from, to, message }) => from === asked.to && to === client && message.id === id)
      .filter(({ atMs }) => atMs >= asked.atMs && atMs < (next?.atMs ?? Infinity))
      .sort((a, b) => a.atMs - b.atMs);
  }
}

/** What is kept under a name; it is found when it is asked for. */
function kept<T>(known: Map<string, T>, name: string, find: () => T): T {
  const one = known.get(name) ?? find();
  known.set(name, one);
  return one;
}

type ByKey<T> = ReadonlyMap<string, readonly T[]>;

function byKey<T extends ToldOf<"persist" | "persisted">>(some: readonly T[]): ByKey<T> {
  return groupBy(some, ({ message }) => message.key);
}

type Request = ToldOf<"insert" | "remove" | "get">;

function addressOf(uid: string): string {
  return uid.slice(0, uid.lastIndexOf("/"));
}
