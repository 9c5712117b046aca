import type { History } from "../../../grader/history/history.js";
import type { ActorName } from "../../../grader/history/scenario.js";
import { at, describeValue, listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { groupBy } from "../../../grader/labs/cmud/reading/group_by.js";
import { PutOrder } from "../../../grader/labs/cmud/reading/put_order.js";
import { ackedPuts, queries, type AckedPut } from "../../../grader/labs/cmud/reading/views.js";

/** What the query actors showed of one key at the end. */
export interface FinalState {
  readonly key: string;
  readonly shown: ReadonlyMap<ActorName, string | null>;
}

/** Options of {@link checkLastWriter}. */
export interface LastWriterOptions {
  /** The keys to look at; default: all that were put. */
  readonly keys?: readonly string[];
  /** Puts of a key on one connection that were pipelined: the one that was sent last counts as the later one. */
  readonly pipelined?: boolean;
  /** The section with the rule; default 5. */
  readonly section?: string;
}

/**
 * Demands that the last reads of every query actor agree, and show a Put that is not clearly older than another one of
 * the same key. The reads are those that began after every Put had ended.
 */
export function checkLastWriter(
  history: History,
  readers: readonly ActorName[],
  options: LastWriterOptions = {},
): void {
  const byKey = groupBy(ackedPuts(history), (put) => put.key);
  const keys = options.keys ?? [...byKey.keys()];
  if (keys.length === 0) throw new Error("no key was put, so no writer can be the last one");
  const order = new PutOrder(history);
  const split: string[] = [];
  const stale: string[] = [];
  for (const { key, shown } of finalStates(history, readers, keys)) {
    const puts = byKey.get(key) ?? [];
    const winners = possibleWinners(puts, order, options.pipelined === true);
    const values = new Set(shown.values());
    if (values.size > 1) split.push(`${describeShown(key, shown)}; ${describePuts(puts)}`);
    else if (!winners.some((put) => values.has(put.value))) {
      stale.push(
        `${describeShown(key, shown)}, and not ${winners.map((put) => describeValue(put.value)).join(" or ")}; ${describePuts(puts)}`,
      );
    }
  }
  if (split.length + stale.length === 0) return;
  fail(history, {
    did: "put the same keys on several query actors, or several times, waited until everything was to be visible, and read all query actors.",
    expected:
      "the last writer wins everywhere: the Put with the latest server-side time, ties broken the same way by all; two Puts of one actor never tie, the later one wins",
    section: options.section ?? "5",
    seen: [
      `${split.length} of ${keys.length} keys differ between query actors, ${stale.length} agree on an older Put`,
      ...split.slice(0, 3),
      ...stale.slice(0, 3),
    ],
    next:
      split.length > 0
        ? "how a Put that arrives is compared with the one that is there: by its time first, then by a tie-break that gives all actors the same answer in whatever order Puts arrive."
        : "which time a Put gets and keeps on its way; it is that of the query actor that took it from its client.",
  });
}

/** The Puts of a key that may have won. */
function possibleWinners(
  puts: readonly AckedPut[],
  order: PutOrder,
  pipelined: boolean,
): AckedPut[] {
  const left = pipelined ? lastOfEachConnection(puts) : puts;
  return left.filter((put) => !left.some((other) => order.isClearlyLater(other, put)));
}

function lastOfEachConnection(puts: readonly AckedPut[]): AckedPut[] {
  return [...new Map(puts.map((put) => [`${put.client} ${put.at}`, put])).values()];
}

/** What the last read of each query actor showed for each key: a Get of the key, or a List that covers it. */
export function finalStates(
  history: History,
  readers: readonly ActorName[],
  keys: readonly string[],
): FinalState[] {
  const lastPutEndMs = Math.max(...ackedPuts(history).map((put) => put.endMs));
  const reads = queries(history).filter(
    (query) => query.method !== "put" && query.outcome.ok && query.startMs >= lastPutEndMs,
  );
  return keys.map((key) => {
    const shown = new Map<ActorName, string | null>();
    for (const { at: actor, method, outcome, ...read } of reads) {
      if (!outcome.ok || actor === undefined) continue;
      if (method === "get" && read.key === key) shown.set(actor, outcome.value ?? null);
      if (method === "list" && key.startsWith(read.prefix ?? ""))
        shown.set(actor, outcome.entries?.[key] ?? null);
    }
    const unread = readers.filter((reader) => !shown.has(reader));
    if (unread.length > 0) throw new Error(`${key} was not read at the end on ${unread.join()}`);
    return { key, shown };
  });
}

function describeShown(key: string, shown: ReadonlyMap<ActorName, string | null>): string {
  const byValue = groupBy(shown, ([, value]) => value);
  const groups = [...byValue].map(
    ([value, readers]) =>
      `${describeValue(value)} on ${listed(
        readers.map(([actor]) => actor),
        4,
      )}`,
  );
  return `${key} is ${groups.join(", and ")}`;
}

function describePuts(puts: readonly AckedPut[]): string {
  const last = puts.slice(-4).map((put) => {
    const duringMs = `${put.startMs.toFixed(1)} to ${at(put.endMs)}`;
    return `${describeValue(put.value)} on ${put.at} (${duringMs})`;
  });
  return `put were ${last.join(", ")}`;
}
