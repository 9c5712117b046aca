import type { History } from "../history/history.js";
import { PortBlocks } from "../run/port_blocks.js";
import { runScenario } from "../run/run_scenario.js";
import { judge, type Judgement } from "./judge.js";
import { poolLimits, scenarioMemoryMiB } from "./machine.js";
import { ScenarioPool } from "./pool.js";
import { SealedValues } from "./sealed_values.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/** The part of a {@link SuiteRequest} that running tests on real threads needs. */
export type RealRequest = Pick<SuiteRequest, "jsDir" | "inProcess" | "jobs" | "signal" | "wall">;

/**
 * How many tests of a run get a second attempt after a timeout. Most of these hang again and use their whole time limit
 * again.
 */
const maxTimeoutRetries = 3;

const keptOutput = 16 * 1024;

/** Runs tests on real threads and sockets, each in a process of its own, several at a time. */
export class RealDriver {
  readonly #lab: SuiteSpec;
  readonly #pool: Pick<ScenarioPool, "run">;
  #timeoutRetries = maxTimeoutRetries;

  constructor(
    lab: SuiteSpec,
    request: RealRequest,
    pool: Pick<ScenarioPool, "run"> = poolFor(lab, request),
  ) {
    this.#lab = lab;
    this.#pool = pool;
  }

  /**
   * Runs a test when its turn comes: its scenario, then its check. Repeats both once, with nothing else running, when
   * they fail, because a busy machine may have been the cause. What is not written yet is not tried again.
   *
   * @throws errors of the grader, or the reason if the run is aborted.
   */
  async run(test: LabTest, onStart: () => void): Promise<TestResult> {
    const first = await this.#attempt(test, false, onStart);
    const { status, todo = false, message } = first.judgement;
    const isDecided = status === "passed" || todo;
    if (isDecided || (status === "timeout" && this.#timeoutRetries-- <= 0)) {
      return resultOf(test, message, first, 1);
    }
    const second = await this.#attempt(test, true, () => undefined);
    return resultOf(test, bothMessages(first.judgement, second.judgement), second, 2);
  }

  async #attempt(test: LabTest, exclusive: boolean, onStart: () => void): Promise<Attempt> {
    const values = new SealedValues();
    const scenario = values.seal(test.scenario);
    const history = values.unseal(await this.#pool.run(scenario, { exclusive, onStart }));
    return { history, judgement: await judge(test, history, this.#lab.sections, this.#lab.steps) };
  }
}

interface Attempt {
  readonly history: History;
  readonly judgement: Judgement;
}

function poolFor(
  { steps }: SuiteSpec,
  { jsDir, inProcess = false, jobs, signal, wall }: RealRequest,
): ScenarioPool {
  const ports = new PortBlocks();
  const memoryMiB = scenarioMemoryMiB();
  return new ScenarioPool(
    (scenario) =>
      runScenario(scenario, { jsDir, steps, ports, signal, inProcess, memoryMiB, wall }),
    inProcess ? { scenarios: 1, threads: Infinity, memoryMiB: Infinity } : poolLimits(jobs),
    signal,
    steps,
  );
}

function resultOf(
  { id }: LabTest,
  message: string | undefined,
  { history: { durationMs, output }, judgement: { status, section, cause } }: Attempt,
  attempts: number,
): TestResult {
  return {
    id,
    status,
    durationMs,
    attempts,
    ...(message === undefined ? {} : { message }),
    ...(cause === undefined || status === "passed" ? {} : { cause }),
    ...(section === undefined ? {} : { section }),
    ...(output === "" ? {} : { output: output.slice(0, keptOutput) }),
  };
}

function bothMessages(first: Judgement, second: Judgement): string {
  return second.status === "passed"
    ? `Passed when it ran by itself. At the same time as other tests, it had failed:\n${first.message ?? ""}`
    : `${second.message ?? ""}\n\nIt failed twice, the second time with no other test running.`;
}
