import { expect } from "chai";
import type { History } from "../../../../grader/history/history.js";
import { requireActorUse } from "../../../support/checks/actor_use.js";
import { checkAnswers, checkListOrder, checkPromptness } from "../../../support/checks/answers.js";
import { requireAnswers } from "../../../support/checks/run.js";
import { expectFailure, get, historyOf, list, put, query, simulated } from "./histories.js";

const stats = {
  actors: 1,
  children: 0,
  externalTells: 2,
  channelsMade: 2,
  channelsUsed: 2,
  channelsOpen: 0,
  deadLetters: 0,
  errors: 0,
  pairs: [],
  remoteSent: [],
  remoteReceivedTells: 0,
  remoteReceivedBytes: 0,
};

describe("Checks of queries", () => {
  it("want queries to be answered, and some queries at all", () => {
    requireAnswers(historyOf(get("s1/0", "k", null, 1)));
    expectFailure(() => {
      requireAnswers(historyOf());
    }, /no query was answered/);
    const outcome = { ok: false, error: "TODO(checkpoint): write it", todo: true } as const;
    const failed = [1, 2].map((startMs) =>
      query({ method: "get", at: "s1/0", key: "k", startMs, outcome }),
    );
    expectFailure(() => {
      requireAnswers(historyOf(failed));
    }, /write it \(and 1 more like this\)/);
  });

  it("name the server that did not start", () => {
    const failed = { type: "server", server: "s1", event: "failed", atMs: 1 } as const;
    expectFailure(() => {
      requireAnswers(historyOf({ ...failed, error: "no such port", todo: false }));
    }, /s1 at 1 ms: no such port/);
  });

  it("want one prompt answer of each kind, and are more patient on real threads", () => {
    const after = (ms: number): History =>
      historyOf(
        [ms, ms + 700].map((tookMs) =>
          query({
            ...{ method: "put", at: "s1/0", key: "k", value: "1", outcome: { ok: true } },
            ...{ startMs: 0, endMs: tookMs },
          }),
        ),
      );
    checkPromptness({ ...after(90), simulated });
    checkPromptness(after(900));
    expectFailure(() => {
      checkPromptness({ ...after(110), simulated });
    }, /the fastest put took 110 ms/);
    expectFailure(() => {
      checkPromptness(after(1_100));
    }, /the fastest put took 1100 ms/);
  });

  it("compare answers with those of a map", () => {
    const right = [put("s1/0", "k", "1", 1), get("s1/0", "k", "1", 2), get("s1/0", "x", null, 3)];
    checkAnswers(historyOf(right, list("s1/0", "", { k: "1" }, 4)));
    expectFailure(() => {
      checkAnswers(historyOf(right, put("s1/0", "k", "2", 4), get("s1/0", "k", "1", 5)));
    }, /showed "1"/);
    expectFailure(() => {
      checkAnswers(historyOf(right, list("s1/0", "x", { k: "1" }, 4)));
    }, /shows 0 entries/);
    const unvalued = list("s1/0", "", {}, 4);
    expectFailure(() => {
      checkAnswers(
        historyOf(right, { ...unvalued, outcome: { ok: true, entries: {}, keys: ["k"] } }),
      );
    }, /showed 0 entries/);
    expectFailure(() => {
      checkListOrder(historyOf(list("s1/0", "", { b: "1", a: "2" }, 4)));
    }, /showed "b" before "a"/);
    checkListOrder(historyOf(list("s1/0", "", { a: "1", b: "2" }, 4)));
  });

  it("want as many tells and used channels as there were queries", () => {
    const counted = { type: "stats", name: "end", server: "s1", atMs: 9, stats } as const;
    const two = [get("s1/0", "k", null, 1), get("s1/0", "k", null, 2)];
    requireActorUse(historyOf(two, counted), "end");
    expectFailure(() => {
      requireActorUse(historyOf(two, get("s1/0", "k", null, 3), counted), "end");
    }, /2 of \d+ channel refs received a reply/);
    expect(() => {
      requireActorUse(historyOf(two), "end");
    }).to.throw("no counters");
  });
});
