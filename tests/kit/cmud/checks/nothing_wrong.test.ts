/**
 * Goal: the checks that leave the verdict to the oracle say what it found, as students need it. Method: hand-written
 * histories; what the oracle finds in which history is the business of its own tests.
 */
import { expect } from "chai";
import { checkReads, checkTraffic } from "../../../support/checks/nothing_wrong.js";
import {
  expectFailure,
  get,
  historyOf,
  mark,
  put,
  query,
  tell,
  type Records,
} from "./histories.js";

const readers = ["s1/0", "s1/1"] as const;

/** Reads the key on both actors when every Put has to be visible. */
const shown = (first: string | null, second: string | null): Records => [
  get("s1/0", "k", first, 5_000),
  get("s1/1", "k", second, 5_000),
];

describe("The check of reads", () => {
  const one = put("s1/0", "k", "~k.1~", 0);

  it("passes when the oracle finds nothing, and says otherwise what it found", () => {
    checkReads(historyOf(one, ...shown("~k.1~", "~k.1~")), readers);
    const failure = expectFailure(
      () => {
        checkReads(historyOf(one, ...shown("~k.1~", null)), readers);
      },
      /\(section 5\.1\)/,
      /- s1\/1 does not show k and should show ~k\.1~, .*: no actor sent any message\./,
      /Look at: which actor should send this Put/,
    );
    expect(failure.section).to.equal("5.1");
  });

  it("names the rule and the place of the worst that was found", () => {
    const own = [one, get("s1/0", "k", null, 2), ...shown("~k.1~", "~k.1~")];
    expectFailure(
      () => {
        checkReads(historyOf(...own), readers);
      },
      /Expected: a read shows every Put that the same query actor has acknowledged.* \(section 3\.2\)/,
      /Look at: where the Put is applied/,
    );
    const invented = [...own, get("s1/1", "k", "~x~", 4_000)];
    expectFailure(() => {
      checkReads(historyOf(...invented), readers);
    }, /Expected: a read shows only values that were put/);
  });

  it("leaves out what it is not to ask", () => {
    const late = historyOf(one, get("s1/1", "k", null, 600), ...shown("~k.1~", "~k.1~"));
    expectFailure(() => {
      checkReads(late, readers);
    });
    checkReads(late, readers, { except: ["late"] });
  });

  it("knows the order of Puts that were pipelined", () => {
    const pipelined = ["~k.1~", "~k.2~"].map((value, index) =>
      query({
        method: "put",
        at: "s1/0",
        key: "k",
        value,
        call: index,
        startMs: 0,
        endMs: 5,
        outcome: { ok: true },
      }),
    );
    const first = historyOf(pipelined, ...shown("~k.1~", "~k.1~"));
    checkReads(first, readers);
    expectFailure(() => {
      checkReads(first, readers, { pipelined: true });
    }, /should show ~k\.2~/);
    checkReads(historyOf(pipelined, ...shown("~k.2~", "~k.2~")), readers, { pipelined: true });
  });

  it("is no check when nothing was put, or an actor not read in the end", () => {
    expect(() => {
      checkReads(historyOf(...shown(null, null)), readers);
    }).to.throw("no key was put");
    expect(() => {
      checkReads(historyOf(one, get("s1/0", "k", "~k.1~", 5_000)), readers);
    }).to.throw("~k.1~ on s1/1");
    expect(() => {
      checkReads(
        historyOf(one, ...shown("~k.1~", null).slice(0, 1), get("s1/1", "k", null, 9)),
        readers,
      );
    }).to.throw("~k.1~ on s1/1");
  });
});

describe("The check of messages", () => {
  const burst = Array.from({ length: 13 }, (_, index) => tell("s1/0", "s1/1", 10 * index));

  it("looks at what it is to look at, from a moment on", () => {
    const history = historyOf(put("s1/0", "k", "~k.1~", 0), mark("load", 50), burst);
    checkTraffic(history, "load", ["rate"]);
    checkTraffic(history, undefined, ["repetition"]);
    expectFailure(() => {
      checkTraffic(history, undefined, ["rate"]);
    }, /13 messages within one second from 0 ms/);
  });
});
