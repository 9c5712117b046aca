import { url as inspectorUrl } from "node:inspector";
import { pathToFileURL } from "node:url";
import { historyOf } from "./history_of.js";
import type { History, HistoryRecord } from "../history/history.js";
import type { PortBlocks } from "./port_blocks.js";
import { PortPlan } from "./port_plan.js";
import type { Scenario } from "../history/scenario.js";
import { runInChild, type ProcessResult } from "./scenario_process.js";
import { SourcePositions } from "./source_positions.js";
import type { StepKinds } from "./step_kind.js";
import { SupervisedRun, type SupervisedJob } from "./supervised_run.js";

/** Options of {@link runScenario}. */
export interface RunScenarioOptions {
  /** The kinds of steps that the scenario may have. */
  readonly steps: StepKinds;
  /** The folder with the compiled, staged tree. */
  readonly jsDir: string;
  /** Where ports come from. Share one among all runs of a process. */
  readonly ports: PortBlocks;
  /** When aborted, the run is stopped and the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /**
   * Runs the scenario's threads in this process, for debugging: time limits are off while an inspector is attached,
   * output goes where this process's goes. Default false.
   */
  readonly inProcess?: boolean;
  /** The most heap that one thread may use, in MiB; default 256. */
  readonly threadHeapMiB?: number;
  /** The most memory that the whole process may use, in MiB; default 1,536. */
  readonly memoryMiB?: number;
  /** How much longer than the scenario's limit its process may live, in milliseconds; default 15,000. */
  readonly slackMs?: number;
}

/** How often a run is tried on other ports when one is taken. */
const maxPortTries = 3;

/**
 * Runs a scenario against a tree and returns what was seen. Student code runs in another process, and nothing of that
 * is left when the promise is settled. What the student's code does wrong is in the history and never rejects.
 *
 * @throws the signal's reason; errors of the scenario and the harness themselves, such as a server that the scenario
 *   queries but never starts, or no free ports.
 */
export async function runScenario(
  scenario: Scenario,
  options: RunScenarioOptions,
): Promise<History> {
  const size = new PortPlan(scenario, options.steps, 0).size;
  for (let tries = 1; ; tries++) {
    const block = await options.ports.acquire(size);
    try {
      const result = await runOn(scenario, block.basePort, options);
      if (result.harnessError !== undefined) {
        throw new Error(`the harness failed ${result.harnessError}`);
      }
      if (!result.portInUse || tries >= maxPortTries) {
        return historyOf(result, new SourcePositions(options.jsDir));
      }
    } finally {
      options.ports.release(block);
    }
  }
}

function runOn(
  scenario: Scenario,
  basePort: number,
  options: RunScenarioOptions,
): Promise<ProcessResult> {
  const { inProcess = false, threadHeapMiB = 256, memoryMiB = 1_536, slackMs = 15_000 } = options;
  const job: SupervisedJob = {
    scenario,
    stepsUrl: options.steps.url,
    treeUrl: pathToFileURL(`${options.jsDir}/`).href.replace(/\/*$/, "/"),
    basePort,
    threadHeapMiB,
    limited: !inProcess || inspectorUrl() === undefined,
  };
  if (inProcess) return runHere(job, options.signal);
  return runInChild(job, { memoryMiB, slackMs, signal: options.signal });
}

/** Runs a scenario with this process as the supervisor. */
async function runHere(job: SupervisedJob, signal: AbortSignal): Promise<ProcessResult> {
  signal.throwIfAborted();
  const records: HistoryRecord[] = [];
  const run = await SupervisedRun.prepare(job, (record) => records.push(record));
  const onAbort = (): void => {
    run.crash("the run was stopped");
  };
  signal.addEventListener("abort", onAbort);
  try {
    const outcome = await run.run();
    signal.throwIfAborted();
    return { ...outcome, records, output: "" };
  } finally {
    signal.removeEventListener("abort", onAbort);
    await run.close();
  }
}
