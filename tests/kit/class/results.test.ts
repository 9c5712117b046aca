/**
 * Goal: what instructors and students get says what was decided, and what has changed since. Method: hand-made verdicts,
 * and readers of CSV and HTML that are not ours.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseHtml } from "node-html-parser";
import { compare } from "../../../grader/class/compare.js";
import { comparisonLines, comparisonPage } from "../../../grader/class/comparison_words.js";
import { gradeLines, type GradeLine } from "../../../grader/class/grade_line.js";
import { gradebookCsv } from "../../../grader/class/gradebook.js";
import { latenessOf } from "../../../grader/class/late.js";
import { offerManual, readManual } from "../../../grader/class/manual.js";
import { overviewPage } from "../../../grader/class/overview_page.js";
import {
  failureReasons,
  hardestTests,
  suspicions,
  wallsInWords,
} from "../../../grader/class/statistics.js";
import { studentPage } from "../../../grader/class/student_page.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { sampleReport } from "../report/sample.js";
import { expectGolden } from "../report/golden.js";
import { rejection } from "../trees/temp_tree.js";
import { sampleLine, sampleVerdict } from "./sample_class.js";

const final = cmud.parts[1];
if (final === undefined) throw new Error("CMUD has a final");

const { handIn } = sampleLine;
const ungraded: GradeLine = {
  ...sampleLine,
  handIn: { ...handIn, id: "team2", submissions: 16 },
  ...{ verdict: undefined, rawScore: undefined, score: undefined, manual: undefined },
  problem: "took longer than 20 minutes",
};

describe("The results of a class", () => {
  it("count started days after the deadline, by the time of the hand-in", () => {
    const rules = { maxLateDays: 2, penaltyPerDay: 3 };
    const due = "2027-03-12T23:59:00-05:00";
    const daysAt = (time: string | undefined): string => {
      const { days, penalty, isTooLate } = latenessOf(time, due, rules);
      return `${days} ${penalty} ${isTooLate}`;
    };
    expect(daysAt("2027-03-13T04:59:00Z")).to.equal("0 0 false");
    expect(daysAt("2027-03-13T04:59:01Z")).to.equal("1 3 false");
    expect(daysAt("2027-03-15T04:59:00Z")).to.equal("2 6 false");
    expect(daysAt("2027-03-15T04:59:01Z")).to.equal("3 9 true");
    expect(daysAt(undefined)).to.equal("0 0 false");
  });

  it("name the wall, and each of several", () => {
    const behind = (wall: "bubblewrap" | "none"): GradeLine => {
      return { ...sampleLine, verdict: { ...sampleVerdict, report: { ...sampleReport, wall } } };
    };
    expect(wallsInWords([ungraded])).to.equal("");
    expect(wallsInWords([behind("bubblewrap"), ungraded])).to.equal(
      "All hand-ins ran behind bubblewrap.",
    );
    expect(wallsInWords([behind("none"), behind("bubblewrap"), behind("none")])).to.equal(
      "Hand-ins ran without a wall (2), behind bubblewrap (1).",
    );
  });

  it("put verdicts, manual points and lateness together", () => {
    const judged = [
      { handIn, verdict: sampleVerdict },
      { handIn: ungraded.handIn, verdict: undefined },
    ];
    const manual = new Map([["team1", { points: 3, comment: "" }]]);
    const lab = { ...cmud, late: { maxLateDays: 2, penaltyPerDay: 2 } };
    const [line, none] = gradeLines(lab, final, judged, manual, new Map());
    expect(line).to.include({ rawScore: 4, score: 2, maxScore: 11 });
    expect(none).to.include({ rawScore: undefined, maxScore: 63, problem: "not graded yet" });
    const failed = {
      ...sampleVerdict,
      report: { ...sampleReport, outcome: "graderFailed" as const },
    };
    expect(
      gradeLines(lab, final, [{ handIn, verdict: failed }], manual, new Map())[0]?.score,
    ).to.equal(undefined);
  });

  it("are a gradebook with a line for each student, safe for spreadsheets", async () => {
    const missing = [{ id: "4", lastName: "Hopper", firstName: "Grace", email: "" }];
    const csv = gradebookCsv(cmud, final, [sampleLine, ungraded], missing);
    await expectGolden("grades.csv", csv);
    const lines: Record<string, string>[] = parseCsv(csv, { columns: true });
    expect(lines.map(({ student_id: id, score }) => `${id} ${score}`)).to.deep.equal([
      ...["4711 2", "4712 2", "4711 ", "4712 ", "4 0"],
    ]);
    expect(lines[1]?.["last_name"]).to.match(/^'=cmd/);
  });

  it("take manual points from a file that is offered, and refuse what makes no sense", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cmud-class-"));
    try {
      const file = join(folder, "manual.csv");
      await offerManual(file, [handIn]);
      expect([...(await readManual(file, [handIn], 4))]).to.deep.equal([]);
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace(/,,\n?$/, ',3.5,"good, but short"\n'));
      await offerManual(file, [handIn]);
      expect([...(await readManual(file, [handIn], 4))]).to.deep.equal([
        ["team1", { points: 3.5, comment: "good, but short" }],
      ]);
      expect(await rejection(readManual(file, [handIn], 3))).to.match(/from 0 to 3, not 3\.5/);
      expect(await rejection(readManual(file, [], 4))).to.match(/no such hand-in/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("are a page for each hand-in that gives nothing away and lets nothing in", async () => {
    const report = {
      ...sampleReport,
      tree: handIn.path,
      tests: sampleReport.tests.map((test) => ({
        ...test,
        message: `${handIn.path}/kvserver/server.ts:1:2 <script>`,
        repeat: `npm run grade -- --final --tree ${handIn.path} --only ${test.id}`,
      })),
    };
    const line = { ...sampleLine, verdict: { ...sampleVerdict, report } };
    const html = studentPage(cmud, final, line, `<script>draw("&quot;")</script>`);
    expect(html).not.to.include("/hand-ins/");
    const read = parseHtml(html);
    expect(read.querySelectorAll("script")).to.deep.equal([]);
    expect(read.querySelector("iframe")?.getAttribute("sandbox")).to.equal("allow-scripts");
    expect(read.querySelector("main")?.text).to.include("2 of 11 points").and.include("7 of 15");
    await expectGolden("student.html", studentPage(cmud, final, sampleLine, undefined));
  });

  it("are an overview of points, tests, reasons, and of what to look at", async () => {
    const html = overviewPage(cmud, final, [sampleLine, ungraded], []);
    await expectGolden("overview.html", html);
    const text = parseHtml(html).querySelector("main")?.text ?? "";
    for (const words of ["took longer than 20 minutes", "looks tampered with", "16 submissions"]) {
      expect(text).to.include(words);
    }
    expect(hardestTests([sampleLine])[0]).to.include({ passed: 0, of: 1 });
    expect(failureReasons([sampleLine])[0]).to.include({ tests: 2 });
    expect(suspicions(sampleLine)).to.deep.equal([sampleReport.notices[0]]);
  });

  it("say what has changed since an earlier time, and why it may have", () => {
    const [first, ...rest] = sampleReport.tests;
    if (first === undefined) throw new Error("the sample has tests");
    const lost = { ...first, score: 0, status: "failed" as const, message: "now stricter" };
    const report = { ...sampleReport, score: 0, tests: [lost, ...rest] };
    const now: GradeLine = {
      ...sampleLine,
      score: 1,
      verdict: { ...sampleVerdict, report, kit: "kit-2" },
    };
    const found = compare([sampleLine, ungraded], [now]);
    expect(found).to.include({ compared: 1, handInsChanged: 0, kitChanged: true });
    expect(found.onlyBefore).to.deep.equal(["team2"]);
    expect(found.changes[0]).to.deep.include({ changed: "kit", before: 2, now: 1 });
    expect(found.changes[0]?.tests).to.deep.equal([
      { id: first.id, before: 1, now: 0, message: "now stricter" },
    ]);
    expect(comparisonLines(found).join("\n")).to.match(
      /2 → 1 \(the kit has changed\)\n {2}−1 MailboxBasic1/,
    );
    expect(comparisonPage("x", found)).to.include("now stricter");
    expect(compare([sampleLine], [sampleLine]).changes).to.deep.equal([]);
  });
});
