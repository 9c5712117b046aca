import Table from "cli-table3";
import type { CheckResult } from "../static/check_result.js";
import type { Colors } from "./colors.js";
import {
  failureGroups,
  isTodo,
  messageOf,
  placeWords,
  sameWords,
  type FailureGroup,
} from "./failures.js";
import { pointsByGroup, sumOf } from "./points.js";
import type { ReportSpec } from "./report_spec.js";
import type { GradeReport, ReportedTest } from "./report_types.js";
import {
  checkMessage,
  checkNames,
  explainingChecks,
  isNarrowed,
  manualWords,
  problemsHeading,
  summaryWords,
  wallWords,
} from "./words.js";

/** How to show a report. */
export interface ShowOptions {
  readonly lab: ReportSpec;
  readonly colors: Colors;
  /** Also show passed tests, durations and output, and tell every failure in full. */
  readonly verbose: boolean;
}

/**
 * Formats a run for people: what explains failures, what failed and why, the other checks, and at the end the points by
 * group and their sum.
 */
export function terminalReport(report: GradeReport, options: ShowOptions): string {
  const { colors } = options;
  const first = explainingChecks(report);
  const rest = report.checks.filter((check) => !first.includes(check));
  const linesOf = (checks: readonly CheckResult[]): string =>
    checks.map((check) => checkLines(check, colors)).join("\n");
  const blocks = [
    report.notices.map((notice) => `${colors.yellow("note")}  ${notice}`).join("\n"),
    linesOf(first),
    testLines(report, options),
    linesOf(rest),
    pointsTable(report),
    summary(report, options),
    problemLines(report, colors),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** The tests that did not earn their points, by cause; with `verbose`, all tests. */
function testLines({ tests }: GradeReport, options: ShowOptions): string {
  const chosen = tests.filter((test) => test.chosen);
  const groups: FailureGroup[] = options.verbose
    ? chosen.map((told) => ({ told, same: [] }))
    : failureGroups(chosen);
  const ran = groups.filter(({ told }) => told.status !== "notRun");
  const width = Math.max(0, ...ran.map(({ told }) => told.id.length));
  return [
    ...ran.map((group) => groupLines(group, width, options)),
    ...failureGroups(chosen.filter(({ status }) => status === "notRun")).map(notRunLine),
  ].join("\n");
}

/** Tests that did not run for the same reason share a line. */
function notRunLine({ told, same }: FailureGroup): string {
  const tests = [told, ...same];
  const names = tests.length > 3 ? `${tests.length} tests` : tests.map(({ id }) => id).join(", ");
  return `- ${names}: ${told.message ?? "not run"}`;
}

function groupLines(group: FailureGroup, width: number, options: ShowOptions): string {
  const { colors, verbose } = options;
  const { told } = group;
  const passed = told.status === "passed";
  const sign = passed ? colors.green("✓") : colors.red("✗");
  const facts = [
    ...(passed || told.status === "failed" ? [] : [told.status]),
    ...(verbose ? [`${told.durationMs} ms`] : []),
    ...(told.attempts > 1 ? [`${told.attempts} attempts`] : []),
  ];
  const message = said(told, verbose);
  const [headline, ...rest] = (/^Done: .*\n/.test(message) ? `\n${message}` : message).split("\n");
  const name = passed || headline === "" ? told.id : told.id.padEnd(width);
  const brackets = facts.length > 0 ? ` ${colors.dim(`(${facts.join(", ")})`)}` : "";
  const after = passed ? [] : [placeWords(told), told.repeat ?? "", sameWords(group)];
  const lines = [
    `${sign} ${name}${brackets} ${headline ?? ""}`.trimEnd(),
    ...rest.map((line) => indent(line, 4)),
    ...after.filter((line) => line !== "").map((line) => `    ${colors.dim(line)}`),
    ...(verbose && told.output !== undefined ? printed(told.output, colors) : []),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

/** The message of a test; for an unwritten stub, only its first line. */
function said(test: ReportedTest, verbose: boolean): string {
  if (test.status === "passed") return "";
  const message = messageOf(test);
  return isTodo(test) && !verbose ? (message.split("\n")[0] ?? "") : message;
}

function printed(output: string, colors: Colors): string[] {
  return [`    ${colors.dim("printed:")}`, indent(output.trimEnd(), 6)];
}

function checkLines(check: CheckResult, colors: Colors): string {
  const signs = { passed: colors.green("✓"), failed: colors.red("✗"), skipped: "-" };
  const sign = signs[check.status];
  const name = checkNames[check.id].padEnd(15);
  const text = checkMessage(check);
  return text.includes("\n")
    ? `${sign} ${name.trimEnd()}\n${indent(text, 4)}`
    : `${sign} ${name} ${text}`;
}

function pointsTable(report: GradeReport): string {
  const table = new Table({
    head: ["Group", "Passed", "Points"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  const lines = pointsByGroup(report);
  for (const { name, passed, score, maxScore } of lines) {
    table.push([name, passed, `${score}/${maxScore}`]);
  }
  const { score, maxScore } = sumOf(lines);
  table.push([isNarrowed(report) ? "Total of these" : "Total", "", `${score}/${maxScore}`]);
  return table.toString();
}

function summary(report: GradeReport, { colors, verbose }: ShowOptions): string {
  const words = summaryWords(report);
  const isFull = report.score === report.maxScore;
  const shown =
    report.outcome === "interrupted" ? colors.yellow(words) : isFull ? colors.green(words) : words;
  // A student's own package has no wall, and nobody in it needs one.
  const wall = verbose || (report.wall ?? "none") !== "none" ? wallWords(report) : "";
  return [shown, manualWords(report), wall].filter((line) => line !== "").join("\n");
}

function problemLines({ problems }: GradeReport, colors: Colors): string {
  if (problems.length === 0) return "";
  return [colors.red(problemsHeading), ...problems.map((problem) => indent(problem, 2))].join("\n");
}

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");
}
