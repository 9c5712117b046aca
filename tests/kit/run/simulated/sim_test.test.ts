/**
 * Goal: a simulated test passes when it does under all of its seeds, and a failure names the first seed that fails and
 * how to repeat it. Method: tests whose runs are made up.
 */
import { expect } from "chai";
import { course, testsOf } from "../../../../grader/labs/cmud/manifest.js";
import { realTests } from "../../../../grader/labs/cmud/runs.js";
import { SourcePositions } from "../../../../grader/run/source_positions.js";
import { conditionsOf, gradedConditions } from "../../../../grader/run/simulated/conditions.js";
import type { KeyedJob, SimResult } from "../../../../grader/run/simulated/sim_worker.js";
import { CheckFailure } from "../../../../grader/suite/check_failure.js";
import type { Definition } from "../../../../grader/suite/definition.js";
import { runSimTest, type SimTestTools } from "../../../../grader/suite/sim_test.js";
import { clockUncertaintyMs } from "../../../../grader/sim/faults/clock_uncertainty.js";

/** A test that fails under the seeds that are given. */
function definition(failing: readonly number[]): Definition {
  return {
    id: "MailboxBasic1",
    scenario: { timeLimitMs: 1_000, steps: [] },
    checkAnyway: false,
    check: ({ simulated }) => {
      if (failing.includes(simulated?.seed ?? 0)) throw new CheckFailure("it is not so");
    },
  };
}

function toolsFor(jobs: KeyedJob[], more: Partial<SimResult> = {}): SimTestTools {
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
    positions: new SourcePositions("/no/such/tree"),
    replay: (id, seed) => `repeat ${id} ${seed}`,
    explain: () => Promise.resolve("what happened"),
  };
}

describe("A simulated test", () => {
  it("passes when it does under all seeds", async () => {
    const jobs: KeyedJob[] = [];
    const result = await runSimTest(definition([]), [1, 2, 3], toolsFor(jobs));
    expect(result).to.include({ status: "passed", attempts: 1, durationMs: 21 });
    expect(jobs.map(({ seed }) => seed)).to.deep.equal([1, 2, 3]);
  });

  it("stops at the first seed that fails, looks at it once more in detail, and says how to repeat it", async () => {
    const jobs: KeyedJob[] = [];
    const result = await runSimTest(definition([3, 4]), [1, 2, 3, 4], toolsFor(jobs));
    expect(result).to.include({ status: "failed", seed: 3 });
    expect(result.message).to.match(
      /^it is not so\nwhat happened\n.*slow|up to 300 ms.*repeat MailboxBasic1 3$/s,
    );
    expect(jobs.map(({ seed, detailed }) => `${seed} ${detailed}`)).to.deep.equal([
      "1 false",
      "2 false",
      "3 false",
      "3 true",
    ]);
  });

  it("does not look closer at code that is still to be written, nor at code that does not return", async () => {
    const todo = "TODO(checkpoint): write Mailbox.push";
    const jobs: KeyedJob[] = [];
    const error = { type: "error", atMs: 1, server: "clients", message: todo, todo: true } as const;
    const unwritten = toolsFor(jobs, { records: [error] });
    const told = await runSimTest(definition([1]), [1, 2], unwritten);
    expect(told.message).to.equal(`${todo}\n\nit is not so`);
    const stuck = toolsFor(jobs, { end: { how: "stuck", where: "code of server s1" } });
    const result = await runSimTest(definition([]), [1, 2], stuck);
    expect(result).to.include({ status: "timeout", seed: 1 });
    expect(result.message).to.contain("code of server s1");
    expect(jobs).to.have.length(2);
  });

  it("fails when code has gone around the platform, whatever the check says", async () => {
    const place = "/kit/starter/actor/mailbox.ts:12:5";
    const bypass = { type: "bypass", atMs: 1, host: "s1", what: "Date.now()", place } as const;
    const records = [{ ...bypass, instead: "use context.now()" }];
    const result = await runSimTest(definition([]), [1], toolsFor([], { records }));
    expect(result.status).to.equal("failed");
    expect(result.message).to.match(/mailbox\.ts:12:5 uses Date\.now\(\); use context\.now\(\)/);
  });
});

describe("The conditions of graded runs", () => {
  it("take turns, so that a few seeds see them all", () => {
    const names = [1, 2, 3, 4, 5].map((seed) => conditionsOf(seed).name);
    expect(names).to.have.members(gradedConditions.map(({ name }) => name));
    expect(conditionsOf(6)).to.equal(conditionsOf(1));
    expect(() => conditionsOf(0)).to.throw(RangeError);
  });

  it("ask for no more than the assignment promises", () => {
    const { maxOneWayLatencyMs, testOneWayLatencyMs } = course.limits;
    for (const { faults } of gradedConditions) {
      expect(clockUncertaintyMs(faults)).to.be.at.most(40);
      for (const fault of faults) {
        expect(["jitter", "skew", "frozen-clock"]).to.include(fault.fault);
        const jitterMs = fault.fault === "jitter" ? fault.upToMs : 0;
        expect(testOneWayLatencyMs + jitterMs).to.be.at.most(maxOneWayLatencyMs);
      }
    }
  });

  it("are seen by every test, and tests of every group run on real threads too", () => {
    const tests = [...testsOf("checkpoint"), ...testsOf("final")];
    for (const { id, runs } of tests) expect(runs.seeds, id).to.be.at.least(3);
    expect(tests.map(({ id }) => id)).to.include.members([...realTests]);
    const groups = new Set(tests.filter(({ runs }) => runs.real).map(({ group }) => group));
    expect(groups).to.deep.equal(new Set(tests.map(({ group }) => group)));
  });
});
