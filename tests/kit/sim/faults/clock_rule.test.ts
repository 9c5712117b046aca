/**
 * Goal: wall clocks can be wrong, and nothing but what they show. Method: the pure rules asked alone, then hosts of
 * simulations that look at their clocks.
 */
import { expect } from "chai";
import {
  combineClocks,
  frozenClock,
  skewedClock,
  steppingClock,
} from "../../../../grader/sim/faults/clock_rule.js";
import { clockUncertaintyMs } from "../../../../grader/sim/faults/clock_uncertainty.js";
import type { FaultSpec } from "../../../../grader/sim/faults/fault_spec.js";
import { rulesOf } from "../../../../grader/sim/faults/rules_of.js";
import type { Platform } from "../../../../starter/platform/platform.js";
import { simulate, traceOf } from "./fault_world.js";
import { sleep } from "../../platform_contract/steps.js";

describe("a rule for clocks", () => {
  it("that skews one moves that server's alone, on all of its threads", () => {
    const rule = skewedClock("s1", 50);
    expect(rule("main/s1", 1_000, 1_000)).to.equal(1_050);
    expect(rule("test/s1/2", 1_000, 1_000)).to.equal(1_050);
    for (const host of ["main", "main/s2", "main/s11", "main/s2/1", "main/clients", "s1"]) {
      expect(rule(host, 1_000, 1_000), host).to.equal(1_000);
    }
    expect(skewedClock("s1", -50)("main/s1", 1_000, 1_000)).to.equal(950);
  });

  it("that steps one back does so at its time, and lets it go on from there", () => {
    const rule = steppingClock("s1", 3_000, 200);
    const shown = [2_999, 3_000, 3_001, 4_000].map((ms) => rule("main/s1", ms, ms));
    expect(shown).to.deep.equal([2_999, 2_800, 2_801, 3_800]);
    expect(rule("main/s2", 3_000, 3_000)).to.equal(3_000);
  });

  it("that freezes them shows multiples only: of one server, or of all but no client's", () => {
    const times = [999.5, 1_000, 1_019.9, 1_020];
    const shown = (host: string, server?: string): number[] =>
      times.map((ms) => frozenClock(20, server)(host, ms, ms));
    expect(shown("main/s1")).to.deep.equal([980, 1_000, 1_000, 1_020]);
    expect(shown("main/s2/1")).to.deep.equal(shown("main/s1"));
    expect(shown("main/clients")).to.deep.equal(times);
    expect(shown("main")).to.deep.equal(times);
    expect(shown("main/s1", "s1")).to.deep.equal(shown("main/s1"));
    expect(shown("main/s2", "s1")).to.deep.equal(times);
  });

  it("combined, starts from what the one before shows, but knows the true time", () => {
    const rule = combineClocks([skewedClock("s1", 500), steppingClock("s1", 3_000, 200)]);
    expect(rule("main/s1", 2_999, 2_999), "not when the skewed clock shows it").to.equal(3_499);
    expect(rule("main/s1", 3_000, 3_000)).to.equal(3_300);
    const reversed = combineClocks([steppingClock("s1", 3_000, 200), skewedClock("s1", 500)]);
    expect(reversed("main/s1", 3_000, 3_000)).to.equal(3_300);
  });
});

