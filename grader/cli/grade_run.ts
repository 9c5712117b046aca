import { cmud } from "../labs/cmud/lab.js";
import { testsOf } from "../labs/cmud/manifest.js";
import { exitCodes } from "../base/exit_codes.js";
import type { GradeOptions } from "./grade_options.js";
import type { RecordedRun } from "../history/recorded_run.js";
import { score, type Graded, type RunFacts } from "../report/score.js";
import type { PreparedTree } from "../static/prepare.js";
import type { prepareInChild } from "../static/prepare_in_child.js";
import type { SuiteEvent, SuiteOutcome, SuiteRequest, TestResult } from "../suite/suite_types.js";
import { TreeError } from "../trees/tree_error.js";
import { typedTree } from "../trees/kit_paths.js";

/** What a run uses; tests put their own in. */
export interface GradeTools {
  readonly prepare: typeof prepareInChild;
  readonly runSuites: (request: SuiteRequest) => Promise<SuiteOutcome>;
  /** News of the run, as they happen. */
  readonly onStage: (stage: string) => void;
  readonly onTests: (count: number) => void;
  readonly onEvent: (event: SuiteEvent) => void;
  /** Gets a picture of each failed run; undefined when nobody wants any. */
  readonly onPicture?: (picture: RecordedRun) => void;
}

/** A run that has ended. */
export interface GradeRun {
  readonly graded: Graded;
  /** What was left out of the tree and why. */
  readonly notices: readonly string[];
  readonly exitCode: number;
}

/** How long the suites may take to stop everything, once the run is aborted. */
const STOP_MS = 8_000;

/**
 * Grades a tree once: prepares it, runs the suites and scores what came out. What has been earned when the signal aborts
 * the run is in the result.
 *
 * @throws {@link TreeError} when there is no such tree. Anything else that goes wrong is in the result.
 */
export async function gradeOnce(
  options: GradeOptions,
  tools: GradeTools,
  signal: AbortSignal,
): Promise<GradeRun> {
  const startedAt = new Date();
  const start = performance.now();
  const finish = (facts: Partial<RunFacts>): Graded =>
    score({
      part: options.part,
      tree: options.tree,
      only: options.only,
      prepared: undefined,
      results: [],
      problems: [],
      interrupted: signal.aborted,
      startedAt,
      durationMs: performance.now() - start,
      ...facts,
    });

  let prepared: PreparedTree;
  try {
    prepared = await tools.prepare(cmud, options.tree, options.part, tools.onStage, signal);
  } catch (error) {
    if (signal.aborted) {
      return { graded: finish({}), notices: [], exitCode: exitCodes.interrupted };
    }
    if (error instanceof TreeError) {
      if (error.kind === "missing") throw error;
      const graded = finish({ treeProblem: error.message });
      return { graded, notices: [], exitCode: exitCodes.nothingRan };
    }
    const graded = finish({ problems: [`preparing the tree failed: ${textOf(error)}`] });
    return { graded, notices: [], exitCode: exitCodes.graderFailed };
  }

  const ids = runnableIds(options, prepared);
  const outcome = await runTests(options, prepared, ids, tools, signal);
  const graded = finish({ prepared, ...outcome, interrupted: signal.aborted });
  return { graded, notices: prepared.notices, exitCode: exitCodeOf(graded, ids.length > 0) };
}

/** The exit code that a scored run ends with. */
export function exitCodeOf(graded: Graded, anyRan: boolean): number {
  if (graded.interrupted) return exitCodes.interrupted;
  if (graded.problems.length > 0) return exitCodes.graderFailed;
  if (!anyRan) return exitCodes.nothingRan;
  const { report, chosen } = graded;
  const isWhole = chosen.size === report.tests.length;
  const counted = isWhole
    ? [...report.tests, ...report.checks]
    : report.tests.filter((test) => chosen.has(test.id));
  const lost = counted.some((item) => item.score < item.maxScore);
  return lost ? exitCodes.pointsLost : exitCodes.fullPoints;
}

function runnableIds(options: GradeOptions, prepared: PreparedTree): string[] {
  return testsOf(options.part)
    .filter((test) => options.only?.includes(test.id) ?? true)
    .filter((test) => !(test.id in prepared.notRunnable))
    .map((test) => test.id);
}

/** Runs the suites; whatever becomes of them, the results that were reported are kept. */
async function runTests(
  options: GradeOptions,
  prepared: PreparedTree,
  ids: readonly string[],
  tools: GradeTools,
  signal: AbortSignal,
): Promise<Pick<RunFacts, "results" | "problems">> {
  const results: TestResult[] = [];
  if (ids.length === 0 || signal.aborted) return { results, problems: [] };
  tools.onTests(ids.length);
  const onEvent = (event: SuiteEvent): void => {
    if (event.type === "finished") results.push(event.result);
    tools.onEvent(event);
  };
  const { part, jobs, inProcess, driver, seeds, seed } = options;
  const { jsDir, keepsState, name: treeName } = prepared;
  try {
    const replay = (id: string, of: number | undefined): string => replayCommand(options, id, of);
    const simulation = { driver, seeds, seed, replay, onPicture: tools.onPicture };
    const request = {
      part,
      ids,
      jsDir,
      keepsState,
      treeName,
      jobs,
      inProcess,
      simulation,
      onEvent,
      signal,
    };
    const outcome = await Promise.race([tools.runSuites(request), tooLateAfter(signal)]);
    return outcome ?? { results, problems: [] };
  } catch (error) {
    if (isAborted(signal)) return { results, problems: [] };
    return { results, problems: [`running the tests failed: ${textOf(error)}`] };
  }
}

function replayCommand({ part, tree }: GradeOptions, id: string, seed: number | undefined): string {
  const which = tree === "starter" ? "" : ` --tree ${typedTree(tree)}`;
  const how = seed === undefined ? "--driver real" : `--seed ${seed}`;
  return `npm run grade -- --${part}${which} --only ${id} ${how}`;
}

/** Fulfilled some time after the signal; it never keeps the process alive. */
function tooLateAfter(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      setTimeout(() => {
        resolve(undefined);
      }, STOP_MS).unref();
    });
  });
}

/** A signal may have been aborted since the compiler last saw somebody ask. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
