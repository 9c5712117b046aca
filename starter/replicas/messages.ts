/**
 * The messages of the replicated store. All of them are plain data. A request carries the ref to which its reply goes,
 * `replyTo`.
 *
 * Four protocols meet in a replica: with clients, with the mediator, with its persistence, and between a primary, its
 * replicators and the secondaries.
 */
import type { ActorRef } from "../actor/actor_ref.js";

/** What is stored for a key: a string, or null if the key is absent. */
export type Value = string | null;

// Clients and replicas

/** Asks the primary to store a value. Answered by {@link OperationAck} or {@link OperationFailure}, exactly once. */
export interface Insert {
  readonly type: "insert";
  readonly key: string;
  readonly value: string;
  /** Chosen by the client; no two requests that a client has under way have the same one. */
  readonly id: number;
  readonly replyTo: ActorRef<OperationReply>;
}

/** Asks the primary to remove a key. Answered like {@link Insert}. */
export interface Remove {
  readonly type: "remove";
  readonly key: string;
  readonly id: number;
  readonly replyTo: ActorRef<OperationReply>;
}

/** The reply to an {@link Insert} or a {@link Remove}. */
export type OperationReply = OperationAck | OperationFailure;

/** The update is persisted by the primary, and by every secondary that has not left. */
export interface OperationAck {
  readonly type: "operationAck";
  readonly id: number;
}

/** The update could not be confirmed within a second, or was sent to a secondary. */
export interface OperationFailure {
  readonly type: "operationFailure";
  readonly id: number;
}

/** Asks any replica for the value of a key. */
export interface Get {
  readonly type: "get";
  readonly key: string;
  readonly id: number;
  readonly replyTo: ActorRef<GetResult>;
}

/** The reply to a {@link Get}. */
export interface GetResult {
  readonly type: "getResult";
  readonly key: string;
  readonly value: Value;
  readonly id: number;
}

// Replicas and the mediator

/** A replica joins the cluster, once, when it starts. */
export interface Join {
  readonly type: "join";
  readonly replica: ActorRef<ReplicaMessage>;
}

/** A replica leaves the cluster for good. Whoever operates the cluster sends it, not the replica. */
export interface Leave {
  readonly type: "leave";
  readonly replica: ActorRef<ReplicaMessage>;
}

/** The reply to {@link Join} for the first replica. */
export interface JoinedPrimary {
  readonly type: "joinedPrimary";
}

/** The reply to {@link Join} for every other replica. */
export interface JoinedSecondary {
  readonly type: "joinedSecondary";
}

/** The replicas of the cluster, the primary included. The primary gets it after each join and each leave. */
export interface Replicas {
  readonly type: "replicas";
  /** Where the snapshots for each of them go. */
  readonly replicas: readonly ActorRef<Snapshot | KeySet>[];
}

// A replica and its persistence

/** Asks for a state of a key to be persisted. May remain without an answer. */
export interface Persist {
  readonly type: "persist";
  readonly key: string;
  readonly value: Value;
  /** Chosen by the replica, one for each update; a repeated request has the same one. */
  readonly id: number;
  readonly replyTo: ActorRef<Persisted>;
}

/** The reply to a {@link Persist} that succeeded. */
export interface Persisted {
  readonly type: "persisted";
  readonly key: string;
  readonly id: number;
}

// The primary, its replicators, and the secondaries

/** Asks a replicator to bring an update to its secondary. */
export interface Replicate {
  readonly type: "replicate";
  readonly key: string;
  readonly value: Value;
  /** Chosen by the primary, one for each update. */
  readonly id: number;
  readonly replyTo: ActorRef<Replicated>;
}

/** The reply to a {@link Replicate}: the secondary has persisted the update. */
export interface Replicated {
  readonly type: "replicated";
  readonly key: string;
  readonly id: number;
  /** Who has done it. */
  readonly replicator: ActorRef<ReplicatorMessage>;
}

/** A state of a key, on its way from a replicator to its secondary. It may be lost. */
export interface Snapshot {
  readonly type: "snapshot";
  readonly key: string;
  readonly value: Value;
  /** Counts a replicator's snapshots: 0, 1, 2 and so on. A repeated snapshot has the same one. */
  readonly seq: number;
  /** The replicator. */
  readonly replyTo: ActorRef<SnapshotAck>;
}

/** The reply to a {@link Snapshot} that is persisted. It may be lost. */
export interface SnapshotAck {
  readonly type: "snapshotAck";
  readonly key: string;
  readonly seq: number;
}

// Failover: an extension, for which there are no points

/** The mediator asks the primary whether it still runs. Answered by {@link Pong}. */
export interface Ping {
  readonly type: "ping";
  readonly replyTo: ActorRef<Pong>;
}

/** The reply to {@link Ping}. */
export interface Pong {
  readonly type: "pong";
  readonly replica: ActorRef<ReplicaMessage>;
}

/** The primary tells the mediator that a secondary has all that was ever acknowledged, so it may become the primary. */
export interface CaughtUp {
  readonly type: "caughtUp";
  /** As it was named in {@link Replicas}. */
  readonly replica: ActorRef<Snapshot | KeySet>;
}

/** The primary asks a replicator to tell its secondary which keys there are, before it brings the state of them. */
export interface ReplicateKeys {
  readonly type: "replicateKeys";
  readonly keys: readonly string[];
}

/**
 * The first message of a new primary's replicator, with number 0: the secondary forgets all other keys, which nobody has
 * acknowledged. Acknowledged like a snapshot, with an empty key.
 */
export interface KeySet {
  readonly type: "keySet";
  readonly keys: readonly string[];
  readonly seq: number;
  readonly replyTo: ActorRef<SnapshotAck>;
}

/** A client asks the mediator for the primary. Answered by {@link PrimaryIs}. */
export interface FindPrimary {
  readonly type: "findPrimary";
  readonly replyTo: ActorRef<PrimaryIs>;
}

/** The reply to {@link FindPrimary}; null if there is no primary. */
export interface PrimaryIs {
  readonly type: "primaryIs";
  readonly primary: ActorRef<ReplicaMessage> | null;
}

// Who accepts what

/** What others send to a replica. Add the messages that yours sends to itself in a type of your own. */
export type ReplicaMessage =
  | Insert
  | Remove
  | Get
  | JoinedPrimary
  | JoinedSecondary
  | Replicas
  | Persisted
  | Replicated
  | Snapshot
  | FailoverMessage;

/** What a replica is sent in addition where the primary may fail. */
export type FailoverMessage = Ping | KeySet;

/** What others send to a replicator. */
export type ReplicatorMessage = Replicate | SnapshotAck | ReplicateKeys;

/** What a mediator accepts. */
export type MediatorMessage = Join | Leave | Pong | CaughtUp | FindPrimary;

/** What a persistence accepts. */
export type PersistenceMessage = Persist;
