/**
 * Goal: every format says the same of a run, stays as it is until somebody decides otherwise, and is understood by the
 * programs that it is for. Method: one report with something of everything, golden files, and parsers that are not ours.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { parse as parseHtml } from "node-html-parser";
import { parse as parseJunit } from "junit2json";
import pc from "picocolors";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { codeQuality, githubCommands } from "../../../grader/report/annotations.js";
import { htmlReport } from "../../../grader/report/html.js";
import { junitReport } from "../../../grader/report/junit.js";
import { markdownReport } from "../../../grader/report/markdown.js";
import { terminalReport } from "../../../grader/report/terminal.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { expectGolden } from "./golden.js";
import { sampleReport } from "./sample.js";

describe("A report's formats", () => {
  it("are what they were", async () => {
    const colors = pc.createColors(false);
    const terminal = terminalReport(sampleReport, { lab: cmud, colors, verbose: false });
    await expectGolden("report.txt", terminal);
    await expectGolden("report.junit.xml", junitReport(sampleReport));
    await expectGolden("report.md", markdownReport(sampleReport));
    await expectGolden("report.html", htmlReport(sampleReport));
    await expectGolden("annotations.txt", githubCommands(sampleReport));
    const quality = JSON.stringify(codeQuality(sampleReport), undefined, 2);
    await expectGolden("codequality.json", `${quality}\n`);
  });

  it("are written from a report that its schema describes", async () => {
    const text = await readFile(join(kitRoot, "grader/report/report_schema.json"), "utf8");
    const ajv = new Ajv({ allErrors: true });
    const validate = ajv.compile(JSON.parse(text) as object);
    expect(validate(sampleReport), ajv.errorsText(validate.errors)).to.equal(true);
  });

  it("as JUnit XML name every test and check with its outcome, to another program's parser", async () => {
    const odd = sampleReport.tests.map((test) => ({ ...test, output: "\u0000\uD800]]>&<'\"" }));
    const read = await parseJunit(junitReport({ ...sampleReport, tests: odd }));
    if (read === undefined || read === null || !("testsuite" in read))
      throw new Error("no test suites were found");
    const cases = (read.testsuite ?? []).flatMap(({ testcase = [] }) => testcase);
    const failing = cases.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
    expect(cases).to.have.length(10);
    expect(failing).to.have.members([
      ...["LocalSyncBasic1", "LocalSyncBasic2", "RemoteSyncLWW1", "RemoteTellOrder"],
      ...["RemoteTellMany", "Types"],
    ]);
    expect(cases.filter(({ skipped }) => skipped !== undefined)).to.have.length(1);
    expect(cases.find(({ name }) => name === "LocalSyncBasic1")?.failure?.[0]?.inner).to.contain(
      "does not show `<a>` and should",
    );
  });

  it("as a page show a message as text, whatever is in it", () => {
    const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>`;
    const tests = sampleReport.tests.map((test) => ({ ...test, message: hostile, goal: hostile }));
    const html = parseHtml(htmlReport({ ...sampleReport, tests, tree: hostile }));
    expect(html.querySelectorAll("script, img")).to.deep.equal([]);
    expect(html.querySelector("pre")?.text).to.contain("Object is possibly");
  });
});
