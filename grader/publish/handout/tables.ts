import type { Course, CourseTest, Part } from "../../labs/cmud/types.js";
import { daysLater, formatDate } from "./dates.js";

/** The tables and lists that pages name as `{{tables.points}}`, as Markdown. */
export function courseTables(course: Course): Record<string, string> {
  return {
    "tables.dates": datesTable(course),
    "tables.points": pointsTable(course),
    "tables.effort": effortTable(course),
    "tables.studentFiles": filesTable(course),
    "tables.checkpointGroups": groupsTable(testsOf(course, "checkpoint")),
    "tables.finalGroups": groupsTable(testsOf(course, "final")),
    "tables.checkpointTests": testsText(testsOf(course, "checkpoint")),
    "tables.finalTests": testsText(newInFinal(course)),
    "lists.openFolders": sentence(course.openFolders.map((folder) => `\`${folder}/\``)),
    "lists.repeatedGroups": sentence(repeatedGroups(course).map((group) => `\`${group}\``)),
  };
}

function datesTable({ dates, late }: Course): string {
  const last = (due: string): string => formatDate(daysLater(due, late.maxLateDays));
  return table(
    ["", "when", "accepted late until"],
    [
      ["released", formatDate(dates.release), ""],
      ["checkpoint due", formatDate(dates.checkpointDue), last(dates.checkpointDue)],
      ["final due", formatDate(dates.finalDue), last(dates.finalDue)],
    ],
  );
}

function pointsTable({ points }: Course): string {
  return table(
    ["part", "points"],
    [
      ["checkpoint", points.checkpoint],
      ["final", points.final],
      ["by hand: design comment and style", points.manual],
      ["formatting of the final", points.formatting],
      ["total", points.total],
    ],
  );
}

function effortTable({ effort }: Course): string {
  const rows = effort.map(({ work, dueFor, difficulty, hours, lines }) => [
    work,
    dueFor,
    difficulty,
    hours,
    lines,
  ]);
  const sum = (of: "hours" | "lines"): number =>
    effort.reduce((total, piece) => total + piece[of], 0);
  return table(
    ["piece", "due for the", "difficulty", "hours for a pair", "lines of the reference solution"],
    [...rows, ["together", "", "", sum("hours"), sum("lines")]],
  );
}

function filesTable({ studentFiles }: Course): string {
  const rows = studentFiles.map(({ path, dueFor }) => [`\`${path}\``, dueFor]);
  return table(["file", "first needed for the"], rows);
}

function groupsTable(tests: readonly CourseTest[]): string {
  const rows = groupsOf(tests).map((group) => {
    const members = tests.filter((test) => test.group === group);
    const sections = [...new Set(members.map((test) => test.section))].sort();
    const points = members.reduce((sum, test) => sum + test.points, 0);
    return [
      `\`${group}\``,
      members.length,
      points,
      `section${sections.length > 1 ? "s" : ""} ${sections.join(", ")}`,
    ];
  });
  return table(["group", "tests", "points", "about"], rows);
}

/** A heading for each group, and below it an item for each test. */
function testsText(tests: readonly CourseTest[]): string {
  return groupsOf(tests)
    .map((group) => {
      const items = tests.filter((test) => test.group === group).map(testItem);
      return `### ${group}\n\n${items.join("\n\n")}`;
    })
    .join("\n\n");
}

function testItem({ id, goal, rule, section, file, runs }: CourseTest): string {
  const real = runs.real ? " · also on real threads" : "";
  return (
    `<a id="${id}"></a>\n\n**${id}** · section ${section} · \`${file}\`${real}\n\n` +
    `> ${goal}\n>\n> _The rule:_ ${rule}`
  );
}

function newInFinal(course: Course): CourseTest[] {
  return testsOf(course, "final").filter((test) => !test.parts.includes("checkpoint"));
}

function repeatedGroups(course: Course): string[] {
  return groupsOf(testsOf(course, "final").filter((test) => test.parts.includes("checkpoint")));
}

function testsOf(course: Course, part: Part): CourseTest[] {
  return course.tests.filter((test) => test.parts.includes(part));
}

function groupsOf(tests: readonly CourseTest[]): string[] {
  return [...new Set(tests.map((test) => test.group))];
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function sentence(words: readonly string[]): string {
  const [last = ""] = words.slice(-1);
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
