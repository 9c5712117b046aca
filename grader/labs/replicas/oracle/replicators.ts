import { groupBy } from "../../../base/group_by.js";
import { uidOf, type ToldOf } from "../reading/told.js";
import { at, countOf, inMs, messageInWords } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** How long a replicator may take for its reply to an acknowledgement, beside the grace, in milliseconds. */
const promptMs = 20;

/** What one replicator got and sent. */
interface Replication {
  readonly replicator: string;
  readonly name: string;
  /** Without repetitions, which are the same updates. */
  readonly replicates: readonly ToldOf<"replicate">[];
  readonly snapshots: readonly ToldOf<"snapshot">[];
  readonly acks: readonly ToldOf<"snapshotAck">[];
  readonly replies: readonly ToldOf<"replicated">[];
  /** When it ends: with its server, or when its secondary has left. */
  readonly endMs: number;
}

/** A replicator numbers what it is asked to replicate, sends it until it is acknowledged, and reports that once. */
export function wrongReplications(facts: Facts): Sighting[] {
  return replicationsOf(facts).flatMap((replication) => [
    ...wrongNumbers(facts, replication),
    ...wrongSends(facts, replication),
    ...wrongReports(facts, replication),
  ]);
}

function wrongNumbers(
  facts: Facts,
  { replicator, name, replicates, snapshots }: Replication,
): Sighting[] {
  const found: Sighting[] = [];
  const bySeq = new Map<number, ToldOf<"snapshot">>();
  for (const snapshot of snapshots) {
    const { message, atMs } = snapshot;
    const { key, seq, value, replyTo } = message;
    const sighting = { atMs, section: "7", actor: replicator, key, evidence: [snapshot] };
    if (uidOf(replyTo) !== replicator) {
      found.push({
        ...sighting,
        kind: "wrong-sender",
        message: `${name} sent ${messageInWords(message)} with ${facts.names.of(uidOf(replyTo))} as replyTo; acknowledgements must come back to the replicator itself.`,
      });
    }
    const known = bySeq.get(seq);
    if (known === undefined) {
      if (seq !== bySeq.size) {
        found.push({
          ...sighting,
          kind: "seq-gap",
          message: `${name} sent ${messageInWords(message)} at ${at(atMs)}, where the next new number is ${bySeq.size}; numbers begin with 0 and have no gaps, or the secondary waits for ever.`,
        });
      }
      bySeq.set(seq, snapshot);
    } else if (known.message.key !== key || known.message.value !== value) {
      found.push({
        ...sighting,
        kind: "seq-reuse",
        message: `${name} sent ${messageInWords(message)} at ${at(atMs)}, although ${messageInWords(known.message)} had the same number; the secondary takes it for a repetition and ignores it.`,
        evidence: [known, snapshot],
      });
    }
  }
  const asked = replicates.length;
  const [last] = [...bySeq.values()].slice(-1);
  if (last !== undefined && asked > 0 && bySeq.size > asked) {
    found.push({
      kind: "new-seq",
      message: `${name} was asked to replicate ${countOf(asked, "update")}, and sent snapshots with ${bySeq.size} different numbers, the last one at ${at(last.atMs)}; what is repeated keeps its number.`,
      atMs: last.atMs,
      section: "7",
      actor: replicator,
      key: last.message.key,
      evidence: [last],
    });
  }
  return found;
}

function wrongSends(facts: Facts, replication: Replication): Sighting[] {
  const { replicator, name, replicates, snapshots, acks, endMs } = replication;
  const { limits } = facts;
  const found: Sighting[] = [];
  const common = { section: "7", actor: replicator };
  for (const replicate of replicates) {
    const values = laterValues(replication, replicate);
    const { key } = replicate.message;
    const { dueMs, inTime } = facts.sending(snapshots, key, values, replicate.atMs);
    if (inTime || dueMs >= endMs) continue;
    found.push({
      ...common,
      kind: "not-sent",
      message: `${name} sent no snapshot for ${messageInWords(replicate.message)} within ${inMs(limits.resendMs)}.`,
      atMs: dueMs,
      key,
      evidence: [replicate],
    });
  }
  for (const [seq, sends] of groupBy(snapshots, ({ message }) => message.seq)) {
    const [first] = sends;
    const acked = acks.find(({ atMs, message }) => message.seq === seq && atMs >= first.atMs);
    const ackedMs = acked?.atMs ?? Infinity;
    const what = messageInWords(first.message);
    const times = [...sends.map(({ atMs }) => atMs), Infinity];
    const slow = times.findIndex((ms, index) => {
      const next = times[index + 1];
      const dueMs = ms + limits.resendMs;
      return next !== undefined && next > dueMs && dueMs < Math.min(ackedMs, endMs);
    });
    const gapMs = times[slow];
    if (gapMs !== undefined) {
      found.push({
        ...common,
        kind: "slow-resend",
        message: `${name} sent ${what} at ${at(gapMs)}, and not again within ${inMs(limits.resendMs)}, although no acknowledgement came meanwhile.`,
        atMs: gapMs + limits.resendMs,
        key: first.message.key,
        evidence: sends,
      });
    }
    const crowd = sends.find(
      ({ atMs }, index) => (sends[index + limits.sendsPerSecond]?.atMs ?? Infinity) < atMs + 1_000,
    );
    if (crowd !== undefined) {
      const count = sends.filter(({ atMs }) => atMs >= crowd.atMs && atMs < crowd.atMs + 1_000);
      found.push({
        ...common,
        kind: "flood",
        message: `${name} sent ${what} ${count.length} times within a second from ${at(crowd.atMs)} on; at most ${limits.sendsPerSecond} are reasonable.`,
        atMs: crowd.atMs,
        key: first.message.key,
        evidence: count,
      });
    }
    const after = sends.find(({ atMs }) => atMs > ackedMs + limits.graceMs);
    if (after !== undefined) {
      found.push({
        ...common,
        kind: "resent-acked",
        message: `${name} sent ${what} again at ${at(after.atMs)}, although it had been acknowledged at ${at(ackedMs)}.`,
        atMs: after.atMs,
        key: first.message.key,
        evidence: [first, after],
      });
    }
  }
  return found;
}

