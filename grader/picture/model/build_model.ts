import type { RunEnd } from "../../history/history.js";
import type { RecordedRun } from "../../history/recorded_run.js";
import type { PictureEvent, PictureFinding, PictureModel, Query } from "../page/model.js";
import type { LabPicture, PictureSpec } from "../picture_spec.js";
import { bandsOf } from "./bands.js";
import { Lanes } from "./lanes.js";
import { matchMessages } from "./match_messages.js";
import { matchQueries, type MatchedQuery } from "./match_queries.js";
import { messagesOf } from "./messages.js";
import { noteOf } from "./notes.js";
import { storesOf } from "./stores.js";
import { Texts } from "./texts.js";

const plain: LabPicture = {
  servers: () => [],
  queryOf: () => undefined,
  noteOf: () => undefined,
};

/** Turns a run into what the page draws. Of each message's text, `maxText` characters are kept. */
export function buildModel(
  input: RecordedRun,
  { picture = plain }: PictureSpec,
  maxText: number,
): PictureModel {
  const { history, snapshots } = input;
  const { records } = history;
  const texts = new Texts(maxText);
  const untilMs = lastMs(input);
  const matched = matchMessages(records);
  const queries = matchQueries(records, matched.untold, picture.queryOf);
  const lanes = new Lanes(history, picture.servers(history), queries.length > 0);
  const answered = new Set(queries.map(({ handled }) => handled?.index));

  const events: PictureEvent[] = [
    ...messagesOf(matched, records, lanes, texts, untilMs),
    ...queries.map((query) => queryEvent(query, lanes)),
    ...matched.untold
      .filter(({ index }) => !answered.has(index))
      .map(({ record, index }): PictureEvent => ({
        type: "own",
        atMs: record.atMs,
        lane: lanes.ofUid(record.actor, record.server),
        records: [index],
        text: texts.add(record.text),
      })),
    ...records.flatMap((record, index) => noteOf(record, index, lanes, picture) ?? []),
  ];
  events.sort((a, b) => a.atMs - b.atMs || (a.records[0] ?? -1) - (b.records[0] ?? -1));
  const stores = storesOf(
    snapshots,
    queries.map(({ query }) => query),
    lanes,
    untilMs,
  );
  return {
    title: input.title,
    tree: input.tree,
    message: input.message ?? null,
    replay: input.replay,
    ended: endWords(history.end),
    seed: history.simulated?.seed ?? null,
    conditions: history.simulated?.conditions ?? [],
    remarks: remarksOf(input, texts, maxText),
    untilMs,
    lanes: lanes.all,
    texts: texts.all,
    values: valuesOf(queries),
    keys: keysOf(
      events,
      stores.actors.flatMap(({ keys }) => keys.map(({ key }) => key)),
    ),
    events,
    bands: bandsOf(records, lanes, untilMs),
    findings: placedFindings(input, events),
    stores,
  };
}

function queryEvent({ query, index, handled }: MatchedQuery, lanes: Lanes): Query {
  const { actor, startMs, ...facts } = query;
  return {
    type: "query",
    atMs: startMs,
    lane: actor === undefined ? lanes.clients : lanes.named(actor),
    records: handled === undefined ? [index] : [index, handled.index],
    ...facts,
  };
}

function placedFindings(
  { findings }: RecordedRun,
  events: readonly PictureEvent[],
): PictureFinding[] {
  const places = new Map<number, number[]>();
  for (const [place, { records }] of events.entries()) {
    for (const record of records) places.set(record, [...(places.get(record) ?? []), place]);
  }
  return findings.map((finding) => ({
    kind: finding.kind,
    message: finding.message,
    inferred: finding.inferred,
    atMs: finding.atMs,
    section: finding.section,
    actor: finding.actor ?? null,
    key: finding.key ?? null,
    tie: finding.tie ?? false,
    more: finding.more ?? 0,
    events: [...new Set(finding.evidence.flatMap((record) => places.get(record) ?? []))].sort(
      (a, b) => a - b,
    ),
  }));
}

/** The values that clients put, in their order. */
function valuesOf(queries: readonly MatchedQuery[]): string[] {
  const put = queries.filter(({ query }) => query.method === "put");
  return [...new Set(put.flatMap(({ query }) => query.value ?? []))];
}

function keysOf(events: readonly PictureEvent[], stored: readonly string[]): string[] {
  const keys = new Set(stored);
  for (const event of events) {
    if (event.type === "query" && event.method !== "list") keys.add(event.key);
  }
  return [...keys].sort();
}

function lastMs({ history, snapshots, findings }: RecordedRun): number {
  let last = 1;
  for (const record of history.records) {
    last = Math.max(last, "endMs" in record ? record.endMs : record.atMs);
  }
  for (const { atMs } of [...snapshots, ...findings]) last = Math.max(last, atMs);
  return last;
}

function endWords(end: RunEnd): string {
  switch (end.how) {
    case "done":
      return "ran to its end";
    case "timeout":
      return `took too long: ${end.doing}`;
    case "stuck":
      return `code did not return: ${end.where}`;
    case "crashed":
      return `crashed: ${end.reason}`;
    default:
      return end satisfies never;
  }
}

function remarksOf({ history }: RecordedRun, texts: Texts, maxText: number): string[] {
  const remarks: string[] = [];
  if ((history.droppedRecords ?? 0) > 0) {
    remarks.push(`${history.droppedRecords} records are missing: there were too many.`);
  }
  if (history.records.some((record) => record.type === "tell" && record.text === undefined)) {
    remarks.push("This run was recorded without the texts of messages, so arrivals are not known.");
  }
  if (texts.cut > 0) remarks.push(`${texts.cut} messages are cut to ${maxText} characters.`);
  return remarks;
}
