/**
 * Goal: the assignment says what the manifest says, wherever a message sends its reader. Method: each figure is looked up
 * in the section where it belongs, in the page as it is built.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { course } from "../../../../grader/labs/cmud/manifest.js";
import { composePages } from "../../../../grader/publish/handout/compose.js";
import { pointsOf } from "../../../../grader/publish/handout/tables.js";
import { handoutValues } from "../../../../grader/publish/handout/values.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const { pages, sections } = composePages(join(kitRoot, "handout"), "student", handoutValues(cmud));

// Without the padding of tables and the breaks of lines, which are the formatter's.
const text = (pages.find(({ file }) => file === "assignment.md")?.markdown ?? "")
  .replaceAll("\u00a0", " ")
  .replace(/ +/g, " ")
  .replace(/(?<=[^\n|])\n(?=[^\n#|])/g, " ");

/** The text of a section, with what is below it. */
function section(number: string): string {
  const depth = "#".repeat(number.includes(".") ? 3 : 2);
  const start = text.indexOf(`${depth} ${number} `);
  if (start < 0) throw new Error(`the assignment has no section ${number}`);
  const body = text.slice(text.indexOf("\n", start));
  const end = body.search(number.includes(".") ? /^#{2,3} /m : /^## /m);
  return end < 0 ? body : body.slice(0, end);
}

describe("the assignment", () => {
  const { limits } = course;
  const points = pointsOf(cmud);
  const figures: [where: string, phrase: string][] = [
    ["5.1", `**${limits.localVisibilityMs} ms**`],
    ["5.1", `**at most ${limits.messagesPerSecond} messages per second**`],
    ["5.2", `**${limits.remoteVisibilityMs.toLocaleString("en")} ms**`],
    ["5.2", `**${limits.maxOneWayLatencyMs} ms**`],
    ["5.2", `**At most ${limits.messagesPerSecond} messages per second**`],
    ["5.2", `up to ${limits.maxOneWayLatencyMs} ms</text>`],
    ["7.3", `There are ${course.submissionsPerDeadline} submissions for each deadline`],
    ["7.3", `at most ${course.late.maxLateDays} days`],
    ["8", `${points.checkpoint} points, ${course.checkpointPercent}% of the grade`],
    ["9", `| checkpoint | ${points.checkpoint} |`],
    ["9", `| final | ${points.final} |`],
    ["9", `| by hand: the comment about your sync strategy, and style | ${points.manual} |`],
    ["9", `| formatting of the final | ${points.formatting} |`],
    ["9", `| total | ${points.total} |`],
  ];
  for (const [where, phrase] of figures) {
    it(`says "${phrase}" in section ${where}`, () => {
      expect(section(where)).to.contain(phrase);
    });
  }

  it("names every file that students finish", () => {
    for (const { path } of cmud.studentFiles) expect(section("7.1")).to.contain(`\`${path}\``);
  });

  it("has every section that a test, a stub or a message of the course points at, with an anchor", () => {
    const wanted = new Set([...cmud.tests.map((test) => test.section), "5"]);
    for (const { path } of cmud.studentFiles) {
      const stub = readFileSync(join(kitRoot, "starter", path), "utf8");
      for (const [, number] of stub.matchAll(/, "(\d(?:\.\d)?)"/g))
        if (number !== undefined) wanted.add(number);
    }
    for (const number of wanted) {
      expect(section(number).length).to.be.greaterThan(100);
      expect(text).to.contain(`<a id="section-${number}"`);
      expect([...sections.keys()]).to.contain(number);
    }
  });

  it("lists every test of both hand-ins, each once", () => {
    const lists = pages.filter(({ file }) => file.endsWith("_tests.md"));
    const all = lists.map(({ markdown }) => markdown.replaceAll("\u00a0", " ")).join("\n");
    for (const { id, goal, rule } of cmud.tests) {
      expect(all.split(`<a id="${id}"></a>`), id).to.have.length(2);
      expect(all).to.contain(goal).and.to.contain(rule);
    }
  });
});
