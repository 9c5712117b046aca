import { errorText } from "../base/error_text.js";
import { setMaxListeners } from "node:events";
import Mocha from "mocha";
import { durationOf } from "../run/scenario_facts.js";
import { Drivers } from "./drivers.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteOutcome, SuiteRequest, TestResult } from "./suite_types.js";

/**
 * Runs tests on a staged tree. Their scenarios run in processes of their own, several at a time; the checks and mocha
 * run in this process, which never imports student code.
 *
 * Never rejects: errors of the grader are among the problems. If `request.signal` is aborted, tests without a result
 * are `notRun`.
 */
export async function runSuites(lab: SuiteSpec, request: SuiteRequest): Promise<SuiteOutcome> {
  // Every running scenario listens to the signal; Node warns about a leak if there are more than ten listeners.
  setMaxListeners(0, request.signal);
  const problems: string[] = [];
  const drivers = new Drivers(lab, request);
  // Mocha runs one test at a time, so all tests are started before it.
  const running = startAll(lab, request, drivers, problems);
  const results = await runMocha(request, running, problems);
  await drivers.close();
  return { results: request.tests.map(({ id }) => results.get(id) ?? notRun(id)), problems };
}

/** Starts every test; each runs when its turn comes. The result of an aborted test is undefined. */
function startAll(
  { steps }: SuiteSpec,
  { tests, signal, onEvent = () => undefined }: SuiteRequest,
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
      return notRun(id, "The grader itself failed in this test; please tell your instructor.");
    }
  };
  // Long tests first, so that none of them starts last.
  const longestFirst = [...tests].sort(
    (a, b) => durationOf(b.scenario.steps, steps) - durationOf(a.scenario.steps, steps),
  );
  return new Map(longestFirst.map((test) => [test, start(test)]));
}

/** Lets mocha report the tests, in suites by group, and returns the results of those that it has run, by id. */
async function runMocha(
  { tests, signal }: SuiteRequest,
  running: ReadonlyMap<LabTest, Promise<TestResult | undefined>>,
  problems: string[],
): Promise<ReadonlyMap<string, TestResult>> {
  const results = new Map<string, TestResult>();
  // Mocha requires a constructor, but does not use the instance.
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

  // Mocha ignores rejections after a test, so a check that forgets an await would pass.
  const onRejection = (reason: unknown): void => {
    problems.push(`unhandled rejection: ${errorText(reason)}`);
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

/** Thrown to tell mocha that a test did not pass; any other error is the grader's. */
class NotPassed extends Error {}

function notRun(id: string, message?: string): TestResult {
  const why = message === undefined ? {} : { message };
  return { id, status: "notRun", durationMs: 0, attempts: 0, ...why };
}
