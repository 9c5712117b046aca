import type { GradeReport } from "../report/report_types.js";
import type { GradeLine } from "./grade_line.js";

/** A test and how many hand-ins passed it. */
export interface TestStatistics {
  readonly id: string;
  readonly passed: number;
  readonly of: number;
}

/** The tests, those that the fewest hand-ins passed first. */
export function hardestTests(lines: readonly GradeLine[]): TestStatistics[] {
  const tests = new Map<string, { passed: number; of: number }>();
  for (const { verdict } of lines) {
    for (const { id, status } of verdict?.report.tests ?? []) {
      const known = tests.get(id) ?? { passed: 0, of: 0 };
      tests.set(id, { passed: known.passed + (status === "passed" ? 1 : 0), of: known.of + 1 });
    }
  }
  const shares = [...tests].map(([id, counts]) => ({ id, ...counts }));
  return shares.sort((a, b) => a.passed / a.of - b.passed / b.of);
}

/** A reason for failures, with the hand-ins that have it and one test of each. */
export interface ReasonStatistics {
  readonly reason: string;
  readonly tests: number;
  readonly handIns: readonly GradeLine[];
}

/** The reasons for failed tests, those of the most hand-ins first. */
export function failureReasons(lines: readonly GradeLine[]): ReasonStatistics[] {
  const reasons = new Map<string, { tests: number; handIns: Set<GradeLine> }>();
  for (const line of lines) {
    for (const { status, cause, message = "" } of line.verdict?.report.tests ?? []) {
      if (status === "passed") continue;
      const reason = reasonWords(cause ?? message, line.verdict?.report.tree ?? "");
      const known = reasons.get(reason) ?? { tests: 0, handIns: new Set<GradeLine>() };
      known.tests++;
      known.handIns.add(line);
      reasons.set(reason, known);
    }
  }
  return [...reasons]
    .map(([reason, { tests, handIns }]) => ({ reason, tests, handIns: [...handIns] }))
    .sort((a, b) => b.handIns.length - a.handIns.length || b.tests - a.tests);
}

/** A cause without what differs from hand-in to hand-in: its path, lines and times. */
function reasonWords(cause: string, path: string): string {
  const [first = ""] = cause.replaceAll(`${path}/`, "").split("\n");
  return first.replace(/:\d+:\d+/g, "").replace(/\d+(\.\d+)? (ms|s)\b/g, "N $2");
}

/** What the graded hand-ins ran behind, in a sentence; workers on several machines may have different walls. */
export function wallsInWords(lines: readonly GradeLine[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of lines) {
    if (verdict === undefined) continue;
    const where = placeOf[verdict.report.wall ?? "none"];
    counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  const [first, ...others] = [...counts];
  if (first === undefined) return "";
  if (others.length === 0) return `All hand-ins ran ${first[0]}.`;
  return `Hand-ins ran ${[first, ...others].map(([where, n]) => `${where} (${n})`).join(", ")}.`;
}

const placeOf: Readonly<Record<NonNullable<GradeReport["wall"]>, string>> = {
  bubblewrap: "behind bubblewrap",
  user: "behind a user of their own",
  none: "without a wall",
};

/** How many hand-ins have how many points, in at most ten steps of whole points. */
export interface ScoreStep {
  /** The fewest points. */
  readonly from: number;
  /** The most; parts of a point above it still belong to this step. */
  readonly to: number;
  readonly count: number;
}

/** The distribution of the scores of hand-ins that were graded. */
export function distribution(lines: readonly GradeLine[]): ScoreStep[] {
  const max = Math.ceil(Math.max(1, ...lines.map(({ maxScore }) => maxScore)));
  const width = Math.ceil((max + 1) / 10);
  const scores = lines.map(({ score }) => score).filter((score) => score !== undefined);
  return Array.from({ length: Math.ceil((max + 1) / width) }, (_, index) => {
    const from = index * width;
    const count = scores.filter((score) => Math.floor(score / width) === index).length;
    return { from, to: Math.min(max, from + width - 1), count };
  });
}

/** The middle one of some numbers, or the mean of the two in the middle; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const above = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] ?? above) + above) / 2;
}

/** What in a hand-in looks as if somebody had tried to get around the grader, for people to look at. */
export function suspicions({ verdict }: GradeLine): string[] {
  const { notices = [], tests = [], checks = [] } = verdict?.report ?? {};
  const found = notices.filter((notice) => /^ignored your |hostile/.test(notice));
  const bypass = tests.find(({ message = "" }) => message.startsWith("Code bypasses"));
  if (bypass?.message !== undefined) found.push(bypass.message.split("\n").slice(1).join(" "));
  for (const { message = "", places = [] } of checks) {
    if (/hostile|is a link|leads outside/.test(message)) found.push(message);
    for (const { code, file, line } of places) {
      if (/^(inline-config|prettier-ignore)$/.test(code)) found.push(`${code} in ${file}:${line}`);
    }
  }
  return found;
}
