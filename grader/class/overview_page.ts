import { escapeHtml } from "../base/escape_html.js";
import { bar, page, table } from "../report/page.js";
import type { ClassPart, ClassSpec } from "./class_spec.js";
import type { GradeLine } from "./grade_line.js";
import { namesOf, type Student } from "./hand_in.js";
import { lateWords } from "./late.js";
import {
  distribution,
  failureReasons,
  hardestTests,
  median,
  suspicions,
  wallsInWords,
  type ScoreStep,
} from "./statistics.js";

/** How many lines the lists show that are sorted by how much they matter. */
const shown = 25;

/** The page about the whole class, which links the pages of hand-ins. For instructors only. */
export function overviewPage(
  lab: ClassSpec,
  part: ClassPart,
  lines: readonly GradeLine[],
  missing: readonly Student[],
): string {
  const title = `${lab.title}, ${part.name}: ${lines.length} hand-ins`;
  const sections = [
    `<h1>${escapeHtml(title)}</h1>`,
    facts(lines),
    `<h2>Points</h2>`,
    chart(distribution(lines)),
    ...section("Look at these", attention(lab, lines)),
    ...section(
      "Handed in nothing",
      list(
        missing.map(({ id, firstName, lastName }) =>
          escapeHtml(`${firstName} ${lastName} (${id})`.trim()),
        ),
      ),
    ),
    `<h2>Tests, the hardest first</h2>`,
    hardest(lines),
    ...section("Reasons for failures", reasons(lines)),
    `<h2>All hand-ins</h2>`,
    allHandIns(lines),
  ];
  return page(title, sections.join("\n"));
}

/** The name of a hand-in's page, relative to the overview. */
export function pageName(id: string): string {
  return `pages/${id}.html`;
}

function section(title: string, content: string): string[] {
  return content === "" ? [] : [`<h2>${title}</h2>`, content];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

function link({ handIn }: GradeLine): string {
  const href = escapeHtml(pageName(encodeURIComponent(handIn.id)));
  return `<a href="${href}">${escapeHtml(namesOf(handIn))}</a>`;
}

function facts(lines: readonly GradeLine[]): string {
  const scores = lines.map(({ score }) => score).filter((score) => score !== undefined);
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const took = lines.flatMap(({ verdict }) => verdict?.seconds ?? []);
  const max = lines[0]?.maxScore ?? 0;
  return `<p>${scores.length} of ${lines.length} graded. Of ${max} points, the median is ${median(scores)}, the mean ${mean.toFixed(1)}. Grading a hand-in took ${Math.round(median(took))} s (median), at most ${Math.round(Math.max(0, ...took))} s. ${wallsInWords(lines)}</p>`;
}

/** A histogram, as a picture that also says its numbers. */
function chart(steps: readonly ScoreStep[]): string {
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const [width, height] = [640, 160];
  const step = width / steps.length;
  const bars = steps.map(({ from, to, count }, index) => {
    const tall = (count / most) * (height - 40);
    const x = (index * step + 4).toFixed(1);
    const middle = (index * step + step / 2).toFixed(1);
    return [
      `<rect x="${x}" y="${(height - 20 - tall).toFixed(1)}" width="${(step - 8).toFixed(1)}" height="${tall.toFixed(1)}" rx="2"></rect>`,
      `<text x="${middle}" y="${(height - 25 - tall).toFixed(1)}" text-anchor="middle">${count}</text>`,
      `<text x="${middle}" y="${height - 5}" text-anchor="middle">${range(from, to, "–")}</text>`,
    ].join("");
  });
  const words = steps.map(({ from, to, count }) => `${range(from, to, " to ")}: ${count}`);
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Hand-ins by points. ${words.join("; ")}">${bars.join("")}</svg>`;
}

function range(from: number, to: number, between: string): string {
  return from === to ? `${from}` : `${from}${between}${to}`;
}

/** What somebody should look at: no points, suspicions, lateness, too many submissions, slow ones, real threads alone. */
function attention({ submissionsPerDeadline }: ClassSpec, lines: readonly GradeLine[]): string {
  const items: string[] = [];
  const add = (line: GradeLine, what: string): void => {
    items.push(`${link(line)}: ${escapeHtml(what)}`);
  };
  const usual = median(lines.flatMap(({ verdict }) => verdict?.seconds ?? []));
  for (const line of lines) {
    const { verdict, problem, late, handIn } = line;
    if (problem !== undefined) add(line, `no verdict: ${problem}`);
    if (verdict?.report.outcome === "graderFailed") {
      add(line, `the grader itself failed: ${verdict.report.problems[0] ?? ""}`);
    }
    if (verdict?.report.outcome === "nothingRan") {
      const [first] = verdict.report.checks;
      add(line, `nothing could be run: ${first?.message ?? "see the page"}`);
    }
    for (const suspicion of suspicions(line)) add(line, `looks tampered with: ${suspicion}`);
    if (late.days > 0) add(line, lateWords(late));
    if (handIn.markedLate === true) add(line, "marked as late by the learning platform");
    if ((handIn.submissions ?? 0) > submissionsPerDeadline) {
      add(line, `${handIn.submissions ?? 0} submissions, of ${submissionsPerDeadline} allowed`);
    }
    const slow = verdict !== undefined && verdict.seconds > Math.max(3 * usual, 60);
    if (slow) add(line, `slow: ${Math.round(verdict.seconds)} s`);
    const onReal = verdict?.report.tests.filter(
      ({ status, seed, attempts, cause }) =>
        status !== "passed" && attempts > 0 && seed === undefined && cause !== undefined,
    );
    if (onReal !== undefined && onReal.length > 0) {
      add(line, `failed on real threads only: ${onReal.map(({ id }) => id).join(", ")}`);
    }
  }
  return list(items);
}

function hardest(lines: readonly GradeLine[]): string {
  const tests = hardestTests(lines).filter(({ passed, of }) => passed < of);
  const rows = tests
    .slice(0, shown)
    .map(({ id, passed, of }) => [escapeHtml(id), bar(passed, of), `${passed} of ${of}`]);
  return table(["Test", "", "Passed by"], rows, [2]);
}

function reasons(lines: readonly GradeLine[]): string {
  const all = failureReasons(lines);
  if (all.length === 0) return "";
  const rows = all.slice(0, shown).map(({ reason, tests, handIns }) => {
    const names = handIns.slice(0, 5).map(link).join(", ");
    const more = handIns.length > 5 ? ` and ${handIns.length - 5} more` : "";
    return [escapeHtml(reason), `${handIns.length}`, `${tests}`, `${names}${more}`];
  });
  return table(["Reason", "Hand-ins", "Tests", "Whose"], rows, [1, 2]);
}

function allHandIns(lines: readonly GradeLine[]): string {
  const rows = lines.map((line) => {
    const { handIn, verdict, score, maxScore, manual, late } = line;
    return [
      link(line),
      score === undefined ? `<span class="bad">none</span>` : `${score}/${maxScore}`,
      bar(score ?? 0, maxScore),
      verdict === undefined ? "" : `${verdict.report.score}`,
      manual === undefined ? "" : `${manual.points}`,
      late.days === 0 ? "" : `${late.days}`,
      `${handIn.submissions ?? ""}`,
      verdict === undefined ? "" : String(Math.round(verdict.seconds)),
    ];
  });
  const head = ["Hand-in", "Points", "", "Tests", "By hand", "Days late", "Submissions", "Seconds"];
  return table(head, rows, [1, 3, 4, 5, 6, 7]);
}
