import { groupBy } from "../../../base/group_by.js";
import { uidOf, type ToldOf } from "../reading/told.js";
import { at, messageInWords } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** How long a secondary may take for an acknowledgement that needs nothing more, beside the grace, in milliseconds. */
const promptMs = 20;

/** The snapshots that one replicator, or a link in its place, sent to one secondary. */
interface Stream {
  readonly secondary: string;
  /** The uid to which acknowledgements go. */
  readonly replicator: string;
  readonly snapshots: readonly ToldOf<"snapshot">[];
  readonly acks: readonly ToldOf<"snapshotAck">[];
}

/** A secondary acknowledges snapshots in order, when they are persisted, and repeated ones again. */
export function wrongSnapshotAcks(facts: Facts): Sighting[] {
  return streamsOf(facts).flatMap((stream) => [
    ...futureAcks(facts, stream),
    ...missingAcks(facts, stream),
  ]);
}

/** No snapshot is acknowledged before it is persisted. */
export function unpersistedSnapshotAcks(facts: Facts): Sighting[] {
  return streamsOf(facts).flatMap((stream): Sighting[] =>
    stream.acks.flatMap((ack): Sighting[] => {
      const snapshot = stream.snapshots.find(({ message }) => message.seq === ack.message.seq);
      if (snapshot === undefined) return [];
      const { key, value } = snapshot.message;
      const values = new Set([value]);
      if (facts.persistedAt(stream.secondary, key, values, snapshot.atMs) <= ack.atMs) return [];
      return [
        {
          kind: "unpersisted-snapshot-ack",
          message: `${facts.names.of(stream.secondary)} acknowledged ${messageInWords(snapshot.message)} at ${at(ack.atMs)}, before its persistence had confirmed it; also a repeated snapshot is acknowledged only when it is persisted.`,
          atMs: ack.atMs,
          section: "7",
          actor: stream.secondary,
          key,
          evidence: [snapshot, ack],
        },
      ];
    }),
  );
}

function futureAcks(facts: Facts, { secondary, replicator, snapshots, acks }: Stream): Sighting[] {
  const who = facts.names.of(secondary);
  const inTurn = facts
    .snapshotsInTurn(secondary)
    .filter(({ message }) => uidOf(message.replyTo) === replicator)
    .map(({ atMs }) => atMs);
  return acks.flatMap((ack): Sighting[] => {
    const { seq } = ack.message;
    if ((inTurn[seq] ?? Infinity) <= ack.atMs) return [];
    const last = snapshots.findLast(({ atMs, message }) => message.seq === seq && atMs <= ack.atMs);
    const missing = inTurn.findIndex((atMs) => atMs > (last?.atMs ?? Infinity));
    const why =
      last === undefined
        ? "it had not got that snapshot"
        : `it had got that snapshot only at ${at(last.atMs)}, when snapshot ${missing === -1 ? inTurn.length : missing} had not arrived yet`;
    return [
      {
        kind: "future-snapshot",
        message: `${who} sent ${messageInWords(ack.message)} at ${at(ack.atMs)}, although ${why}; a snapshot with a higher number than expected is ignored.`,
        atMs: ack.atMs,
        section: "7",
        actor: secondary,
        key: ack.message.key,
        evidence: [ack],
      },
    ];
  });
}

function missingAcks(facts: Facts, stream: Stream): Sighting[] {
  const { secondary, snapshots, acks } = stream;
  for (const snapshot of snapshots) {
    const { seq, key } = snapshot.message;
    const readyMs = readyAt(facts, stream, snapshot);
    const dueMs = Math.max(snapshot.atMs, readyMs) + promptMs + facts.limits.graceMs;
    if (dueMs >= facts.endOf(secondary)) continue;
    const ack = acks.find(
      ({ atMs, message }) => message.seq === seq && atMs >= snapshot.atMs && atMs <= dueMs,
    );
    if (ack?.message.key === key) continue;
    const again = snapshots.some(
      (other) => other.message.seq === seq && other.atMs < snapshot.atMs,
    );
    const late = acks.find(({ atMs, message }) => message.seq === seq && atMs >= snapshot.atMs);
    const instead =
      ack !== undefined
        ? `its ${messageInWords(ack.message)} names another key`
        : late === undefined
          ? "it did not"
          : `it did only at ${at(late.atMs)}`;
    return [
      {
        kind: "no-snapshot-ack",
        message: `${facts.names.of(secondary)} must acknowledge ${messageInWords(snapshot.message)}, which was sent to it ${again ? "again " : ""}at ${at(snapshot.atMs)}, to its replicator at once when it is persisted; ${instead}.`,
        atMs: dueMs,
        section: "7",
        actor: secondary,
        key,
        evidence: [snapshot, ...(late === undefined ? [] : [late])],
      },
    ];
  }
  return [];
}

/**
 * When a secondary has all that it needs to acknowledge a snapshot. Never, if it may ignore this one, because one before
 * it was not acknowledged when it was sent; it will come again.
 */
function readyAt(facts: Facts, stream: Stream, snapshot: ToldOf<"snapshot">): number {
  const { snapshots, acks } = stream;
  const { key, value, seq } = snapshot.message;
  const acked = new Set(
    acks.filter(({ atMs }) => atMs <= snapshot.atMs).map(({ message }) => message.seq),
  );
  if (acked.has(seq)) return snapshot.atMs;
  for (let before = 0; before < seq; before++) if (!acked.has(before)) return Infinity;
  const isTwin = snapshots.some(
    ({ message }) => message.seq !== seq && message.key === key && message.value === value,
  );
  const first = snapshots.find(({ message }) => message.seq === seq);
  return isTwin || first === undefined ? Infinity : persistedAt(facts, stream, first);
}

/** When the persistence of a secondary has confirmed a snapshot; at once if the secondary has not come so far as to ask it. */
function persistedAt(facts: Facts, { secondary }: Stream, snapshot: ToldOf<"snapshot">): number {
  const { key, value } = snapshot.message;
  const asks = facts.persistsOf(secondary).length > 0;
  return asks ? facts.persistedAt(secondary, key, new Set([value]), snapshot.atMs) : snapshot.atMs;
}

function streamsOf(facts: Facts): Stream[] {
  const snapshots = facts
    .of("snapshot")
    .filter(({ to }) => facts.names.find(to)?.part === "replica");
  const streams = groupBy(snapshots, ({ to, message }) => `${to} ${uidOf(message.replyTo)}`);
  return [...streams.values()].map((stream) => {
    const [first] = stream;
    const secondary = first.to;
    const replicator = uidOf(first.message.replyTo);
    const acks = facts
      .of("snapshotAck")
      .filter(({ from, to }) => from === secondary && to === replicator);
    return { secondary, replicator, snapshots: stream, acks };
  });
}
