import type { PublishedTest, PublishSpec } from "../publish_spec.js";
import { daysLater, formatDate } from "./dates.js";

/** The tables and lists that pages name as `{{tables.points}}`, as Markdown. */
export function tablesOf(lab: PublishSpec): Record<string, string> {
  const { parts, tests, openFolders } = lab;
  const testsOf = (part: string): PublishedTest[] =>
    tests.filter((test) => test.parts.includes(part));
  const repeated = tests.filter((test) => test.parts.length > 1);
  return {
    "tables.dates": datesTable(lab),
    "tables.points": pointsTable(lab),
    "tables.effort": effortTable(lab),
    "tables.studentFiles": filesTable(lab),
    ...Object.fromEntries(
      parts.flatMap(({ name }) => [
        [`tables.${name}Groups`, groupsTable(testsOf(name))],
        [`tables.${name}Tests`, testsText(testsOf(name).filter((test) => test.parts[0] === name))],
      ]),
    ),
    "lists.openFolders": sentence(openFolders.map((folder) => `\`${folder}/\``)),
    "lists.repeatedGroups": sentence(groupsOf(repeated).map((group) => `\`${group}\``)),
  };
}

function datesTable({ released, parts, late }: PublishSpec): string {
  const rows = parts.map(({ name, due }) => [
    `${name} due`,
    formatDate(due),
    formatDate(daysLater(due, late.maxLateDays)),
  ]);
  return table(
    ["", "when", "accepted late until"],
    [["released", formatDate(released), ""], ...rows],
  );
}

function pointsTable(lab: PublishSpec): string {
  const rows = lab.parts.flatMap(({ name, manual, formattingPoints }) => [
    ...(manual === undefined ? [] : [[`by hand: ${manual.what}`, manual.points]]),
    ...(formattingPoints === 0 ? [] : [[`formatting of the ${name}`, formattingPoints]]),
  ]);
  const points = pointsOf(lab);
  const tested = lab.parts.map(({ name }) => [name, points[name] ?? 0]);
  return table(["part", "points"], [...tested, ...rows, ["total", points["total"] ?? 0]]);
}

/** The points of the tests of each part by its name, and `manual`, `formatting` and `total`. */
export function pointsOf({ parts, tests }: PublishSpec): Readonly<Record<string, number>> {
  const sum = (points: readonly number[]): number =>
    points.reduce((total, each) => total + each, 0);
  const tested = parts.map(({ name }): [string, number] => {
    const members = tests.filter((test) => test.parts.includes(name));
    return [name, sum(members.map(({ points }) => points))];
  });
  const manual = sum(parts.map((part) => part.manual?.points ?? 0));
  const formatting = sum(parts.map(({ formattingPoints }) => formattingPoints));
  const total = sum(tested.map(([, points]) => points)) + manual + formatting;
  return { ...Object.fromEntries(tested), manual, formatting, total };
}

function effortTable({ effort }: PublishSpec): string {
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

function filesTable({ studentFiles }: PublishSpec): string {
  const rows = studentFiles.map(({ path, dueFor }) => [`\`${path}\``, dueFor]);
  return table(["file", "first needed for the"], rows);
}

function groupsTable(tests: readonly PublishedTest[]): string {
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
function testsText(tests: readonly PublishedTest[]): string {
  return groupsOf(tests)
    .map((group) => {
      const items = tests.filter((test) => test.group === group).map(testItem);
      return `### ${group}\n\n${items.join("\n\n")}`;
    })
    .join("\n\n");
}

function testItem({ id, goal, rule, section, file, real }: PublishedTest): string {
  const where = real ? " · also on real threads" : "";
  return (
    `<a id="${id}"></a>\n\n**${id}** · section ${section} · \`${file}\`${where}\n\n` +
    `> ${goal}\n>\n> _The rule:_ ${rule}`
  );
}

function groupsOf(tests: readonly PublishedTest[]): string[] {
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
