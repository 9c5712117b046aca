/**
 * Goal: running suites yields exactly one result for each test that was asked for, whatever the tests are like.
 * Method: tests that only wait, on a tree that nothing of is run.
 */
import { expect } from "chai";
import { CheckFailure } from "../../../grader/suite/check_failure.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { Check, LabTest } from "../../../grader/suite/suite_spec.js";
import type { SuiteEvent, SuiteOutcome, SuiteRequest } from "../../../grader/suite/suite_types.js";
import { labTest, quietLab } from "./lab_tests.js";
import { solutionJs } from "./run_tree.js";

/** A test that waits. */
function testOf(id: string, check: Check = () => undefined, ms = 10): LabTest {
  return labTest({ id, check, scenario: { timeLimitMs: 20_000, steps: [{ do: "wait", ms }] } });
}

async function run(
  tests: readonly LabTest[],
  more: Partial<SuiteRequest> = {},
): Promise<SuiteOutcome & { events: SuiteEvent[] }> {
  const events: SuiteEvent[] = [];
  const outcome = await runSuites(quietLab, {
    tests,
    jsDir: await solutionJs(),
    keepsState: false,
    treeName: "solution",
    driver: "real",
    replay: (id) => `grade ${id}`,
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
    ...more,
  });
  return { ...outcome, events };
}

function statuses(outcome: SuiteOutcome): string[] {
  return outcome.results.map((result) => `${result.id} ${result.status}`);
}

describe("running suites", function () {
  this.timeout(60_000);

  it("runs what was asked for, and reports in that order", async () => {
    const wrong: Check = () => {
      throw new CheckFailure("not so");
    };
    const outcome = await run([testOf("ClientList", wrong), testOf("ClientGet")]);
    expect(outcome.problems).to.deep.equal([]);
    expect(statuses(outcome)).to.deep.equal(["ClientList failed", "ClientGet passed"]);
    expect(outcome.results[0]?.message).to.match(/^not so\n/);
    expect(outcome.results[0]).to.include({
      repeat: "This was on real threads and sockets. To run it there again: grade ClientList",
      attempts: 2,
    });
    const kinds = outcome.events.map((event) => event.type).sort();
    expect(kinds).to.deep.equal(["finished", "finished", "started", "started"]);

    const listeners = (): number => process.listenerCount("unhandledRejection");
    const before = listeners();
    const again = await run([testOf("ClientPut")]);
    expect(listeners()).to.equal(before);
    expect(again.problems).to.deep.equal([]);
    expect(statuses(again)).to.deep.equal(["ClientPut passed"]);
  });

  it("never lets a broken check count for or against a student", async () => {
    const broken: Check = () => {
      throw new TypeError("nothing is there");
    };
    const careless: Check = () => {
      void Promise.reject(new Error("forgotten"));
    };
    const outcome = await run([testOf("ClientGet", broken), testOf("ClientPut", careless)]);
    expect(statuses(outcome)).to.deep.equal(["ClientGet notRun", "ClientPut passed"]);
    expect(outcome.problems.join("\n"))
      .to.match(/ClientGet: TypeError/)
      .and.to.match(/forgotten/);
  });

  it("stops when it is aborted, and keeps what had finished", async () => {
    const stop = new AbortController();
    const startMs = performance.now();
    const tests = [testOf("ClientGet"), testOf("ClientPut", undefined, 18_000)];
    const outcome = await run(tests, {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "finished") stop.abort(new Error("enough"));
      },
    });
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut notRun"]);
    expect(outcome.problems).to.deep.equal([]);
    expect(performance.now() - startMs).to.be.lessThan(15_000);
  });

  it("runs the scenarios in this process when asked to", async () => {
    const outcome = await run([testOf("ClientGet"), testOf("ClientPut")], { inProcess: true });
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut passed"]);
  });
});
