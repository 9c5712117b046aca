import type { Told } from "../reading/told.js";

/** What the oracle can find, the worst first. */
export const findingKinds = [
  // What clients see.
  "no-reply",
  "two-replies",
  "early-failure",
  "late-reply",
  "secondary-ack",
  "wrong-read",
  "went-back",
  // What an acknowledgement promises.
  "unpersisted-ack",
  "unreplicated-ack",
  "late-ack",
  // A secondary and its snapshots.
  "unpersisted-snapshot-ack",
  "future-snapshot",
  "no-snapshot-ack",
  // A replicator.
  "wrong-sender",
  "seq-gap",
  "seq-reuse",
  "new-seq",
  "not-sent",
  "slow-resend",
  "flood",
  "resent-acked",
  "early-replicated",
  "two-replicated",
  "no-replicated",
  // A replica and its persistence.
  "persistence-stopped",
  "not-persisted",
  "new-persist-id",
  "reused-persist-id",
  "slow-retry",
  "stale-persist",
  // A primary and its secondaries.
  "not-replicated",
  "missing-state",
  "older-after-newer",
  "sent-after-leave",
  "not-stopped",
  "new-replicator",
] as const;

/** The kind of a finding of this oracle. */
export type FindingKind = (typeof findingKinds)[number];

/** Something that is wrong, as one of the oracle's rules saw it. */
export interface Sighting {
  readonly kind: FindingKind;
  /** Names the request, the replica and the message. */
  readonly message: string;
  readonly atMs: number;
  /** The section of the assignment with the rule. */
  readonly section: string;
  /** The uid of the actor that it concerns. */
  readonly actor: string;
  readonly key?: string;
  readonly evidence: readonly Told[];
}
