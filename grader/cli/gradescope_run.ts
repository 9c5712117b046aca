/**
 * Grades one submission in a folder that is laid out as Gradescope's container is: `source`, `submission`, `results` and
 * `submission_metadata.json`. Results are written as they come, because on a time-out everything else is lost.
 */
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { exitCodes } from "../base/exit_codes.js";
import { writeJson } from "../base/write_whole.js";
import { attemptOf, type SubmissionMetadata } from "../class/gradescope/metadata.js";
import { gradescopeResults } from "../class/gradescope/results.js";
import { labNamed } from "../labs/index.js";
import { score } from "../report/score.js";
import type { GradeReport } from "../report/report_types.js";
import type { TestResult } from "../suite/suite_types.js";
import { labOption, readCommandLine, text } from "./command_line.js";
import { gradeQuietly } from "./grade_quietly.js";
import { partNamed, visibilityOf } from "./gradescope_options.js";
import { runProgram } from "./program.js";

/** Gradescope's time limit, in seconds, unless the container says another. */
const usualTimeout = 600;

/** How long writing the last results may take, and starting this process took, in seconds. */
const reserve = 25;

/** Partial results are written at most this often, in milliseconds. */
const partialEveryMs = 2_000;

await runProgram("gradescope_run", async (args) => {
  const argv = await readCommandLine(args, {
    script: "gradescope_run",
    usage: "$0 --part PART --root FOLDER",
    options: {
      part: text("part", "Which part to grade"),
      root: { ...text("root", "The folder that is /autograder there"), default: "/autograder" },
      visibility: { ...text("visibility", "When students see results"), default: "visible" },
      ...labOption,
    },
  });
  const lab = await labNamed(argv.lab);
  const part = partNamed(lab, argv.part);
  const visibility = visibilityOf(argv.visibility);
  const root = resolve(argv.root);
  const submission = join(root, "submission");
  const resultsFile = join(root, "results", "results.json");
  await mkdir(join(root, "results"), { recursive: true });

  const startedAt = new Date();
  const attempt = attemptOf(await readMetadata(root), lab, part.due);
  const write = (report: GradeReport, isPartial: boolean): Promise<void> =>
    writeJson(resultsFile, gradescopeResults(report, attempt, visibility, isPartial));

  // Tests that have finished count, whatever happens to the rest.
  const finished: TestResult[] = [];
  let lastMs = 0;
  let writing = Promise.resolve();
  const partial = (): void => {
    if (performance.now() - lastMs < partialEveryMs) return;
    lastMs = performance.now();
    const report = score(lab, {
      ...{ part, tree: submission, only: undefined, prepared: undefined, wall: undefined },
      ...{ results: finished, problems: [], interrupted: true, startedAt },
      durationMs: performance.now(),
    });
    writing = writing.then(() => write(report, true));
  };
  // Also when time runs out before any test has ended, students read why there is nothing.
  partial();
  const timeout = Number(process.env["TIMEOUT_SECONDS"] ?? "") || usualTimeout;
  const stop = AbortSignal.timeout(Math.max(10, timeout - reserve) * 1_000);
  const onEvent = (event: { readonly type: string; readonly result?: TestResult }): void => {
    if (event.result === undefined) return;
    finished.push(event.result);
    partial();
  };
  const { report } = await gradeQuietly(lab, submission, { part, pictures: false, onEvent }, stop);
  await writing;
  await write(report, report.outcome === "interrupted");
  return exitCodes.fullPoints;
});

async function readMetadata(root: string): Promise<SubmissionMetadata> {
  const text = await readFile(join(root, "submission_metadata.json"), "utf8").catch(() => "{}");
  return JSON.parse(text) as SubmissionMetadata;
}
