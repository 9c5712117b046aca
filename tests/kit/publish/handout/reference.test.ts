/**
 * Goal: an export without a doc comment, or a comment whose link leads nowhere, does not get into the reference. Method:
 * a site built from a starter of a few lines, with one thing wrong at a time.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { buildSite } from "../../../../grader/publish/handout/site.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

/** Builds a site from a starter whose one module in `actor` has this text, and a page with this one. */
async function build(source: string, markdown = "Text."): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "handout-"));
  try {
    cpSync(join(kitRoot, "tsconfig.base.json"), join(root, "tsconfig.json"));
    writeFileSync(join(root, "package.json"), `{ "name": "small", "type": "module" }`);
    symlinkSync(join(kitRoot, "node_modules"), join(root, "node_modules"), "dir");
    for (const folder of ["kvserver", "kvclient", "kvcommon", "actor", "rpc", "platform"]) {
      mkdirSync(join(root, "starter", folder), { recursive: true });
      const text = folder === "actor" ? source : `/** A number. */\nexport const ${folder} = 1;\n`;
      writeFileSync(join(root, "starter", folder, "one.ts"), text);
    }
    const page = { file: "index.md", title: "Start", order: 0, body: "", firstLine: 1, markdown };
    await buildSite({
      kitRoot: root,
      lab: cmud,
      pages: [page],
      handoutDir: join(kitRoot, "handout"),
      workDir: join(root, "pages"),
      siteDir: join(root, "site"),
    });
    return "built";
  } catch (error) {
    return String(error);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("the reference of the starter", function () {
  this.timeout(120_000);

  const documented = "/** Says yes. See {@link no}. */\nexport function yes(): void {}\n";
  const other = "/** Says no. */\nexport function no(): void {}\n";

  it("is built of exports that say what they are", async () => {
    expect(await build(documented + other)).to.equal("built");
  });

  it("refuses an export, or a method of one, that says nothing", async () => {
    expect(await build(`${documented}${other}export function quiet(): void {}\n`)).to.match(
      /quiet .* does not have any documentation/,
    );
    const method = "/** A door. */\nexport class Door {\n  open(): void {}\n}\n";
    expect(await build(documented + other + method)).to.match(
      /Door\.open .* does not have any documentation/,
    );
  });

  it("refuses a link to what is not there, in comments and in pages", async () => {
    expect(await build(documented)).to.contain('Failed to resolve link to "no"');
    expect(await build(documented + other, "[there](nowhere.md)")).to.contain("nowhere.md");
  });
});
