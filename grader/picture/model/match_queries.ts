import type { HandledRecord, HistoryRecord } from "../../history/history.js";
import { serverOf } from "../../history/scenario.js";
import type { LabPicture, ShownQuery } from "../picture_spec.js";
import type { Indexed } from "./match_messages.js";

/** A query with the index of its record, and the handled record of the actor that answered it, where it can be told. */
export interface MatchedQuery {
  readonly index: number;
  readonly query: ShownQuery;
  readonly handled?: Indexed<HandledRecord>;
}

/**
 * Finds the queries, and which of the messages that nobody told they are: those of the actor's server, between the query's
 * start and end, whose text holds what the query asks for. How a message looks is the student's business, so more is not
 * known.
 */
export function matchQueries(
  records: readonly HistoryRecord[],
  untold: readonly Indexed<HandledRecord>[],
  queryOf: LabPicture["queryOf"],
): MatchedQuery[] {
  const queries = records
    .flatMap((record, index) => {
      const query = queryOf(record);
      return query === undefined ? [] : [{ query, index, words: wordsOf(query) }];
    })
    .sort((a, b) => a.query.startMs - b.query.startMs || a.index - b.index);
  const taken = new Set<number>();
  // Queries with little in them (a List of everything) would take what belongs to one with more.
  const pickiest = [...queries].sort((a, b) => b.words.join("").length - a.words.join("").length);
  const found = new Map<number, Indexed<HandledRecord>>();
  for (const { query, index, words } of pickiest) {
    if (query.actor === undefined) continue;
    const server = serverOf(query.actor);
    for (let i = firstFrom(untold, query.startMs); i < untold.length; i++) {
      const candidate = untold[i];
      if (candidate === undefined || candidate.record.atMs > query.endMs) break;
      if (taken.has(candidate.index) || candidate.record.server !== server) continue;
      if (!words.every((word) => candidate.record.text.includes(word))) continue;
      taken.add(candidate.index);
      found.set(index, candidate);
      break;
    }
  }
  return queries.map(({ query, index }) => {
    const handled = found.get(index);
    return { query, index, ...(handled === undefined ? {} : { handled }) };
  });
}

/** What occurs in the text of a message that asks for this. */
function wordsOf({ method, key, value }: ShownQuery): string[] {
  return [key, ...(method === "put" ? [value] : [])].map((text) => JSON.stringify(text));
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
