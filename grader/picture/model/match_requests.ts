import { bisector } from "d3-array";
import type { HandledRecord, HistoryRecord } from "../../history/history.js";
import { serverOf } from "../../history/scenario.js";
import type { ShownRequest } from "../picture_spec.js";
import type { Indexed } from "./match_messages.js";

const byTime = bisector(({ record }: Indexed<HandledRecord>) => record.atMs);

/** A request with the index of its record, and the handled record of the actor that answered it, where it can be told. */
export interface MatchedRequest {
  readonly index: number;
  readonly request: ShownRequest;
  readonly handled?: Indexed<HandledRecord>;
}

/**
 * Finds the requests, and which of the messages that nobody told they are: those of the actor's server, between the request's
 * start and end, whose text holds what the request asks for. How a message looks is the student's business, so more is not
 * known.
 */
export function matchRequests(
  records: readonly HistoryRecord[],
  untold: readonly Indexed<HandledRecord>[],
  requestOf: (record: HistoryRecord) => ShownRequest | undefined,
): MatchedRequest[] {
  const requests = records
    .flatMap((record, index) => {
      const request = requestOf(record);
      return request === undefined ? [] : [{ request, index, words: wordsOf(request) }];
    })
    .sort((a, b) => a.request.startMs - b.request.startMs || a.index - b.index);
  const taken = new Set<number>();
  // Requests with little in them (a List of everything) would take what belongs to one with more.
  const pickiest = [...requests].sort((a, b) => b.words.join("").length - a.words.join("").length);
  const found = new Map<number, Indexed<HandledRecord>>();
  for (const { request, index, words } of pickiest) {
    if (request.actor === undefined) continue;
    const server = serverOf(request.actor);
    for (let i = byTime.left(untold, request.startMs); i < untold.length; i++) {
      const candidate = untold[i];
      if (candidate === undefined || candidate.record.atMs > request.endMs) break;
      if (taken.has(candidate.index) || candidate.record.server !== server) continue;
      if (!words.every((word) => candidate.record.text.includes(word))) continue;
      taken.add(candidate.index);
      found.set(index, candidate);
      break;
    }
  }
  return requests.map(({ request, index }) => {
    const handled = found.get(index);
    return { request, index, ...(handled === undefined ? {} : { handled }) };
  });
}

/** What occurs in the text of a message that asks for this. */
function wordsOf({ look, key, prefix, shown }: ShownRequest): string[] {
  const asked = [key, prefix, ...(look === "write" ? Object.values(shown) : [])];
  return asked.filter((text) => typeof text === "string").map((text) => JSON.stringify(text));
}
