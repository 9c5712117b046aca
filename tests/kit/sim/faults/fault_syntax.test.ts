/**
 * Goal: what is written on a command line is what the simulation gets, and what cannot be is refused with the way to
 * write it. Method: the documented forms, faults made up from seeds and read back, and wrong ones.
 */
import { expect } from "chai";
import { FaultError, type FaultSpec } from "../../../../grader/sim/faults/fault_spec.js";
import {
  faultExamples,
  faultNames,
  formatFaults,
  parseFaults,
} from "../../../../grader/sim/faults/fault_syntax.js";
import { rulesOf } from "../../../../grader/sim/faults/rules_of.js";
import { Random } from "../../../../grader/sim/random.js";

describe("faults on a command line", () => {
  it("are read as they are documented", () => {
    const text =
      "near=s1+s3,jitter=50ms,drop=0.01,duplicate=0.02,reorder=0.05,partition=s1|s2+s3@2s..4s,slow=s1/0:100ms," +
      "skew=s2:50ms,step-back=s1:200ms@3s,frozen-clock=20ms,frozen-clock=s1:25ms,crash=s2@5s,crash=s1@5s..7s";
    const faults: FaultSpec[] = [
      { fault: "near", servers: ["s1", "s3"] },
      { fault: "jitter", upToMs: 50 },
      { fault: "drop", probability: 0.01 },
      { fault: "duplicate", probability: 0.02 },
      { fault: "reorder", probability: 0.05 },
      { fault: "partition", between: [["s1"], ["s2", "s3"]], fromMs: 2_000, untilMs: 4_000 },
      { fault: "slow", who: "s1/0", byMs: 100 },
      { fault: "skew", server: "s2", byMs: 50 },
      { fault: "step-back", server: "s1", atMs: 3_000, byMs: 200 },
      { fault: "frozen-clock", everyMs: 20 },
      { fault: "frozen-clock", everyMs: 25, server: "s1" },
      { fault: "crash", server: "s2", atMs: 5_000 },
      { fault: "crash", server: "s1", atMs: 5_000, backMs: 7_000 },
    ];
    expect(parseFaults(text)).to.deep.equal(faults);
    expect(formatFaults(faults)).to.equal(text);
  });

  it("may be none, and may have blanks between them", () => {
    expect(parseFaults("")).to.deep.equal([]);
    expect(parseFaults(" ")).to.deep.equal([]);
    expect(parseFaults(" jitter=1.5s , skew=s2:-50ms")).to.deep.equal([
      { fault: "jitter", upToMs: 1_500 },
      { fault: "skew", server: "s2", byMs: -50 },
    ]);
  });

  it("are the same when they are written and read again", () => {
    for (let seed = 0; seed < 500; seed++) {
      const faults = madeUpFaults(new Random(seed, "faults"));
      const text = formatFaults(faults);
      expect(parseFaults(text), text).to.deep.equal(faults);
    }
  });

  it("have an example each, which can be read", () => {
    expect(faultExamples.map((example) => parseFaults(example)[0]?.fault)).to.deep.equal(
      faultNames,
    );
    expect(faultNames).to.have.length(12);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    [
      "jiter=50ms",
      /no fault "jiter"; faults are written as in near=s1\+s3, jitter=50ms, drop=0.01, .*crash=/,
    ],
    ["toString=1", /no fault "toString"/],
    ["jitter", /cannot read the fault "jitter"; write it as in jitter=50ms/],
    ["jitter=50", /cannot read the fault "jitter=50"; write it as in jitter=50ms/],
    ["jitter=-50ms", /cannot read the fault "jitter=-50ms"/],
    ["jitter=50ms=3", /cannot read the fault "jitter=50ms=3"/],
    ["crash=s2@5s..4s", /started again after it was killed, not at 4000 ms/],
    ["drop=1.5", /drop: a probability is a number from 0 to 1, such as 0.05, not 1.5/],
    ["drop=often", /cannot read the fault "drop=often"; write it as in drop=0.01/],
    ["jitter=5ms,", /no fault ""/],
    ["partition=s1@2s..4s", /cannot read .* write it as in partition=s1\|s2\+s3@2s\.\.4s/],
    ["partition=s1|s2+@2s..4s", /partition: a server is named as in s1, not ""/],
    ["partition=s1|s2+s1@2s..4s", /partition: s1 is on both sides/],
    ["partition=s1|s2@4s..2s", /it must end after it begins, not from 4000 to 2000 ms/],
    ["slow=s1/a:10ms", /slow: name a server, as in s1, or a query actor, as in s1\/0, not "s1\/a"/],
    ["skew=s2/0:10ms", /skew: a server is named as in s1, not "s2\/0"/],
    ["frozen-clock=0ms", /frozen-clock: it takes 1 ms or more/],
    ["near=s1", /near: it takes two servers or more/],
    ["crash=s2", /write it as in crash=s2@5s/],
  ];
  for (const [text, message] of wrong) {
    it(`are refused when they are wrong: ${text}`, () => {
      expect(() => parseFaults(text)).to.throw(FaultError, message);
    });
  }

  it("that come as data and cannot be are refused as well", () => {
    expect(() => rulesOf([{ fault: "drop", probability: Number.NaN }], 1, 0)).to.throw(FaultError);
    expect(() => rulesOf([{ fault: "skew", server: "s1", byMs: Infinity }], 1, 0)).to.throw(
      FaultError,
    );
  });
});

function madeUpFaults(random: Random): FaultSpec[] {
  const ms = (): number =>
    [random.within([0, 9_999]), random.within([0, 9]) * 1_000, random.fraction() * 100][
      random.within([0, 2])
    ] ?? 0;
  const probability = (): number => [0, 1, random.fraction(), 1e-7][random.within([0, 3])] ?? 0;
  const server = (): string => ["s1", "s2", "east.coast", "a-b_c"][random.within([0, 3])] ?? "";
  const makers: (() => FaultSpec)[] = [
    () => ({ fault: "near", servers: ["s1", server(), "east"] }),
    () => ({ fault: "jitter", upToMs: ms() }),
    () => ({ fault: "drop", probability: probability() }),
    () => ({ fault: "duplicate", probability: probability() }),
    () => ({ fault: "reorder", probability: probability() }),
    () => {
      const fromMs = ms();
      const groups = [
        ["a1", "a2", "a3"].slice(random.within([0, 2])),
        ["b1", "b2"].slice(random.within([0, 1])),
      ] as const;
      return { fault: "partition", between: groups, fromMs, untilMs: fromMs + 1 + ms() };
    },
    () => ({
      fault: "slow",
      who: `${server()}${["", "/0", "/12"][random.within([0, 2])]}`,
      byMs: ms(),
    }),
    () => ({
      fault: "skew",
      server: server(),
      byMs: ms() * (random.within([0, 1]) === 0 ? 1 : -1) || 0,
    }),
    () => ({ fault: "step-back", server: server(), atMs: ms(), byMs: ms() }),
    () => ({ fault: "frozen-clock", everyMs: 1 + ms() }),
    () => ({ fault: "frozen-clock", everyMs: 1 + ms(), server: server() }),
    () => ({ fault: "crash", server: server(), atMs: ms() }),
  ];
  return Array.from({ length: random.within([0, 4]) }, () => {
    const make = makers[random.within([0, makers.length - 1])];
    if (make === undefined) throw new RangeError("no such maker");
    return make();
  });
}
