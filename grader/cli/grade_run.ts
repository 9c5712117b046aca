import { errorText } from "../base/error_text.js";
import { exitCodes } from "../base/exit_codes.js";
import { defaultLab } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";
import { testsOf } from "../report/report_spec.js";
import { typedTree } from "../trees/kit_paths.js";
import type { GradeOptions } from "./grade_options.js";
import type { RecordedRun } from "../history/recorded_run.js";
import type { Wall } from "../process/wall.js";
import type { GradeReport } from "../report/report_types.js";
import { score, type RunFacts } from "../report/score.js";
import type { PreparedTree } from "../static/prepare.js";
import type { prepareInChild } from "../static/prepare_in_child.js";
import type { LabTest } from "../suite/suite_spec.js";
import type { SuiteEvent, SuiteOutcome, SuiteRequest, TestResult } from "../suite/suite_types.js";
import { TreeError } from "../trees/tree_error.js";

/** The dependencies of a run, which tests can replace. */
export interface GradeTools {
  readonly prepare: typeof prepareInChild;
  readonly runSuites: (lab: Lab, request: SuiteRequest) => Promise<SuiteOutcome>;
  /** What everything runs behind that touches the tree once it is unpacked; undefined for nothing. */
  readonly wall?: Wall | undefined;
  /** Called as the run progresses. */
  readonly onStage: (stage: string) => void;
  readonly onTests: (count: number) => void;
  readonly onEvent: (event: SuiteEvent) => void;
  /** Receives a picture of each failed run; undefined if none is wanted. */
  readonly onPicture?: (picture: RecordedRun) => void;
}

/** A finished run. */
export interface GradeRun {
  readonly report: GradeReport;
  readonly exitCode: number;
}

/** How long the suites may take to stop everything after the run has been aborted. */
const STOP_MS = 8_000;

/**
 * Grades a tree once: prepares it, runs the suites and scores the results. If the signal aborts the run, the result
 * contains what has been earned so far.
 *
 * @throws {@link TreeError} if there is no such tree. All other errors are in the result.
 */
export async function gradeOnce(
  lab: Lab,
  options: GradeOptions,
  tools: GradeTools,
  signal: AbortSignal,
): Promise<GradeRun> {
  const startedAt = new Date();
  const start = performance.now();
  const finish = (facts: Partial<RunFacts>): GradeReport =>
    score(lab, {
      part: options.part,
      tree: options.tree,
      only: options.only,
      prepared: undefined,
      results: [],
      problems: [],
      interrupted: signal.aborted,
      // Programs of no tree run as whoever grades.
      wall: options.program === undefined ? tools.wall?.kind : undefined,
      startedAt,
      durationMs: performance.now() - start,
      ...facts,
    });

  const prepare = (): Promise<PreparedTree> =>
    tools.prepare(lab, options.tree, options.part.name, {
      onStage: tools.onStage,
      signal,
      wall: tools.wall,
    });
  let prepared: PreparedTree;
  try {
    prepared = options.program === undefined ? await prepare() : withoutTree(options.program);
  } catch (error) {
    if (signal.aborted) {
      return finished(finish({}));
    }
    if (error instanceof TreeError) {
      if (error.kind === "missing") throw error;
      return finished(finish({ treeProblem: error.message }));
    }
    return finished(finish({ problems: [`preparing the tree failed: ${errorText(error)}`] }));
  }

  const tests = runnable(lab, options, prepared);
  const outcome = await runTests(lab, options, prepared, tests, tools, signal);
  return finished(finish({ prepared, ...outcome, interrupted: signal.aborted }));
}

/** In the place of a tree, when a program is graded that is of none: nothing can be checked before it runs. */
function withoutTree(program: string): PreparedTree {
  return {
    ...{ name: program, jsDir: "", keepsState: false, notices: [], ownFiles: [], checks: [] },
    ...{ designCommentPlace: undefined, notRunnable: {} },
  };
}

function finished(report: GradeReport): GradeRun {
  return { report, exitCode: exitCodeOf(report) };
}

/** The exit code of a scored run. */
export function exitCodeOf(report: GradeReport): number {
  switch (report.outcome) {
    case "interrupted":
      return exitCodes.interrupted;
    case "graderFailed":
      return exitCodes.graderFailed;
    case "nothingRan":
      return exitCodes.nothingRan;
    case "graded":
      return isFull(report) ? exitCodes.fullPoints : exitCodes.pointsLost;
  }
}

/** Whether no point was lost of what was chosen. */
function isFull({ tests, checks }: GradeReport): boolean {
  const chosen = tests.filter((test) => test.chosen);
  const counted = chosen.length === tests.length ? [...tests, ...checks] : chosen;
  return counted.every((item) => item.score === item.maxScore);
}

function runnable(lab: Lab, { part, only }: GradeOptions, prepared: PreparedTree): LabTest[] {
  return testsOf(lab, part, only)
    .filter((test) => only?.includes(test.id) ?? true)
    .filter((test) => !(test.id in prepared.notRunnable));
}

/** Runs the suites. Reported results are kept even if the suites fail. */
async function runTests(
  lab: Lab,
  options: GradeOptions,
  prepared: PreparedTree,
  tests: readonly LabTest[],
  tools: GradeTools,
  signal: AbortSignal,
): Promise<Pick<RunFacts, "results" | "problems">> {
  const results: TestResult[] = [];
  if (tests.length === 0 || signal.aborted) return { results, problems: [] };
  tools.onTests(tests.length);
  const onEvent = (event: SuiteEvent): void => {
    if (event.type === "finished") results.push(event.result);
    tools.onEvent(event);
  };
  const { jobs, inProcess, driver, seeds, seed, program } = options;
  const { jsDir, keepsState, ownModules, name: treeName } = prepared;
  try {
    const replay = (id: string, of: number | undefined): string =>
      replayCommand(lab, options, id, of);
    const how = {
      jobs,
      inProcess,
      driver,
      seeds,
      seed,
      program,
      replay,
      onPicture: tools.onPicture,
    };
    const on = { jsDir, keepsState, ownModules, treeName, wall: tools.wall };
    const running = tools.runSuites(lab, { tests, ...on, ...how, onEvent, signal });
    const outcome = await Promise.race([running, tooLateAfter(signal)]);
    return outcome ?? { results, problems: [] };
  } catch (error) {
    if (isAborted(signal)) return { results, problems: [] };
    return { results, problems: [`running the tests failed: ${errorText(error)}`] };
  }
}

function replayCommand(
  lab: Lab,
  { part, tree }: GradeOptions,
  id: string,
  seed: number | undefined,
): string {
  return [
    "npm run grade --",
    ...(lab.id === defaultLab ? [] : [`--lab ${lab.id}`]),
    ...(lab.parts.length > 1 ? [`--${part.name}`] : []),
    ...(tree === "starter" ? [] : [`--tree ${typedTree(tree)}`]),
    `--only ${id}`,
    seed === undefined ? "--driver real" : `--seed ${seed}`,
  ].join(" ");
}

/** Fulfilled some time after the signal; does not keep the process alive. */
function tooLateAfter(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      setTimeout(() => {
        resolve(undefined);
      }, STOP_MS).unref();
    });
  });
}

/** Reads the signal again, because the compiler assumes that it has not changed. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
