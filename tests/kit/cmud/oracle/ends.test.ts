/**
 * Goal: the oracle finds what actors show wrongly in the end, and says where the Put that they should show was lost.
 * Method: hand-written histories of two servers, s1 and s2, of two query actors each, with one thing wrong in each.
 */
import { expect } from "chai";
import { findWrongs } from "../../../../grader/labs/cmud/oracle/find_wrongs.js";
import type { Finding } from "../../../../grader/history/finding.js";
import type { History, HistoryRecord } from "../../../../grader/history/history.js";
import type { ActorName } from "../../../../grader/history/scenario.js";
import { get, handled, historyOf, list, put, query, started, tell } from "../checks/histories.js";

const actors: readonly ActorName[] = ["s1/0", "s1/1", "s2/0", "s2/1"];
const [v1, v2] = ["~k.1~", "~k.2~"];

/** Reads the key everywhere in the end, at 5 s. */
function shown(...values: readonly (string | null)[]): HistoryRecord[] {
  return actors.map((actor, index) => get(actor, "k", values[index] ?? null, 5_000 + index));
}

/** The older Put, which everybody gets, and the newer one: taken by s1/0 at 1204 ms and by nobody else so far. */
const puts = [
  put("s1/1", "k", v1, 1_000),
  handled("s1/1", 1_000.5, [v1]),
  tell("s1/1", "s1/0", 1_010, [v1]),
  handled("s1/0", 1_011, [v1]),
  tell("s1/1", "s2/1", 1_010, [v1]),
  handled("s2/1", 1_111, [v1]),
  tell("s2/1", "s2/0", 1_120, [v1]),
  handled("s2/0", 1_121, [v1]),
  put("s1/0", "k", v2, 1_203.5),
  handled("s1/0", 1_204, [v2]),
];

/** The newer Put on its whole way. */
const toNeighbour = [tell("s1/0", "s1/1", 1_330, [v2]), handled("s1/1", 1_331, [v2])];
const toRemote = [tell("s1/0", "s2/0", 1_330, [v2]), handled("s2/0", 1_531, [v2])];
const onward = [tell("s2/0", "s2/1", 1_600, [v2]), handled("s2/1", 1_601, [v2])];

/** The one finding of a history. */
function only(history: History): Finding {
  const found = findWrongs(history);
  expect(found.map(({ message }) => message)).to.have.length(1);
  const [finding] = found;
  if (finding === undefined) throw new Error("nothing was found");
  return finding;
}

