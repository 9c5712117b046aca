import type { History } from "../history/history.js";
import type { SourcePositions } from "../run/source_positions.js";
import { conditionsOf } from "../run/simulated/conditions.js";
import { simHistory } from "../run/simulated/sim_history.js";
import type { SimJob } from "../run/simulated/sim_job.js";
import type { KeyedJob, SimResult } from "../run/simulated/sim_worker.js";
import type { Definition } from "./definition.js";
import { judge, type Judgement } from "./judge.js";
import type { TestResult } from "./suite_types.js";

/** How simulated tests run, for all tests of a run. */
export interface SimTestTools {
  /** Runs one simulation, such as `SimWorkers.run`. */
  readonly run: (job: KeyedJob) => Promise<SimResult>;
  readonly positions: SourcePositions;
  /** The command that repeats a run of a test under a seed. */
  readonly replay: (id: string, seed: number) => string;
  /** Adds what a detailed history shows to the message of a failure. */
  readonly explain: (failure: SimFailure) => Promise<string>;
}

/** A simulated run that failed. */
export interface SimFailure {
  readonly definition: Definition;
  readonly seed: number;
  readonly judgement: Judgement;
  /** The same run once more, with the text of every message. */
  readonly history: History;
  readonly job: SimJob;
}

/**
 * Runs a test in simulation under one seed after the other, each under the conditions that belong to it, and stops at the
 * first that fails. So the verdict, and which seed it names, depend on the tree and the seeds alone.
 *
 * @throws what is wrong with the grader, and the reason when the run is aborted.
 */
export async function runSimTest(
  definition: Definition,
  seeds: readonly number[],
  tools: SimTestTools,
): Promise<TestResult> {
  let durationMs = 0;
  let output = "";
  for (const seed of seeds) {
    const job = jobOf(definition, seed);
    const history = await runJob(definition, job, tools);
    durationMs += history.durationMs;
    output ||= history.output;
    const judgement = await judge(definition, history);
    if (judgement.status !== "passed") {
      return await failed(definition, seed, judgement, job, history, tools);
    }
  }
  return {
    id: definition.id,
    status: "passed",
    durationMs,
    attempts: 1,
    ...(output === "" ? {} : { output }),
  };
}

/** The job of a test under a seed. */
export function jobOf({ scenario }: Definition, seed: number): SimJob {
  const { faults, timing } = conditionsOf(seed);
  return { scenario, seed, faults, timing, detailed: false };
}

async function runJob(
  definition: Definition,
  job: SimJob,
  { run, positions }: SimTestTools,
): Promise<History> {
  return simHistory(await run({ ...job, key: definition.id }), positions);
}

async function failed(
  definition: Definition,
  seed: number,
  judgement: Judgement,
  job: SimJob,
  seen: History,
  tools: SimTestTools,
): Promise<TestResult> {
  const message = [
    judgement.message ?? "",
    // Code that is still to be written, or does not return, gives nothing to look at.
    judgement.todo === true || seen.end.how === "stuck"
      ? ""
      : await lookCloser(definition, seed, judgement, job, tools),
    judgement.todo === true ? "" : howToRepeat(definition, seed, tools),
  ]
    .filter((text) => text !== "")
    .join("\n");
  return {
    id: definition.id,
    status: judgement.status,
    durationMs: seen.durationMs,
    attempts: 1,
    seed,
    message,
    ...(judgement.section === undefined ? {} : { section: judgement.section }),
    ...(seen.output === "" ? {} : { output: seen.output }),
  };
}

async function lookCloser(
  definition: Definition,
  seed: number,
  judgement: Judgement,
  job: SimJob,
  tools: SimTestTools,
): Promise<string> {
  const detailed = { ...job, detailed: true };
  const history = await runJob(definition, detailed, tools);
  return await tools.explain({ definition, seed, judgement, history, job: detailed });
}

function howToRepeat({ id }: Definition, seed: number, { replay }: SimTestTools): string {
  return `This was a simulated run with ${conditionsOf(seed).words}. To repeat it: ${replay(id, seed)}`;
}
