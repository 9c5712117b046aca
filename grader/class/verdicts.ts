import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GradeReport } from "../report/report_types.js";
import type { ClassJob, PlannedHandIn } from "./class_job.js";

/** What one grading found out, as it is written. */
export interface Verdict {
  readonly version: 1;
  /** Of {@link PlannedHandIn}. */
  readonly key: string;
  readonly digest: string;
  /** Of {@link ClassJob}. */
  readonly kit: string;
  readonly report: GradeReport;
  /** The name of the picture of its failures in the folder of the results, if there is one. */
  readonly picture?: string;
  /** How long grading took. */
  readonly seconds: number;
}

/** The file of a hand-in's verdict. Its name says what the verdict is about, so an outdated one is never taken for it. */
export function verdictFile(folder: string, { id, key }: PlannedHandIn): string {
  return join(folder, "verdicts", `${id}.${key.slice(0, 12)}.json`);
}

/** Whether a hand-in has been graded. */
export function hasVerdict(folder: string, handIn: PlannedHandIn): boolean {
  return existsSync(verdictFile(folder, handIn));
}

/**
 * Writes a verdict: all of it, and once. If there is one already, from another worker, that one stays.
 *
 * @returns whether it was written.
 */
export async function writeVerdict(
  folder: string,
  handIn: PlannedHandIn,
  verdict: Verdict,
): Promise<boolean> {
  const file = verdictFile(folder, handIn);
  const draft = `${file}.${process.pid}.tmp`;
  await mkdir(join(folder, "verdicts"), { recursive: true });
  await writeFile(draft, `${JSON.stringify(verdict)}\n`);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A hand-in with its verdict; undefined as long as there is none. */
export interface Judged {
  readonly handIn: PlannedHandIn;
  readonly verdict: Verdict | undefined;
}

/** All hand-ins of a job with their verdicts, in order. */
export async function readVerdicts(folder: string, { handIns }: ClassJob): Promise<Judged[]> {
  return await Promise.all(
    handIns.map(async (handIn) => {
      const text = await readFile(verdictFile(folder, handIn), "utf8").catch(() => undefined);
      const verdict = text === undefined ? undefined : (JSON.parse(text) as Verdict);
      return { handIn, verdict };
    }),
  );
}