describe("The oracle, at the end of a run,", () => {
  it("finds nothing where all show the last Put, or any of two that tie", () => {
    const way = [puts, toNeighbour, toRemote, onward].flat();
    expect(findWrongs(historyOf(way, shown(v2, v2, v2, v2)))).to.deep.equal([]);
    const close = [put("s1/0", "k", v1, 0), put("s2/0", "k", v2, 3)];
    for (const winner of [v1, v2]) {
      expect(findWrongs(historyOf(close, shown(winner, winner, winner, winner)))).to.deep.equal([]);
    }
  });

  it("says at which actor a Put stayed that was never sent on", () => {
    const finding = only(historyOf(puts, toNeighbour, toRemote, shown(v2, v2, v2, v1)));
    expect(finding).to.deep.include({
      kind: "divergence",
      actor: "s2/1",
      key: "k",
      inferred: false,
      atMs: 5_003,
      section: "5.2",
      message:
        "s2/1 shows ~k.1~ for k and should show ~k.2~, which s1/0 received at 1204 ms, after s1/1 received ~k.1~ at 1000.5 ms: " +
        "s1/0 sent it to s2/0 at 1330 ms, and s2/0 handled it at 1531 ms and never forwarded it to s2/1.",
    });
  });

  it("says that a Put was never sent to a server, or to a neighbour", () => {
    const farther = [tell("s1/0", "s2/0", 900, ["~other~"])];
    const found = findWrongs(historyOf(farther, puts, toNeighbour, shown(v2, v2, v1, v1)));
    expect(found.map(({ actor }) => actor)).to.deep.equal(["s2/0", "s2/1"]);
    expect(found[0]?.message).to.match(/: s1\/0 never sent it to s2\.$/);
    const finding = only(historyOf(puts, toRemote, onward, shown(v2, v1, v2, v2)));
    expect(finding.message).to.match(/: s1\/0 never sent it to s1\/1\.$/);
    expect(finding.section).to.equal("5.1");
  });

  it("blames nobody where it cannot tell who was to send a Put", () => {
    const found = findWrongs(historyOf(puts, toNeighbour, shown(v2, v2, v1, v1)));
    expect(found[0]?.message).to.match(/: no message carried it to s2\.$/);
    const silent = historyOf(put("s1/0", "k", v2, 1_000), shown(v2, null, v2, v2));
    expect(only(silent).message).to.match(/: no actor sent any message\.$/);
  });

  it("says which message was sent and never handled, and which fault lost it", () => {
    const sent = [tell("s1/0", "s2/0", 1_330, [v2])];
    const found = findWrongs(historyOf(puts, toNeighbour, sent, shown(v2, v2, v1, v1)));
    for (const { message } of found) {
      expect(message).to.match(
        /: s1\/0 sent it to s2\/0 at 1330 ms, and s2\/0 never handled it\.$/,
      );
    }
    const dropped: HistoryRecord = {
      type: "fault",
      atMs: 1_330,
      what: "dropped",
      text: "texts are lost with a probability of 10 %",
      servers: ["s1", "s2"],
      values: [v2],
    };
    const history = historyOf(puts, toNeighbour, sent, dropped, shown(v2, v2, v1, v1));
    const [lost] = findWrongs(history);
    expect(lost?.message).to.match(/the simulated network lost it at 1330 ms \(texts are lost/);
    expect(lost?.evidence).to.include(history.records.indexOf(dropped));
  });

  it("says which Put an actor had, and did not show or replaced by an older one", () => {
    const way = [puts, toNeighbour, toRemote, onward].flat();
    const kept = only(historyOf(way, shown(v2, v2, v2, v1)));
    expect(kept.message).to.match(
      /and s2\/1 handled it at 1601 ms and shows ~k\.1~, which had arrived earlier, at 1111 ms\.$/,
    );
    expect(kept.section).to.equal("5");
    const late = [tell("s1/1", "s2/1", 1_620, [v1]), handled("s2/1", 1_720, [v1])];
    const replaced = findWrongs(historyOf(way, late, shown(v2, v2, v2, v1)));
    expect(replaced.find(({ kind }) => kind === "divergence")?.message).to.match(
      /handled it at 1601 ms and shows ~k\.1~ instead, which arrived at 1720 ms\.$/,
    );
  });

  it("finds a wrong winner that all agree on, at the actor that took the right one", () => {
    const back = [tell("s1/1", "s1/0", 1_320, [v1]), handled("s1/0", 1_321, [v1])];
    const wrong = findWrongs(historyOf(puts, toNeighbour, back, shown(v1, v1, v1, v1)))[0];
    expect(wrong).to.include({ kind: "wrong-winner", key: "k" });
    expect(wrong?.message).to.match(
      /^all of s1\/0, s1\/1, s2\/0, s2\/1 show ~k\.1~ for k and should show ~k\.2~, .*: s1\/0 shows ~k\.1~ instead, which arrived at 1321 ms\.$/,
    );
  });

  it("finds a key that is lost on one actor, or on all", () => {
    const way = [puts, toNeighbour, toRemote].flat();
    expect(only(historyOf(way, shown(v2, v2, v2, null)))).to.include({
      kind: "lost-put",
      actor: "s2/1",
    });
    const everywhere = only(historyOf(puts, shown(null, null, null, null)));
    expect(everywhere).to.include({ kind: "lost-put" }).and.not.have.property("actor");
    expect(everywhere.message).to.match(/^all of .* do not show k and should show ~k\.2~/);
  });

  it("finds actors that choose differently between Puts that tie, and what became of both", () => {
    const ties = [
      put("s1/0", "k", v1, 1_000),
      handled("s1/0", 1_000.2, [v1]),
      put("s1/1", "k", v2, 1_000),
      handled("s1/1", 1_000.4, [v2]),
      tell("s1/0", "s1/1", 1_010, [v1]),
      handled("s1/1", 1_011, [v1]),
      tell("s1/1", "s1/0", 1_010, [v2]),
      handled("s1/0", 1_011, [v2]),
    ];
    const reads = [get("s1/0", "k", v1, 3_000), get("s1/1", "k", v2, 3_000)];
    const finding = only(historyOf(ties, reads));
    expect(finding).to.include({ kind: "split", section: "5" }).and.not.have.property("actor");
    expect(finding.message).to.equal(
      "k is ~k.1~ on s1/0, and ~k.2~ on s1/1. Either may win, because s1/1 received ~k.2~ at 1000.4 ms and s1/0 received ~k.1~ at 1000.2 ms, " +
        "but all actors must choose the same one. What happened to ~k.2~: s1/1 sent it to s1/0 at 1010 ms, and s1/0 handled it at " +
        "1011 ms and shows ~k.1~, which had arrived earlier, at 1000.2 ms. What happened to ~k.1~: s1/0 sent it to s1/1 at 1010 ms, and s1/1 handled it at 1011 ms and " +
        "shows ~k.2~, which had arrived earlier, at 1000.4 ms.",
    );
    const lost = only(historyOf(ties.slice(0, -1), reads));
    expect(lost.message).to.match(
      /choose the same one\. What happened to ~k\.2~: s1\/1 sent it to s1\/0 at 1010 ms, and s1\/0 never handled it\.$/,
    );
  });

  it("says what it concludes where the history does not show what was handled", () => {
    const told = [puts, toRemote].flat().filter(({ type }) => type !== "handled");
    const finding = only(historyOf(told, tell("s1/0", "s1/1", 1_330, [v2]), shown(v2, v2, v2, v1)));
    expect(finding.inferred).to.equal(true);
    expect(finding.message).to.match(
      /s2\/0 never forwarded it to s2\/1 \(inferred, because this history/,
    );
    const encoded = [put("s1/0", "k", v2, 0), tell("s1/0", "s1/1", 10)];
    const unknown = only(historyOf(encoded, shown(v2, null, v2, v2)));
    expect(unknown.inferred).to.equal(true);
    expect(unknown.message).to.match(
      /: no message contains its value, so either it was never sent, or messages encode values differently\.$/,
    );
    const odd = [put("s1/0", "k", "any text", 0), tell("s1/0", "s1/1", 10)];
    expect(only(historyOf(odd, shown("any text", null, "any text", "any text"))).message).to.match(
      /: its path cannot be followed, because messages are not searched for values like this one\.$/,
    );
  });

  it("says that an actor replaced a Put only if a read in between showed it there", () => {
    const way = [puts, toNeighbour, toRemote, onward].flat();
    const seen = get("s2/1", "k", v2, 1_700);
    const late = [tell("s1/1", "s2/1", 1_620, [v1]), handled("s2/1", 1_720, [v1])];
    const says = (...records: readonly HistoryRecord[]): string | undefined =>
      findWrongs(historyOf(way, records, shown(v2, v2, v2, v1))).find(
        ({ kind }) => kind === "divergence",
      )?.message;
    expect(says(seen, ...late)).to.match(
      /handled it at 1601 ms and showed it at 1700 ms and replaced it with ~k\.1~, which arrived at 1720 ms\.$/,
    );
    expect(says(seen)).to.match(
      /and showed it at 1700 ms and now shows ~k\.1~, which had arrived earlier, at 1111 ms\.$/,
    );
  });

  it("does not blame the form of messages for a Put that nobody sent", () => {
    const others = [tell("s1/0", "s2/0", 1_100, [v1]), handled("s2/0", 1_101, [v1])];
    const twice = [
      put("s1/0", "k", v1, 1_000),
      put("s1/0", "k", v2, 2_000),
      put("s1/0", "l", v2, 2_000),
    ];
    const read = (...more: readonly HistoryRecord[]): string =>
      only(historyOf(others, twice, more, get("s2/0", "k", v1, 5_000))).message;
    expect(read()).to.match(/: no actor sent any message after that\.$/);
    const later = tell("s1/0", "s2/0", 2_100, ["~m~"]);
    expect(read(later)).to.match(/: s1\/0 never sent it to any actor\.$/);
    const carried = tell("s1/0", "s2/0", 2_100, [v2]);
    expect(read(carried)).to.match(
      /: its path cannot be followed, because 2 Puts have the value ~k\.2~\.$/,
    );
  });

  it("names every Put that may win, and blames no place for a choice between them", () => {
    const ties = [put("s1/0", "k", v1, 1_000), put("s2/0", "k", v2, 1_001)];
    expect(only(historyOf(ties, shown(null, null, null, null))).message).to.match(
      /^all of .* do not show k and should show (~k\.1~ \(or ~k\.2~\)|~k\.2~ \(or ~k\.1~\)), which /,
    );
  });

  it("points at the records that show it", () => {
    const history = historyOf(puts, toNeighbour, toRemote, shown(v2, v2, v2, v1));
    const evidence = only(history).evidence.map((index) => history.records[index]?.type);
    expect(evidence).to.deep.equal(["query", "handled", "tell", "handled", "query"]);
  });

  it("tells some of a kind, and how many more there are", () => {
    const keys = Array.from({ length: 9 }, (_, index) => `k${index}`);
    const all = keys.map((key) => put("s1/0", key, `~${key}~`, 0));
    const found = findWrongs(historyOf(all, list("s1/1", "", {}, 4_000)), { maxPerKind: 3 });
    expect(found.map(({ more }) => more)).to.deep.equal([undefined, undefined, 6]);
    expect(found[2]?.message).to.match(/\(And 6 more like this\.\)$/);
  });

  it("asks no actor for what it cannot know", () => {
    const failed = query({
      method: "put",
      at: "s1/0",
      key: "k",
      value: v2,
      startMs: 100,
      outcome: { ok: false, error: "gone", todo: false },
    });
    const acked = put("s1/0", "k", v1, 0);
    for (const value of [v1, v2]) {
      const reads = shown(value, value, value, value);
      expect(findWrongs(historyOf(acked, failed, reads)), "a Put that failed").to.deep.equal([]);
    }
    const gone = [started("s1", 2, 0), started("s2", 2, 0)].flat();
    const crash: HistoryRecord = {
      type: "fault",
      atMs: 120,
      what: "crash",
      text: "",
      servers: ["s1"],
    };
    const there = get("s2/0", "k", null, 9_000);
    expect(findWrongs(historyOf(gone, put("s1/0", "k", v1, 100), crash, there))).to.deep.equal([]);
    const later = [put("s1/0", "k", v1, 100), get("s2/0", "k", null, 9_000)];
    expect(findWrongs(historyOf(gone, later)).map(({ kind }) => kind)).to.deep.equal(["lost-put"]);
  });

  it("takes Puts for equal that the clocks of a run do not tell apart", () => {
    const apart = [put("s1/0", "k", v1, 1_000), put("s2/0", "k", v2, 1_020)];
    const history = historyOf(apart, shown(v1, v1, v1, v1));
    expect(findWrongs(history).map(({ kind }) => kind)).to.deep.equal(["wrong-winner"]);
    const simulated = { seed: 1, conditions: [], clockUncertaintyMs: 25 };
    expect(findWrongs({ ...history, simulated })).to.deep.equal([]);
    const same = [put("s1/0", "k", v1, 1_000), put("s1/0", "k", v2, 1_001)];
    const older = { ...historyOf(same, shown(v1, v1, v1, v1)), simulated };
    expect(findWrongs(older).map(({ kind }) => kind)).to.deep.equal(["wrong-winner"]);
  });

  it("waits until nothing is under way", () => {
    const early = [
      put("s1/0", "k", v1, 1_000),
      get("s1/0", "k", v1, 1_400),
      get("s1/1", "k", null, 1_400),
    ];
    expect(findWrongs(historyOf(early))).to.deep.equal([]);
    expect(only(historyOf(early, get("s1/1", "k", null, 1_501))).kind).to.equal("lost-put");
  });
});
