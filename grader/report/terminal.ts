import Table from "cli-table3";
import type { CheckResult } from "../static/check_result.js";
import type { Colors } from "./colors.js";
import type { ReportSpec } from "./report_spec.js";
import type { Graded } from "./score.js";
import type { ReportedTest } from "./report_types.js";

/** How to show a report. */
export interface ShowOptions {
  readonly lab: ReportSpec;
  readonly colors: Colors;
  /** Also show passed tests, durations and output. */
  readonly verbose: boolean;
}

/** Formats a run for people: what failed and why, the checks, and at the end the points by group and their sum. */
export function terminalReport(
  graded: Graded,
  notices: readonly string[],
  options: ShowOptions,
): string {
  const { colors } = options;
  const { report } = graded;
  const blocks = [
    notices.map((notice) => `${colors.yellow("note")}  ${notice}`).join("\n"),
    testLines(graded, options),
    report.checks.map((check) => checkLines(check, colors)).join("\n"),
    pointsTable(graded),
    summary(graded, options),
    problemLines(graded, colors),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** The tests that did not earn their points (with `verbose`, all tests), each with its message. */
function testLines(graded: Graded, options: ShowOptions): string {
  const { verbose } = options;
  const shown = graded.report.tests.filter(
    (test) => graded.chosen.has(test.id) && (verbose || test.status !== "passed"),
  );
  const ran = shown.filter((test) => test.status !== "notRun");
  const width = Math.max(0, ...ran.map((test) => test.id.length));
  return [
    ...ran.map((test) => testLine(test, graded, width, options)),
    ...notRunLines(shown.filter((test) => test.status === "notRun")),
  ].join("\n");
}

/** Tests that did not run for the same reason share a line. */
function notRunLines(tests: readonly ReportedTest[]): string[] {
  const byReason = new Map<string, ReportedTest[]>();
  for (const test of tests) {
    const reason = test.message ?? "not run";
    byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
  }
  return [...byReason].map(([reason, group]) => {
    const names = group.length > 3 ? `${group.length} tests` : group.map(({ id }) => id).join(", ");
    return `- ${names}: ${reason}`;
  });
}

function testLine(
  test: ReportedTest,
  graded: Graded,
  width: number,
  { lab, colors, verbose }: ShowOptions,
): string {
  const result = graded.results.get(test.id);
  const passed = test.status === "passed";
  const sign = passed ? colors.green("✓") : colors.red("✗");
  const facts = [
    ...(passed || test.status === "failed" ? [] : [test.status]),
    ...(verbose ? [`${test.durationMs} ms`] : []),
    ...(result !== undefined && result.attempts > 1 ? [`${result.attempts} attempts`] : []),
  ];
  const message = said(test, verbose);
  const [headline, ...rest] = (/^Done: .*\n/.test(message) ? `\n${message}` : message).split("\n");
  const name = passed || headline === "" ? test.id : test.id.padEnd(width);
  const brackets = facts.length > 0 ? ` ${colors.dim(`(${facts.join(", ")})`)}` : "";
  const place = passed ? "" : placeOf(lab, test);
  const lines = [
    `${sign} ${name}${brackets} ${headline ?? ""}`.trimEnd(),
    ...rest.map((line) => indent(line, 4)),
    ...(place === "" ? [] : [`    ${colors.dim(place)}`]),
    ...(verbose && result?.output !== undefined ? printed(result.output, colors) : []),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

/** The message of a test; for an unwritten stub, only its first line. */
function said(test: ReportedTest, verbose: boolean): string {
  if (test.status === "passed") return "";
  const message = test.message ?? "failed without a message";
  return message.startsWith("TODO(") && !verbose ? (message.split("\n")[0] ?? "") : message;
}

/** Where to look and what to read, unless the message already says so. */
function placeOf(lab: ReportSpec, { id, section, message = "" }: ReportedTest): string {
  const namesFile = lab.studentFiles.some(({ path }) => message.includes(path));
  const file = namesFile ? undefined : lab.tests.find((test) => test.id === id)?.file;
  const read = /\bsection \d/.test(message) ? undefined : section;
  const parts = [file && `look at ${file}`, read && `read section ${read} of the handout`];
  return parts.filter((part) => part !== undefined).join("; ");
}

function printed(output: string, colors: Colors): string[] {
  return [`    ${colors.dim("printed:")}`, indent(output.trimEnd(), 6)];
}

const CHECK_NAMES: Readonly<Record<CheckResult["id"], string>> = {
  typecheck: "Types",
  lint: "Lint",
  format: "Formatting",
  "design-comment": "Design comment",
};

function checkLines(check: CheckResult, colors: Colors): string {
  const sign =
    check.status === "passed"
      ? colors.green("✓")
      : check.status === "failed"
        ? colors.red("✗")
        : "-";
  const name = CHECK_NAMES[check.id].padEnd(15);
  const text = check.message ?? (check.status === "passed" ? "clean" : check.status);
  return text.includes("\n")
    ? `${sign} ${name.trimEnd()}\n${indent(text, 4)}`
    : `${sign} ${name} ${text}`;
}

function pointsTable(graded: Graded): string {
  const { report, chosen } = graded;
  const table = new Table({
    head: ["Group", "Passed", "Points"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  const groups = new Set(report.tests.map((test) => test.group));
  for (const group of groups) {
    const tests = report.tests.filter((test) => test.group === group && chosen.has(test.id));
    if (tests.length === 0) continue;
    const passed = tests.filter((test) => test.status === "passed").length;
    table.push([group, `${passed} of ${tests.length}`, pointsOf(tests)]);
  }
  // Formatting concerns the whole submission.
  const checks = isNarrowed(graded) ? [] : report.checks.filter((check) => check.maxScore > 0);
  for (const check of checks) {
    table.push([CHECK_NAMES[check.id], check.score > 0 ? "yes" : "no", pointsOf([check])]);
  }
  const counted = [...report.tests.filter((test) => chosen.has(test.id)), ...checks];
  table.push([isNarrowed(graded) ? "Total of these" : "Total", "", pointsOf(counted)]);
  return table.toString();
}

function pointsOf(items: readonly { score: number; maxScore: number }[]): string {
  const score = items.reduce((sum, item) => sum + item.score, 0);
  const maxScore = items.reduce((sum, item) => sum + item.maxScore, 0);
  return `${score}/${maxScore}`;
}

function summary(graded: Graded, { lab, colors }: ShowOptions): string {
  const { report } = graded;
  const seconds = (report.durationMs / 1000).toFixed(1);
  const full = report.score === report.maxScore;
  const points = `${report.score}/${report.maxScore} points`;
  const lines: string[] = [];
  if (graded.interrupted) {
    lines.push(colors.yellow(`Stopped after ${seconds} s, with ${report.score} points so far.`));
  } else if (isNarrowed(graded)) {
    lines.push(`${graded.chosen.size} of ${report.tests.length} tests were chosen; ${seconds} s.`);
  } else {
    const whole = `${lab.title}, ${report.part}, ${report.tree}: ${points}`;
    lines.push(`${full ? colors.green(whole) : whole} in ${seconds} s.`);
  }
  const { manual } = report;
  if (manual.maxScore > 0) {
    const place = manual.file === undefined ? "" : ` (${manual.file}:${manual.line ?? 1})`;
    lines.push(`${manual.maxScore} more points are given by hand: ${manual.message}${place}.`);
  }
  return lines.join("\n");
}

function problemLines(graded: Graded, colors: Colors): string {
  if (graded.problems.length === 0) return "";
  const head = "The grader itself failed, so these points are meaningless; tell your instructors:";
  return [colors.red(head), ...graded.problems.map((problem) => indent(problem, 2))].join("\n");
}

/** Whether only some tests of the part were chosen. */
function isNarrowed(graded: Graded): boolean {
  return graded.chosen.size < graded.report.tests.length;
}

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");
}
