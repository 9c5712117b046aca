import type { History, HistoryRecord, MarkRecord, TellRecord } from "../../../history/history.js";
import type {
  FakeLinkRecord,
  FakeRpcRecord,
  PopRecord,
  PushRecord,
  QueryRecord,
  StatsRecord,
} from "../steps/index.js";
import type { ActorName } from "../../../history/scenario.js";

/** A Put on a query actor, whatever became of it. */
export type PutRecord = QueryRecord & {
  readonly at: ActorName;
  readonly key: string;
  readonly value: string;
};

/** A Put that was acknowledged, with the actor that took it. */
export type AckedPut = PutRecord & { readonly outcome: { readonly ok: true } };

/** All queries, in the order in which they were begun. */
export function queries(history: History): readonly QueryRecord[] {
  const known = queriesOf.get(history);
  if (known !== undefined) return known;
  const found = ofType<QueryRecord>(history, "query").sort(
    (a, b) => a.startMs - b.startMs || (a.call ?? 0) - (b.call ?? 0),
  );
  queriesOf.set(history, found);
  return found;
}

/** Kept, because each check of a history asks for them several times. */
const queriesOf = new WeakMap<History, readonly QueryRecord[]>();

/** The Puts on query actors, in the order in which they were begun; those that failed may have happened all the same. */
export function puts(history: History): PutRecord[] {
  return queries(history).filter(
    (query): query is PutRecord => query.method === "put" && query.at !== undefined,
  );
}

/** The acknowledged Puts on query actors, in the order in which they were begun. */
export function ackedPuts(history: History): AckedPut[] {
  return puts(history).filter((put): put is AckedPut => put.outcome.ok);
}

/** Messages between actors, in the order of their times; of a part of the run if a part is given. */
export function tells(history: History, span: Span = whole): TellRecord[] {
  return ofType<TellRecord>(history, "tell")
    .filter((tell) => tell.atMs >= span.fromMs && tell.atMs < span.toMs)
    .sort((a, b) => a.atMs - b.atMs);
}

/** A part of a run: from a moment on, up to another one and without it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The whole run. */
export const whole: Span = { fromMs: -Infinity, toMs: Infinity };

/** The part of a run between two named moments; to its end if no second one is given. */
export function between(history: History, from: string, to?: string): Span {
  return {
    fromMs: markOf(history, from),
    toMs: to === undefined ? Infinity : markOf(history, to),
  };
}

/** When a named moment was. Throws when the history has none, which is the test's own mistake. */
export function markOf(history: History, name: string): number {
  const found = ofType<MarkRecord>(history, "mark").find((record) => record.name === name);
  if (found === undefined) throw new Error(`the history has no mark ${name}`);
  return found.atMs;
}

/** The counters of servers under a name. */
export function statsOf(history: History, name: string): StatsRecord[] {
  return ofType<StatsRecord>(history, "stats").filter((record) => record.name === name);
}

/** The RPCs that simulated query servers got; of one server if one is named. */
export function fakeRpcs(history: History, fake?: string): FakeRpcRecord[] {
  return ofType<FakeRpcRecord>(history, "fakeRpc").filter(
    (record) => fake === undefined || record.fake === fake,
  );
}

/** The connections to a simulated query server, as they were opened and closed. */
export function fakeLinks(history: History, fake: string): FakeLinkRecord[] {
  return ofType<FakeLinkRecord>(history, "fakeLink").filter((record) => record.fake === fake);
}

/** What became of a mailbox's pops, in the order in which they were begun: the last that is known of each. */
export function pops(history: History, mailbox: string): PopRecord[] {
  const first = ofType<PopRecord>(history, "pop").filter((record) => record.mailbox === mailbox);
  const late = ofType<PopRecord>(history, "popResult").filter(
    (record) => record.mailbox === mailbox,
  );
  return first
    .map((pop) => late.find((result) => result.startMs === pop.startMs) ?? pop)
    .sort((a, b) => a.startMs - b.startMs);
}

/** A mailbox's pushes. */
export function pushes(history: History, mailbox: string): PushRecord[] {
  return ofType<PushRecord>(history, "push").filter((record) => record.mailbox === mailbox);
}

/** The records of one type, in the order in which they were made. */
export function ofType<R extends HistoryRecord>(history: History, type: R["type"]): R[] {
  return history.records.filter((record): record is R => record.type === type);
}

/**
 * Calls back with what a read showed of each key that it covers: of those that somebody put, null if a key was not
 * there; and of others that it showed all the same. Not for a read that failed.
 *
 * @param byKey has the keys that somebody put.
 */
export function eachShown(
  { outcome, method, key: asked = "", prefix = "" }: QueryRecord,
  byKey: ReadonlyMap<string, unknown>,
  take: (key: string, shown: string | null) => void,
): void {
  if (!outcome.ok || method === "put") return;
  if (method === "get") {
    take(asked, outcome.value ?? null);
    return;
  }
  const { entries = {} } = outcome;
  for (const key of byKey.keys()) {
    if (!key.startsWith(prefix)) continue;
    take(key, Object.hasOwn(entries, key) ? (entries[key] ?? null) : null);
  }
  for (const key of Object.keys(entries)) if (!byKey.has(key)) take(key, entries[key] ?? null);
}
