import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planJob, writeJob, type ClassJob } from "../class/class_job.js";
import { ClassProgress } from "../class/class_progress.js";
import { compare, readGrades } from "../class/compare.js";
import { comparisonLines, comparisonPage } from "../class/comparison_words.js";
import type { Engine } from "../class/engine.js";
import { findHandIns } from "../class/find_hand_ins.js";
import { gradeAll } from "../class/grade_all.js";
import { gradeLines } from "../class/grade_line.js";
import { pinned } from "../class/gradescope/scripts.js";
import { containerFile, imageName, jobManifest, volumePath } from "../class/kubernetes.js";
import { offerManual, readManual } from "../class/manual.js";
import { PoolEngine, workerMiB, workersHere } from "../class/pool_engine.js";
import { missingStudents, readRoster, withRoster } from "../class/roster.js";
import { SlurmEngine } from "../class/slurm_engine.js";
import { wallsInWords } from "../class/statistics.js";
import { readVerdicts } from "../class/verdicts.js";
import { writeResults } from "../class/write_results.js";
import { exitCodes } from "../base/exit_codes.js";
import { writeJson, writeWhole } from "../base/write_whole.js";
import { stageTree } from "../trees/stage_tree.js";
import { displayPath, kitRoot } from "../trees/kit_paths.js";
import { withLock } from "../trees/lock.js";
import { parseClassCommand, type ClassCommand } from "./class_options.js";
import { complain, print, runProgram } from "./program.js";

await runProgram("grade:class", async (args, status) => {
  const command = await parseClassCommand(args);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(exitCodes.interrupted);
      complain("\nstopping; run the same command again to go on");
      stop.abort();
    });
  }
  await mkdir(command.out, { recursive: true });
  const progress = new ClassProgress(status, (line) => {
    complain(line);
  });
  return await withLock(join(command.out, "lock"), () =>
    gradeClass(command, progress, stop.signal),
  );
});

async function gradeClass(
  command: ClassCommand,
  progress: ClassProgress,
  signal: AbortSignal,
): Promise<number> {
  const { lab, part, out } = command;
  const roster = command.roster === undefined ? [] : await readRoster(command.roster);
  const handIns = withRoster(await findHandIns(command.handIns), roster);
  const job = await planJob(command.options, handIns);
  await writeJob(out, job);
  if (command.onlyPlan) return await planForKubernetes(command, job);
  const problems = command.onlyWrite
    ? new Map<string, string>()
    : await gradeMissing(command, job, progress, signal);

  const given = existsSync(command.manual) && part.manual !== undefined;
  const manual = given
    ? await readManual(command.manual, handIns, part.manual.points)
    : new Map<string, never>();
  if (!given && part.manual !== undefined) await offerManual(command.manual, handIns);
  const judged = await readVerdicts(out, job);
  const lines = gradeLines(lab, part, judged, manual, problems);
  await writeResults(out, lab, part, lines, missingStudents(handIns, roster));

  const without = lines.filter(({ rawScore }) => rawScore === undefined).length;
  print(
    `${lines.length - without} of ${lines.length} hand-ins are graded. ${wallsInWords(lines)}`.trimEnd(),
  );
  print(
    `Points: ${displayPath(join(out, "grades.csv"))}; everything: ${displayPath(join(out, "index.html"))}`,
  );
  if (command.compare !== undefined) {
    const comparison = compare(await readGrades(command.compare), lines);
    const title = `${lab.title}, ${part.name}`;
    await writeWhole(join(out, "changes.html"), comparisonPage(title, comparison));
    await writeJson(join(out, "changes.json"), comparison);
    print(comparisonLines(comparison).join("\n"));
  }
  if (isAborted(signal)) return exitCodes.interrupted;
  return without > 0 ? exitCodes.pointsLost : exitCodes.fullPoints;
}

/** Writes the manifest of an Indexed Job for the plan, and says what to do with it. */
async function planForKubernetes(
  { out, lab, part, workers = 50, limitMinutes }: ClassCommand,
  { handIns }: ClassJob,
): Promise<number> {
  const manifest = jobManifest({
    ...{ name: `${lab.id}-${part.name}`, image: imageName(lab.id), claim: "class" },
    ...{ handIns: handIns.length, atOnce: workers, minutes: limitMinutes, memoryMiB: workerMiB },
  });
  await writeJson(join(out, "job.kubernetes.json"), manifest);
  await writeWhole(join(out, "Containerfile"), containerFile(pinned.node, lab));
  print(`wrote ${displayPath(join(out, "job.kubernetes.json"))} and a Containerfile beside it.`);
  print(
    `Copy hand-ins and results to the volume, mounted at ${volumePath}; kubectl apply; then copy the results back,`,
  );
  print(
    "and run this command without --only-plan: it grades what is missing and writes the grades.",
  );
  return exitCodes.fullPoints;
}

async function gradeMissing(
  command: ClassCommand,
  job: ClassJob,
  progress: ClassProgress,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  // What is the same for all is done once, before the first worker starts.
  await stageTree(command.lab, "starter");
  const onEvent = progress.on.bind(progress);
  try {
    return await gradeAll(command.out, job, engineFor(command), onEvent, signal);
  } finally {
    progress.end();
  }
}

function engineFor({ engine, out, workers, limitMinutes }: ClassCommand): Engine {
  switch (engine) {
    case "pool": {
      const worker = fileURLToPath(new URL("./grade_hand_in.js", import.meta.url));
      return new PoolEngine(
        (number) => [process.execPath, worker, out, String(number), "--with-parent"],
        workers ?? workersHere(),
        limitMinutes * 60_000,
      );
    }
    case "slurm": {
      const script = join(kitRoot, "grader/class/worker.sh");
      return new SlurmEngine(out, ["env", `NODE=${process.execPath}`, "sh", script, out], {
        ...{ memoryMiB: workerMiB, cores: 1, minutes: limitMinutes, atOnce: workers },
      });
    }
    default:
      return engine satisfies never;
  }
}

/** Reads the signal again, because the compiler assumes that it has not changed. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
