import { rename, writeFile } from "node:fs/promises";
import type { GradeReport } from "./report_types.js";

/** Writes a report as JSON: the whole file or, when it cannot be written, nothing. */
export async function writeJsonReport(file: string, report: GradeReport): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(report, undefined, 2)}\n`);
  await rename(draft, file);
}
