import { testsOf, type Part, type ReportSpec } from "./report_spec.js";
import type { GradeReport, ManualPart, ReportedTest } from "./report_types.js";
import type { CheckResult } from "../static/check_result.js";
import type { PreparedTree } from "../static/prepare.js";
import type { TestFacts } from "../suite/suite_spec.js";
import type { TestResult } from "../suite/suite_types.js";

/** What is known when a run has ended. */
export interface RunFacts {
  readonly part: Part;
  /** As it was typed. */
  readonly tree: string;
  /** The ids that were chosen with `--only`; undefined when all were to run. */
  readonly only: readonly string[] | undefined;
  /** Undefined when the tree could not even be staged. */
  readonly prepared: PreparedTree | undefined;
  /** Why it could not. */
  readonly treeProblem?: string;
  readonly results: readonly TestResult[];
  /** Problems of the grader's side that the suites have told of. */
  readonly problems: readonly string[];
  /** Whether the run was ended before its time, so that results may be missing. */
  readonly interrupted: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** A scored run. */
export interface Graded {
  readonly report: GradeReport;
  /** What went wrong in the grader itself; if there is anything, the points say nothing. */
  readonly problems: readonly string[];
  /** The results as the suites gave them, by id, for what the report leaves out. */
  readonly results: ReadonlyMap<string, TestResult>;
  /** The ids that were to run. */
  readonly chosen: ReadonlySet<string>;
  readonly interrupted: boolean;
}

/**
 * Turns results into points. The assignment alone says which tests there are and what they are worth: an id that is
 * missing, repeated or unknown is a problem of the grader and never points.
 */
export function score(lab: ReportSpec, facts: RunFacts): Graded {
  const expected = testsOf(lab, facts.part);
  const chosen = new Set(facts.only ?? expected.map((test) => test.id));
  const { results, problems } = reconcile(facts, expected, chosen);
  const tests = expected.map((test) =>
    toReported(test, results.get(test.id), whyNot(test, facts, chosen)),
  );
  const anyPassed = tests.some((test) => test.status === "passed");
  const checks = checksOf(facts, anyPassed);
  const sum = (items: readonly { score: number; maxScore: number }[]): [number, number] => [
    items.reduce((total, item) => total + item.score, 0),
    items.reduce((total, item) => total + item.maxScore, 0),
  ];
  const [points, maxPoints] = sum([...tests, ...checks]);
  const report: GradeReport = {
    version: 1,
    part: facts.part.name,
    tree: facts.tree,
    score: points,
    maxScore: maxPoints,
    tests,
    checks,
    manual: manualPart(facts),
    startedAt: facts.startedAt.toISOString(),
    durationMs: Math.round(facts.durationMs),
  };
  const allProblems = [...facts.problems, ...problems];
  return { report, problems: allProblems, results, chosen, interrupted: facts.interrupted };
}

/** Sorts results by id and finds those that should not be, or should be and are not. */
function reconcile(
  facts: RunFacts,
  expected: readonly TestFacts[],
  chosen: ReadonlySet<string>,
): { results: Map<string, TestResult>; problems: string[] } {
  const results = new Map<string, TestResult>();
  const problems: string[] = [];
  const repeated = new Set<string>();
  for (const result of facts.results) {
    if (!chosen.has(result.id)) {
      problems.push(`the suites reported ${result.id}, which was not to run`);
    } else if (results.has(result.id)) {
      repeated.add(result.id);
    } else {
      results.set(result.id, result);
    }
  }
  for (const id of repeated) {
    results.delete(id);
    problems.push(`the suites reported ${id} more than once, so it does not count`);
  }
  for (const test of expected) {
    const isDue = chosen.has(test.id) && !results.has(test.id) && !repeated.has(test.id);
    const blocked = facts.prepared === undefined || test.id in facts.prepared.notRunnable;
    if (isDue && !blocked && !facts.interrupted) {
      problems.push(`the suites did not report ${test.id}`);
    }
  }
  return { results, problems };
}

/** Why a test has no result. */
function whyNot(test: TestFacts, facts: RunFacts, chosen: ReadonlySet<string>): string {
  if (!chosen.has(test.id)) return "not chosen";
  if (facts.prepared === undefined && !facts.interrupted) {
    return "not run, because the tree could not be read";
  }
  const reason = facts.prepared?.notRunnable[test.id];
  if (reason !== undefined) return reason;
  return facts.interrupted ? "not run before the end" : "not reported; this is no fault of yours";
}

function toReported(
  test: TestFacts,
  result: TestResult | undefined,
  missing: string,
): ReportedTest {
  const { id, group, points } = test;
  const passed = result?.status === "passed";
  const message = result === undefined ? missing : passed ? undefined : result.message;
  return {
    id,
    group,
    score: passed ? points : 0,
    maxScore: points,
    status: result?.status ?? "notRun",
    durationMs: Math.round(result?.durationMs ?? 0),
    ...(message === undefined ? {} : { message }),
    section: result?.section ?? test.section,
    ...(result?.seed === undefined ? {} : { seed: result.seed }),
  };
}

function checksOf(facts: RunFacts, anyPassed: boolean): CheckResult[] {
  if (facts.prepared !== undefined) {
    return facts.prepared.checks.map((check) =>
      check.id === "format" ? formatPoint(check, facts.part, anyPassed) : check,
    );
  }
  const types = facts.interrupted
    ? ({ status: "skipped" } as const)
    : ({ status: "failed", message: facts.treeProblem ?? "the tree could not be read" } as const);
  const formatting = facts.part.formattingPoints;
  return [
    { id: "typecheck", score: 0, maxScore: 0, ...types },
    { id: "lint", status: "skipped", score: 0, maxScore: 0 },
    { id: "format", status: "skipped", score: 0, maxScore: formatting },
    { id: "design-comment", status: "skipped", score: 0, maxScore: 0 },
  ];
}

/** The points for formatting are earned with clean files of which something works, where there are any. */
function formatPoint(
  check: CheckResult,
  { formattingPoints: maxScore }: Part,
  anyPassed: boolean,
): CheckResult {
  if (maxScore === 0) return check;
  if (check.status !== "passed" || anyPassed) {
    return { ...check, score: check.status === "passed" ? maxScore : 0, maxScore };
  }
  return { ...check, maxScore, message: "the point is earned once a test passes" };
}

function manualPart({ part, prepared }: RunFacts): ManualPart {
  if (part.manual === undefined) return { maxScore: 0, message: `none for the ${part.name}` };
  const { points, what } = part.manual;
  return { maxScore: points, message: what, ...prepared?.designCommentPlace };
}
