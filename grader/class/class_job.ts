import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { writeJson } from "../base/write_whole.js";
import type { WallKind } from "../process/wall.js";
import { contentDigest, kitDigest } from "./digest.js";
import type { HandIn } from "./hand_in.js";

/** How hand-ins are graded; the same for all. Plain data. */
export interface ClassOptions {
  /** The names of the assignment and of the part. */
  readonly lab: string;
  readonly part: string;
  /** Where tests run, and under how many seeds; undefined for the usual. */
  readonly driver?: "sim" | "real" | "both";
  readonly seeds?: number;
  /** How many tests of one hand-in run at once; undefined leaves it to the runner. */
  readonly testsAtOnce?: number;
  /** What student code runs behind; undefined for the strongest wall that works where the worker runs. */
  readonly wall?: WallKind;
  /** Whether to draw failures. */
  readonly pictures: boolean;
}

/** A hand-in to be graded. */
export interface PlannedHandIn extends HandIn {
  /** Names its content. */
  readonly digest: string;
  /** Names everything that its verdict depends on. */
  readonly key: string;
}

/**
 * Everything that workers need to know: which hand-ins there are, in an order that gives each a number, and how to grade
 * them. It lies in the folder of the results, so that a worker needs only this folder, the kit and the hand-ins.
 */
export interface ClassJob {
  readonly version: 1;
  readonly options: ClassOptions;
  /** Names the kit. */
  readonly kit: string;
  readonly handIns: readonly PlannedHandIn[];
}

/** Plans the grading of hand-ins. */
export async function planJob(
  options: ClassOptions,
  handIns: readonly HandIn[],
): Promise<ClassJob> {
  const kit = await kitDigest();
  const { lab, part, driver, seeds } = options;
  const planned: PlannedHandIn[] = [];
  for (const handIn of handIns) {
    const digest = await contentDigest(handIn.path);
    const facts = JSON.stringify([lab, part, driver ?? "", seeds ?? 0, kit, digest]);
    planned.push({ ...handIn, digest, key: createHash("sha256").update(facts).digest("hex") });
  }
  return { version: 1, options, kit, handIns: planned };
}

/** Writes the plan into the folder of the results, with paths from there: the folders may move together. */
export async function writeJob(folder: string, job: ClassJob): Promise<void> {
  const handIns = job.handIns.map((handIn) => {
    return { ...handIn, path: relative(folder, handIn.path) };
  });
  await writeJson(join(folder, "job.json"), { ...job, handIns });
}

/** Reads the plan. Rejects if there is none. */
export async function readJob(folder: string): Promise<ClassJob> {
  const job = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as ClassJob;
  const handIns = job.handIns.map((handIn) => {
    return { ...handIn, path: resolve(folder, handIn.path) };
  });
  return { ...job, handIns };
}
