/**
 * Goal: the oracle finds reads that are too old for their time, and messages that cost too much. Method: hand-written
 * histories, each with one thing wrong, and the nearest one in which it is not.
 */
import { expect } from "chai";
import { findWrongs } from "../../../../grader/labs/cmud/oracle/find_wrongs.js";
import type { FindingKind } from "../../../../grader/labs/cmud/oracle/sighting.js";
import type { History, HistoryRecord, TellRecord } from "../../../../grader/history/history.js";
import {
  get,
  handled,
  historyOf,
  list,
  put,
  query,
  simulated,
  started,
  tell,
} from "../checks/histories.js";

const [v1, v2, v3] = ["~k.1~", "~k.2~", "~k.3~"];

function kindsOf(history: History): FindingKind[] {
  return findWrongs(history).map(({ kind }) => kind);
}

/** What is said of the one finding. */
function saysOf(...records: readonly (HistoryRecord | readonly HistoryRecord[])[]): string {
  const found = findWrongs(historyOf(...records.flat()));
  expect(found.map(({ message }) => message)).to.have.length(1);
  return found[0]?.message ?? "";
}

describe("The oracle, while Puts are under way,", () => {
  it("finds a read that is too late, and no read before the limit", () => {
    const way = [
      put("s1/0", "k", v1, 1_000),
      handled("s1/0", 1_000.5, [v1]),
      tell("s1/0", "s1/1", 1_600, [v1]),
      handled("s1/1", 1_601, [v1]),
      get("s1/1", "k", v1, 9_000),
    ];
    expect(kindsOf(historyOf(way, get("s1/1", "k", null, 1_500)))).to.deep.equal([]);
    expect(saysOf(way, get("s1/1", "k", null, 1_501))).to.equal(
      "s1/1 did not show k at 1501 ms, 500 ms after s1/0 acknowledged ~k.1~, which must be visible within 500 ms: " +
        "s1/0 sent it to s1/1 at 1600 ms, and s1/1 handled it at 1601 ms.",
    );
    expect(kindsOf(historyOf(way, get("s2/0", "k", null, 3_000)))).to.deep.equal([]);
    const remote = [get("s2/0", "k", null, 3_001), get("s2/0", "k", v1, 9_000)];
    expect(kindsOf(historyOf(way, remote))).to.deep.equal(["late"]);
  });

  it("says when an actor acknowledged a Put before it took it, and when a newer one came first", () => {
    const early = [put("s1/0", "k", v1, 1_000), handled("s1/0", 1_200, [v1])];
    const reads = [get("s1/0", "k", null, 1_100), get("s1/0", "k", v1, 9_000)];
    expect(saysOf(early, reads)).to.match(
      /must be visible immediately: s1\/0 acknowledged it before handling it, at 1200 ms\.$/,
    );
    const replaced = [
      put("s1/0", "k", v1, 1_000),
      put("s1/0", "k", v2, 1_400),
      tell("s1/0", "s1/1", 1_600, [v2]),
      handled("s1/1", 1_601, [v2]),
      get("s1/1", "k", null, 1_550),
      get("s1/1", "k", v2, 9_000),
    ];
    expect(saysOf(replaced)).to.match(
      /s1\/0 never sent it to s1\/1; a newer Put for the key arrived at 1601 ms\.$/,
    );
  });

  it("gives a server that starts the time to get the state, and a partition the time to heal", () => {
    const old = put("s1/0", "k", v1, 1_000);
    const servers = [started("s1", 1, 0), started("s2", 1, 8_000)].flat();
    const end = get("s2/0", "k", v1, 20_000);
    const read = (ms: number): FindingKind[] =>
      kindsOf(historyOf(servers, old, get("s2/0", "k", null, ms), end));
    expect(read(9_999)).to.deep.equal([]);
    expect(read(10_001)).to.deep.equal(["late"]);
    const fault = (what: "partition" | "heal", atMs: number): HistoryRecord => {
      return { type: "fault", atMs, what, text: "", servers: ["s1", "s2"] };
    };
    const apart = [fault("partition", 500), fault("heal", 6_000), old, end];
    expect(kindsOf(historyOf(apart, get("s2/0", "k", null, 7_999)))).to.deep.equal([]);
    expect(kindsOf(historyOf(apart, get("s2/0", "k", null, 8_001)))).to.deep.equal(["late"]);
  });

  it("finds an actor that goes back to an older Put, or to none", () => {
    const puts = [put("s1/0", "k", v1, 1_000), put("s2/0", "k", v2, 1_100)];
    const reads = (...values: readonly (string | null)[]): HistoryRecord[] => [
      ...values.map((value, index) => get("s1/1", "k", value, 1_200 + 10 * index)),
      get("s1/1", "k", v2, 9_000),
    ];
    expect(kindsOf(historyOf(puts, reads(null, v1, v1, v2, v2)))).to.deep.equal([]);
    expect(saysOf(puts, reads(v2, v1))).to.equal(
      "s1/1 showed ~k.2~ for k at 1200 ms, and then ~k.1~ again at 1210 ms; s1/0 acknowledged ~k.1~ at 1001 ms and s2/0 acknowledged ~k.2~ at 1101 ms, which wins.",
    );
    expect(saysOf(puts, reads(v1, null))).to.match(/then nothing again .* a Put never disappears/);
  });

  it("finds an actor that goes to and fro between Puts of which either may win", () => {
    const puts = [put("s1/0", "k", v1, 1_000), put("s2/0", "k", v2, 1_001)];
    const reads = (...values: readonly string[]): HistoryRecord[] =>
      values.map((value, index) => get("s1/1", "k", value, 1_200 + 10 * index));
    expect(kindsOf(historyOf(puts, reads(v1, v2)))).to.deep.equal([]);
    expect(kindsOf(historyOf(puts, reads(v2, v1)))).to.deep.equal([]);
    expect(kindsOf(historyOf(puts, reads(v1, v2, v1)))).to.deep.equal(["went-back"]);
    const again = [...puts, put("s1/0", "k", v1, 1_215)];
    expect(kindsOf(historyOf(again, reads(v1, v2, v1))), "put once more").to.deep.equal([]);
  });

  it("finds values that nobody put, unless Puts may be missing in the history", () => {
    const one = put("s1/0", "k", v1, 1_000);
    expect(saysOf(one, get("s1/0", "k", "~x~", 1_100))).to.match(/nobody put that value\.$/);
    const mixed = [one, put("s1/0", "other", v2, 1_000)];
    const listed = list("s1/0", "", { k: v1, other: v2, third: v1 }, 1_100);
    expect(saysOf(mixed, listed)).to.match(
      /for third .* that value was put for k, never for third\.$/,
    );
    const history = historyOf(one, get("s1/0", "k", "~x~", 1_100));
    expect(kindsOf({ ...history, end: { how: "timeout", doing: "" } })).to.deep.equal([]);
    expect(kindsOf({ ...history, droppedRecords: 3 })).to.deep.equal([]);
    const underWay = handled("s1/0", 1_050, ["~x~"]);
    expect(kindsOf(historyOf(history.records, underWay)), "not acknowledged").to.deep.equal([]);
  });

  it("says nothing of keys of which it does not know who took them", () => {
    const vague = query({
      method: "put",
      at: undefined,
      key: "k",
      value: v2,
      startMs: 1_500,
      outcome: { ok: true },
    });
    const reads = [get("s1/0", "k", v1, 9_000), get("s1/1", "k", v2, 9_000)];
    expect(kindsOf(historyOf(put("s1/0", "k", v1, 1_000), vague, reads))).to.deep.equal([]);
  });
});

