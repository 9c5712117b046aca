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
 * Finds the requests, and the messages without a sender that carried them: messages on the actor's server between the
 * request's start and end, whose text contains what the request asks for. Students choose the form of their messages,
 * so more is not known.
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
  // Specific requests first: a List of everything would match the messages of all others.
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

/** The texts that a message for this request contains. */
function wordsOf({ look, key, prefix, shown }: ShownRequest): string[] {
  const asked = [key, prefix, ...(look === "write" ? Object.values(shown) : [])];
  return asked.filter((text) => typeof text === "string").map((text) => JSON.stringify(text));
}
