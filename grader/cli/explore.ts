#!/usr/bin/env node
import { exitCodes } from "../base/exit_codes.js";
import { CaseRunner, type CaseResult } from "../explore/case_runner.js";
import { search } from "../explore/search.js";
import { shrink } from "../explore/shrink.js";
import type { ExploreCase } from "../explore/explore_spec.js";
import { chooseWall } from "../process/choose_wall.js";
import type { StatusLine } from "../report/status_line.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/sim_job.js";
import { SourcePositions } from "../run/source_positions.js";
import { refusedImports } from "../static/refused_imports.js";
import { coreCount, simulatorHeapMiB } from "../suite/machine.js";
import { kitRoot } from "../trees/kit_paths.js";
import { ownModules, stageTree } from "../trees/stage_tree.js";
import { parseExplore, type ExploreOptions } from "./explore_options.js";
import { complain, print, runProgram } from "./program.js";
import { reportFound } from "./report_found.js";

/** How many runs, and how much real time in milliseconds, shrinking a failure may take. */
const shrinkRuns = 1_500;
const shrinkMs = 60_000;

const stop = new AbortController();

/** Whether something was found already. */
let isShrinking = false;

await runProgram("explore", async (args, status) => {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(name, () => {
      stop.abort(new Error("stopped"));
    });
  }
  try {
    return await explore(await parseExplore(args), status);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    status.clear();
    complain(
      `explore: stopped${isShrinking ? " while making smaller what it had found" : "; nothing was found so far"}`,
    );
    return exitCodes.interrupted;
  }
});

async function explore(options: ExploreOptions, status: StatusLine): Promise<number> {
  status.show(`compiling ${options.tree} ...`);
  const tree = await stageTree(options.lab, options.tree);
  const { jsDir, keepsState } = tree;
  const [wrong] = tree.diagnostics;
  if (wrong !== undefined) {
    status.clear();
    complain(
      `explore: ${options.tree} does not compile: ${wrong.file}:${wrong.line} ${wrong.message}\n` +
        "npm run grade shows all errors; fix them first",
    );
    return exitCodes.nothingRan;
  }
  const [refused] = refusedImports(tree);
  if (refused !== undefined) {
    status.clear();
    complain(`explore: ${refused.join(" ")}`);
    return exitCodes.nothingRan;
  }
  const width = options.jobs ?? Math.max(1, Math.round(coreCount()));
  const workers = new SimWorkers(
    {
      tree: treeToSimulate({ jsDir, keepsState, ownModules: ownModules(tree) }),
      steps: options.lab.steps,
      wall: await chooseWall("auto", kitRoot),
      heapMiB: simulatorHeapMiB(width),
    },
    width,
    stop.signal,
  );
  try {
    const runner = new CaseRunner(options.lab, workers, new SourcePositions(jsDir));
    return await exploreWith(options, runner, width, status);
  } finally {
    await workers.close();
  }
}

async function exploreWith(
  options: ExploreOptions,
  runner: CaseRunner,
  width: number,
  status: StatusLine,
): Promise<number> {
  const startMs = performance.now();
  const elapsedMs = (): number => performance.now() - startMs;
  const isOver = (): boolean => elapsedMs() > options.timeMs;
  const rate = (): string => `${Math.round((runner.runs / elapsedMs()) * 60_000)} a minute`;
  const { failing, complete } = await search(casesOf(options), runner, {
    // A few more than there are processes, so that no process waits for this one.
    width: 2 * width,
    isOver,
    onCase: () => {
      status.show(`${runner.runs} cases, ${rate()}, nothing wrong so far`);
    },
  });
  status.clear();
  if (failing === undefined) {
    const all = complete ? "all cases tried" : "the time is up";
    print(
      `Nothing wrong in ${runner.runs} cases (${rate()}); ${all} in ${Math.round(elapsedMs() / 1_000)} s.`,
    );
    return exitCodes.fullPoints;
  }
  const [unwritten] = failing.wrongs.filter(({ kind }) => kind === "not-written");
  if (unwritten !== undefined) {
    const [first] = options.lab.parts;
    print(
      `There is nothing to explore yet: ${unwritten.message}\nThe grader says what to write first: npm run grade -- --${first?.name ?? ""}`,
    );
    return exitCodes.nothingRan;
  }
  const searched = runner.runs;
  const smallest = await shrinkAndShow(options, failing, runner, status);
  status.clear();
  const shrunkIn = runner.runs - searched;
  await reportFound(options, { failing, smallest, searched, shrunkIn, runner });
  return exitCodes.pointsLost;
}

async function shrinkAndShow(
  { lab }: ExploreOptions,
  failing: CaseResult,
  runner: CaseRunner,
  status: StatusLine,
): Promise<CaseResult> {
  isShrinking = true;
  const endMs = performance.now() + shrinkMs;
  return await shrink(lab.workload, failing, runner, {
    maxRuns: shrinkRuns,
    isOver: () => performance.now() > endMs,
    onSmaller: (size) => {
      status.show(`shrinking: ${size}`);
    },
  });
}

function* casesOf(options: ExploreOptions): Generator<ExploreCase> {
  if (options.exhaustive) {
    yield* options.lab.workload.allOrders(options);
    return;
  }
  const { lab, firstSeed, seeds } = options;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    yield lab.workload.randomCase(seed, options);
  }
}
