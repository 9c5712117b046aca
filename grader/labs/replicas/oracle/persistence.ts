import { groupBy } from "../../../base/group_by.js";
import { at, countOf, inMs, messageInWords, valueInWords } from "../reading/words.js";
import type { ToldOf } from "../reading/told.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** A change that a replica must persist: an update of a client, or a snapshot that was its turn. */
interface Change {
  readonly atMs: number;
  readonly key: string;
  readonly value: string | null;
  readonly told: ToldOf<"insert" | "remove" | "snapshot">;
}

/** A replica asks its persistence for every change, with one id, until it is confirmed, and in the order of each key. */
export function wrongPersists(facts: Facts): Sighting[] {
  const replicas = facts.names.all.filter(({ part }) => part === "replica");
  return replicas.flatMap(({ uid }) => {
    const role = facts.roleOf(uid);
    if (role === undefined) return [];
    const changes = changesOf(facts, uid);
    const certain = role.role === "primary" ? changes : certainSnapshots(facts, uid);
    const persists = facts.persistsOf(uid);
    return [
      ...stopped(facts, uid, persists),
      ...notPersisted(facts, uid, certain, persists),
      ...newIds(facts, uid, changes, persists),
      ...reusedIds(facts, uid, persists),
      ...slowRetries(facts, uid, persists),
      ...stalePersists(facts, uid, changes, persists),
    ];
  });
}

type Persists = readonly ToldOf<"persist">[];

/** A persistence that was stopped before it had confirmed what it was asked for, and in whose place none was asked. */
function stopped(facts: Facts, replica: string, persists: Persists): Sighting[] {
  const last = persists.at(-1);
  if (last === undefined) return [];
  const stoppedMs = facts.stoppedAt(last.to);
  const { key, id } = last.message;
  const isConfirmed = facts
    .persistedOf(replica)
    .some(({ atMs, message }) => atMs >= last.atMs && message.key === key && message.id === id);
  if (isConfirmed || stoppedMs + facts.limits.retryMs >= facts.endOf(replica)) return [];
  return [
    {
      kind: "persistence-stopped",
      message: `${facts.names.of(replica)}'s persistence was stopped at ${at(stoppedMs)}, and no other one has been asked since for what it had not confirmed. Keep a persistence alive, whatever it throws and however often, or put another one in its place.`,
      atMs: stoppedMs,
      section: "8",
      actor: replica,
      key,
      evidence: [last],
    },
  ];
}

function notPersisted(
  facts: Facts,
  replica: string,
  changes: readonly Change[],
  persists: Persists,
): Sighting[] {
  const found: Sighting[] = [];
  const unique = uniqueAmong(changes);
  let allConfirmedMs = 0;
  for (const change of changes) {
    const { atMs, key, value, told } = change;
    // From here on it cannot be known what was confirmed.
    if (!unique.has(change)) return found;
    // Others may be persisted first.
    const dueMs = Math.max(atMs, allConfirmedMs) + facts.limits.retryMs;
    const later = changes.filter((other) => other.key === key && other.atMs >= atMs);
    const values = new Set(later.map((other) => other.value));
    // A snapshot may have been applied when it came for the first time, before its turn was certain.
    const fromMs = told.message.type === "snapshot" ? 0 : atMs;
    const asked = persists.some(
      (persist) =>
        persist.atMs >= fromMs &&
        persist.atMs <= dueMs &&
        persist.message.key === key &&
        values.has(persist.message.value),
    );
    if (!asked && dueMs < facts.endOf(replica)) {
      found.push({
        kind: "not-persisted",
        message: `${facts.names.of(replica)} got ${messageInWords(told.message)} at ${at(told.atMs)}, and did not ask its persistence for ${key} being ${valueInWords(value)} within ${inMs(facts.limits.retryMs)}.`,
        atMs: dueMs,
        section: "8",
        actor: replica,
        key,
        evidence: [told],
      });
    }
    const own = new Set([value]);
    allConfirmedMs = Math.max(allConfirmedMs, facts.persistedAt(replica, key, own, atMs));
  }
  return found;
}

function newIds(
  facts: Facts,
  replica: string,
  changes: readonly Change[],
  persists: Persists,
): Sighting[] {
  const ids = new Map<string, Map<number, ToldOf<"persist">>>();
  for (const persist of persists) {
    const { key, value, id } = persist.message;
    const name = JSON.stringify([key, value]);
    const known = ids.get(name) ?? new Map<number, ToldOf<"persist">>();
    ids.set(name, known);
    if (!known.has(id)) known.set(id, persist);
  }
  return [...ids.values()].flatMap((known): Sighting[] => {
    const [first] = known.values();
    const last = [...known.values()].at(-1);
    if (first === undefined || last === undefined) return [];
    const { key, value } = first.message;
    const count = changes.filter((change) => change.key === key && change.value === value).length;
    if (known.size <= Math.max(1, count)) return [];
    return [
      {
        kind: "new-persist-id",
        message: `${facts.names.of(replica)} asked its persistence for ${key} being ${valueInWords(value)} with ids ${[...known.keys()].slice(0, 4).join(", ")}; an update keeps the id of its first request.`,
        atMs: last.atMs,
        section: "8",
        actor: replica,
        key,
        evidence: [...known.values()],
      },
    ];
  });
}

