/**
 * Goal: what is read from histories before anything is judged: which Put is clearly later, and which actor is which.
 * Method: hand-written histories.
 */
import { expect } from "chai";
import type { History } from "../../../../grader/history/history.js";
import type { QueryRecord } from "../../../../grader/labs/cmud/steps/index.js";
import { ActorNames } from "../../../../grader/labs/cmud/reading/actor_names.js";
import { clearGapMs, PutOrder } from "../../../../grader/labs/cmud/reading/put_order.js";
import { puts } from "../../../../grader/labs/cmud/reading/views.js";
import { get, handled, historyOf, put, query, tell } from "../checks/histories.js";

/** Whether the second Put of a history is clearly later than the first. */
function isLater(history: History): boolean {
  const [first, second] = puts(history);
  if (first === undefined || second === undefined) throw new Error("two Puts are needed");
  return new PutOrder(history).isClearlyLater(second, first);
}

describe("The order of Puts", () => {
  const first = put("s1/0", "k", "~1~", 0);

  it("asks for a gap between actors, and for what clocks may be off", () => {
    const after = (gapMs: number): History => historyOf(first, put("s2/0", "k", "~2~", 1 + gapMs));
    expect(isLater(after(clearGapMs - 0.1))).to.equal(false);
    expect(isLater(after(clearGapMs))).to.equal(true);
    const simulated = { seed: 1, conditions: [], clockUncertaintyMs: 25 };
    expect(isLater({ ...after(clearGapMs + 24), simulated })).to.equal(false);
    expect(isLater({ ...after(clearGapMs + 25), simulated })).to.equal(true);
    const same = historyOf(first, put("s1/0", "k", "~2~", 1));
    expect(isLater({ ...same, simulated })).to.equal(true);
  });

  it("knows the order of overlapping Puts on one actor from what the actor handled", () => {
    const both = [first, { ...put("s1/0", "k", "~2~", 0.1), endMs: 1 }];
    expect(isLater(historyOf(both))).to.equal(false);
    const atOnce = [handled("s1/0", 0.5, ["~1~"]), handled("s1/0", 0.5, ["~2~"])];
    expect(isLater(historyOf(both, atOnce))).to.equal(true);
    expect(isLater(historyOf(both, [...atOnce].reverse()))).to.equal(false);
  });

  it("lets the times of a burst run ahead of the clock", () => {
    const burst = Array.from({ length: 20 }, (_, index): QueryRecord =>
      query({
        method: "put",
        at: "s1/0",
        key: `k${index}`,
        value: `~${index}~`,
        startMs: 0,
        outcome: { ok: true },
      }),
    );
    const last = burst[19];
    const later = put("s2/0", "k19", "~x~", 15);
    const much = put("s2/0", "k19", "~x~", 22);
    const order = (one: QueryRecord): boolean => {
      const history = historyOf(burst, one);
      const [found, other] = [
        puts(history).find((p) => p === one),
        puts(history).find((p) => p === last),
      ];
      if (found === undefined || other === undefined) throw new Error("both are Puts");
      return new PutOrder(history).isClearlyLater(found, other);
    };
    expect(order(later)).to.equal(false);
    expect(order(much)).to.equal(true);
  });
});

describe("The names of actors", () => {
  const namesOf = (history: History): ActorNames => new ActorNames(history, new PutOrder(history));

  it("come from who handles a Put, or sends it first, and otherwise from the order of starts", () => {
    // Another actor was started first here, so the query actors' ids begin with 2.
    const shifted = [put("s1/0", "k", "~1~", 0), { ...handled("s1/1", 0.5, ["~1~"]) }];
    const names = namesOf(historyOf(shifted, get("s1/1", "k", null, 5), tell("s1/2", "s1/0", 6)));
    expect(names.nameOf("s1", "localhost:s1/2")).to.equal("s1/0");
    expect(names.nameOf("s1", "localhost:s1/3")).to.equal("s1/1");
    expect(names.nameOf("s1", "localhost:s1/1")).to.equal("actor 1 of s1");
    const sent = namesOf(historyOf(put("s1/0", "k", "~1~", 0), tell("s1/1", "s1/0", 6, ["~1~"])));
    expect(sent.uidOf("s1/0")).to.equal("localhost:s1/2");
    const usual = namesOf(historyOf(get("s1/1", "k", null, 5), tell("s1/0", "s1/1", 6)));
    expect(usual.uidOf("s1/1")).to.equal("localhost:s1/2");
    expect(usual.queryActor("localhost:s1/3")).to.equal(undefined);
  });
});
