import type { RunEnd } from "../../history/history.js";
import { allSteps } from "../../history/scenario.js";
import type { Scenario } from "../../labs/cmud/steps/index.js";
import type { PictureEvent, PictureFinding, PictureModel, Query } from "../page/model.js";
import type { RecordedRun } from "../../history/recorded_run.js";
import { bandsOf } from "./bands.js";
import { Lanes } from "./lanes.js";
import { matchMessages } from "./match_messages.js";
import { matchQueries, type MatchedQuery } from "./match_queries.js";
import { messagesOf } from "./messages.js";
import { noteOf } from "./notes.js";
import { roundMs } from "./round_ms.js";
import { timedSteps } from "./scenario_times.js";
import { storesOf } from "./stores.js";
import { Texts } from "./texts.js";

/** Turns a run into what the page draws. Of each message's text, `maxText` characters are kept. */
export function buildModel(input: RecordedRun, maxText: number): PictureModel {
  const { scenario, history, snapshots } = input;
  const { records } = history;
  const texts = new Texts(maxText);
  const untilMs = roundMs(lastMs(input));
  const matched = matchMessages(records);
  const queries = matchQueries(records, matched.untold);
  const lanes = new Lanes(scenario as Scenario, history);
  const answered = new Set(queries.map(({ handled }) => handled?.index));

  const events: PictureEvent[] = [
    ...messagesOf(matched, records, lanes, texts, untilMs),
    ...queries.map((query) => queryEvent(query, lanes)),
    ...matched.untold
      .filter(({ index }) => !answered.has(index))
      .map(({ record, index }): PictureEvent => ({
        type: "own",
        atMs: roundMs(record.atMs),
        lane: lanes.ofUid(record.actor, record.server),
        records: [index],
        text: texts.add(record.text),
      })),
    ...records.flatMap((record, index) => noteOf(record, index, lanes) ?? []),
    ...stepEvents(input, lanes, untilMs),
  ];
  events.sort((a, b) => a.atMs - b.atMs || (a.records[0] ?? -1) - (b.records[0] ?? -1));
  const stores = storesOf(snapshots, records, lanes);
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
    values: valuesOf(input),
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

function queryEvent({ query, handled }: MatchedQuery, lanes: Lanes): Query {
  const { record, index } = query;
  const { method, client, key, prefix, outcome, at } = record;
  const shown = method === "put" ? record.value : outcome.ok ? outcome.value : undefined;
  return {
    type: "query",
    atMs: roundMs(record.startMs),
    endMs: roundMs(record.endMs),
    lane: at === undefined ? lanes.clients : lanes.named(at),
    records: handled === undefined ? [index] : [index, handled.index],
    method,
    client,
    key: key ?? prefix ?? "",
    ...(shown === undefined ? {} : { value: shown }),
    ...(outcome.ok && outcome.entries !== undefined ? { entries: outcome.entries } : {}),
    ...(outcome.ok ? {} : { error: outcome.error }),
  };
}

/** The steps that leave no record, on the scenario's lane. */
function stepEvents(
  { scenario, history }: RecordedRun,
  lanes: Lanes,
  untilMs: number,
): PictureEvent[] {
  return timedSteps(scenario as Scenario, history)
    .filter(({ fromMs }) => fromMs < untilMs)
    .map(({ step, fromMs, untilMs: toMs }): PictureEvent => {
      const words =
        step.do === "wait" ? `wait ${step.ms} ms` : `latency is ${step.ms} ms from now on`;
      return {
        type: "note",
        atMs: roundMs(fromMs),
        endMs: roundMs(Math.min(toMs, untilMs)),
        lane: lanes.scenario,
        records: [],
        kind: step.do === "wait" ? "wait" : "other",
        words,
      };
    });
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
    atMs: roundMs(finding.atMs),
    section: finding.section,
    actor: finding.actor ?? null,
    key: finding.key ?? null,
    more: finding.more ?? 0,
    events: [...new Set(finding.evidence.flatMap((record) => places.get(record) ?? []))].sort(
      (a, b) => a - b,
    ),
  }));
}

/** The values of the scenario's Puts, in their order, and those that clients put besides. */
function valuesOf({ scenario, history }: RecordedRun): string[] {
  const values = new Set<string>();
  for (const step of allSteps((scenario as Scenario).steps))
    if ("value" in step) values.add(step.value);
  for (const record of history.records) {
    if (record.type === "query" && record.method === "put" && record.value !== undefined) {
      values.add(record.value);
    }
  }
  return [...values];
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
