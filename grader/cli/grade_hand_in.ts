/**
 * Grades one hand-in of a class: `grade_hand_in RESULTS NUMBER`. This is what all engines run, wherever they run it: the
 * plan in the folder of the results says everything else. Without NUMBER, the index of the job array is taken from the
 * environment, as Slurm and Kubernetes set it.
 *
 * Exit code 0: there is a verdict, also if it was there before. Any other: there is none, and another try may help.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import { readJob, type ClassJob, type PlannedHandIn } from "../class/class_job.js";
import { hasVerdict, writeVerdict } from "../class/verdicts.js";
import type { RecordedRun } from "../history/recorded_run.js";
import { labNamed } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";
import { writePicture } from "../picture/picture.js";
import { failureGroups } from "../report/failures.js";
import type { GradeReport } from "../report/report_types.js";
import { resolveTyped } from "../trees/kit_paths.js";
import { readCommandLine } from "./command_line.js";
import { gradeQuietly } from "./grade_quietly.js";
import { runProgram } from "./program.js";

/** How many failures are drawn: one for each of the first causes. */
const mostPictures = 4;

await runProgram("grade_hand_in", async (args) => {
  const { words, "with-parent": withParent } = await readCommandLine(args, {
    script: "grade_hand_in",
    usage: "$0 RESULTS [NUMBER]\n\nGrades one hand-in of a class.",
    options: { "with-parent": { type: "boolean", describe: "End when stdin does" } },
  });
  if (withParent === true) endWithParent();
  try {
    await gradeNumber(words);
  } finally {
    // An open stdin would keep this process alive.
    process.stdin.removeAllListeners("close").destroy();
  }
  return 0;
});

async function gradeNumber(words: readonly string[]): Promise<void> {
  const [typed, number = arrayIndex()] = words;
  if (typed === undefined || number === undefined) {
    throw new UsageError("name the folder of the results and the number of a hand-in");
  }
  const folder = resolveTyped(typed);
  const job = await readJob(folder);
  const handIn = job.handIns[Number(number)];
  if (handIn === undefined) throw new UsageError(`the plan has no hand-in number ${number}`);
  if (!hasVerdict(folder, handIn)) await grade(folder, job, handIn);
}

/** The index that Slurm and Kubernetes give to each process of an array. */
function arrayIndex(): string | undefined {
  return process.env["SLURM_ARRAY_TASK_ID"] ?? process.env["JOB_COMPLETION_INDEX"];
}

/** Whoever started this process holds its stdin; if that process is killed, this one must not go on. */
function endWithParent(): void {
  process.stdin.on("close", () => process.exit(130)).resume();
  process.stdin.on("error", () => process.exit(130));
}

async function grade(folder: string, job: ClassJob, handIn: PlannedHandIn): Promise<void> {
  const { lab: labName, part: partName, driver, seeds, wall, testsAtOnce, pictures } = job.options;
  const lab = await labNamed(labName);
  const part = lab.parts.find(({ name }) => name === partName);
  if (part === undefined) throw new UsageError(`${labName} has no part ${partName}`);
  const start = performance.now();
  const stop = new AbortController();
  process.once("SIGTERM", () => {
    stop.abort();
  });
  const options = { part, driver, seeds, wall, jobs: testsAtOnce, pictures };
  const { report, pictures: drawn } = await gradeQuietly(lab, handIn.path, options, stop.signal);
  if (report.outcome === "interrupted") throw new Error("interrupted before the end");
  if (report.outcome === "graderFailed") throw new Error(report.problems.join("\n"));
  const picture = await draw(folder, lab, handIn, report, drawn);
  await writeVerdict(folder, handIn, {
    version: 1,
    ...{ key: handIn.key, digest: handIn.digest, kit: job.kit, report },
    ...(picture === undefined ? {} : { picture }),
    seconds: Math.round(performance.now() - start) / 1_000,
  });
}

/** Draws the failures that are told in full. */
async function draw(
  folder: string,
  lab: Lab,
  { id, path }: PlannedHandIn,
  { tests }: GradeReport,
  drawn: readonly RecordedRun[],
): Promise<string | undefined> {
  const told = failureGroups(tests).map((group) => group.told.id);
  const runs = told
    .flatMap((title) => drawn.filter((run) => run.title === title))
    .slice(0, mostPictures)
    .map((run) => ({
      ...run,
      tree: "the hand-in",
      replay: run.replay.replace(path, "handin.zip"),
    }));
  if (runs.length === 0) return undefined;
  const name = `pictures/${id}.html`;
  await mkdir(join(folder, "pictures"), { recursive: true });
  await writePicture(join(folder, name), runs, lab);
  return name;
}
