import { expect } from "chai";
import type { TellRecord } from "../../../../grader/history/history.js";
import { requireMessages, requireRemoteMessages } from "../../../support/checks/activity.js";
import { checkBytesPerServer, checkGrowth, checkNeed } from "../../../support/checks/bytes.js";
import { checkAverageRate, checkRate } from "../../../support/checks/rate.js";
import { checkNoBroadcast, checkRedundancy } from "../../../support/checks/redundancy.js";
import { whole } from "../../../../grader/labs/cmud/reading/views.js";
import { expectFailure, historyOf, put, tell } from "./histories.js";

/** Messages at some times, all of one pair. */
const at = (...times: readonly number[]): TellRecord[] =>
  times.map((ms) => tell("s1/0", "s1/1", ms));

/** So many times, from a start on and this far apart. */
const every = (ms: number, count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, index) => from + index * ms);

describe("The check of the rate", () => {
  const section = "5.1";

  it("looks at every second that begins with a message, and without its end", () => {
    checkRate(historyOf(at(...every(100, 50))), section);
    checkRate(historyOf(at(...every(1, 12), 1_000, 1_001)), section);
    expectFailure(() => {
      checkRate(historyOf(at(...every(50, 50))), section);
    }, /20 messages in the second from 0 ms on/);
    expectFailure(() => {
      checkRate(historyOf(at(...every(1, 12), 999)), section);
    });
  });

  it("finds a burst in a quiet run", () => {
    expectFailure(() => {
      checkRate(historyOf(at(0, 3_000, ...every(10, 13, 6_000), 60_000)), section);
    }, /13 messages in the second from 6000 ms on/);
  });

  it("counts pairs apart, and only the part of the run that it is told", () => {
    const back = every(100, 10).map((ms) => tell("s1/1", "s1/0", ms));
    checkRate(historyOf(at(...every(100, 10)), back), section);
    checkRate(historyOf(at(...every(10, 50))), section, { fromMs: 400, toMs: Infinity });
  });

  it("blames time only for a little too many", () => {
    const timing = (count: number): boolean =>
      expectFailure(() => {
        checkRate(historyOf(at(...every(5, count))), section);
      }).timing;
    expect(timing(13)).to.equal(true);
    expect(timing(30)).to.equal(false);
  });

  it("is stricter in a simulation, where time is exact and never to blame", () => {
    const simulated = { seed: 1, conditions: [], clockUncertaintyMs: 0 };
    const check = (count: number): void => {
      checkRate({ ...historyOf(at(...every(5, count))), simulated }, section);
    };
    check(11);
    expect(
      expectFailure(() => {
        check(12);
      }).timing,
    ).to.equal(false);
  });

  it("takes an average while servers start", () => {
    const span = { fromMs: 0, toMs: 3_000 };
    const chunks = at(...every(1, 30), 2_900);
    checkAverageRate(historyOf(chunks), section, span, 0);
    expectFailure(() => {
      checkAverageRate(historyOf(at(...every(10, 100))), section, span, 0);
    }, /100 messages, more than 12/);
    checkAverageRate(historyOf(at(...every(10, 100))), section, span, 88);
  });
});

describe("The check of redundancy", () => {
  const section = "5.1";
  const onePut = put("s1/0", "k", "~v~", 0);

  it("wants about one copy for each actor that did not put it", () => {
    const needed = [1, 2, 3].map((n) => tell("s1/0", `s1/${n}`, 10, ["~v~"]));
    checkRedundancy(historyOf(onePut, needed), section);
    checkRedundancy(historyOf(onePut, needed, tell("s1/1", "s1/0", 20, ["~v~"])), section);
    const again = needed.map((message) => ({ ...message, atMs: 30 }));
    expectFailure(() => {
      checkRedundancy(historyOf(onePut, needed, again), section);
    }, /6 copies of 1 Puts were sent, and 3 were needed/);
  });

  it("counts a value as often as it is in a message", () => {
    const four = tell("s1/0", "s1/1", 10, ["~v~", "~v~", "~v~", "~v~"]);
    expectFailure(() => {
      checkRedundancy(historyOf(onePut, four), section);
    }, /4 copies for 1 actors/);
  });

  it("does not count an echo as needed", () => {
    const echo = [tell("s1/0", "s1/1", 10, ["~v~"]), tell("s1/1", "s1/0", 20, ["~v~"])];
    // That may be a ring that closes.
    checkRedundancy(historyOf(onePut, echo), section);
    expectFailure(() => {
      checkRedundancy(historyOf(onePut, echo, tell("s1/1", "s1/0", 30, ["~v~"])), section);
    }, /3 copies .* 1 were needed/);
  });

  it("lets helpers and leaders be, and values that cannot be found", () => {
    const helper = [tell("s1/0", "s1/9", 10, ["~v~"]), tell("s1/9", "s1/1", 20, ["~v~"])];
    checkRedundancy(historyOf(onePut, helper), section);
    checkRedundancy(historyOf(onePut, tell("s1/0", "s1/1", 10)), section);
  });
});