describe("The oracle, of messages,", () => {
  const every = (ms: number, count: number, from = 0): TellRecord[] =>
    Array.from({ length: count }, (_, index) => tell("s1/0", "s2/1", from + index * ms));

  it("finds more in a second than the limit and its grace, which is smaller where time is exact", () => {
    const real = (count: number): History =>
      historyOf(put("s1/0", "k", v1, 1), every(50, count, 6_000), every(100, 30));
    const exact = (count: number): History => ({ ...real(count), simulated });
    expect(kindsOf(real(12))).to.deep.equal([]);
    expect(kindsOf(real(13))).to.deep.equal(["rate"]);
    expect(kindsOf(exact(11))).to.deep.equal([]);
    const [finding] = findWrongs(exact(12));
    expect(finding?.message).to.equal(
      "s1/0 sent actor 2 of s2 12 messages within one second from 6000 ms; at most 10 are allowed in any second. " +
        "It sent them at 6000 ms, 6050 ms, 6100 ms, 6150 ms, 6200 ms, and 7 more like these.",
    );
    expect(finding?.evidence).to.have.length(12);
  });

  it("asks for no rate where nothing is put: given actors send what tests make them send", () => {
    expect(kindsOf(historyOf(every(10, 50)))).to.deep.equal([]);
  });

  it("lets state travel faster to servers that start", () => {
    const servers = [started("s1", 2, 0), started("s2", 2, 5_000)].flat();
    const old = Array.from({ length: 20 }, (_, index) =>
      put("s1/0", `k${index}`, `~${index}~`, 900),
    );
    expect(kindsOf(historyOf(servers, old, every(10, 40, 5_100)))).to.deep.equal([]);
    expect(kindsOf(historyOf(servers, old, every(10, 40, 7_100)))).to.deep.equal(["rate"]);
    const chunks = every(10, 40, 7_100).map((one) => ({ ...one, values: ["~1~"] }));
    expect(kindsOf(historyOf(servers, old, chunks))).to.deep.equal(["resent"]);
    const [much] = findWrongs(historyOf(servers, old, every(10, 43, 5_100)));
    expect(much?.message).to.equal(
      "s1/0 sent s2/1 43 messages in the 2.0 seconds in which servers started; 42 are allowed: 10 per second on average, and 20 more for old state.",
    );
    const first = [started("s1", 2, 5_000), put("s1/0", "k", v1, 5_050)].flat();
    expect(kindsOf(historyOf(first, every(10, 50, 5_100)))).to.deep.equal(["rate"]);
  });

  it("finds Puts that are sent to several actors of a server, or several times", () => {
    const puts = [
      put("s1/0", "k", v1, 1_000),
      put("s1/0", "l", v2, 1_000),
      put("s1/1", "m", v3, 1_000),
    ];
    const toBoth = (value: string): TellRecord[] => [
      tell("s1/0", "s2/0", 1_100, [value]),
      tell("s1/0", "s2/1", 1_110, [value]),
    ];
    const needed = [tell("s1/0", "s1/1", 1_100, [v1]), tell("s1/0", "s2/0", 1_100, [v1, v2])];
    const relayed = [tell("s2/0", "s2/1", 1_300, [v1, v2]), tell("s1/0", "s3/0", 1_100, [v1])];
    const echo = [tell("s1/1", "s1/0", 1_150, [v1]), tell("s3/0", "s1/0", 1_400, [v1])];
    expect(kindsOf(historyOf(puts, needed, relayed, echo))).to.deep.equal([]);
    const read = get("s2/1", "k", v1, 9_000);
    expect(saysOf(puts, toBoth(v1), toBoth(v2), read)).to.equal(
      "~k.1~ was sent 2 times, from s1/0 to s2/0 at 1100 ms, from s1/0 to s2/1 at 1110 ms; one message to s2 is enough, " +
        "because its actors can forward it to each other. On average, each Put of s1 was sent from other servers to 2.0 " +
        "actors of s2, 2.0 times in total.",
    );
    const byAnother = [tell("s1/0", "s2/0", 1_100, [v1]), tell("s1/1", "s2/0", 1_200, [v1])];
    expect(kindsOf(historyOf(puts, byAnother))).to.deep.equal(["double-send"]);
    const again = [tell("s1/1", "s1/0", 1_100, [v3]), tell("s1/1", "s1/0", 1_200, [v3])];
    expect(saysOf(puts, again)).to.equal(
      "~k.3~ was sent 2 times, although only 1 actor needed it: from s1/1 to s1/0 at 1100 ms, 1200 ms. In total, 2 copies " +
        "of 1 Put were sent, of which 1 were needed.",
    );
  });

  it("finds old state that servers have already, or that a new one gets several times", () => {
    const servers = [started("s1", 2, 0), started("s2", 2, 500), started("s3", 1, 4_000)].flat();
    const old = put("s1/0", "k", v1, 1_000);
    const once = [tell("s1/0", "s3/0", 4_100, [v1]), tell("s2/0", "s3/0", 4_100, [v1])];
    expect(kindsOf(historyOf(servers, old, once))).to.deep.equal([]);
    const again = [tell("s1/0", "s1/1", 4_100, [v1]), tell("s1/0", "s2/0", 4_100, [v1])];
    expect(saysOf(servers, old, once, again)).to.equal(
      "~k.1~ was sent 2 times, from s1/0 to s1/1 at 4100 ms, from s1/0 to s2/0 at 4100 ms; all of these actors had it before " +
        "s3 started. On average, each old Put was sent 2.0 times to servers that had it.",
    );
    const byAnother = tell("s1/1", "s3/0", 4_200, [v1]);
    expect(saysOf(servers, old, once, byAnother)).to.equal(
      "~k.1~ was sent 3 times, from s1/0 to s3/0 at 4100 ms, from s2/0 to s3/0 at 4100 ms, from s1/1 to s3/0 at 4200 ms; once " +
        "from each server that has it is enough. On average, each old Put was sent to s3 3.0 times.",
    );
  });

  it("lets new Puts be sent twice around the start of a server, and after a fault", () => {
    const double = [
      put("s1/0", "k", v1, 1_000),
      tell("s1/0", "s2/0", 1_100, [v1]),
      tell("s1/0", "s2/1", 1_100, [v1]),
    ];
    expect(kindsOf(historyOf(double))).to.deep.equal(["double-send"]);
    for (const startMs of [500, 1_050, 4_000]) {
      const servers = [started("s1", 1, 0), started("s2", 1, startMs)].flat();
      const sent = double.map((one) =>
        startMs === 4_000 && one.type === "tell" ? { ...one, atMs: 4_500 } : one,
      );
      const kinds = startMs === 4_000 ? ["resent"] : [];
      expect(kindsOf(historyOf(servers, sent)), `start at ${startMs}`).to.deep.equal(kinds);
    }
    const fault: HistoryRecord = {
      type: "fault",
      atMs: 1_100,
      what: "dropped",
      text: "",
      servers: [],
      values: [v1],
    };
    expect(kindsOf(historyOf(double, fault))).to.deep.equal([]);
    const same = put("s1/0", "k", v1, 1_050);
    expect(kindsOf(historyOf(double, same)), "put twice").to.deep.equal([]);
  });
});
