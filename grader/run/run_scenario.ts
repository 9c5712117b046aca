import { url as inspectorUrl } from "node:inspector";
import { pathToFileURL } from "node:url";
import type { History, HistoryRecord, RunEnd } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";
import { ReportingProcess } from "../process/reporting_process.js";
import type { Wall } from "../process/wall.js";
import type { RunReport } from "./child_main.js";
import { historyOf, type RunRemains } from "./history_of.js";
import type { PortBlocks } from "./port_blocks.js";
import { PortPlan } from "./port_plan.js";
import { behindWall } from "./run_reach.js";
import { threadsOf } from "./scenario_facts.js";
import { SourcePositions } from "./source_positions.js";
import type { StepKinds } from "./step_kind.js";
import { SupervisedRun, type SupervisedJob } from "./supervised_run.js";

/** Options of {@link runScenario}. */
export interface RunScenarioOptions {
  /** The kinds of steps that the scenario may have. */
  readonly steps: StepKinds;
  /** The folder with the compiled, staged tree. */
  readonly jsDir: string;
  /** The source of ports. Share one among all runs of a process. */
  readonly ports: PortBlocks;
  /** When aborted, the run is stopped and the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /**
   * Runs the scenario's threads in this process, for debugging: time limits are suspended while an inspector is
   * attached, and output is not captured. Default: false.
   */
  readonly inProcess?: boolean;
  /** The heap limit of one thread, in MiB; default: 256. */
  readonly threadHeapMiB?: number;
  /** The memory limit of the whole process, in MiB; default: 1,536. */
  readonly memoryMiB?: number;
  /** What the process runs behind; default: nothing. */
  readonly wall?: Wall | undefined;
}

/** A scenario's process that reports nothing for this time counts as unresponsive, in milliseconds. */
const silentMs = 20_000;

/** What the system allows beyond the limit that is checked from time to time, in MiB. */
const memoryMarginMiB = 512;

/**
 * From version 24 on, Node's heap limits do not end threads whose loops Maglev has replaced while they ran: they go on,
 * slowly, or take the process with them. Version 20 has no such compiler, and does not know the option.
 */
const nodeOptions = Number.parseInt(process.versions.node) < 22 ? [] : ["--no-maglev-osr"];

/** How often a run is tried on different ports if one is in use. */
const maxPortTries = 3;

/**
 * Runs a scenario on a tree and returns what was observed. Student code runs in another process, of which nothing is
 * left when the promise is settled. Failures of the student's code are in the history and never reject the promise.
 *
 * @throws the signal's reason; errors of the scenario and the harness themselves, such as a server that the scenario
 *   queries but never starts, or no free ports.
 */
export async function runScenario(
  scenario: Scenario,
  options: RunScenarioOptions,
): Promise<History> {
  const { steps, jsDir, ports, signal, inProcess = false } = options;
  const positions = new SourcePositions(jsDir);
  const size = new PortPlan(scenario, steps, 0).size;
  for (let tries = 1; ; tries++) {
    const block = await ports.acquire(size);
    const job: SupervisedJob = {
      scenario,
      stepsUrl: steps.url,
      treeUrl: pathToFileURL(`${jsDir}/`).href.replace(/\/*$/, "/"),
      basePort: block.basePort,
      threadHeapMiB: options.threadHeapMiB ?? 256,
      limited: !inProcess || inspectorUrl() === undefined,
    };
    try {
      signal.throwIfAborted();
      const remains = inProcess
        ? await runHere(job, signal)
        : await runInChild(job, options, signal);
      if (!remains.portInUse || tries >= maxPortTries) return historyOf(remains, positions);
    } finally {
      ports.release(block);
    }
  }
}

/**
 * Runs a scenario in a process of its own. Whatever happens there, the promise is fulfilled with what was observed,
 * after the process has ended. Rejects with the signal's reason if it is aborted.
 */
async function runInChild(
  job: SupervisedJob,
  { steps, jsDir, wall, memoryMiB = 1_536 }: RunScenarioOptions,
  signal: AbortSignal,
): Promise<RunRemains> {
  const startMs = performance.now();
  const module = new URL("./child_main.js", import.meta.url);
  const records: HistoryRecord[] = [];
  let settle: (remains: Omit<RunRemains, "records" | "output">) => void = () => undefined;
  const child = new ReportingProcess<SupervisedJob, RunReport>({
    module,
    name: "the test's process",
    behind: behindWall(wall, jsDir, [module.href, steps.url], {
      memoryMiB: memoryMiB + memoryMarginMiB,
      threads: threadsOf(job.scenario.steps, steps),
    }),
    nodeOptions,
    memoryMiB,
    silentMs,
    onReport: (report) => {
      if (report.type === "records") for (const record of report.records) records.push(record);
      else settle(report.outcome);
    },
    onFailure: ({ reason, silent }) => {
      const doing = "nothing that it could tell: it no longer answered";
      const end: RunEnd = silent ? { how: "timeout", doing } : { how: "crashed", reason };
      const durationMs = performance.now() - startMs;
      settle({ end, portInUse: false, droppedRecords: 0, durationMs });
    },
  });
  let onAbort: () => void = () => undefined;
  try {
    return await new Promise((resolve, reject) => {
      settle = (remains) => {
        resolve({ ...remains, records, output: child.output });
      };
      onAbort = () => {
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", onAbort);
      child.send(job);
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
    await child.end();
  }
}

/** Runs a scenario with this process as the supervisor. */
async function runHere(job: SupervisedJob, signal: AbortSignal): Promise<RunRemains> {
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
