import { errorText } from "../base/error_text.js";
import { setMaxListeners } from "node:events";
import Mocha from "mocha";
import { durationOf } from "../run/scenario_facts.js";
import { Drivers } from "./drivers.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteOutcome, SuiteRequest, TestResult } from "./suite_types.js";

/**
 * Runs tests against a staged tree. Their scenarios run in processes of their own, several at a time; the checks, and
 * mocha, run in this one, which never imports student code.
 *
 * Never rejects: what goes wrong on the grader's side is among the problems. When `request.signal` is aborted, tests
 * without a result are `notRun`.
 */
export async function runSuites(lab: SuiteSpec, request: SuiteRequest): Promise<SuiteOutcome> {
  // Every scenario under way listens for the end of the run; Node takes more than ten listeners for a leak.
  setMaxListeners(0, request.signal);
  const problems: string[] = [];
  const drivers = new Drivers(lab, request);
  // Mocha runs one test after the other, so all of them are started ahead of it.
  const running = startAll(lab, request, drivers, problems);
  const results = await runMocha(request, running, problems);
  await drivers.close();
  return { results: request.tests.map(({ id }) => results.get(id) ?? notRun(id)), problems };
}

/** Starts every test; each runs when its turn comes. Undefined becomes of a test that was aborted. */
function startAll(
  { steps }: SuiteSpec,
  { tests, signal, onEvent }: SuiteRequest,
  drivers: Drivers,
  problems: string[],
): ReadonlyMap<LabTest, Promise<TestResult | undefined>> {
  const start = async (test: LabTest): Promise<TestResult | undefined> => {
    const { id } = test;
    try {
      const result = await drivers.run(test, () => {
        onEvent({ type: "started", id });
      });
      onEvent({ type: "finished", result });
      return result;
    } catch (error) {
      if (signal.aborted) return undefined;
      problems.push(`${id}: ${errorText(error)}`);
      return notRun(id, "The grader itself failed at this test; please tell your instructor.");
    }
  };
  // The long ones first, so that the last one to end is not one that started late.
  const longestFirst = [...tests].sort(
    (a, b) => durationOf(b.scenario.steps, steps) - durationOf(a.scenario.steps, steps),
  );
  return new Map(longestFirst.map((test) => [test, start(test)]));
}

/** Lets mocha report the tests, in suites by their groups, and returns what became of those that it has run, by id. */
async function runMocha(
  { tests, signal }: SuiteRequest,
  running: ReadonlyMap<LabTest, Promise<TestResult | undefined>>,
  problems: string[],
): Promise<ReadonlyMap<string, TestResult>> {
  const results = new Map<string, TestResult>();
  // A function, since mocha wants something that it can call with `new`, and needs nothing of what comes of it.
  function listen(runner: Mocha.Runner): void {
    runner.on("fail", (test, error: unknown) => {
      if (!(error instanceof NotPassed)) problems.push(`${test.title}: ${errorText(error)}`);
    });
  }
  const mocha = new Mocha({
    reporter: listen as unknown as Mocha.ReporterConstructor,
    timeout: 0,
  });
  const suites = new Map<string, Mocha.Suite>();
  for (const test of tests) {
    const suite = suites.get(test.group) ?? Mocha.Suite.create(mocha.suite, test.group);
    suites.set(test.group, suite);
    suite.addTest(
      new Mocha.Test(test.id, async () => {
        const result = await running.get(test);
        if (result === undefined) throw new NotPassed();
        results.set(test.id, result);
        if (result.status !== "passed") throw new NotPassed(result.message);
      }),
    );
  }

  // Mocha swallows what a test leaves behind, so that a check which forgets an await would pass.
  const onRejection = (reason: unknown): void => {
    problems.push(`a promise was rejected and nobody cared: ${errorText(reason)}`);
  };
  process.on("unhandledRejection", onRejection);
  try {
    await new Promise<void>((resolve) => {
      const runner = mocha.run(() => {
        resolve();
      });
      signal.addEventListener("abort", () => {
        runner.abort();
      });
    });
  } finally {
    // It listens for this process's errors until it is told that nobody needs it any more.
    mocha.dispose();
    process.off("unhandledRejection", onRejection);
  }
  return results;
}

/** How a test tells mocha that it did not pass; any other error is the grader's. */
class NotPassed extends Error {}

function notRun(id: string, message?: string): TestResult {
  const why = message === undefined ? {} : { message };
  return { id, status: "notRun", durationMs: 0, attempts: 0, ...why };
}
