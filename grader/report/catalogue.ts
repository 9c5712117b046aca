import type { TestFacts } from "../suite/suite_spec.js";
import type { Colors } from "./colors.js";
import { testsOf, type Part, type ReportSpec } from "./report_spec.js";

/** The tests of a part, or of all parts, by group, with their points. */
export function listTests(lab: ReportSpec, part: Part | undefined, colors: Colors): string {
  const parts = part === undefined ? lab.parts : [part];
  return parts.map((each) => listPart(lab, each, colors)).join("\n");
}

function listPart(lab: ReportSpec, part: Part, colors: Colors): string {
  const tests = testsOf(lab, part);
  const lines = [colors.bold(`${lab.title}, ${part.name}: ${sum(tests)} points`)];
  for (const group of new Set(tests.map((test) => test.group))) {
    const members = tests.filter((test) => test.group === group);
    lines.push("", `${group} (${sum(members)} points)`);
    const width = Math.max(...members.map((test) => test.id.length));
    for (const test of members) lines.push(`  ${test.id.padEnd(width)}  ${test.goal}`);
  }
  const beside = [
    ...(part.formattingPoints > 0 ? [`Formatting (${inPoints(part.formattingPoints)})`] : []),
    ...(part.manual === undefined ? [] : [`by hand ${part.manual.points}`]),
  ];
  if (beside.length > 0) lines.push("", beside.join(", "));
  return `${lines.join("\n")}\n`;
}

/** What a test does, which rule it checks, and where to look. */
export function explainTest(test: TestFacts, colors: Colors): string {
  return [
    `${colors.bold(test.id)} (${inPoints(test.points)}, ${test.parts.join(" and ")})`,
    `  What it does:  ${test.goal}`,
    `  The rule:      ${test.rule}`,
    `  Where it runs: ${placesInWords(test)}`,
    `  Look at:       ${test.file}, and section ${test.section} of the handout`,
    ...(test.details === undefined ? [] : [test.details.replace(/^/gm, "  ")]),
    "",
  ].join("\n");
}

function placesInWords({ seeds, real }: TestFacts): string {
  return `in simulation, under ${seeds} seed${seeds === 1 ? "" : "s"}${real ? ", and on real threads and sockets" : ""}`;
}

function sum(tests: readonly TestFacts[]): number {
  return tests.reduce((total, { points }) => total + points, 0);
}

function inPoints(points: number): string {
  return `${points} point${points === 1 ? "" : "s"}`;
}