describe("The check of broadcasts", () => {
  const puts = [put("s2/0", "a", "~a~", 0), put("s2/0", "b", "~b~", 0)];
  const sent = (...receivers: readonly (readonly [number, string])[]): TellRecord[] =>
    receivers.map(([actor, value]) => tell("s2/0", `s1/${actor}`, 10, [value]));

  it("wants each Put to cross to one actor of another server", () => {
    checkNoBroadcast(historyOf(puts, sent([0, "~a~"], [1, "~b~"])), "s2", ["s1"], "newer");
    const passedOn = tell("s1/0", "s1/1", 20, ["~a~"]);
    checkNoBroadcast(
      historyOf(puts, sent([0, "~a~"], [0, "~b~"]), passedOn),
      "s2",
      ["s1"],
      "newer",
    );
    expectFailure(() => {
      const all = sent([0, "~a~"], [1, "~a~"], [0, "~b~"], [1, "~b~"]);
      checkNoBroadcast(historyOf(puts, all), "s2", ["s1"], "newer");
    }, /at 2\.0 of its actors/);
  });

  it("finds what is sent to one actor again and again", () => {
    expectFailure(() => {
      const twice = sent([0, "~a~"], [0, "~a~"], [0, "~b~"], [0, "~b~"]);
      checkNoBroadcast(historyOf(puts, twice), "s2", ["s1"], "newer");
    }, /each Put 2\.0 times/);
  });

  it("compares the bytes of servers", () => {
    const bytes = (several: number): void => {
      const messages = [
        tell("s2/0", "s3/0", 1, [], several),
        tell("s3/0", "s3/1", 1, [], 9_999),
        tell("s2/0", "s4/0", 1, [], 100),
      ];
      checkBytesPerServer(historyOf(messages), whole, "s3", "s4");
    };
    bytes(200);
    expectFailure(() => {
      bytes(201);
    }, /s3 got 201 bytes, s4 100/);
  });
});

describe("The checks of bytes", () => {
  const before = { fromMs: 0, toMs: 1_000 };
  const after = { fromMs: 1_000, toMs: 2_000 };

  it("compare a round with the same round before", () => {
    const check = (bytes: number): void => {
      const messages = [tell("s1/0", "s1/1", 10, [], 100), tell("s1/0", "s1/1", 1_010, [], bytes)];
      checkGrowth(historyOf(messages), "5.1", before, after, 1_000);
    };
    check(200);
    expectFailure(() => {
      check(201);
    }, /sent 100 bytes, the second 201/);
  });

  it("compare a round with what its Puts need", () => {
    const check = (bytes: number): void => {
      const round = [put("s1/0", "k", "~v~", 5), tell("s1/0", "s1/1", 10, [], bytes)];
      checkNeed(historyOf(round), "5.1", before, 1, 1);
    };
    check(500);
    expectFailure(() => {
      check(100_000);
    }, /100000 bytes were sent/);
  });
});

describe("The checks of activity", () => {
  it("want messages between actors, and between servers", () => {
    const messages = [tell("s1/0", "s1/1", 1), tell("s1/0", "s2/0", 1)];
    requireMessages(historyOf(messages), 2, "5.1");
    requireRemoteMessages(historyOf(messages), ["s2"]);
    expectFailure(() => {
      requireMessages(historyOf(messages), 3, "5.1");
    }, /- 2 messages/);
    expectFailure(() => {
      requireRemoteMessages(historyOf(messages), ["s1", "s2"]);
    }, /went to s1/);
  });
});
