import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parseCommand, type GradeOptions } from "../../../grader/cli/grade_options.js";
import { selectTests } from "../../../grader/cli/select_tests.js";
import { suggest } from "../../../grader/base/suggest.js";
import { takeTree } from "../../../grader/cli/command_line.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { rejection } from "../trees/temp_tree.js";

async function optionsOf(line: string): Promise<GradeOptions> {
  const command = await parseCommand(line.split(" "));
  if (command.do !== "grade") throw new Error(`it says to ${command.do}`);
  return command.options;
}

describe("The command line of grade", function () {
  this.timeout(30_000);
  it("grades the starter unless told otherwise", async () => {
    expect(await optionsOf("--checkpoint")).to.deep.equal({
      part: cmud.parts[0],
      tree: "starter",
      only: undefined,
      jobs: undefined,
      files: {
        json: undefined,
        junit: undefined,
        html: undefined,
        markdown: undefined,
        codequality: undefined,
      },
      report: undefined,
      annotations: false,
      watch: false,
      verbose: false,
      inProcess: false,
      driver: "mixed",
      seeds: undefined,
      seed: undefined,
    });
    const full = await optionsOf(
      "--final --tree x.zip --jobs 3 --driver both --seeds 7 --in-process --verbose --only RemoteTell",
    );
    expect(full).to.include({
      part: cmud.parts[1],
      tree: "x.zip",
      jobs: 3,
      driver: "both",
      seeds: 7,
      inProcess: true,
      verbose: true,
    });
    expect(full.only).to.deep.equal(["RemoteTellBasic", "RemoteTellOrder", "RemoteTellNoBlock"]);
  });

  it("takes ids, groups and families of tests, in any case and order", () => {
    const ids = (names: string[]): string[] =>
      selectTests(cmud, names, cmud.parts[1]).map(({ id }) => id);
    expect(ids(["serverstartup5", "LocalSyncStress", "LocalSyncStress1"])).to.deep.equal([
      "LocalSyncStress1",
      "LocalSyncStress2",
      "ServerStartup5",
    ]);
    expect(ids(["OneActor"])).to.have.length(8);
  });

  const refusals: readonly (readonly [line: string, said: RegExp])[] = [
    ["--tree solution", /--checkpoint or --final/],
    ["--checkpoint --final", /cannot be combined; grade one at a time/],
    ["--chekpoint", /no option --chekpoint; did you mean --checkpoint\?/],
    ["--final --zzzzzzzz", /no option --zzzzzzzz; --help/],
    ["--final --tree", /--tree needs a value/],
    ["--final --tree a --tree b", /--tree is given 2 times/],
    ["--final --jobs 0", /whole number from 1 to 64, not 0/],
    ["--final --jobs many", /not many/],
    ["--final --seeds 0", /--seeds takes a whole number from 1 to 10000, not 0/],
    ["--final --driver virtual", /--driver takes sim, real or both, not virtual/],
    ["--final --driver real --seed 3", /repeats one simulated run/],
    ["--final --only LocalSynk", /did you mean LocalSync\?/],
    ["--final --only Mailbox", /belongs to the checkpoint; use --checkpoint/],
    ["--final LocalSync", /did you mean --only LocalSync\?/],
    ["--final handin.zip", /did you mean --tree handin\.zip\?/],
    ["final", /did you mean --final\?/],
    ["--explain Nothing", /no test or group Nothing; groups are Mailbox, Client/],
    ["--final --watch --in-process", /cannot be combined/],
    ["--final --json /no/such/folder/x.json", /there is no folder/],
    ["--final --json /", /it is a folder/],
    ["--final --lab cmut", /no assignment cmut; did you mean cmud\?/],
  ];
  for (const [line, said] of refusals) {
    it(`refuses ${line}`, async () => {
      expect(await rejection(parseCommand(line.split(" ")))).to.match(said);
    });
  }

  it("suggests what is near, and nothing that is far", () => {
    expect(suggest("mailbx", ["Mailbox", "Client"])).to.equal("Mailbox");
    expect(suggest("xyz", ["Mailbox", "Client"])).to.equal(undefined);
  });

  it("takes --tree out of another program's arguments", async () => {
    const tree = "solution";
    expect(await takeTree(["--port", "1", "--tree", tree, "-x"])).to.deep.equal({
      ...{ tree, lab: undefined, rest: ["--port", "1", "-x"] },
    });
    expect(await takeTree(["--tree=a.zip"])).to.deep.equal({
      tree: "a.zip",
      lab: undefined,
      rest: [],
    });
    expect(await takeTree([])).to.deep.equal({ tree: "starter", lab: undefined, rest: [] });
    expect(await rejection(takeTree(["--tree", "--port"]))).to.match(/needs a value/);
    expect(await rejection(takeTree(["--tree=a", "--tree=b"]))).to.match(/2 times/);
  });
});

describe("The grade program", function () {
  this.timeout(180_000);
  const main = fileURLToPath(new URL("../../../grader/cli/grade.js", import.meta.url));
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cmud-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function grade(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const env = { ...process.env, INIT_CWD: folder, NO_COLOR: "1" };
    return spawnSync(process.execPath, [main, ...args], { cwd: folder, env, encoding: "utf8" });
  }

  it("ends with 2 and one line on wrong usage, and with 0 on --help, --list and --explain", () => {
    const wrong = grade("--nope");
    expect(wrong).to.include({ status: 2, stdout: "" });
    expect(wrong.stderr).to.match(/^grade: there is no option --nope.*\n$/);
    const missing = grade("--final", "--tree", "nope.zip");
    expect(missing.status).to.equal(2);
    expect(missing.stderr).to.match(/^grade: there is no nope\.zip.*\n$/);
    for (const args of [["--help"], ["--list"], ["--explain", "ClientGet"]]) {
      expect(grade(...args), args[0]).to.include({ status: 0, stderr: "" });
    }
    expect(grade("--explain", "ClientGet").stdout).to.match(/The rule:.*RPC/);
  });

  it("ends with 3 on a tree that cannot be used, and writes the report all the same", () => {
    writeFileSync(join(folder, "broken.zip"), "no zip at all");
    const ended = grade("--final", "--tree", "broken.zip", "--json", "report.json");
    expect(ended.status).to.equal(3);
    expect(ended.stdout).to.match(/cannot use broken\.zip: it is not a zip/);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as unknown;
    expect(report).to.deep.include({ part: "final", tree: "broken.zip", score: 0, maxScore: 59 });
  });
});

describe("A program of the grader whose output nobody reads", () => {
  it("ends without a stack trace", async function () {
    this.timeout(60_000);
    const bootstrap = join(kitRoot, "grader", "cli", "bootstrap.js");
    const child = spawn(process.execPath, [bootstrap, "grade", "--help"], { stdio: "pipe" });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect({ code, errors }).to.deep.equal({ code: 4, errors: "" });
  });
});
