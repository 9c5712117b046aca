import { expect } from "chai";
import { requireActorUse } from "../../../support/checks/actor_use.js";
import { checkAnswers, checkListOrder } from "../../../support/checks/answers.js";
import { checkConvergence } from "../../../support/checks/convergence.js";
import { checkReads } from "../../../support/checks/fresh_reads.js";
import { requireAnswers } from "../../../support/checks/run.js";
import { checkVisibility } from "../../../support/checks/visibility.js";
import {
  expectFailure,
  get,
  historyOf,
  list,
  put,
  query,
  tell,
  type Records,
} from "./histories.js";

const stats = {
  actors: 1,
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
    }, /write it \(and 1 more of the kind\)/);
  });

  it("name the server that did not start", () => {
    const failed = { type: "server", server: "s1", event: "failed", atMs: 1 } as const;
    expectFailure(() => {
      requireAnswers(historyOf({ ...failed, error: "no such port", todo: false }));
    }, /s1 at 1 ms: no such port/);
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
    expectFailure(() => {
      checkListOrder(historyOf(list("s1/0", "", { b: "1", a: "2" }, 4)));
    }, /showed b, a/);
    checkListOrder(historyOf(list("s1/0", "", { a: "1", b: "2" }, 4)));
  });

  it("want as many tells and used channels as there were queries", () => {
    const counted = { type: "stats", name: "end", server: "s1", atMs: 9, stats } as const;
    const two = [get("s1/0", "k", null, 1), get("s1/0", "k", null, 2)];
    requireActorUse(historyOf(two, counted), "end");
    expectFailure(() => {
      requireActorUse(historyOf(two, get("s1/0", "k", null, 3), counted), "end");
    }, /2 channel refs got an answer/);
    expect(() => {
      requireActorUse(historyOf(two), "end");
    }).to.throw("no counters");
  });

  it("want reads to show what the same actor has acknowledged, and nothing that nobody put", () => {
    const puts = [put("s1/0", "k", "1", 1), put("s1/0", "k", "2", 10)];
    checkReads(historyOf(puts, get("s1/0", "k", "1", 5), get("s1/0", "k", "2", 20)));
    checkReads(historyOf(puts, get("s1/1", "k", null, 20)));
    checkReads(historyOf(puts, get("s1/0", "k", "1", 10.5)));
    expectFailure(() => {
      checkReads(historyOf(puts, get("s1/0", "k", "1", 20)));
    }, /"2" was acknowledged there/);
    expectFailure(() => {
      checkReads(historyOf(puts, list("s1/0", "k", {}, 20)));
    });
    expectFailure(() => {
      checkReads(historyOf(puts, get("s1/1", "k", "3", 20)));
    }, /nobody had put/);
  });
});

describe("The check of visibility", () => {
  const local = put("s1/0", "k", "~1~", 0);

  it("lets a Put take until its limit, and no longer", () => {
    checkVisibility(historyOf(local, get("s1/1", "k", null, 499), get("s1/1", "k", "~1~", 501)), 1);
    checkVisibility(historyOf(local, get("s2/1", "k", null, 1_999)), 0);
    expectFailure(
      () => {
        checkVisibility(historyOf(local, get("s1/1", "k", null, 501)), 1);
      },
      /s1\/1 showed not present, 500 ms after/,
      /section 5\.1/,
    );
    expectFailure(() => {
      checkVisibility(historyOf(local, list("s2/0", "", {}, 2_001)), 1);
    }, /section 5\.2/);
  });

  it("wants a Put to show on its own actor at once", () => {
    expectFailure(() => {
      checkVisibility(historyOf(local, get("s1/0", "k", null, 1)), 1);
    }, /section 3\.2/);
  });

  it("takes a newer Put for it, and no older one", () => {
    const newer = put("s1/1", "k", "~2~", 100);
    checkVisibility(historyOf(local, newer, get("s1/1", "k", "~2~", 501)), 1);
    expectFailure(() => {
      checkVisibility(historyOf(local, newer, get("s1/0", "k", "~1~", 700)), 1);
    });
  });

  it("blames time only for a Put that was on its way", () => {
    const late = get("s1/1", "k", null, 501);
    const fail = (...more: Records): boolean =>
      expectFailure(() => {
        checkVisibility(historyOf(local, late, ...more), 1);
      }).timing;
    expect(fail()).to.equal(false);
    expect(fail(tell("s1/1", "s1/2", 490, ["~1~"]))).to.equal(true);
    expect(fail(tell("s1/1", "s2/2", 490, ["~1~"]))).to.equal(false);
  });

  it("is no check when nothing was read", () => {
    expect(() => {
      checkVisibility(historyOf(local), 1);
    }).to.throw("only 0 of 1");
  });
});

describe("The check of convergence", () => {
  const puts = [put("s1/0", "a", "1", 0), put("s1/0", "b", "2", 0)];
  const both = { a: "1", b: "2" };

  it("wants the same entries everywhere, all that were put and no others", () => {
    const check = (entries: Record<string, string>): void => {
      const history = historyOf(puts, list("s1/0", "", both, 9), list("s1/1", "", entries, 9));
      checkConvergence(history, ["s1/0", "s1/1"], "5.1");
    };
    check(both);
    expectFailure(() => {
      check({ a: "1" });
    }, /s1\/1 misses 1 of 2 keys: b/);
    expectFailure(() => {
      check({ ...both, c: "3" });
    }, /what nobody put: c = "3"/);
    expectFailure(() => {
      check({ a: "1", b: "x" });
    }, /differ in 1 keys/);
  });

  it("is no check when nothing was put or read", () => {
    expect(() => {
      checkConvergence(historyOf(list("s1/0", "", {}, 1)), ["s1/0"], "5.1");
    }).to.throw("no key was put");
    expect(() => {
      checkConvergence(historyOf(puts), ["s1/0"], "5.1");
    }).to.throw("was not listed");
  });
});
