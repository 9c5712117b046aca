import type { HandledRecord, HistoryRecord } from "../../history/history.js";
import type { QueryRecord } from "../../labs/cmud/steps/index.js";
import type { Indexed } from "./match_messages.js";

/** A query, and the handled record of the query actor that answered it, where it can be told. */
export interface MatchedQuery {
  readonly query: Indexed<QueryRecord>;
  readonly handled?: Indexed<HandledRecord>;
}

/**
 * Finds which of the messages that nobody told are queries: those of the actor's server, between the query's start and
 * end, whose text holds what the query asks for. How a message looks is the student's business, so more is not known.
 */
export function matchQueries(
  records: readonly HistoryRecord[],
  untold: readonly Indexed<HandledRecord>[],
): MatchedQuery[] {
  const queries = records
    .map((record, index) => ({ record, index }))
    .filter((each): each is Indexed<QueryRecord> => each.record.type === "query")
    .sort((a, b) => a.record.startMs - b.record.startMs || a.index - b.index);
  const taken = new Set<number>();
  // Queries with little in them (a List of everything) would take what belongs to one with more.
  const pickiest = [...queries].sort(
    (a, b) => wordsOf(b.record).join("").length - wordsOf(a.record).join("").length,
  );
  const found = new Map<number, Indexed<HandledRecord>>();
  for (const { record, index } of pickiest) {
    const { at } = record;
    if (at === undefined) continue;
    const server = at.slice(0, at.lastIndexOf("/"));
    const words = wordsOf(record);
    for (let i = firstFrom(untold, record.startMs); i < untold.length; i++) {
      const candidate = untold[i];
      if (candidate === undefined || candidate.record.atMs > record.endMs) break;
      if (taken.has(candidate.index) || candidate.record.server !== server) continue;
      if (!words.every((word) => candidate.record.text.includes(word))) continue;
      taken.add(candidate.index);
      found.set(index, candidate);
      break;
    }
  }
  return queries.map((query) => {
    const handled = found.get(query.index);
    return { query, ...(handled === undefined ? {} : { handled }) };
  });
}

/** What occurs in the text of a message that asks for this. */
function wordsOf({ key, value, prefix }: QueryRecord): string[] {
  return [key, value, prefix]
    .filter((text) => text !== undefined)
    .map((text) => JSON.stringify(text));
}

/** The index of the first record at a time or later. */
function firstFrom(records: readonly Indexed<HandledRecord>[], fromMs: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.record.atMs ?? Infinity) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
