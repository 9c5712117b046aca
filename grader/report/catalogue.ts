import {
  course,
  findTest,
  groupsOf,
  testsOf,
  type CourseTest,
  type Part,
} from "../labs/cmud/manifest.js";
import type { Colors } from "./colors.js";

/** All tests, by hand-in and group, with their points. */
export function listTests(part: Part | undefined, colors: Colors): string {
  const parts: readonly Part[] = part === undefined ? ["checkpoint", "final"] : [part];
  return parts.map((each) => listPart(each, colors)).join("\n");
}

function listPart(part: Part, colors: Colors): string {
  const lines = [colors.bold(`${course.assignment}, ${part}: ${course.points[part]} points`)];
  for (const group of groupsOf(part)) {
    const tests = testsOf(part).filter((test) => test.group === group);
    const points = tests.reduce((sum, test) => sum + test.points, 0);
    lines.push("", `${group} (${points} points)`);
    const width = Math.max(...tests.map((test) => test.id.length));
    for (const test of tests) lines.push(`  ${test.id.padEnd(width)}  ${test.goal}`);
  }
  if (part === "final") {
    lines.push(
      "",
      `Formatting (${course.points.formatting} point), by hand ${course.points.manual}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** What a test does, which rule it checks, and where to look. */
export function explainTest(id: string, colors: Colors): string {
  const test = findTest(id);
  if (test === undefined) throw new Error(`there is no test ${id}`);
  const points = `${test.points} point${test.points === 1 ? "" : "s"}`;
  return [
    `${colors.bold(test.id)} (${points}, ${test.parts.join(" and ")})`,
    `  What it does:  ${test.goal}`,
    `  The rule:      ${test.rule}`,
    `  Where it runs: ${placesOf(test)}`,
    `  Look at:       ${test.file}, and section ${test.section} of the handout`,
    "",
  ].join("\n");
}

function placesOf({ runs }: CourseTest): string {
  const simulated = `in simulation, under ${runs.seeds} seeds`;
  return runs.real ? `${simulated}, and on real threads and sockets` : simulated;
}
