import { failureGroups, isTodo, messageOf, placeWords } from "../../report/failures.js";
import type { GradeReport, ReportedTest } from "../../report/report_types.js";
import {
  checkMessage,
  checkNames,
  explainingChecks,
  manualWords,
  problemsHeading,
} from "../../report/words.js";
import { forStudents } from "../for_students.js";
import { lateWords } from "../late.js";
import { attemptWords, type Attempt } from "./metadata.js";

/** When students see something on Gradescope. */
export type Visibility = "visible" | "hidden" | "after_due_date" | "after_published";

/** What Gradescope reads: `results.json`. */
export interface GradescopeResults {
  /** Overrides the sum of the tests. */
  readonly score: number;
  /** Seconds. */
  readonly execution_time: number;
  readonly output: string;
  readonly output_format: "text";
  readonly test_output_format: "text";
  readonly visibility: Visibility;
  readonly stdout_visibility: "hidden";
  readonly tests: readonly GradescopeTest[];
  readonly extra_data: object;
}

/** One test of it. */
export interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly score: number;
  readonly max_score: number;
  readonly status: "passed" | "failed";
  readonly output: string;
  readonly tags: readonly string[];
  readonly visibility: Visibility;
}

/** Gradescope cuts longer outputs in their middle, where the important things are. In characters. */
const maxOutput = 90_000;

/**
 * A report as Gradescope shows it: every test with its output, a cause told once, and above all of them the attempts used
 * and the late days.
 *
 * @param isPartial whether tests are still running; the score counts what has passed so far.
 */
export function gradescopeResults(
  report: GradeReport,
  attempt: Attempt,
  visibility: Visibility,
  isPartial = false,
): GradescopeResults {
  const shown = forStudents(report);
  const { late } = attempt;
  const lines = [
    ...(isPartial
      ? [
          "The grader ran out of time, or was stopped. These are the points until then; submit again, or ask your instructors.",
        ]
      : []),
    `${attemptWords(attempt)}.`,
    `Handed in ${lateWords(late)}.`,
    ...shown.notices.map((notice) => `Note: ${notice}`),
    ...(shown.problems.length > 0 ? [problemsHeading, ...shown.problems] : []),
    manualWords(shown),
  ];
  const first = explainingChecks(shown);
  const checks = [...first, ...shown.checks.filter((check) => !first.includes(check))];
  const items: Omit<GradescopeTest, "number" | "visibility">[] = [
    ...checks.slice(0, first.length).map(checkItem),
    ...testItems(shown.tests),
    ...checks.slice(first.length).map(checkItem),
  ];
  return {
    score: Math.max(0, shown.score - late.penalty),
    execution_time: Math.round(shown.durationMs / 1_000),
    output: cut(lines.filter((line) => line !== "").join("\n")),
    output_format: "text",
    test_output_format: "text",
    visibility,
    stdout_visibility: "hidden",
    tests: items.map((item, index) => ({ ...item, number: String(index + 1), visibility })),
    extra_data: {
      outcome: shown.outcome,
      used: attempt.used,
      allowed: attempt.allowed,
      lateDays: late.days,
      latePenalty: late.penalty,
    },
  };
}

type Item = Omit<GradescopeTest, "number" | "visibility">;

function testItems(tests: readonly ReportedTest[]): Item[] {
  const toldWith = new Map<string, ReportedTest>();
  for (const { told, same } of failureGroups(tests)) {
    for (const test of same) toldWith.set(test.id, told);
  }
  return tests.map((test) => ({
    name: test.id,
    score: test.score,
    max_score: test.maxScore,
    status: test.status === "passed" ? "passed" : "failed",
    output: cut(outputOf(test, toldWith.get(test.id))),
    tags: [test.group],
  }));
}

function outputOf(test: ReportedTest, told: ReportedTest | undefined): string {
  if (test.status === "passed") return test.goal;
  const same =
    told === undefined ? "" : `This most likely fails for the same reason as ${told.id}.`;
  if (told !== undefined && !isTodo(test) && test.status !== "notRun") {
    return [test.goal, same, test.repeat ?? ""].filter((line) => line !== "").join("\n");
  }
  const lines = [test.goal, messageOf(test), placeWords(test), test.repeat ?? ""];
  return lines.filter((line) => line !== "").join("\n");
}

function checkItem(check: GradeReport["checks"][number]): Item {
  return {
    name: checkNames[check.id],
    score: check.score,
    max_score: check.maxScore,
    status: check.status === "failed" ? "failed" : "passed",
    output: cut(checkMessage(check)),
    tags: ["checks"],
  };
}

function cut(text: string): string {
  return text.length > maxOutput ? `${text.slice(0, maxOutput)}\n(cut)` : text;
}
