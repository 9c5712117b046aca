import type { GradeReport } from "../report/report_types.js";
import { typedTree } from "../trees/kit_paths.js";

/**
 * A report as its student may see it: paths as in the student's own folder, and commands that work there, instead of
 * where the hand-in lay when it was graded.
 */
export function forStudents(report: GradeReport): GradeReport {
  const path = report.tree;
  const shorten = (text: string): string =>
    text
      .replaceAll(` --tree ${typedTree(path)}`, "")
      .replaceAll(`${path}/`, "")
      .replaceAll(path, "the hand-in");
  return JSON.parse(
    JSON.stringify({ ...report, tree: "the hand-in" }, (_, value: unknown) =>
      typeof value === "string" ? shorten(value) : value,
    ),
  ) as GradeReport;
}
