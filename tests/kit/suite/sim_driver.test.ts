/**
 * Goal: a simulated test passes when it does under all of its seeds, and a failure names the first seed that fails and
 * how to repeat it. Method: tests whose runs are made up.
 */
import { expect } from "chai";
import { gradedConditions } from "../../../grader/labs/cmud/conditions.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { course } from "../../../grader/labs/cmud/manifest.js";
import { conditionsOf } from "../../../grader/run/simulated/conditions.js";
import type { SimJob } from "../../../grader/run/simulated/sim_job.js";
import type { SimResult } from "../../../grader/run/simulated/sim_worker.js";
import { clockUncertaintyMs } from "../../../grader/sim/faults/clock_uncertainty.js";
import { CheckFailure } from "../../../grader/suite/check_failure.js";
import { SimDriver, type RunsJobs } from "../../../grader/suite/sim_driver.js";
import type { LabTest } from "../../../grader/suite/suite_spec.js";
import type { TestResult } from "../../../grader/suite/suite_types.js";
import { labTest, quietLab } from "./lab_tests.js";

/** What becomes of a test over some seeds that fails under those that are given, and of which the oracle finds something. */
function resultOf(
  failing: readonly number[],
  seeds: number,
  jobs: SimJob[],
  more: Partial<SimResult> = {},
  told = false,
): Promise<TestResult> {
  const found = { kind: "late", message: "this and that", inferred: false, atMs: 1, evidence: [] };
  const lab = { ...quietLab, findWrongs: () => [{ ...found, section: "5.1" }] };
  const test = labTest({
    seeds,
    check: ({ simulated }) => {
      if (failing.includes(simulated?.seed ?? 0)) throw new CheckFailure("it is not so", { told });
    },
  });
  const request = {
    jsDir: "/no/such/tree",
    keepsState: false,
    treeName: "solution",
    replay: (id: string, seed: number | undefined) => `repeat ${id} ${seed}`,
    signal: new AbortController().signal,
  };
  return new SimDriver(lab, request, pretend(jobs, more)).run(test, () => undefined);
}

function pretend(jobs: SimJob[], more: Partial<SimResult>): RunsJobs {
  return {
    run: (job) => {
      jobs.push(job);
      const simulated = { seed: job.seed, conditions: [], clockUncertaintyMs: 0 };
      const seen = { records: [], droppedRecords: 0, durationMs: 7, events: 1, snapshots: [] };
      return Promise.resolve({
        ...{ ...seen, simulated, portInUse: false, output: "", end: { how: "done" } as const },
        ...more,
      });
    },
    close: () => Promise.resolve(),
  };
}

describe("A simulated test", () => {
  it("passes when it does under all seeds", async () => {
    const jobs: SimJob[] = [];
    const result = await resultOf([], 3, jobs);
    expect(result).to.include({ status: "passed", attempts: 1, durationMs: 21 });
    expect(jobs.map(({ seed }) => seed)).to.deep.equal([1, 2, 3]);
  });

  it("stops at the first seed that fails, looks at it once more in detail, and says how to repeat it", async () => {
    const jobs: SimJob[] = [];
    const result = await resultOf([3, 4], 4, jobs);
    expect(result).to.include({ status: "failed", seed: 3 });
    expect(result.message).to.match(/^it is not so\nWhat happened.*\n {2}- this and that$/s);
    expect(result.repeat).to.match(/up to 300 ms.*repeat OneActorGet 3$/s);
    expect(jobs.map(({ seed, detailed }) => `${seed} ${detailed}`)).to.deep.equal([
      "1 false",
      "2 false",
      "3 false",
      "3 true",
    ]);
  });

  it("does not say twice what the oracle found", async () => {
    const { message } = await resultOf([1], 1, [], {}, true);
    expect(message).to.equal("it is not so");
  });

  it("does not look closer at code that is still to be written, nor at code that does not return", async () => {
    const todo = "TODO(checkpoint): write Mailbox.push";
    const jobs: SimJob[] = [];
    const error = { type: "error", atMs: 1, server: "clients", message: todo, todo: true } as const;
    const told = await resultOf([1], 2, jobs, { records: [error] });
    expect(told.message).to.equal(`${todo}\n\nit is not so`);
    const end = { how: "stuck", where: "code of server s1" } as const;
    const result = await resultOf([], 2, jobs, { end });
    expect(result).to.include({ status: "timeout", seed: 1 });
    expect(result.message).to.contain("code of server s1");
    expect(jobs).to.have.length(2);
  });

  it("fails when code has gone around the platform, whatever the check says", async () => {
    const place = "/kit/starter/actor/mailbox.ts:12:5";
    const bypass = { type: "bypass", atMs: 1, host: "s1", what: "Date.now()", place } as const;
    const records = [{ ...bypass, instead: "use context.now()" }];
    const result = await resultOf([], 1, [], { records });
    expect(result.status).to.equal("failed");
    expect(result.message).to.match(/mailbox\.ts:12:5 uses Date\.now\(\); use context\.now\(\)/);
  });
});

describe("The conditions of graded runs", () => {
  it("take turns, so that a few seeds see them all", () => {
    const names = [1, 2, 3, 4, 5, 6, 7].map((seed) => conditionsOf(gradedConditions, seed).name);
    expect(names).to.have.members(gradedConditions.map(({ name }) => name));
    expect(conditionsOf(gradedConditions, 8)).to.equal(conditionsOf(gradedConditions, 1));
    expect(() => conditionsOf(gradedConditions, 0)).to.throw(RangeError);
  });

  it("ask for no more than the assignment promises", () => {
    const { maxOneWayLatencyMs, testOneWayLatencyMs } = course.limits;
    for (const { faults } of gradedConditions) {
      expect(clockUncertaintyMs(faults)).to.be.at.most(40);
      for (const fault of faults) {
        expect(["near", "jitter", "skew", "frozen-clock"]).to.include(fault.fault);
        const jitterMs = fault.fault === "jitter" ? fault.upToMs : 0;
        expect(testOneWayLatencyMs + jitterMs).to.be.at.most(maxOneWayLatencyMs);
      }
    }
  });

  it("are all seen by tests of every group, and tests of every group run on real threads too", () => {
    const { tests } = cmud;
    const groups = new Set(tests.map(({ group }) => group));
    const groupsOf = (chosen: readonly LabTest[]) => new Set(chosen.map(({ group }) => group));
    const conditions = gradedConditions.length;
    expect(groupsOf(tests.filter(({ seeds }) => seeds >= conditions))).to.deep.equal(groups);
    expect(groupsOf(tests.filter(({ real }) => real))).to.deep.equal(groups);
  });
});
