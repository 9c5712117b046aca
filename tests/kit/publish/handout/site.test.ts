/**
 * Goal: what students get is whole, needs no network, and holds nothing that is not for them. Method: both sites are
 * built once; their pages, and the packed data behind search and menu, are read as a visitor could read them.
 */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { course } from "../../../../grader/labs/cmud/manifest.js";
import { buildHandout, type Written } from "../../../../grader/publish/handout/build.js";
import {
  checkSite,
  listFiles,
  parseHtml,
  unpackSiteData,
} from "../../../../grader/publish/handout/check_site.js";
import { composePages } from "../../../../grader/publish/handout/compose.js";
import { formatDate } from "../../../../grader/publish/handout/dates.js";
import { findChromium } from "../../../../grader/publish/handout/print_pdf.js";
import { printPage } from "../../../../grader/publish/handout/print_page.js";
import { readPages } from "../../../../grader/publish/handout/source_pages.js";
import { handoutValues } from "../../../../grader/publish/handout/values.js";
import { kitRoot, solutionDir, starterDir } from "../../../../grader/trees/kit_paths.js";

/** Everything that a visitor of a site can read, without markup, each run of spaces as one. */
function readable(siteDir: string): string {
  const texts = listFiles(siteDir).map((file) => {
    const text = readFileSync(join(siteDir, file), "utf8");
    if (file.endsWith(".html")) return parseHtml(text).text;
    const data = file.endsWith(".js") ? tryUnpack(text) : undefined;
    return data === undefined ? text : JSON.stringify(data);
  });
  return plain(texts.join("\n"));
}

function tryUnpack(script: string): unknown {
  try {
    return unpackSiteData(script);
  } catch {
    return undefined; // A program, and no data.
  }
}

function plain(text: string): string {
  const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  return text
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => named[name] ?? "")
    .replace(/\s+/g, " ");
}

/** The lines of a text that say something of their own. */
function tellingLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => plain(line.replace(/^\s*(?:\*|\/\*\*|\/\/)\s?/, "")).trim())
    .filter((line) => line.length >= 28 && /[a-z]{3}/i.test(line));
}

function filesBelow(dir: string): string {
  return listFiles(dir)
    .map((file) => readFileSync(join(dir, file), "utf8"))
    .join("\n");
}

