import { printable } from "../base/printable.js";
import { testsOf, type Part, type ReportSpec } from "./report_spec.js";
import type { GradeReport, ManualPart, Outcome, ReportedTest } from "./report_types.js";
import type { WallKind } from "../process/wall.js";
import type { CheckResult } from "../static/check_result.js";
import type { PreparedTree } from "../static/prepare.js";
import type { TestFacts } from "../suite/suite_spec.js";
import type { TestResult } from "../suite/suite_types.js";

/** What is known after a run. */
export interface RunFacts {
  readonly part: Part;
  /** As typed. */
  readonly tree: string;
  /** The ids that were chosen with `--only`; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** Undefined if the tree could not be staged. */
  readonly prepared: PreparedTree | undefined;
  /** Why it could not be staged. */
  readonly treeProblem?: string;
  readonly results: readonly TestResult[];
  /** Problems of the grader that the suites have reported. */
  readonly problems: readonly string[];
  /** Whether the run was interrupted, so that results may be missing. */
  readonly interrupted: boolean;
  /** What the tree's code ran behind; default: nothing. */
  readonly wall?: WallKind | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** How much of a test's output is reported, in characters. */
const keptOutput = 8_192;

/**
 * Turns results into points. Only the assignment determines which tests exist and what they are worth: an id that is
 * missing, repeated or unknown is a problem of the grader and never earns points.
 */
export function score(lab: ReportSpec, facts: RunFacts): GradeReport {
  const expected = testsOf(lab, facts.part, facts.only);
  const chosen = new Set(facts.only ?? expected.map((test) => test.id));
  const { results, problems } = reconcile(facts, expected, chosen);
  const tests = expected.map((test) =>
    toReported(test, results.get(test.id), chosen.has(test.id), whyNot(test, facts, chosen)),
  );
  const anyPassed = tests.some((test) => test.status === "passed");
  const checks = checksOf(facts, anyPassed).map((check) =>
    check.message === undefined ? check : { ...check, message: printable(check.message) },
  );
  const sum = (items: readonly { score: number; maxScore: number }[]): [number, number] => [
    items.reduce((total, item) => total + item.score, 0),
    items.reduce((total, item) => total + item.maxScore, 0),
  ];
  const [points, maxPoints] = sum([...tests, ...checks]);
  const allProblems = [...facts.problems, ...problems];
  return {
    version: 2,
    lab: lab.id,
    title: lab.title,
    part: facts.part.name,
    tree: facts.tree,
    outcome: outcomeOf(facts, allProblems),
    score: points,
    maxScore: maxPoints,
    notices: (facts.prepared?.notices ?? []).map(printable),
    tests,
    checks,
    manual: manualPart(facts),
    problems: allProblems,
    wall: facts.wall ?? "none",
    startedAt: facts.startedAt.toISOString(),
    durationMs: Math.round(facts.durationMs),
  };
}

function outcomeOf(facts: RunFacts, problems: readonly string[]): Outcome {
  if (facts.interrupted) return "interrupted";
  if (problems.length > 0) return "graderFailed";
  return facts.results.length === 0 ? "nothingRan" : "graded";
}

/** Indexes results by id, and finds unexpected and missing ones. */
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
      problems.push(`the suites reported ${result.id}, which should not have run`);
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
  return facts.interrupted ? "not run before the end" : "not reported; this is not your fault";
}

function toReported(
  test: TestFacts,
  result: TestResult | undefined,
  chosen: boolean,
  missing: string,
): ReportedTest {
  const { id, group, points, goal, file } = test;
  const passed = result?.status === "passed";
  const message = result === undefined ? missing : passed ? undefined : result.message;
  const { cause, repeat, seed, output } = result ?? {};
  return {
    id,
    group,
    score: passed ? points : 0,
    maxScore: points,
    status: result?.status ?? "notRun",
    chosen,
    durationMs: Math.round(result?.durationMs ?? 0),
    attempts: result?.attempts ?? 0,
    goal,
    file,
    ...(message === undefined ? {} : { message: printable(message) }),
    ...(cause === undefined ? {} : { cause }),
    ...(repeat === undefined ? {} : { repeat }),
    section: result?.section ?? test.section,
    ...(seed === undefined ? {} : { seed }),
    ...(output === undefined ? {} : { output: printable(output.slice(0, keptOutput)) }),
  };
}

function checksOf(facts: RunFacts, anyPassed: boolean): CheckResult[] {
  if (facts.prepared !== undefined) {
    const actorsAreClean = facts.prepared.checks.every(
      ({ places = [] }) => !places.some(({ code }) => code.startsWith(actorRule)),
    );
    return facts.prepared.checks.map((check) =>
      check.id === "format" ? formatPoint(check, facts.part, anyPassed, actorsAreClean) : check,
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

/** How the codes of lint findings begin that are violations of the rules for actors. */
const actorRule = "kit/actor-";

/**
 * The points for formatting, if there are any, require clean files, actors that keep to their rules, and at least one
 * passed test.
 */
function formatPoint(
  check: CheckResult,
  { formattingPoints: maxScore }: Part,
  anyPassed: boolean,
  actorsAreClean: boolean,
): CheckResult {
  if (maxScore === 0) return check;
  if (check.status !== "passed") return { ...check, maxScore };
  if (anyPassed && actorsAreClean) return { ...check, score: maxScore, maxScore };
  const more = actorsAreClean
    ? "that a test passes"
    : "that lint finds no violation of the rules for actors";
  return { ...check, maxScore, message: `clean; the point also requires ${more}` };
}

function manualPart({ part, prepared }: RunFacts): ManualPart {
  if (part.manual === undefined) return { maxScore: 0, message: `none for the ${part.name}` };
  const { points, what } = part.manual;
  return { maxScore: points, message: what, ...prepared?.designCommentPlace };
}
