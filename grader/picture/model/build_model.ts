import { addTo } from "../../base/group_by.js";
import type { RunEnd } from "../../history/history.js";
import type { RecordedRun } from "../../history/recorded_run.js";
import type { PictureEvent, PictureFinding, PictureModel, Request } from "../page/model.js";
import type { LabPicture, PictureSpec } from "../picture_spec.js";
import { bandsOf } from "./bands.js";
import { Lanes } from "./lanes.js";
import { matchMessages } from "./match_messages.js";
import { matchRequests, type MatchedRequest } from "./match_requests.js";
import { messagesOf } from "./messages.js";
import { noteOf } from "./notes.js";
import { storesOf } from "./stores.js";
import { Texts } from "./texts.js";

const plain: LabPicture = {
  words: {
    ...{ write: "write", read: "read", own: "timer, or sent by its server" },
    ...{ local: "message within a server", remote: "message between servers" },
    ...{ actor: "Actor", key: "Key", stores: "Stores" },
  },
  servers: () => [],
  requestOf: () => undefined,
  noteOf: () => undefined,
};

/** Turns a run into the data that the page draws. Keeps `maxText` characters of each message. */
export function buildModel(
  input: RecordedRun,
  { picture = plain }: PictureSpec,
  maxText: number,
): PictureModel {
  const { history } = input;
  const snapshots = [...input.snapshots, ...(picture.derivedStores?.(history) ?? [])];
  const { records } = history;
  const texts = new Texts(maxText);
  const untilMs = lastMs(input);
  const matched = matchMessages(records);
  const requests = matchRequests(records, matched.untold, (record) =>
    picture.requestOf(record, history),
  );
  const lanes = new Lanes(history, picture.servers(history), requests.length > 0);
  const answered = new Set(requests.map(({ handled }) => handled?.index));

  const events: PictureEvent[] = [
    ...messagesOf(matched, records, lanes, texts, untilMs),
    ...requests.map((request) => requestEvent(request, lanes)),
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
    requests.map(({ request }) => request),
    lanes,
    untilMs,
  );
  return {
    title: input.title,
    facts: factsOf(input),
    words: picture.words,
    message: input.message ?? null,
    replay: input.replay,
    conditions: history.simulated?.conditions ?? [],
    remarks: remarksOf(input, texts, maxText),
    untilMs,
    lanes: lanes.all,
    texts: texts.all,
    values: valuesOf(requests),
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

function requestEvent({ request, index, handled }: MatchedRequest, lanes: Lanes): Request {
  const { actor, startMs, ...facts } = request;
  return {
    type: "request",
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
  const places = new Map<number, [number, ...number[]]>();
  for (const [place, { records }] of events.entries()) {
    for (const record of records) addTo(places, record, place);
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

/** The values that clients write, in the order of the writes. */
function valuesOf(requests: readonly MatchedRequest[]): string[] {
  const writes = requests.filter(({ request }) => request.look === "write");
  const values = writes.flatMap(({ request }) => Object.values(request.shown));
  return [...new Set(values.filter((value) => value !== null))];
}

function keysOf(events: readonly PictureEvent[], stored: readonly string[]): string[] {
  const asked = events.flatMap((event) => (event.type === "request" ? (event.key ?? []) : []));
  // So that k10 comes after k9.
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...new Set([...stored, ...asked])].sort(compare);
}

function lastMs({ history, snapshots, findings }: RecordedRun): number {
  let last = 1;
  for (const record of history.records) {
    last = Math.max(last, "endMs" in record ? record.endMs : record.atMs);
  }
  for (const { atMs } of [...snapshots, ...findings]) last = Math.max(last, atMs);
  return last;
}

function factsOf({ tree, history: { simulated, end } }: RecordedRun): string[] {
  const how = simulated === undefined ? "real threads" : `simulated, seed ${simulated.seed}`;
  return [`tree ${tree}`, how, endWords(end)];
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
