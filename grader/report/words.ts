import type { CheckResult } from "../static/check_result.js";
import type { GradeReport } from "./report_types.js";

/** For people. */
export const checkNames: Readonly<Record<CheckResult["id"], string>> = {
  typecheck: "Types",
  lint: "Lint",
  format: "Formatting",
  "design-comment": "Design comment",
};

/** The failed checks that may explain failed tests, if any failed: these are read first. */
export function explainingChecks({ tests, checks }: GradeReport): readonly CheckResult[] {
  const anyFailed = tests.some(({ chosen, status }) => chosen && status !== "passed");
  const explaining = checks.filter(
    ({ id, status }) => status === "failed" && (id === "typecheck" || id === "lint"),
  );
  return anyFailed ? explaining : [];
}

/** The result of a check in words. */
export function checkMessage({ message, status }: CheckResult): string {
  return message ?? (status === "passed" ? "clean" : status);
}

/** Whether only some tests of the part were chosen. */
export function isNarrowed({ tests }: GradeReport): boolean {
  return tests.some(({ chosen }) => !chosen);
}

/** One sentence about the run: the points, or why there are none. */
export function summaryWords(report: GradeReport): string {
  const { title, part, tree, score, maxScore, durationMs, tests } = report;
  const seconds = (durationMs / 1000).toFixed(1);
  if (report.outcome === "interrupted") {
    return `Stopped after ${seconds} s, with ${score} points so far.`;
  }
  if (isNarrowed(report)) {
    const chosen = tests.filter((test) => test.chosen).length;
    return `${chosen} of ${tests.length} tests were chosen; ${seconds} s.`;
  }
  return `${title}, ${part}, ${tree}: ${score}/${maxScore} points in ${seconds} s.`;
}

/** The sentence about the points that a person gives; empty if there are none. */
export function manualWords({ manual }: GradeReport): string {
  if (manual.maxScore === 0) return "";
  const place = manual.file === undefined ? "" : ` (${manual.file}:${manual.line ?? 1})`;
  return `${manual.maxScore} more points are given by hand: ${manual.message}${place}.`;
}

/** The heading of problems of the grader. */
export const problemsHeading =
  "The grader itself failed, so these points are meaningless; tell your instructors:";

/** What the tree's code ran behind. */
export function wallWords({ wall = "none" }: GradeReport): string {
  switch (wall) {
    case "bubblewrap":
      return "The submission ran behind a wall: bubblewrap.";
    case "user":
      return "The submission ran behind a wall: a user of its own.";
    case "none":
      return "The submission ran without a wall.";
  }
}