describe("the clocks of a simulation", () => {
  const startMs = 1_000_000;
  /** What main and two servers show when they look at the same moments; the servers' hosts are at one moment. */
  const shownAt = async (
    faults: readonly FaultSpec[],
    atMs: readonly number[],
  ): Promise<Record<"main" | "s1" | "s2", number[]>> => {
    const simulation = simulate({ faults, startMs });
    const hosts = {
      main: simulation.host("main"),
      s1: simulation.host("main/s1"),
      s2: simulation.host("main/s2"),
    };
    const look = (host: Platform): number[] => {
      const shown: number[] = [];
      for (const ms of atMs) host.after(ms, () => shown.push(host.now() - startMs));
      return shown;
    };
    const shown = { main: look(hosts.main), s1: look(hosts.s1), s2: look(hosts.s2) };
    await simulation.run((platform) => sleep(platform, 5_000));
    return shown;
  };

  it("show skews of the servers that have one", async () => {
    const shown = await shownAt([{ fault: "skew", server: "s2", byMs: 50 }], [0, 100, 1_000]);
    expect(shown.main).to.deep.equal([0, 100, 1_000]);
    expect(shown.s1).to.deep.equal([0, 100, 1_000]);
    expect(shown.s2).to.deep.equal([50, 150, 1_050]);
  });

  it("step back at a time since the run began", async () => {
    const shown = await shownAt(
      [
        { fault: "skew", server: "s1", byMs: 10 },
        { fault: "step-back", server: "s1", atMs: 3_000, byMs: 200 },
      ],
      [2_999, 3_000, 4_000],
    );
    expect(shown.s1).to.deep.equal([3_009, 2_810, 3_810]);
    expect(shown.s2).to.deep.equal([2_999, 3_000, 4_000]);
  });

  it("stand still together, so that two servers show equal times at different moments", async () => {
    const frozen = await shownAt([{ fault: "frozen-clock", everyMs: 20 }], [101, 108, 119, 120]);
    expect(frozen.s1).to.deep.equal([100, 100, 100, 120]);
    expect(frozen.s2).to.deep.equal(frozen.s1);
    expect(frozen.main).to.deep.equal([101, 108, 119, 120]);
    const one = await shownAt([{ fault: "frozen-clock", everyMs: 20, server: "s1" }], [101, 120]);
    expect([one.s1, one.s2]).to.deep.equal([
      [100, 120],
      [101, 120],
    ]);
  });

  it("show multiples also when they are ahead, in whichever order the faults are given", async () => {
    const skew: FaultSpec = { fault: "skew", server: "s1", byMs: 5 };
    const frozen: FaultSpec = { fault: "frozen-clock", everyMs: 20 };
    for (const faults of [
      [skew, frozen],
      [frozen, skew],
    ]) {
      const { s1, s2 } = await shownAt(faults, [114, 115]);
      expect([s1, s2]).to.deep.equal([
        [100, 120],
        [100, 100],
      ]);
    }
  });

  it("are all that is wrong: durations, timers and traces keep the true time", async () => {
    const seen: unknown[] = [];
    const simulation = simulate({
      startMs,
      faults: [
        { fault: "skew", server: "s1", byMs: 7_000 },
        { fault: "step-back", server: "s1", atMs: 10, byMs: 200 },
        { fault: "frozen-clock", everyMs: 5_000 },
      ],
      trace: (event) => seen.push(event),
    });
    const host = simulation.host("main/s1");
    const durations: number[] = [];
    host.after(20, () => {
      durations.push(host.monotonicNow());
      host.after(30, () => {
        durations.push(host.monotonicNow());
        host.trace?.({ type: "here" });
      });
    });
    await simulation.run((platform) => sleep(platform, 100));
    expect(durations).to.deep.equal([20, 50]);
    expect(seen).to.deep.include({ host: "main/s1", atMs: startMs + 50, type: "here" });
  });

  it("are reported once for each fault, when it begins", async () => {
    const { faults } = await traceOf(
      [
        { fault: "skew", server: "s2", byMs: -50 },
        { fault: "step-back", server: "s1", atMs: 30, byMs: 200 },
        { fault: "frozen-clock", everyMs: 20 },
      ],
      (platform) => sleep(platform, 100),
    );
    expect(faults).to.deep.equal([
      { atMs: 0, what: "clock", text: "s2's clock is 50 ms behind", servers: ["s2"] },
      {
        atMs: 0,
        what: "clock",
        text: "the clocks of all servers stand still and jump ahead every 20 ms",
        servers: [],
      },
      {
        atMs: 30,
        what: "clock",
        text: "s1's clock goes back by 200 ms at 30 ms",
        servers: ["s1"],
      },
    ]);
  });
});

describe("the uncertainty of clocks", () => {
  const skew = (server: string, byMs: number): FaultSpec => ({ fault: "skew", server, byMs });
  const cases: readonly (readonly [string, readonly FaultSpec[], number])[] = [
    ["nothing when no clock is touched", [{ fault: "jitter", upToMs: 50 }], 0],
    ["a skew, against the clocks without one", [skew("s1", 50)], 50],
    ["the difference of two skews", [skew("s1", 50), skew("s2", -30)], 80],
    ["what two skews of one server add up to", [skew("s1", 50), skew("s1", 30)], 80],
    ["how far a clock stands still", [{ fault: "frozen-clock", everyMs: 20 }], 20],
    [
      "how far a clock steps back from where it was",
      [skew("s1", 50), { fault: "step-back", server: "s1", atMs: 9, byMs: 200 }],
      200,
    ],
    [
      "all of it together",
      [skew("s1", -50), { fault: "frozen-clock", everyMs: 20 }, skew("s2", 10)],
      80,
    ],
  ];
  for (const [what, specs, ms] of cases) {
    it(`is ${what}`, () => {
      expect(clockUncertaintyMs(specs)).to.equal(ms);
    });
  }

  it("bounds how far apart clocks are at any moments at which they should be equal", () => {
    const specs: FaultSpec[] = [
      skew("s1", -35),
      skew("s2", 12),
      { fault: "step-back", server: "s2", atMs: 500, byMs: 70 },
      { fault: "frozen-clock", everyMs: 16 },
    ];
    const { clock } = rulesOf(specs, 1, 0);
    let [least, most] = [0, 0];
    for (let ms = 0; ms < 1_000; ms++) {
      for (const host of ["main/s1", "main/s2", "main/s3"]) {
        const off = (clock?.(host, ms, ms) ?? ms) - ms;
        [least, most] = [Math.min(least, off), Math.max(most, off)];
      }
    }
    expect(most - least)
      .to.be.greaterThan(80)
      .and.at.most(clockUncertaintyMs(specs));
  });
});
