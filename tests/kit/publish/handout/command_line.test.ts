/**
 * Goal: `npm run handout` says what is wrong and what to do, whatever the machine lacks. Method: the program in a process
 * of its own where it fails before it builds, and its printing with programs that are no Chromium.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findChromium, printPdf } from "../../../../grader/publish/handout/print_pdf.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const program = join(kitRoot, "build", "kit", "grader", "cli", "handout.js");

function handout(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const ended = spawnSync(process.execPath, [program, ...args], {
    cwd: kitRoot,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

describe("the handout's command line", () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "handout-"));
  });

  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  /** A program under a name, which is all that it has of a Chromium. */
  function pretender(name: string, script: string): string {
    const path = join(dir, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  it("explains itself", () => {
    const { code, out } = handout(["--help"]);
    expect(code).to.equal(0);
    expect(out).to.contain("--out").and.to.contain("--no-pdf").and.to.contain("CHROMIUM");
    expect(out).to.contain("Exit codes: 0 written");
  });

  it("refuses what it does not know", () => {
    const { code, err } = handout(["--pdf-only"]);
    expect(code).to.equal(2);
    expect(err).to.contain("handout: there is no option --pdf-only");
  });

  it("says so when CHROMIUM names no program, before it builds anything", () => {
    const named = join(dir, "nothing");
    const { code, err } = handout(["--out", dir], { CHROMIUM: named });
    expect(code).to.equal(1);
    expect(err).to.contain(`CHROMIUM is ${named}, which is not a program; set it`);
  });

  it("finds a Chromium by its names on the path, and none where there is none", () => {
    expect(findChromium({ PATH: dir })).to.equal(undefined);
    expect(findChromium({})).to.equal(undefined);
    const chromium = pretender("chromium-browser", "exit 0");
    expect(findChromium({ PATH: `/nowhere:${dir}` })).to.equal(chromium);
    expect(findChromium({ PATH: "", CHROMIUM: chromium })).to.equal(chromium);
  });

  it("passes on what a Chromium says that prints nothing", async () => {
    const broken = pretender("chromium", "echo 'no display here' >&2; exit 1");
    const pdf = join(dir, "out.pdf");
    const failed = await printPdf(broken, join(dir, "in.html"), pdf).catch((e: unknown) => e);
    expect(String(failed)).to.contain("printed no PDF").and.to.contain("no display here");
  });
});
