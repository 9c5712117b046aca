import { appendFile } from "node:fs/promises";
import { writeJson, writeWhole } from "../base/write_whole.js";
import { codeQuality } from "./annotations.js";
import { htmlReport } from "./html.js";
import { junitReport } from "./junit.js";
import { markdownReport } from "./markdown.js";
import type { GradeReport } from "./report_types.js";

/** Where to write a report, by format; nothing is written of the others. */
export interface ReportFiles {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
  /** Is appended to, because the steps of a CI job share the file of their summary. */
  readonly markdown?: string | undefined;
  readonly codequality?: string | undefined;
}

/** Writes a report to files. Rejects if one cannot be written. */
export async function writeReports(report: GradeReport, files: ReportFiles): Promise<void> {
  const { json, junit, html, markdown, codequality } = files;
  if (json !== undefined) await writeJson(json, report);
  if (junit !== undefined) await writeWhole(junit, junitReport(report));
  if (html !== undefined) await writeWhole(html, htmlReport(report));
  if (markdown !== undefined) await appendFile(markdown, markdownReport(report));
  if (codequality !== undefined) await writeJson(codequality, codeQuality(report));
}
