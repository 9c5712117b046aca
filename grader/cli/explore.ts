#!/usr/bin/env node
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { steps } from "../labs/cmud/steps/index.js";
import { SourcePositions } from "../run/source_positions.js";
import { colorsFor } from "../report/colors.js";
import { StatusLine } from "../report/status_line.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/tree_to_simulate.js";
import { coreCount, scenarioMemoryMiB } from "../suite/machine.js";
import { cmud } from "../labs/cmud/lab.js";
import { stageTree } from "../trees/stage_tree.js";
import { TreeError } from "../trees/tree_error.js";
import { allOrders } from "../explore/all_orders.js";
import { CaseRunner, type CaseResult } from "../explore/case_runner.js";
import { parseExplore, type ExploreOptions } from "./explore_options.js";
import { randomCase } from "../explore/random_case.js";
import { reportFound } from "../explore/report_found.js";
import { search } from "../explore/search.js";
import { shrink } from "../explore/shrink.js";
import type { ExploreCase } from "../explore/workload.js";

/** How many runs, and how much real time in milliseconds, making a failure smaller may take. */
const shrinkRuns = 1_500;
const shrinkMs = 60_000;

const status = new StatusLine(process.stderr);
const stop = new AbortController();

process.exitCode = await main(process.argv.slice(2));

/** Does what the command line says; the result is the exit code. */
async function main(args: readonly string[]): Promise<number> {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(name, () => {
      stop.abort(new Error("stopped"));
    });
  }
  try {
    const options = await parseExplore(args);
    if (typeof options !== "string") return await explore(options);
    process.stdout.write(`${options}\n`);
    return exitCodes.fullPoints;
  } catch (error) {
    status.clear();
    if (stop.signal.aborted) {
      process.stderr.write("explore: stopped; nothing was found so far\n");
      return exitCodes.interrupted;
    }
    const name = colorsFor(process.stderr).red("explore:");
    if (error instanceof UsageError || error instanceof TreeError) {
      process.stderr.write(`${name} ${error.message}\n`);
      return exitCodes.usage;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${name} exploring itself failed: ${text}\n`);
    return exitCodes.graderFailed;
  }
}

async function explore(options: ExploreOptions): Promise<number> {
  status.show(`compiling ${options.tree} ...`);
  const { jsDir, keepsState, diagnostics } = await stageTree(cmud, options.tree);
  const [wrong] = diagnostics;
  if (wrong !== undefined) {
    status.clear();
    process.stderr.write(
      `explore: ${options.tree} does not compile: ${wrong.file}:${wrong.line} ${wrong.message}\n` +
        "see all errors with npm run grade, and mend them first\n",
    );
    return exitCodes.nothingRan;
  }
  const width = options.jobs ?? Math.max(1, Math.round(coreCount()));
  const workers = new SimWorkers(
    { tree: treeToSimulate({ jsDir, keepsState }), steps, heapMiB: scenarioMemoryMiB() },
    width,
    stop.signal,
  );
  try {
    const runner = new CaseRunner(workers, new SourcePositions(jsDir));
    return await exploreWith(options, runner, width);
  } finally {
    await workers.close();
  }
}

async function exploreWith(
  options: ExploreOptions,
  runner: CaseRunner,
  width: number,
): Promise<number> {
  const startMs = performance.now();
  const elapsedMs = (): number => performance.now() - startMs;
  const isOver = (): boolean => elapsedMs() > options.timeMs;
  const rate = (): string => `${Math.round((runner.runs / elapsedMs()) * 60_000)} a minute`;
  const { failing, complete } = await search(casesOf(options), runner, {
    // A few more than there are processes, so that none waits for this one.
    width: 2 * width,
    isOver,
    onCase: () => {
      status.show(`${runner.runs} cases, ${rate()}, nothing wrong so far`);
    },
  });
  status.clear();
  if (failing === undefined) {
    const all = complete ? "all cases tried" : "the time is over";
    process.stdout.write(
      `Nothing wrong in ${runner.runs} cases (${rate()}); ${all} in ${Math.round(elapsedMs() / 1_000)} s.\n`,
    );
    return exitCodes.fullPoints;
  }
  const [unwritten] = failing.wrongs.filter(({ kind }) => kind === "not-written");
  if (unwritten !== undefined) {
    process.stdout.write(
      `There is nothing to explore yet: ${unwritten.message}\nThe grader tells what comes first: npm run grade -- --checkpoint\n`,
    );
    return exitCodes.nothingRan;
  }
  const searched = runner.runs;
  const smallest = await shrinkAndShow(failing, runner);
  status.clear();
  const shrunkIn = runner.runs - searched;
  await reportFound(options, { failing, smallest, searched, shrunkIn, runner });
  return exitCodes.pointsLost;
}

async function shrinkAndShow(failing: CaseResult, runner: CaseRunner): Promise<CaseResult> {
  const endMs = performance.now() + shrinkMs;
  return await shrink(failing, runner, {
    maxRuns: shrinkRuns,
    isOver: () => performance.now() > endMs,
    onSmaller: (size) => {
      status.show(`making it smaller: ${size}`);
    },
  });
}

function* casesOf(options: ExploreOptions): Generator<ExploreCase> {
  if (options.exhaustive) {
    yield* allOrders(options);
    return;
  }
  const { firstSeed, seeds } = options;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) yield randomCase(seed, options);
}
