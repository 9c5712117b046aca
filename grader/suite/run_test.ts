import type { History } from "../history/history.js";
import type { Definition } from "./definition.js";
import { judge, type Judgement } from "./judge.js";
import type { PoolRunOptions } from "./pool.js";
import type { TestResult } from "./suite_types.js";
import type { Scenario } from "../history/scenario.js";

/** Runs scenarios somewhere, such as {@link ScenarioPool.run}. */
export type RunScenario = (scenario: Scenario, options: PoolRunOptions) => Promise<History>;

/** Options of {@link runTest}. */
export interface RunTestOptions {
  /** Called when the first attempt starts. */
  readonly onStart?: () => void;
  /**
   * Whether a test that timed out gets a second attempt too, as one that failed on timing always does. Most of those are
   * stuck for good, and cost their whole limit again, so there should not be many of them.
   */
  readonly retryTimeout?: () => boolean;
}

const keptOutput = 16 * 1024;

/**
 * Runs a test: its scenario, then its check; and both once more, with nothing else running, when timing alone made it
 * fail.
 *
 * @throws what is wrong with the grader, and the reason when the run is aborted.
 */
export async function runTest(
  definition: Definition,
  run: RunScenario,
  options: RunTestOptions = {},
): Promise<TestResult> {
  const { scenario } = definition;
  const { onStart = () => undefined, retryTimeout = () => false } = options;
  const first = await attempt(definition, run(scenario, { exclusive: false, onStart }));
  const { status, timing } = first.judgement;
  if (!timing && !(status === "timeout" && retryTimeout())) return resultOf(definition.id, [first]);
  const second = await attempt(
    definition,
    run(scenario, { exclusive: true, onStart: () => undefined }),
  );
  return resultOf(definition.id, [first, second]);
}

interface Attempt {
  readonly history: History;
  readonly judgement: Judgement;
}

async function attempt(definition: Definition, running: Promise<History>): Promise<Attempt> {
  const history = await running;
  return { history, judgement: await judge(definition, history) };
}

function resultOf(id: string, [first, second]: [Attempt, Attempt?]): TestResult {
  const { history, judgement } = second ?? first;
  const message = second === undefined ? judgement.message : bothMessages(first, second);
  return {
    id,
    status: judgement.status,
    durationMs: history.durationMs,
    attempts: second === undefined ? 1 : 2,
    ...(message === undefined ? {} : { message }),
    ...(judgement.section === undefined ? {} : { section: judgement.section }),
    ...(history.output === "" ? {} : { output: history.output.slice(0, keptOutput) }),
  };
}

function bothMessages(first: Attempt, second: Attempt): string {
  const before = first.judgement.message ?? "";
  if (second.judgement.status === "passed") {
    return `Passed when it ran by itself. Beside other tests it had failed on timing:\n${before}`;
  }
  const message = second.judgement.message ?? "";
  return `${message}\n\nThis was the second attempt, with no other test running. The first one, beside other tests:\n${before}`;
}
