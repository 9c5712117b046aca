/*
 * The oracle finds what is wrong in a recorded history. The messages between the actors are those of the assignment, so it
 * reads them: which request was answered how, which update was persisted and replicated when, which snapshot was sent how
 * often. It knows nothing about how a program works inside, and allows every design that the assignment allows: batching,
 * one retry timer or many, persisting one update at a time or several.
 *
 * If a history is not conclusive, there is no finding. A message was sent at a known time; when it was handled is not
 * known, so limits have some grace.
 */
import type { Finding } from "../../../history/finding.js";
import type { History } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import { wrongAcks } from "./acks.js";
import { Facts } from "./facts.js";
import { wrongMemberships } from "./members.js";
import { wrongPersists } from "./persistence.js";
import { wrongReads } from "./reads.js";
import { wrongReplies } from "./replies.js";
import { wrongReplications } from "./replicators.js";
import { findingKinds, type FindingKind, type Sighting } from "./sighting.js";
import { unpersistedSnapshotAcks, wrongSnapshotAcks } from "./snapshots.js";

/** A finding of this oracle. */
export interface StoreFinding extends Finding {
  readonly kind: FindingKind;
}

/** What can be told where a replica has been a secondary and a primary: the other rules know one role only. */
export const kindsAfterPromotion: readonly FindingKind[] = [
  "two-replies",
  "early-failure",
  "unpersisted-ack",
  "unreplicated-ack",
];

/** Of each kind, so many findings are told. */
const maxPerKind = 3;

/**
 * Finds what is wrong in a history: the worst kinds first, and the earliest findings of each kind.
 *
 * @param kinds the kinds of findings to look for; default: all.
 */
export function findWrongs(
  history: History,
  kinds: readonly FindingKind[] = findingKinds,
): StoreFinding[] {
  const facts = new Facts(history);
  const all = [
    ...wrongReplies(facts),
    ...wrongReads(facts),
    ...wrongAcks(facts),
    ...wrongSnapshotAcks(facts),
    ...unpersistedSnapshotAcks(facts),
    ...wrongReplications(facts),
    ...wrongPersists(facts),
    ...wrongMemberships(facts),
  ];
  const told = facts.hasPromotion ? kindsAfterPromotion : findingKinds;
  return findingKinds
    .filter((kind) => kinds.includes(kind) && told.includes(kind))
    .flatMap((kind) =>
      findingsOf(
        facts,
        all.filter((one) => one.kind === kind),
      ),
    );
}

function findingsOf(facts: Facts, sightings: readonly Sighting[]): StoreFinding[] {
  const earliest = [...sightings].sort((a, b) => a.atMs - b.atMs).slice(0, maxPerKind);
  const more = sightings.length - earliest.length;
  return earliest.map((sighting, index) => {
    const { kind, message, atMs, section, actor, key, evidence } = sighting;
    return {
      kind,
      message,
      inferred: false,
      atMs,
      section,
      actor: facts.names.laneOf(actor) as ActorName,
      ...(key === undefined ? {} : { key }),
      evidence: evidence.map((one) => one.index),
      ...(more > 0 && index === earliest.length - 1 ? { more } : {}),
    };
  });
}
