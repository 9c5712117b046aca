#!/usr/bin/env node
import { exitCodes, UsageError } from "../base/exit_codes.js";
import type { RecordedRun } from "../history/recorded_run.js";
import type { Lab } from "../labs/lab.js";
import { writePicture } from "../picture/picture.js";
import { githubCommands } from "../report/annotations.js";
import { explainTest, listTests } from "../report/catalogue.js";
import { colorsFor } from "../report/colors.js";
import { Progress } from "../report/progress.js";
import { terminalReport } from "../report/terminal.js";
import { writeReports } from "../report/write_reports.js";
import { chooseWall, WallError } from "../process/choose_wall.js";
import type { Wall } from "../process/wall.js";
import { prepareInChild } from "../static/prepare_in_child.js";
import { runSuites } from "../suite/run_suites.js";
import { displayPath, kitRoot } from "../trees/kit_paths.js";
import { parseCommand, type GradeOptions } from "./grade_options.js";
import { gradeOnce, type GradeRun } from "./grade_run.js";
import { complain, print, runProgram } from "./program.js";
import { TreeWatcher } from "./watch_tree.js";

const colors = colorsFor(process.stdout);

await runProgram("grade", async (args, status) => {
  const command = await parseCommand(args);
  switch (command.do) {
    case "list":
      process.stdout.write(listTests(command.lab, command.part, colors));
      return exitCodes.fullPoints;
    case "explain":
      process.stdout.write(command.tests.map((test) => explainTest(test, colors)).join("\n"));
      return exitCodes.fullPoints;
    case "grade":
      return await grade({ ...command, progress: new Progress(status) });
    default:
      return command satisfies never;
  }
});

/** What to grade, and how. */
interface Grading {
  readonly lab: Lab;
  readonly options: GradeOptions;
  readonly progress: Progress;
}

async function grade(grading: Grading): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    grading.progress.clear();
    complain("stopping; press Ctrl-C again to exit immediately");
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  if (grading.options.watch) return await gradeOnEveryChange(grading, stop.signal);
  const run = await gradeTree(grading, stop.signal);
  await show(grading, run);
  return run.exitCode;
}

/** A run, and the pictures of what failed in it. */
interface DrawnRun extends GradeRun {
  readonly pictures: readonly RecordedRun[];
}

async function gradeTree(grading: Grading, signal: AbortSignal): Promise<DrawnRun> {
  const { lab, options, progress } = grading;
  const pictures: RecordedRun[] = [];
  const wall = await wallFor(options);
  const run = await gradeOnce(
    lab,
    options,
    {
      prepare: prepareInChild,
      wall,
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

/** Finds the wall that is wanted. Debuggers need the code in this process, in front of every wall. */
async function wallFor({ wall = "auto", inProcess }: GradeOptions): Promise<Wall | undefined> {
  if (inProcess) return undefined;
  try {
    return await chooseWall(wall, kitRoot);
  } catch (error) {
    if (error instanceof WallError) throw new UsageError(error.message);
    throw error;
  }
}

async function show({ lab, options, progress }: Grading, run: DrawnRun): Promise<void> {
  const { report, pictures } = run;
  progress.clear();
  process.stdout.write(terminalReport(report, { lab, colors, verbose: options.verbose }));
  if (options.annotations) process.stdout.write(githubCommands(report));
  await writeReports(report, options.files);
  if (options.report === undefined) return;
  if (pictures.length === 0) {
    print("There is nothing to draw: no simulated run that got far enough has failed.");
    return;
  }
  const inOrder = lab.tests.flatMap(({ id }) => pictures.filter(({ title }) => title === id));
  await writePicture(options.report, inOrder, lab);
  print(`The failures are drawn in ${displayPath(options.report)}; open it in a browser.`);
}

/** Grades, and grades again after every change, until the signal. A change during a run restarts it. */
async function gradeOnEveryChange(grading: Grading, stop: AbortSignal): Promise<number> {
  const { tree } = grading.options;
  for (;;) {
    const changed = new AbortController();
    const watcher = await TreeWatcher.start(tree, () => {
      changed.abort();
    });
    const either = AbortSignal.any([stop, changed.signal]);
    try {
      const run = await gradeTree(grading, either);
      // Show partial results to a user who stopped the run, but not to one who has just saved a file.
      if (isAborted(stop) || !isAborted(changed.signal)) await show(grading, run);
      if (!isAborted(either)) {
        print(`\nWatching ${tree}; Ctrl-C ends.`);
        await aborted(either);
      }
      if (isAborted(stop)) return run.exitCode;
    } finally {
      watcher.close();
    }
    print(`\n--- changed at ${new Date().toLocaleTimeString()} ---`);
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
