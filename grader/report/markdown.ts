import { failureGroups, messageOf, placeWords, sameWords, type FailureGroup } from "./failures.js";
import { pointsByGroup, sumOf } from "./points.js";
import type { GradeReport } from "./report_types.js";
import {
  checkMessage,
  checkNames,
  explainingChecks,
  manualWords,
  problemsHeading,
  summaryWords,
} from "./words.js";

/** Longer messages are cut: a summary of GitHub Actions may have 1 MiB. In characters. */
const maxMessage = 8_000;

/** A report as Markdown, for the summary of a CI job. */
export function markdownReport(report: GradeReport): string {
  const first = explainingChecks(report);
  const failed = report.checks.filter(
    (check) => check.status === "failed" && !first.includes(check),
  );
  const blocks = [
    `## ${summaryWords(report)}`,
    manualWords(report),
    report.problems.length === 0
      ? ""
      : `**${problemsHeading}**\n\n${fence(report.problems.join("\n"))}`,
    report.notices.map((notice) => `- note: ${inline(notice)}`).join("\n"),
    pointsTable(report),
    ...first.map((check) => `### ✗ ${checkNames[check.id]}\n\n${fence(checkMessage(check))}`),
    ...failureGroups(report.tests).map(failure),
    ...failed.map((check) => `### ✗ ${checkNames[check.id]}\n\n${fence(checkMessage(check))}`),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function pointsTable(report: GradeReport): string {
  const lines = pointsByGroup(report);
  const { score, maxScore } = sumOf(lines);
  return [
    "| group | passed | points |",
    "| --- | ---: | ---: |",
    ...lines.map((line) => `| ${line.name} | ${line.passed} | ${line.score}/${line.maxScore} |`),
    `| **total** | | **${score}/${maxScore}** |`,
  ].join("\n");
}

function failure(group: FailureGroup): string {
  const { told } = group;
  const lines = [messageOf(told), placeWords(told), told.repeat ?? ""];
  const status = told.status === "failed" ? "" : ` (${told.status})`;
  const blocks = [
    `### ✗ ${told.id}${status}`,
    fence(lines.filter((line) => line !== "").join("\n")),
    inline(sameWords(group)),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** Text as it is, in a block of code that nothing in it can end. */
function fence(text: string): string {
  const cut = text.length > maxMessage ? `${text.slice(0, maxMessage)}\n(cut)` : text;
  const longest = Math.max(2, ...[...cut.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}text\n${cut}\n${marks}`;
}

/** Text of which nothing is taken for markup. */
function inline(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~-]/g, "\\$&").replaceAll("\n", " ");
}
