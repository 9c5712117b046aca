/**
 * Goal: the handout's pages hold no number of the course themselves, and the build refuses what it cannot fill or find.
 * Method: small handouts, each with one thing wrong, and the real one filled for a course with other numbers.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { course } from "../../../../grader/labs/cmud/manifest.js";
import { labNamed, labNames } from "../../../../grader/labs/index.js";
import { composePages } from "../../../../grader/publish/handout/compose.js";
import { daysLater, formatDate } from "../../../../grader/publish/handout/dates.js";
import { pointsOf } from "../../../../grader/publish/handout/tables.js";
import { handoutValues } from "../../../../grader/publish/handout/values.js";
import type { PublishSpec } from "../../../../grader/publish/publish_spec.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const values = handoutValues(cmud);

/** Composes a handout of these files and returns its first page. */
function compose(files: Readonly<Record<string, string>>, audience?: "instructor"): string {
  const dir = join(mkdtempSync(join(tmpdir(), "sources-")), "handout");
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    return composePages(dir, audience ?? "student", values).pages[0]?.markdown ?? "";
  } finally {
    rmSync(dirname(dir), { recursive: true, force: true });
  }
}

function page(body: string, title = "A page", order = 1): string {
  return `---\ntitle: ${title}\norder: ${order}\n---\n\n${body}\n`;
}