describe("the built handout", function () {
  this.timeout(300_000);

  let outDir: string;
  let student: string;
  let instructor: string;
  let written: Written[];
  const chromium = findChromium();

  before(async () => {
    outDir = mkdtempSync(join(tmpdir(), "handout-"));
    written = await buildHandout(cmud, { outDir, chromium });
    student = join(outDir, "student");
    instructor = join(outDir, "instructor");
  });

  after(() => {
    rmSync(outDir, { recursive: true, force: true });
  });

  it("is two sites, a PDF where there is a Chromium, and nothing else", () => {
    const names = ["student", "instructor", ...(chromium === undefined ? [] : ["cmud.pdf"])];
    expect(readdirSync(outDir).sort()).to.deep.equal([...names].sort());
    expect(written.map(({ path }) => path)).to.deep.equal(names.map((name) => join(outDir, name)));
    for (const { files, bytes } of written.slice(0, 2)) {
      expect(files).to.be.greaterThan(100);
      expect(bytes).to.be.greaterThan(100_000);
    }
  });

  it("has every page of the handout, and the instructors' site has theirs besides", () => {
    const pages = (dir: string): string[] =>
      readdirSync(dir)
        .filter((file) => file.endsWith(".md"))
        .map((file) => file.replace(/\.md$/, ".html"));
    for (const page of pages(join(kitRoot, "handout"))) {
      expect(existsSync(join(student, page)), page).to.equal(true);
      expect(existsSync(join(instructor, page)), page).to.equal(true);
    }
    const instructors = pages(join(kitRoot, "handout", "instructor"));
    expect(instructors).to.have.length.greaterThan(2);
    for (const page of instructors) {
      expect(existsSync(join(instructor, "instructor", page)), page).to.equal(true);
    }
  });

  it("keeps the instructors' pages from students, in its files, its search and its menu", () => {
    const shown = readable(student);
    const { pages } = composePages(join(kitRoot, "handout"), "instructor", handoutValues(cmud));
    const theirs = pages.filter(({ file }) => file.startsWith("instructor/"));
    const mine = new Set(pages.filter((page) => !theirs.includes(page)).flatMap(linesOf));
    const secret = theirs.flatMap(linesOf).filter((line) => !mine.has(line));
    expect(secret).to.have.length.greaterThan(100);
    expect(secret.filter((line) => shown.includes(line))).to.deep.equal([]);
    for (const { title } of theirs) expect(shown).not.to.contain(title);
    // The same look finds them where they are.
    expect(readable(instructor)).to.contain("one half for the comment on the sync strategy");
  });

  it("holds no line of the solution", () => {
    // Lines that the starter or the assignment has, too, are no secret.
    const open = plain(filesBelow(starterDir));
    const secret = tellingLines(filesBelow(solutionDir)).filter((line) => !open.includes(line));
    expect(secret).to.have.length.greaterThan(300);
    const shown = readable(student);
    expect(secret.filter((line) => shown.includes(line))).to.deep.equal([]);
    // The same look finds what is there: the doc comments of the starter.
    const given = tellingLines(filesBelow(join(starterDir, "actor")));
    expect(given.filter((line) => shown.includes(line))).to.have.length.greaterThan(30);
  });

  it("documents every export of the starter's libraries", () => {
    const shown = new Set(listFiles(student));
    for (const folder of ["platform", "rpc", "actor", "kvcommon", "kvclient", "kvserver"]) {
      for (const file of readdirSync(join(starterDir, folder))) {
        const source = readFileSync(join(starterDir, folder, file), "utf8");
        const module = file.replace(/\.ts$/, "");
        const found = source.matchAll(
          /^export (?:abstract |async )?(class|interface|type|function|const) (\w+)/gm,
        );
        for (const [, kind = "", name = ""] of found) {
          const page = `api/${pageFolder[kind] ?? ""}/${folder}_${module}.${name}.html`;
          expect(shown.has(page), page).to.equal(true);
        }
      }
    }
  });

  it("leads nowhere where nothing is, and loads nothing from elsewhere", () => {
    expect(checkSite(student)).to.deep.equal([]);
    expect(checkSite(instructor)).to.deep.equal([]);
  });

  it("is looked through thoroughly: every planted fault is found", () => {
    const copy = join(outDir, "copy");
    cpSync(student, copy, { recursive: true });
    const page = join(copy, "faq.html");
    const faults = [
      `<a href="nowhere.html">x</a>`,
      `<a href="assignment.html#section-99">x</a>`,
      `<a href="#no-such-heading">x</a>`,
      `<img src="figures/none.png">`,
      `<img src="https://example.org/a.png">`,
      `<script src="//example.org/a.js"></script>`,
      `<link rel="stylesheet" href="assets/none.css">`,
      `<style>@import "https://example.org/a.css";</style>`,
      `<pre><a href="nowhere.html">x</a></pre>`,
      `<svg><use href="assets/icons.svg#icon-none"></use></svg>`,
    ];
    const fine = `<a href="https://example.org">x</a><a href="assignment.html#section-5.1">x</a>`;
    const html = readFileSync(page, "utf8");
    writeFileSync(page, html.replace("</body>", `${fine}${faults.join("")}</body>`));
    writeFileSync(
      join(copy, "assets", "more.css"),
      "a { background: url(http://example.org/a.png) }",
    );
    expect(checkSite(copy)).to.have.length(faults.length + 1);
    rmSync(copy, { recursive: true });
  });

  it("can be joined for print: every link leads to one place in the same document", () => {
    const pages = readPages(join(kitRoot, "handout"), "student");
    const joined = parseHtml(printPage(student, pages, cmud));
    const ids = joined.querySelectorAll("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size, "ids, each once").to.equal(ids.length);
    const targets = joined
      .querySelectorAll("a[href]")
      .map((link) => link.getAttribute("href") ?? "")
      .filter((target) => !target.startsWith("https:"));
    expect(targets).to.have.length.greaterThan(100);
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).to.deep.equal([]);
    expect(joined.querySelectorAll("button, script, link, img")).to.deep.equal([]);
    expect(joined.querySelector("header table")?.text).to.contain(
      formatDate(course.dates.finalDue),
    );
    expect(joined.querySelectorAll("figure svg")).to.have.length.greaterThan(4);
  });

  it("stays as it is when a new one cannot be built", async () => {
    const before = listFiles(student).length;
    const handoutDir = join(outDir, "sources");
    cpSync(join(kitRoot, "handout"), handoutDir, { recursive: true });
    writeFileSync(
      join(handoutDir, "faq.md"),
      "---\ntitle: F\norder: 6\n---\n\n{{points.nothing}}\n",
    );
    const failed = await buildHandout(cmud, { outDir, handoutDir }).catch(
      (error: unknown) => error,
    );
    expect(String(failed)).to.contain("faq.md:6: there is no value {{points.nothing}}");
    expect(listFiles(student)).to.have.length(before);
    expect(existsSync(join(outDir, ".building"))).to.equal(false);
    rmSync(handoutDir, { recursive: true });
  });

  it("does not take the place of a folder that is no handout", async () => {
    const dir = join(outDir, "elsewhere");
    cpSync(join(kitRoot, "handout", "figures"), join(dir, "student"), { recursive: true });
    const failed = await buildHandout(cmud, { outDir: dir }).catch((error: unknown) => error);
    expect(String(failed)).to.contain("is not a handout; choose another --out");
    expect(listFiles(dir)).not.to.be.empty;
    rmSync(dir, { recursive: true });
  });

  it("is printed as a PDF", function () {
    if (chromium === undefined) {
      if (this.test !== undefined) this.test.title += " (skipped: there is no Chromium here)";
      this.skip();
    }
    const pdf = readFileSync(join(outDir, "cmud.pdf"));
    expect(pdf.subarray(0, 5).toString()).to.equal("%PDF-");
    expect(pdf.length).to.be.greaterThan(50_000);
  });
});

const pageFolder: Readonly<Record<string, string>> = {
  class: "classes",
  interface: "interfaces",
  type: "types",
  function: "functions",
  const: "variables",
};

function linesOf({ markdown }: { markdown: string }): string[] {
  return tellingLines(markdown.replace(/[`*_|]/g, " ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
}
