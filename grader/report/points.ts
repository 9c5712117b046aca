import type { GradeReport } from "./report_types.js";
import { checkNames, isNarrowed } from "./words.js";

/** A line of the table of points. */
export interface PointsLine {
  readonly name: string;
  /** "3 of 4" tests, or "yes" and "no" for a check. */
  readonly passed: string;
  readonly score: number;
  readonly maxScore: number;
}

/** The points of the chosen tests by group, and of the checks that have points unless only some tests were chosen. */
export function pointsByGroup(report: GradeReport): PointsLine[] {
  const chosen = report.tests.filter((test) => test.chosen);
  const groups = [...new Set(chosen.map(({ group }) => group))].map((name) => {
    const tests = chosen.filter(({ group }) => group === name);
    const passed = tests.filter(({ status }) => status === "passed").length;
    return { name, passed: `${passed} of ${tests.length}`, ...sumOf(tests) };
  });
  // Formatting concerns the whole submission.
  const checks = isNarrowed(report) ? [] : report.checks.filter(({ maxScore }) => maxScore > 0);
  const lines = checks.map(({ id, score, maxScore }) => {
    return { name: checkNames[id], passed: score > 0 ? "yes" : "no", score, maxScore };
  });
  return [...groups, ...lines];
}

/** The sum of points. */
export function sumOf(items: readonly { readonly score: number; readonly maxScore: number }[]): {
  readonly score: number;
  readonly maxScore: number;
} {
  return {
    score: items.reduce((sum, item) => sum + item.score, 0),
    maxScore: items.reduce((sum, item) => sum + item.maxScore, 0),
  };
}
