import { expect } from "chai";
import { checkLastWriter } from "../../../support/checks/last_writer.js";
import { expectFailure, get, historyOf, put, query, type Records } from "./histories.js";

const readers = ["s1/0", "s1/1"] as const;

describe("The check of the last writer", () => {
  const check = (
    puts: Records,
    shown: readonly [string | null, string | null],
    pipelined = false,
  ): void => {
    const reads = readers.map((reader, index) => get(reader, "k", shown[index] ?? null, 1_000));
    checkLastWriter(historyOf(...puts, reads), readers, { pipelined });
  };
  const apart = [put("s1/0", "k", "first", 0), put("s1/1", "k", "second", 11)];
  const close = [put("s1/0", "k", "first", 0), put("s1/1", "k", "second", 2)];

  it("wants the later Put everywhere", () => {
    check([apart], ["second", "second"]);
    expectFailure(() => {
      check([apart], ["first", "first"]);
    }, /agree on an older Put/);
    expectFailure(
      () => {
        check([apart], ["first", "second"]);
      },
      /1 of 1 keys differ/,
      /k is "first" on s1\/0, and "second" on s1\/1/,
    );
    expectFailure(() => {
      check([apart], [null, null]);
    });
  });

  it("takes any winner of Puts that are too close, if all agree on it", () => {
    check([close], ["first", "first"]);
    check([close], ["second", "second"]);
    expectFailure(() => {
      check([close], ["first", "second"]);
    });
    expectFailure(() => {
      check([close, put("s1/0", "k", "third", 20)], ["second", "second"]);
    });
  });

  it("takes any winner of Puts that the clocks of the run do not tell apart", () => {
    const reads = readers.map((reader) => get(reader, "k", "first", 1_000));
    const history = historyOf(apart, reads);
    const checkWith = (clockUncertaintyMs: number): void => {
      const simulated = { seed: 1, conditions: [], clockUncertaintyMs };
      checkLastWriter({ ...history, simulated }, readers);
    };
    checkWith(8);
    expectFailure(() => {
      checkWith(6);
    });
  });

  it("knows the order of the Puts on one actor, and of those that were pipelined", () => {
    const after = [put("s1/0", "k", "first", 0), put("s1/0", "k", "second", 1)];
    expectFailure(() => {
      check([after], ["first", "first"]);
    });
    const pipelined = ["first", "second"].map((value, index) =>
      query({
        method: "put",
        at: "s1/0",
        key: "k",
        value,
        startMs: index / 10,
        endMs: 5,
        outcome: { ok: true },
      }),
    );
    check([pipelined], ["second", "second"], true);
    expectFailure(() => {
      check([pipelined], ["first", "first"], true);
    });
  });

  it("takes the same value again for the new Put that it is", () => {
    const again = [...apart, put("s1/0", "k", "first", 22)];
    check([again], ["first", "first"]);
    expectFailure(() => {
      check([again], ["second", "second"]);
    });
  });

  it("is no check when an actor was not read, or nothing put", () => {
    expect(() => {
      checkLastWriter(historyOf(apart, get("s1/0", "k", "second", 1_000)), readers);
    }).to.throw("not read at the end on s1/1");
    expect(() => {
      checkLastWriter(historyOf(), readers);
    }).to.throw("no key was put");
  });
});
