/**
 * Goal: a picture's events say what the history's records say. Method: a short history that was written by hand, and
 * variations of it.
 */
import { expect } from "chai";
import type { HistoryRecord } from "../../../grader/history/history.js";
import { picture } from "../../../grader/labs/cmud/picture.js";
import { buildModel } from "../../../grader/picture/model/build_model.js";
import type { Message, PictureModel } from "../../../grader/picture/page/model.js";
import { handled, shortHistory, shortInput, syncText, tell } from "./short_history.js";

const limit = 4_000;

function modelOf(records: readonly HistoryRecord[]): PictureModel {
  const input = shortInput({ findings: [], snapshots: [] });
  const started = shortHistory().filter(({ type }) => type === "server");
  const all = records.length < 10 ? [...started, ...records] : records;
  return buildModel({ ...input, history: { ...input.history, records: all } }, { picture }, limit);
}

/** The arrows of a model as `from > to, fate, told-handled`. */
function arrows({ events, lanes }: PictureModel): string[] {
  const name = (lane: number): string => lanes[lane]?.name ?? "?";
  return events
    .filter((event): event is Message => event.type === "message")
    .map(
      (event) =>
        `${name(event.lane)} > ${name(event.toLane)} ${event.fate}${event.copy === true ? " again" : ""} ${event.atMs}-${event.endMs}`,
    );
}

const a = syncText("k", "~a~", 1);

describe("the model of a picture", () => {
  it("takes the message that was told first for the one that was handled first", () => {
    const records = [
      tell(100, "s1/0", "s2/0", a),
      tell(110, "s1/1", "s2/0", a),
      handled(200, "s2/0", a),
      handled(230, "s2/0", a),
    ];
    expect(arrows(modelOf(records))).to.deep.equal([
      "s1/0 > s2/0 arrived 100-200",
      "s1/1 > s2/0 arrived 110-230",
    ]);
  });

  it("keeps texts and receivers apart, and matches records that are out of order", () => {
    const b = syncText("k", "~b~", 2);
    const records = [
      handled(205, "s2/0", a),
      tell(101, "s1/0", "s2/0", b),
      handled(202, "s2/0", b),
      tell(100, "s1/0", "s2/0", a),
      tell(102, "s1/0", "s2/1", a),
      handled(203, "s2/1", a),
    ];
    expect(arrows(modelOf(records))).to.deep.equal([
      "s1/0 > s2/0 arrived 100-205",
      "s1/0 > s2/0 arrived 101-202",
      "s1/0 > s2/1 arrived 102-203",
    ]);
  });

  it("never lets a message arrive before it was told", () => {
    const model = modelOf([
      handled(50, "s2/0", a),
      tell(60, "s1/0", "s2/0", a),
      handled(90, "s2/0", a),
    ]);
    expect(arrows(model)).to.deep.equal(["s1/0 > s2/0 arrived 60-90"]);
    expect(model.events.filter(({ type }) => type === "own")).to.have.length(1);
  });

  it("tells lost messages from those that were under way at the end, and says why they were lost", () => {
    const model = buildModel(shortInput(), { picture }, limit);
    const lost = model.events.filter(
      (event): event is Message => event.type === "message" && event.fate !== "arrived",
    );
    expect(lost.map(({ fate, atMs, why }) => [fate, atMs, why])).to.deep.equal([
      ["lost", 415, "dropped: s2 -> s1, by the partition"],
      ["underWay", 1_640, undefined],
    ]);
  });

  it("shows a message that arrives twice as two arrows", () => {
    expect(arrows(buildModel(shortInput(), { picture }, limit))).to.include.members([
      "s2/0 > s1/0 arrived 950-1050",
      "s2/0 > s1/0 arrived again 950-1062",
    ]);
  });

  it("does not claim to know arrivals when the history has no texts", () => {
    const records = shortHistory()
      .filter(({ type }) => type !== "handled")
      .map((record) => {
        if (record.type !== "tell") return record;
        const { text, ...rest } = record;
        return rest;
      });
    const model = modelOf(records);
    expect(
      new Set(model.events.flatMap((e) => (e.type === "message" ? [e.fate] : []))),
    ).to.deep.equal(new Set(["unseen"]));
    expect(model.remarks.join()).to.include("without the texts of messages");
  });

  it("tells queries from timers, and finds out which actor is which by the queries it answers", () => {
    const model = buildModel(shortInput(), { picture }, limit);
    const own = model.events.flatMap((e) => (e.type === "own" ? [model.texts[e.text]] : []));
    expect(new Set(own)).to.deep.equal(new Set(['{"type":"syncTick"}']));
    expect(own).to.have.length(5);
    // The ids of the actors of s1 as if they had been started in the other order.
    const swapped = shortHistory().map((record): HistoryRecord => {
      const text = JSON.stringify(record)
        .replaceAll("6000/1", "6000/x")
        .replaceAll("6000/2", "6000/1")
        .replaceAll("6000/x", "6000/2");
      return JSON.parse(text) as HistoryRecord;
    });
    expect(modelOf(swapped).lanes.find(({ name }) => name === "s1/0")?.uid).to.equal(
      "localhost:6000/2",
    );
  });

  it("lays out the scenario, the clients, and each server above its actors", () => {
    const names = buildModel(shortInput(), { picture }, limit).lanes.map(({ name }) => name);
    expect(names).to.deep.equal([
      ...["scenario", "clients"],
      ...["s1", "s1/0", "s1/1", "s2", "s2/0", "s2/1"],
    ]);
  });

  it("has bands for the lives of servers and for the partition until it heals", () => {
    const { bands, lanes } = buildModel(shortInput(), { picture }, limit);
    expect(bands.map(({ kind, fromMs, untilMs }) => `${kind} ${fromMs}-${untilMs}`)).to.deep.equal([
      ...["starting 0-40", "starting 40-80", "life 40-1640", "life 80-1640"],
      "partition 380-900",
    ]);
    expect(bands.at(-1)?.lanes.map((lane) => lanes[lane]?.name)).to.include.members([
      "s1/1",
      "s2/0",
    ]);
  });

  it("places waits between the steps that left a record", () => {
    const waits = buildModel(shortInput(), { picture }, limit).events.flatMap((event) =>
      event.type === "note" && event.kind === "wait" ? [[event.atMs, event.endMs]] : [],
    );
    expect(waits).to.deep.equal([
      [101, 401],
      [416, 1_616],
    ]);
  });

  it("leads from a finding to the events of its evidence", () => {
    const { findings, events } = buildModel(shortInput(), { picture }, limit);
    const [divergence] = findings;
    const types = divergence?.events.map((index) => events[index]?.type);
    expect(types).to.deep.equal(["request", "message", "request", "request"]);
  });

  it("cuts long texts and says so", () => {
    const long = syncText("k", `~${"x".repeat(9_000)}~`, 1);
    const model = modelOf([tell(1, "s1/0", "s1/1", long), handled(2, "s1/1", long)]);
    expect(model.texts).to.have.length(1);
    expect(model.texts[0]?.length).to.be.within(limit, limit + 50);
    expect(model.remarks.join()).to.include("1 messages are cut to 4000 characters");
  });
});
