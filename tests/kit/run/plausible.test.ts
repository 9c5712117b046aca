import { expect } from "chai";
import type { History, HistoryRecord } from "../../../grader/history/history.js";
import { steps, type Step } from "../../../grader/labs/cmud/steps/index.js";
import { implausibleIn } from "../../../grader/run/plausible.js";

/** A read of x at s1/0 by the default client. */
function read(startMs: number, endMs: number): HistoryRecord {
  const outcome = { ok: true, value: null } as const;
  return {
    type: "query",
    method: "get",
    at: "s1/0",
    client: "c",
    key: "x",
    startMs,
    endMs,
    outcome,
  };
}

/** Says what is wrong with the records of a run of these steps. */
function wrong(
  of: readonly Step[],
  records: readonly HistoryRecord[],
  more: Partial<History> = {},
): string | undefined {
  const history: History = { records, end: { how: "done" }, output: "", durationMs: 1, ...more };
  return implausibleIn({ steps: of, timeLimitMs: 1_000 }, history, steps);
}

describe("Whether a history can be that of a run", () => {
  const get: Step = { do: "get", at: "s1/0", key: "x" };

  it("knows that long waits are short on real threads", () => {
    const long: Step = { do: "wait", ms: 60_000, allowanceMs: -59_900 };
    expect(wrong([long, get], [read(101, 105)])).to.equal(undefined);
    expect(wrong([long, get], [read(50, 60)])).to.match(/begins before 100 ms/);
    const simulated = { seed: 1, conditions: [], clockUncertaintyMs: 0 };
    expect(wrong([long, get], [read(101, 105)], { simulated })).to.match(/before 60000 ms/);
  });

  it("takes every query once, in the order of the steps", () => {
    const waits: Step = { do: "wait", ms: 100 };
    expect(wrong([get, waits, get], [read(0, 5), read(106, 110)])).to.equal(undefined);
    // Its record may come before those of steps that were begun earlier.
    expect(wrong([get, waits, get], [read(106, 110), read(0, 200)])).to.equal(undefined);
    expect(wrong([get, waits, get], [read(0, 5)])).to.match(/lacks/);
    expect(wrong([get, waits, get], [read(0, 5), read(50, 60)])).to.match(/begins before 100 ms/);
    expect(wrong([get], [read(0, 5), read(6, 7)])).to.match(/too often/);
    expect(wrong([get], [{ ...read(0, 5), method: "put" } as HistoryRecord])).to.match(/lacks/);
  });

  it("lets branches and paced steps overlap", () => {
    const branches: Step = { do: "parallel", branches: [[get, get], [get]] };
    expect(wrong([branches, get], [read(0, 30), read(0, 10), read(10, 20), read(30, 31)])).to.equal(
      undefined,
    );
    const paced: Step = { do: "paced", everyMs: 10, steps: [get, get] };
    expect(wrong([paced], [read(0, 50), read(10, 20)])).to.equal(undefined);
    expect(wrong([paced], [read(0, 50), read(3, 20)])).to.match(/begins before 10 ms/);
  });

  it("says nothing about a run that was cut short", () => {
    const end = { how: "timeout", doing: "" } as const;
    const history: History = { records: [], end, output: "", durationMs: 1 };
    expect(implausibleIn({ steps: [get], timeLimitMs: 1 }, history, steps)).to.equal(undefined);
  });
});
