import { groupBy } from "../../../base/group_by.js";
import { at, inMs, messageInWords, valueInWords } from "../reading/words.js";
import type { ToldOf } from "../reading/told.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** The primary replicates every update to every member, brings newcomers the state, and leaves alone those who left. */
export function wrongMemberships(facts: Facts): Sighting[] {
  const primaries = facts.names.all.filter(
    ({ uid, part }) => part === "replica" && facts.roleOf(uid)?.role === "primary",
  );
  return primaries.flatMap(({ uid }) => [
    ...notReplicated(facts, uid),
    ...missingState(facts, uid),
    ...olderAfterNewer(facts, uid),
    ...sentAfterLeave(facts, uid),
    ...notStopped(facts, uid),
    ...newReplicators(facts, uid),
  ]);
}

function notReplicated(facts: Facts, primary: string): Sighting[] {
  return facts.updatesAt(primary).flatMap((update): Sighting[] => {
    const { asked, key } = update;
    const values = facts.coveringValues(update);
    return [...facts.knownSecondariesAt(primary, asked.atMs)].flatMap((secondary): Sighting[] => {
      const snapshots = facts.snapshotsTo(primary, secondary);
      const { dueMs, inTime } = facts.sending(snapshots, key, values, asked.atMs);
      if (inTime || dueMs >= facts.endOf(primary)) return [];
      if (!facts.secondariesAt(primary, dueMs).has(secondary)) return [];
      return [
        {
          kind: "not-replicated",
          message: `${facts.names.of(primary)} got ${messageInWords(asked.message)} at ${at(asked.atMs)}, and no snapshot of it was sent to ${facts.names.of(secondary)} within ${inMs(facts.limits.resendMs)}.`,
          atMs: dueMs,
          section: "7",
          actor: primary,
          key,
          evidence: [asked],
        },
      ];
    });
  });
}

function missingState(facts: Facts, primary: string): Sighting[] {
  return joinsOf(facts, primary).flatMap(({ secondary, told }): Sighting[] => {
    const snapshots = facts.snapshotsTo(primary, secondary);
    const { graceMs } = facts.limits;
    const updates = facts.updatesAt(primary);
    const before = updates.filter(({ asked }) => asked.atMs < told.atMs - graceMs);
    // What is updated just then may not be part of the state any more, or not yet.
    const unsure = new Set(
      updates
        .filter(({ asked }) => Math.abs(asked.atMs - told.atMs) <= graceMs)
        .map(({ key }) => key),
    );
    const state = new Map(before.map((update) => [update.key, update]));
    let dueMs = told.atMs;
    const missing = [...state.values()].find((update) => {
      const { key, value } = update;
      if (value === null || unsure.has(key)) return false;
      const sending = facts.sending(snapshots, key, facts.coveringValues(update), told.atMs);
      dueMs = sending.dueMs;
      if (sending.inTime || dueMs >= facts.endOf(primary)) return false;
      return facts.secondariesAt(primary, dueMs).has(secondary);
    });
    if (missing === undefined) return [];
    return [
      {
        kind: "missing-state",
        message: `${facts.names.of(secondary)} joined at ${at(told.atMs)}, when ${facts.names.of(primary)} held ${missing.key} = ${valueInWords(missing.value)}; no snapshot of that was sent to it within ${inMs(facts.limits.resendMs)}.`,
        atMs: dueMs,
        section: "7",
        actor: primary,
        key: missing.key,
        evidence: [told],
      },
    ];
  });
}

/** A secondary is never sent an older value of a key as a new snapshot after a newer one, whatever it is brought. */
function olderAfterNewer(facts: Facts, primary: string): Sighting[] {
  const updates = groupBy(facts.updatesAt(primary), ({ key }) => key);
  return joinsOf(facts, primary).flatMap(({ secondary, told, untilMs }): Sighting[] => {
    const known = new Set<number>();
    const latest = new Map<string, { snapshot: ToldOf<"snapshot">; place: number }>();
    for (const snapshot of facts.snapshotsTo(primary, secondary)) {
      const { key, value, seq } = snapshot.message;
      if (snapshot.atMs < told.atMs || snapshot.atMs >= untilMs || known.has(seq)) continue;
      known.add(seq);
      const values = (updates.get(key) ?? []).map((update) => update.value);
      const place = values.indexOf(value);
      // Of several equal updates, it cannot be known which one a snapshot is of.
      if (place === -1 || place !== values.lastIndexOf(value)) continue;
      const before = latest.get(key);
      if (before !== undefined && place < before.place) {
        return [
          {
            kind: "older-after-newer",
            message: `${facts.names.of(snapshot.from)} sent ${messageInWords(snapshot.message)} at ${at(snapshot.atMs)}, after ${messageInWords(before.snapshot.message)}, although ${key} had been ${valueInWords(value)} before it was ${valueInWords(before.snapshot.message.value)}; whoever reads at ${facts.names.of(secondary)} sees an older value after a newer one.`,
            atMs: snapshot.atMs,
            section: "4.2",
            actor: primary,
            key,
            evidence: [before.snapshot, snapshot],
          },
        ];
      }
      latest.set(key, { snapshot, place });
    }
    return [];
  });
}