function wrongReports(facts: Facts, replication: Replication): Sighting[] {
  const { replicator, name, replicates, snapshots, acks, replies, endMs } = replication;
  return replicates.flatMap((replicate): Sighting[] => {
    const { key, id, replyTo } = replicate.message;
    const values = laterValues(replication, replicate);
    const sent = snapshots
      .filter(({ atMs, message }) => atMs >= replicate.atMs && message.key === key)
      .filter(({ message }) => values.has(message.value));
    const seqs = new Map(sent.toReversed().map(({ atMs, message }) => [message.seq, atMs]));
    // What came before the snapshot was sent is for nothing that was sent.
    const acked = acks.find(({ atMs, message }) => atMs >= (seqs.get(message.seq) ?? Infinity));
    const ackedMs = acked?.atMs ?? Infinity;
    const what = messageInWords(replicate.message);
    const common = { section: "7", actor: replicator, key };
    const told = replies.filter(
      ({ to, message }) => to === uidOf(replyTo) && message.id === id && message.key === key,
    );
    const [first, second] = told;
    if (first === undefined) {
      const dueMs = ackedMs + promptMs + facts.limits.graceMs;
      // Which of several equal updates a snapshot is for cannot be known.
      const isClear = seqs.size === 1 && isUnique(replication, replicate);
      if (dueMs >= endMs || !isClear) return [];
      return [
        {
          ...common,
          kind: "no-replicated",
          message: `${name} did not report ${what} as replicated, although a snapshot of it was acknowledged at ${at(ackedMs)}.`,
          atMs: dueMs,
          evidence: [replicate],
        },
      ];
    }
    if (second !== undefined) {
      return [
        {
          ...common,
          kind: "two-replicated",
          message: `${name} reported ${what} as replicated twice, at ${at(first.atMs)} and at ${at(second.atMs)}; acknowledgements are repeated, reports are not.`,
          atMs: second.atMs,
          evidence: [first, second],
        },
      ];
    }
    const isOther = uidOf(first.message.replicator) !== replicator;
    if (first.atMs >= ackedMs && !isOther) return [];
    const why = isOther
      ? `and named ${facts.names.of(uidOf(first.message.replicator))} as the replicator, in the place of itself`
      : "before a snapshot of it had been acknowledged";
    return [
      {
        ...common,
        kind: "early-replicated",
        message: `${name} reported ${what} as replicated at ${at(first.atMs)}, ${why}.`,
        atMs: first.atMs,
        evidence: [replicate, first],
      },
    ];
  });
}

/** Whether no other update of its key has its value. */
function isUnique({ replicates }: Replication, { message }: ToldOf<"replicate">): boolean {
  const equal = replicates.filter(
    (other) => other.message.key === message.key && other.message.value === message.value,
  );
  return equal.length === 1;
}

/** The values whose snapshots bring an update: its own, and later ones of its key, into which it may be batched. */
function laterValues(
  { replicates }: Replication,
  { atMs, message: { key } }: ToldOf<"replicate">,
): ReadonlySet<string | null> {
  const later = replicates.filter((other) => other.atMs >= atMs && other.message.key === key);
  return new Set(later.map(({ message }) => message.value));
}

function replicationsOf(facts: Facts): Replication[] {
  const replicators = facts.names.all.filter(({ part }) => part === "replicator");
  return replicators.map(({ uid, name }) => {
    const snapshots = facts.of("snapshot").filter(({ from }) => from === uid);
    const [first] = snapshots;
    return {
      replicator: uid,
      name,
      replicates: updatesAmong(facts.of("replicate").filter(({ to }) => to === uid)),
      snapshots,
      acks: facts.of("snapshotAck").filter(({ to }) => to === uid),
      replies: facts.of("replicated").filter(({ from }) => from === uid),
      endMs: endOf(facts, uid, first),
    };
  });
}

/** The first of all that have the same id and the same sender. */
function updatesAmong(replicates: readonly ToldOf<"replicate">[]): ToldOf<"replicate">[] {
  const asked = groupBy(replicates, ({ message: { id, replyTo } }) => `${id} ${uidOf(replyTo)}`);
  return [...asked.values()].map(([first]) => first);
}

/**
 * When a replicator ends: with its server, or when its primary hears that its secondary has left. Of a primary's replicator
 * that has sent nothing, nobody knows for whom it is.
 */
function endOf(facts: Facts, replicator: string, first: ToldOf<"snapshot"> | undefined): number {
  const primary = facts.names.all.find(
    ({ uid, part }) => part === "replica" && facts.areTogether(uid, replicator),
  );
  if (primary === undefined) return facts.endOf(replicator);
  if (first === undefined) return 0;
  const all = facts.membershipsOf(primary.uid);
  const joined = all.findIndex(({ secondaries }) => secondaries.has(first.to));
  const without = all
    .slice(Math.max(0, joined))
    .find(({ secondaries }) => !secondaries.has(first.to));
  return Math.min(facts.endOf(replicator), without?.told.atMs ?? Infinity);
}