/** What is said about a page that cannot be built. */
function refusal(body: string, more: Readonly<Record<string, string>> = {}): string {
  try {
    compose({ "a.md": page(body), ...more });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the page was built");
}

describe("a page of the handout", () => {
  it("gets numbers, dates and tables from the course", () => {
    const { limits, dates } = course;
    expect(compose({ "a.md": page("within {{limits.remoteVisibilityMs}} points") })).to.contain(
      `within ${limits.remoteVisibilityMs.toLocaleString("en")} points`,
    );
    expect(compose({ "a.md": page("{{ dates.finalDue }}") })).to.contain(
      formatDate(dates.finalDue),
    );
    expect(compose({ "a.md": page("{{tables.points}}") })).to.contain(
      `| total | ${pointsOf(cmud)["total"]} |`,
    );
  });

  it("cannot name a value that the course does not have", () => {
    expect(refusal("one\n\ntwo {{limits.localVisibilityMS}}")).to.contain(
      "handout/a.md:8: there is no value {{limits.localVisibilityMS}} in the course; did you mean limits.localVisibilityMs?",
    );
  });

  it("cannot write a number of the course out, and is told the name to write", () => {
    expect(refusal(`within ${course.limits.localVisibilityMs} ms`)).to.contain(
      `handout/a.md:6: the number ${course.limits.localVisibilityMs} is written out; write {{limits.localVisibilityMs}}`,
    );
    expect(refusal("within 2,000 ms")).to.contain("{{limits.remoteVisibilityMs}}");
    expect(refusal("| total | 84 |")).to.contain("{{points.total}}");
    expect(refusal("at most **7** days")).to.contain("the number 7 is written out");
    expect(refusal("[25% of it](b.md)")).to.contain("the number 25% is written out");
  });

  it("may have numbers of sections, of lists, in code, and in addresses", () => {
    const body = [
      "# A title\n\n## 5 Syncing\n\n### 5.1 Local\n\nSee section 5.1, or sections 5 and 5.1.\n\n1. one\n2. two",
      "`--port 6000`\n\n```sh\nsleep 3\n```\n\n[there](https://example.org/2022)",
    ].join("\n\n");
    expect(compose({ "assignment.md": page(body) })).to.contain("sleep 3");
  });

  it("leads to the sections that it names, and names none that are not there", () => {
    const assignment = page("## 5 Syncing\n\ntext\n\n### 5.1 Local syncing\n\ntext", "T", 2);
    const linked = compose({
      "a.md": page("See section 5.1 and `section 9`, sections 5 and 5.1."),
      "assignment.md": assignment,
    });
    expect(linked).to.contain("[section 5.1](assignment.md#51-local-syncing)");
    expect(linked).to.contain("sections [5](assignment.md#5-syncing) and [5.1](assignment.md#51");
    expect(linked).to.contain("`section 9`");
    expect(refusal("See section 5.7.", { "assignment.md": assignment })).to.contain(
      "handout/a.md: the assignment has no section 5.7",
    );
  });

  it("holds its drawings itself, which follow the same rules", () => {
    const svg = (text: string): string =>
      `<svg viewBox="0 0 10 10">\n\n<text x="1">${text}</text>\n</svg>\n`;
    const body = "![A caption.](figures/one.svg)";
    const drawn = compose({
      "a.md": page(body),
      "figures/one.svg": svg("{{limits.localVisibilityMs}} ms"),
    });
    expect(drawn).to.contain(`<text x="1">${course.limits.localVisibilityMs} ms</text>`);
    expect(drawn).to.contain("<b>Figure 1.</b> A caption.");
    expect(drawn.slice(drawn.indexOf("<figure"), drawn.indexOf("</figure"))).not.to.match(
      /\n\s*\n/,
    );
    expect(refusal(body)).to.match(/there is no figure .*handout\/figures\/one\.svg/);
    expect(refusal(body, { "figures/one.svg": svg("500 ms") })).to.contain(
      "handout/figures/one.svg:3: the number 500 is written out",
    );
  });

  it("begins with a title that no other page has, and an order", () => {
    expect(() => compose({ "a.md": "# Text\n" })).to.throw("handout/a.md:1: a page begins with");
    expect(() => compose({ "a.md": page("x"), "b.md": page("y") })).to.throw(
      "handout/b.md:2: a.md has the same title",
    );
  });

  it("is for instructors alone in their folder", () => {
    const files = { "a.md": page("x"), "instructor/b.md": "no page at all" };
    expect(compose(files)).to.contain("x");
    expect(() => compose(files, "instructor")).to.throw("handout/instructor/b.md:1");
  });
});

describe("the handout of every assignment", () => {
  for (const name of labNames) {
    it(`has pages that can be built: ${name}`, async () => {
      const lab = await labNamed(name);
      const dir = join(kitRoot, lab.handout);
      for (const audience of ["student", "instructor"] as const) {
        expect(composePages(dir, audience, handoutValues(lab)).pages).not.to.have.length(0);
      }
    });
  }
});

describe("the handout for another course", () => {
  const limits = {
    localVisibilityMs: 711,
    remoteVisibilityMs: 7_222,
    maxOneWayLatencyMs: 333,
    testOneWayLatencyMs: 344,
    messagesPerSecond: 17,
    maxMessageMiB: 19,
    servers: 5,
    queryActorsPerServer: 6,
    keys: 30_303,
    putLengthPerSecond: 3_456_789,
    oldStateLength: 7_654_321,
    maxKeyLength: 1_713,
    maxValueLength: 1_714,
    simulatedGraceMessages: 18,
    realGraceMessages: 19,
  };
  const dueDates = ["2031-03-04T18:00:00+01:00", "2031-04-05T18:30:00+02:00"];
  const other: PublishSpec = {
    ...cmud,
    course: "Verteilte Systeme",
    values: { limits, checkpointPercent: 37 },
    released: "2031-02-03T00:00:00+01:00",
    parts: cmud.parts.map((part, index) => ({
      ...part,
      due: dueDates[index] ?? "",
      formattingPoints: 304,
      manual: { points: 303, what: "beauty" },
    })),
    late: { maxLateDays: 6, penaltyPerDay: 3 },
    submissionsPerDeadline: 27,
    tests: cmud.tests.slice(0, 1).map((test) => ({ ...test, points: 21 })),
  };
  const all = composePages(join(kitRoot, "handout"), "instructor", handoutValues(other))
    .pages.map(({ markdown }) => markdown.replaceAll("\u00a0", " "))
    .join("\n");

  it("says its numbers, its dates and its policy", () => {
    expect(all).to.contain("Verteilte Systeme");
    expect(all).to.contain("**711 ms**").and.to.contain("**7,222 ms**");
    expect(all).to.contain("at most 17 messages per second");
    expect(all).to.contain("Tuesday, March 4, 2031, 6:00 pm (UTC+01:00)");
    expect(all).to.contain("Friday, April 11, 2031, 6:30 pm (UTC+02:00)");
    expect(all).to.contain("each late day costs 3 points");
    expect(all).to.contain("1,235");
  });

  it("says nothing of this one", () => {
    const { title, limits, dates } = course;
    const mine = [
      title,
      `${limits.localVisibilityMs} ms`,
      `${limits.remoteVisibilityMs.toLocaleString("en")} ms`,
      `${limits.maxOneWayLatencyMs} ms`,
      `${limits.messagesPerSecond} messages`,
      `${course.submissionsPerDeadline} submissions`,
      ...Object.values(dates).map(formatDate),
    ];
    for (const phrase of mine) expect(all).not.to.contain(phrase);
  });
});

describe("a date of the course", () => {
  it("is shown by the clock of its own offset", () => {
    expect(formatDate("2022-12-01T23:59:00-05:00")).to.equal(
      "Thursday, December 1, 2022, 11:59 pm (UTC-05:00)",
    );
    expect(formatDate("2024-02-29T12:05:00Z")).to.equal(
      "Thursday, February 29, 2024, 12:05 pm (UTC)",
    );
    expect(formatDate("2022-11-18T00:00:00-05:00")).to.equal("Friday, November 18, 2022");
  });

  it("moves by whole days, also over the end of a year", () => {
    expect(daysLater("2022-12-30T23:59:00-05:00", 3)).to.equal("2023-01-02T23:59:00-05:00");
  });

  it("is refused without an offset, or when there is no such day", () => {
    expect(() => formatDate("2022-12-01")).to.throw("ISO 8601 with its offset");
    expect(() => formatDate("2022-13-01T10:00:00Z")).to.throw("2022-13-01T10:00:00Z");
  });
});
