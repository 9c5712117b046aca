import Mocha from "mocha";

/** One test for mocha. */
export interface MochaTest {
  readonly group: string;
  readonly id: string;
  readonly title: string;
  /** Fulfilled when the test has passed. */
  readonly verdict: () => Promise<void>;
}

/** What mocha said. */
export interface MochaOutcome {
  /** The ids of the tests that mocha has seen pass or fail, as often as it did. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly problems: readonly string[];
}

/** Runs tests with mocha, in the order given, in suites by their groups. Stops early when the signal is aborted. */
export async function runMocha(
  tests: readonly MochaTest[],
  signal: AbortSignal,
): Promise<MochaOutcome> {
  const passed: string[] = [];
  const failed: string[] = [];
  const problems: string[] = [];
  const ids = new Map<Mocha.Runnable, string>();

  // A function, since mocha wants something that it can call with `new`, and needs nothing of what comes of it.
  function listen(runner: Mocha.Runner): void {
    runner.on("pass", (test) => {
      passed.push(ids.get(test) ?? test.fullTitle());
    });
    runner.on("fail", (test, error: unknown) => {
      const id = ids.get(test);
      if (id === undefined) problems.push(`mocha: ${test.fullTitle()}: ${String(error)}`);
      else failed.push(id);
    });
  }

  const mocha = new Mocha({
    reporter: listen as unknown as Mocha.ReporterConstructor,
    forbidOnly: true,
    forbidPending: true,
    timeout: 0,
  });
  const suites = new Map<string, Mocha.Suite>();
  for (const { group, id, title, verdict } of tests) {
    const suite = suites.get(group) ?? Mocha.Suite.create(mocha.suite, group);
    suites.set(group, suite);
    const test = new Mocha.Test(title, verdict);
    ids.set(test, id);
    suite.addTest(test);
  }

  // Mocha swallows what a test leaves behind, so that a check which forgets an await would pass.
  const onRejection = (reason: unknown): void => {
    problems.push(`a promise was rejected and nobody cared: ${inDetail(reason)}`);
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
  return { passed, failed, problems };
}

/** An error with its stack, as problems show it. */
export function inDetail(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
