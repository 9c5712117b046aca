import { steps } from "../labs/cmud/steps/index.js";
import { PortBlocks } from "../run/port_blocks.js";
import { runScenario } from "../run/run_scenario.js";
import type { Definition } from "./definition.js";
import { poolLimits, scenarioMemoryMiB } from "./machine.js";
import { ScenarioPool } from "./pool.js";
import { runTest } from "./run_test.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/** How many tests of a run get a second attempt because they timed out beside other tests. */
const maxTimeoutRetries = 3;

/** Runs tests on real threads and sockets, each in a process of its own, several at a time. */
export class RealDriver {
  readonly #pool: ScenarioPool;
  #timeoutRetries = maxTimeoutRetries;

  constructor({ jsDir, inProcess, jobs, signal }: SuiteRequest) {
    const ports = new PortBlocks();
    const memoryMiB = scenarioMemoryMiB();
    this.#pool = new ScenarioPool(
      (scenario) => runScenario(scenario, { jsDir, steps, ports, signal, inProcess, memoryMiB }),
      inProcess ? { scenarios: 1, threads: Infinity, memoryMiB: Infinity } : poolLimits(jobs),
      signal,
      steps,
    );
  }

  /** Runs a test when its turn comes; see {@link runTest}. */
  run(definition: Definition, onStart: () => void): Promise<TestResult> {
    return runTest(definition, (scenario, options) => this.#pool.run(scenario, options), {
      onStart,
      retryTimeout: () => this.#timeoutRetries-- > 0,
    });
  }
}