function sentAfterLeave(facts: Facts, primary: string): Sighting[] {
  const all = facts.membershipsOf(primary);
  return all.flatMap(({ told, secondaries }, index): Sighting[] => {
    const before = all[index - 1]?.secondaries ?? new Set<string>();
    return [...before].flatMap((secondary): Sighting[] => {
      if (secondaries.has(secondary)) return [];
      const back = all.slice(index).find((later) => later.secondaries.has(secondary));
      const late = facts
        .snapshotsTo(primary, secondary)
        .find(
          ({ atMs }) =>
            atMs > told.atMs + facts.limits.graceMs && atMs < (back?.told.atMs ?? Infinity),
        );
      if (late === undefined) return [];
      return [
        {
          kind: "sent-after-leave",
          message: `${facts.names.of(secondary)} had left at ${at(told.atMs)}, and ${facts.names.of(late.from)} still sent it ${messageInWords(late.message)} at ${at(late.atMs)}; the replicator of a secondary that left is stopped.`,
          atMs: late.atMs,
          section: "6",
          actor: primary,
          key: late.message.key,
          evidence: [told, late],
        },
      ];
    });
  });
}

function notStopped(facts: Facts, primary: string): Sighting[] {
  return joinsOf(facts, primary).flatMap(({ secondary, told, untilMs }): Sighting[] => {
    const dueMs = untilMs + facts.limits.graceMs;
    const [sent] = facts
      .snapshotsTo(primary, secondary)
      .filter(({ atMs }) => atMs >= told.atMs && atMs < untilMs);
    if (sent === undefined || dueMs >= facts.endOf(primary)) return [];
    if (facts.stoppedAt(sent.from) <= dueMs) return [];
    return [
      {
        kind: "not-stopped",
        message: `${facts.names.of(secondary)} had left at ${at(untilMs)}, and ${facts.names.of(sent.from)} was not stopped; the replicator of a secondary that left is stopped, whether it has something to do or not.`,
        atMs: dueMs,
        section: "6",
        actor: primary,
        evidence: [told, sent],
      },
    ];
  });
}

function newReplicators(facts: Facts, primary: string): Sighting[] {
  return joinsOf(facts, primary).flatMap(({ secondary, told, untilMs }): Sighting[] => {
    const sent = facts
      .snapshotsTo(primary, secondary)
      .filter(({ atMs }) => atMs >= told.atMs && atMs < untilMs);
    const first = sent[0];
    const other = sent.find(({ from }) => from !== first?.from);
    if (first === undefined || other === undefined) return [];
    return [
      {
        kind: "new-replicator",
        message: `${facts.names.of(secondary)} got snapshots from two replicators of ${facts.names.of(primary)} while it was a member, from the second one ${messageInWords(other.message)} at ${at(other.atMs)}; each secondary has one, from its joining to its leaving.`,
        atMs: other.atMs,
        section: "6",
        actor: primary,
        key: other.message.key,
        evidence: [first, other],
      },
    ];
  });
}

/** Each time that a secondary joined, as the primary was told, and until when it stayed. */
function joinsOf(
  facts: Facts,
  primary: string,
): { secondary: string; told: ToldOf<"replicas">; untilMs: number }[] {
  const all = facts.membershipsOf(primary);
  return all.flatMap(({ told, secondaries }, index) => {
    const before = all[index - 1]?.secondaries ?? new Set<string>();
    return [...secondaries]
      .filter((secondary) => !before.has(secondary))
      .map((secondary) => {
        const left = all.slice(index).find((later) => !later.secondaries.has(secondary));
        return { secondary, told, untilMs: left?.told.atMs ?? Infinity };
      });
  });
}