function reusedIds(facts: Facts, replica: string, persists: Persists): Sighting[] {
  const firsts = new Map<string, ToldOf<"persist">>();
  for (const persist of persists) {
    const { key, value, id } = persist.message;
    const name = `${id} ${key}`;
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, persist);
    else if (first.message.value !== value) {
      return [
        {
          kind: "reused-persist-id",
          message: `${facts.names.of(replica)} asked its persistence for ${messageInWords(first.message)} at ${at(first.atMs)}, and for ${messageInWords(persist.message)} with the same id at ${at(persist.atMs)}; each update has an id of its own, or nobody can tell which of them was confirmed.`,
          atMs: persist.atMs,
          section: "8",
          actor: replica,
          key,
          evidence: [first, persist],
        },
      ];
    }
  }
  return [];
}

function slowRetries(facts: Facts, replica: string, persists: Persists): Sighting[] {
  const byId = groupBy(persists, ({ message }) => message.id);
  return [...byId.values()].flatMap((asked): Sighting[] => {
    const [first] = asked;
    const { id, key } = first.message;
    const confirmed = facts
      .persistedOf(replica)
      .find(({ message }) => message.id === id && message.key === key);
    const untilMs = Math.min(confirmed?.atMs ?? Infinity, facts.endOf(replica));
    const slow = asked.find(({ atMs }, index) => {
      const dueMs = atMs + facts.limits.retryMs;
      return dueMs < untilMs && (asked[index + 1]?.atMs ?? Infinity) > dueMs;
    });
    if (slow === undefined) return [];
    return [
      {
        kind: "slow-retry",
        message: `${facts.names.of(replica)} asked its persistence for ${messageInWords(slow.message)} at ${at(slow.atMs)} (${countOf(asked.indexOf(slow) + 1, "time")} in all by then), and not again within ${inMs(facts.limits.retryMs)}, although that was not confirmed.`,
        atMs: slow.atMs + facts.limits.retryMs,
        section: "8",
        actor: replica,
        key,
        evidence: [slow],
      },
    ];
  });
}

function stalePersists(
  facts: Facts,
  replica: string,
  changes: readonly Change[],
  persists: Persists,
): Sighting[] {
  const unique = [...uniqueAmong(changes)];
  const byKey = groupBy(unique, ({ key }) => key);
  const persistedMs = new Map(
    unique.map((change) => {
      const values = new Set([change.value]);
      return [change, facts.persistedAt(replica, change.key, values, change.atMs)];
    }),
  );
  return persists.flatMap((persist): Sighting[] => {
    const { key, value, id } = persist.message;
    const changesOfKey = byKey.get(key) ?? [];
    const own = changesOfKey.findIndex((change) => change.value === value);
    if (own === -1) return [];
    const newer = changesOfKey
      .slice(own + 1)
      .find((later) => (persistedMs.get(later) ?? Infinity) < persist.atMs - 1);
    if (newer === undefined) return [];
    const isConfirmed = facts
      .persistedOf(replica)
      .some(
        ({ message, atMs }) => message.id === id && message.key === key && atMs < persist.atMs - 1,
      );
    if (isConfirmed) return [];
    return [
      {
        kind: "stale-persist",
        message: `${facts.names.of(replica)} asked its persistence for ${messageInWords(persist.message)} at ${at(persist.atMs)}, after ${key} being ${valueInWords(newer.value)} had been persisted, which is newer; that brings the old value back.`,
        atMs: persist.atMs,
        section: "8",
        actor: replica,
        key,
        evidence: [persist],
      },
    ];
  });
}

/** Those whose key no other change gives their value; of several equal ones, it cannot be known which was persisted. */
function uniqueAmong(changes: readonly Change[]): ReadonlySet<Change> {
  const equal = groupBy(changes, ({ key, value }) => JSON.stringify([key, value]));
  return new Set([...equal.values()].flatMap((some) => (some.length === 1 ? some : [])));
}

function changesOf(facts: Facts, replica: string): Change[] {
  const role = facts.roleOf(replica);
  if (role === undefined) return [];
  const sinceMs = role.sinceMs;
  if (role.role === "primary") {
    return facts.updatesAt(replica).map(({ asked, key, value }) => {
      return { atMs: Math.max(asked.atMs, sinceMs), key, value, told: asked };
    });
  }
  return facts.snapshotsInTurn(replica).map((told) => {
    const { key, value } = told.message;
    return { atMs: told.atMs, key, value, told };
  });
}

/**
 * The snapshots that a secondary had to apply, each as it came when all before it had been acknowledged: earlier, a
 * secondary may ignore it.
 */
function certainSnapshots(facts: Facts, replica: string): Change[] {
  const seen = new Set<string>();
  return facts
    .of("snapshot")
    .filter(({ to }) => to === replica)
    .flatMap((told): Change[] => {
      const { key, value, seq, replyTo } = told.message;
      const replicator = `${replyTo.address}/${replyTo.id}`;
      const name = `${replicator} ${seq}`;
      const acked = new Set(
        facts
          .of("snapshotAck")
          .filter(
            ({ from, to, atMs }) => from === replica && to === replicator && atMs <= told.atMs,
          )
          .map(({ message }) => message.seq),
      );
      const isNext = Array.from({ length: seq }, (_, one) => one).every((one) => acked.has(one));
      if (seen.has(name) || !isNext || acked.has(seq)) return [];
      seen.add(name);
      return [{ atMs: told.atMs, key, value, told }];
    });
}
