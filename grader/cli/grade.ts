#!/usr/bin/env node
import { course } from "../labs/cmud/manifest.js";
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { gradeOnce, type GradeRun } from "./grade_run.js";
import { parseCommand, type GradeOptions } from "./grade_options.js";
import { writePicture } from "../picture/picture.js";
import type { RecordedRun } from "../history/recorded_run.js";
import { explainTest, listTests } from "../report/catalogue.js";
import { colorsFor } from "../report/colors.js";
import { writeJsonReport } from "../report/json_report.js";
import { Progress } from "../report/progress.js";
import { terminalReport } from "../report/terminal.js";
import { prepareInChild } from "../static/prepare_in_child.js";
import { runSuites } from "../suite/run_suites.js";
import { displayPath } from "../trees/kit_paths.js";
import { TreeError } from "../trees/tree_error.js";
import { TreeWatcher } from "./watch_tree.js";

const progress = new Progress(process.stderr);
const colors = colorsFor(process.stdout);
const errorColors = colorsFor(process.stderr);

process.exitCode = await main(process.argv.slice(2));

/** Does what the command line says; the result is the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const command = await parseCommand(args);
    switch (command.do) {
      case "help":
        process.stdout.write(`${command.text}\n`);
        return 0;
      case "list":
        process.stdout.write(listTests(command.part, colors));
        return 0;
      case "explain":
        process.stdout.write(command.names.map((id) => explainTest(id, colors)).join("\n"));
        return 0;
      case "grade":
        return await grade(command.options);
      default:
        return command satisfies never;
    }
  } catch (error) {
    progress.clear();
    if (error instanceof UsageError || error instanceof TreeError) {
      process.stderr.write(`${errorColors.red("grade:")} ${error.message}\n`);
      return exitCodes.usage;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${errorColors.red("grade: the grader itself failed:")} ${text}\n`);
    return exitCodes.graderFailed;
  }
}

async function grade(options: GradeOptions): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    progress.clear();
    process.stderr.write("stopping; press Ctrl-C again to leave at once\n");
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  if (options.watch) return await gradeOnEveryChange(options, stop.signal);
  const run = await gradeTree(options, stop.signal);
  await report(options, run);
  return run.exitCode;
}

/** A run, and the pictures of what failed in it. */
interface DrawnRun extends GradeRun {
  readonly pictures: readonly RecordedRun[];
}

async function gradeTree(options: GradeOptions, signal: AbortSignal): Promise<DrawnRun> {
  const pictures: RecordedRun[] = [];
  const run = await gradeOnce(
    options,
    {
      prepare: prepareInChild,
      runSuites,
      onStage: (stage) => {
        progress.stage(stage);
      },
      onTests: (count) => {
        progress.begin(count);
      },
      onEvent: (event) => {
        if (event.type === "started") progress.started(event.id);
        else progress.finished(event.result.id, event.result.status === "passed");
      },
      ...(options.report === undefined
        ? {}
        : { onPicture: (picture: RecordedRun) => void pictures.push(picture) }),
    },
    signal,
  );
  return { ...run, pictures };
}

async function report(options: GradeOptions, run: DrawnRun): Promise<void> {
  const { graded, notices, pictures } = run;
  progress.clear();
  process.stdout.write(terminalReport(graded, notices, { colors, verbose: options.verbose }));
  if (options.json !== undefined) await writeJsonReport(options.json, graded.report);
  if (options.report !== undefined) await draw(options.report, pictures);
}

async function draw(path: string, pictures: readonly RecordedRun[]): Promise<void> {
  if (pictures.length === 0) {
    process.stdout.write("There is nothing to draw: no simulated run failed that got anywhere.\n");
    return;
  }
  const inOrder = course.tests.flatMap(({ id }) => pictures.filter(({ title }) => title === id));
  await writePicture(path, inOrder);
  process.stdout.write(`What failed is drawn in ${displayPath(path)}; open it in a browser.\n`);
}

/** Grades, and once more after every change, until the signal. A change during a run begins it anew. */
async function gradeOnEveryChange(options: GradeOptions, stop: AbortSignal): Promise<number> {
  for (;;) {
    const changed = new AbortController();
    const watcher = await TreeWatcher.start(options.tree, () => {
      changed.abort();
    });
    const either = AbortSignal.any([stop, changed.signal]);
    try {
      const run = await gradeTree(options, either);
      // Half a run is of interest to whoever stopped it, and not to whoever has just saved a file.
      if (isAborted(stop) || !isAborted(changed.signal)) await report(options, run);
      if (!isAborted(either)) {
        process.stdout.write(`\nWatching ${options.tree}; Ctrl-C ends.\n`);
        await aborted(either);
      }
      if (isAborted(stop)) return run.exitCode;
    } finally {
      watcher.close();
    }
    process.stdout.write(`\n--- changed at ${new Date().toLocaleTimeString()} ---\n`);
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
