import { escapeHtml } from "../base/escape_html.js";
import type { CheckResult } from "../static/check_result.js";
import { failureGroups, messageOf, placeWords, sameWords, type FailureGroup } from "./failures.js";
import { page, table } from "./page.js";
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

/** A report as a page of its own. */
export function htmlReport(report: GradeReport): string {
  const { title, part, tree } = report;
  return page(
    `${title}, ${part}: ${tree}`,
    [heading(report), ...reportSections(report)].join("\n"),
  );
}

function heading(report: GradeReport): string {
  return [
    `<h1>${escapeHtml(`${report.title}, ${report.part}`)}</h1>`,
    `<p class="points">${report.score} of ${report.maxScore} points</p>`,
    `<p class="dim">${escapeHtml(summaryWords(report))} ${escapeHtml(manualWords(report))}</p>`,
  ].join("\n");
}

/** The sections of a report on any page: the points, what failed and why, and the checks. */
export function reportSections(report: GradeReport): string[] {
  const first = explainingChecks(report);
  const rest = report.checks.filter((check) => !first.includes(check));
  const groups = failureGroups(report.tests);
  return [
    problems(report),
    notices(report),
    `<h2>Points</h2>`,
    pointsTable(report),
    ...(first.length > 0 ? [`<h2>Read this first</h2>`, ...first.map(checkBlock)] : []),
    ...(groups.length > 0 ? [`<h2>What failed</h2>`, ...groups.map(failure)] : []),
    `<h2>Checks</h2>`,
    ...rest.map(checkBlock),
  ].filter((section) => section !== "");
}

function problems(report: GradeReport): string {
  if (report.problems.length === 0) return "";
  const text = escapeHtml(report.problems.join("\n"));
  return `<h2 class="bad">${escapeHtml(problemsHeading)}</h2>\n<pre>${text}</pre>`;
}

function notices(report: GradeReport): string {
  if (report.notices.length === 0) return "";
  return `<ul>${report.notices.map((notice) => `<li>${escapeHtml(notice)}</li>`).join("")}</ul>`;
}

function pointsTable(report: GradeReport): string {
  const lines = pointsByGroup(report);
  const { score, maxScore } = sumOf(lines);
  const rows = lines.map((line) => [
    escapeHtml(line.name),
    line.passed,
    `${line.score}/${line.maxScore}`,
  ]);
  const total = ["<strong>Total</strong>", "", `<strong>${score}/${maxScore}</strong>`];
  return table(["Group", "Passed", "Points"], [...rows, total], [1, 2]);
}

function failure(group: FailureGroup): string {
  const { told } = group;
  const status = told.status === "failed" ? "" : ` <span class="dim">(${told.status})</span>`;
  const after = [placeWords(told), told.repeat ?? ""].filter((line) => line !== "");
  const same = sameWords(group);
  return [
    `<h3 id="${escapeHtml(told.id)}"><span class="bad">✗</span> ${escapeHtml(told.id)}${status}</h3>`,
    `<p>${escapeHtml(told.goal)}</p>`,
    `<pre>${escapeHtml(messageOf(told))}</pre>`,
    ...after.map((line) => `<p class="dim">${escapeHtml(line)}</p>`),
    ...(same === "" ? [] : [`<p>${escapeHtml(same)}</p>`]),
    ...(told.output === undefined
      ? []
      : [`<details><summary>Printed</summary><pre>${escapeHtml(told.output)}</pre></details>`]),
  ].join("\n");
}

function checkBlock(check: CheckResult): string {
  const signs = {
    passed: `<span class="good">✓</span>`,
    failed: `<span class="bad">✗</span>`,
    skipped: `<span class="dim">–</span>`,
  };
  const name = checkNames[check.id];
  const message = checkMessage(check);
  if (check.status === "passed" && !message.includes("\n")) {
    return `<p>${signs.passed} ${name}: ${escapeHtml(message)}</p>`;
  }
  return `<h3>${signs[check.status]} ${name}</h3>\n<pre>${escapeHtml(message)}</pre>`;
}
