import { escapeHtml } from "../base/escape_html.js";
import { reportSections } from "../report/html.js";
import { page, table } from "../report/page.js";
import type { ClassPart, ClassSpec } from "./class_spec.js";
import { forStudents } from "./for_students.js";
import type { GradeLine } from "./grade_line.js";
import { namesOf } from "./hand_in.js";
import { lateWords } from "./late.js";

/**
 * The page of one hand-in, which can be sent as it is: the points of both parts, lateness, and what the report says.
 *
 * @param picture the drawing of its failures, a page of its own; undefined if there is none.
 */
export function studentPage(
  lab: ClassSpec,
  part: ClassPart,
  line: GradeLine,
  picture: string | undefined,
): string {
  const { handIn, verdict, problem, score, maxScore } = line;
  const title = `${lab.title}, ${part.name}`;
  const total = score === undefined ? "no points yet" : `${score} of ${maxScore} points`;
  const open = part.manual !== undefined && line.manual === undefined;
  const body = [
    `<h1>${escapeHtml(title)}: ${escapeHtml(namesOf(handIn))}</h1>`,
    `<p class="points">${total}${open && score !== undefined ? ` <span class="dim">so far</span>` : ""}</p>`,
    summary(lab, part, line),
    ...(verdict === undefined
      ? [`<h2>Not graded</h2>`, `<pre>${escapeHtml(problem ?? "")}</pre>`]
      : reportSections(forStudents(verdict.report))),
    ...(picture === undefined ? [] : [pictureSection(picture)]),
  ];
  return page(`${title}: ${namesOf(handIn)}`, body.join("\n"), picture !== undefined);
}

function summary({ submissionsPerDeadline }: ClassSpec, part: ClassPart, line: GradeLine): string {
  const { handIn, verdict, late, manual, due } = line;
  const rows: [string, string][] = [];
  if (verdict !== undefined) {
    rows.push(["tests and checks", `${verdict.report.score} of ${verdict.report.maxScore}`]);
  }
  if (part.manual !== undefined) {
    const given = manual === undefined ? "open" : `${manual.points} of ${part.manual.points}`;
    const why = manual?.comment ? `: ${manual.comment}` : "";
    rows.push([`by hand (${part.manual.what})`, `${given}${why}`]);
  }
  if (late.penalty > 0) rows.push(["for lateness", `−${late.penalty}`]);
  const at = handIn.submittedAt;
  rows.push(["deadline", due]);
  rows.push(["handed in", at === undefined ? "time unknown" : `${at}, ${lateWords(late)}`]);
  if (handIn.markedLate === true) rows.push(["", "marked as late by the learning platform"]);
  if (handIn.submissions !== undefined) {
    rows.push(["submissions", `${handIn.submissions} of ${submissionsPerDeadline}`]);
  }
  return table(
    ["", ""],
    rows.map((row) => row.map(escapeHtml)),
  );
}

/** The drawing as a page within the page; it runs apart from it, and reaches no network. */
function pictureSection(picture: string): string {
  return [
    `<h2>Pictures of the failures</h2>`,
    `<details open><summary>What happened in simulation, drawn; it may also be opened alone from <code>pictures/</code></summary>`,
    `<iframe class="picture" title="Pictures of the failures" sandbox="allow-scripts" srcdoc="${escapeHtml(picture)}"></iframe></details>`,
  ].join("\n");
}
