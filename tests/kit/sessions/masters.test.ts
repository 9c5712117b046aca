/**
 * Goal: a foreign master is graded by the tests' own scripts, whatever it does, and nothing of it is left; the master of
 * the kit carries out a script on processes, and complains about bad commands in one line each.
 *
 * Method: a small master in Python, which can be made wrong, and the reference solution's master, each as a process.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { sessions as lab } from "../../../grader/labs/sessions/lab.js";
import { runMaster } from "../../../grader/labs/sessions/run_master.js";
import { judge } from "../../../grader/suite/judge.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { slowMaster, wrongMasters } from "./wrong_masters.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";

const foreign = fileURLToPath(
  new URL("../../../../../tests/kit/sessions/fixtures/master.py", import.meta.url),
);

/** A test of the assignment, run with the foreign master. */
async function statusOf(id: string, broken = ""): Promise<string> {
  const test = lab.tests.find((each) => each.id === id);
  if (test === undefined) throw new RangeError(`there is no test ${id}`);
  process.env["BREAK"] = broken;
  try {
    const history = await runMaster(foreign, test.scenario, new AbortController().signal);
    return (await judge(test, history, lab.sections)).status;
  } finally {
    delete process.env["BREAK"];
  }
}

describe("A foreign master", function () {
  this.timeout(200_000);
  before(function () {
    if (spawnSync("python3", ["--version"]).status !== 0) this.skip();
  });

  it("passes if it is right", async () => {
    expect(await statusOf("WritesOlderValue")).to.equal("passed");
  });

  it("fails if it is wrong, and if it ends too early", async () => {
    expect(await statusOf("WritesOlderValue", "dependencies")).to.equal("failed");
    expect(await statusOf("WritesOlderValue", "crashes")).to.equal("crashed");
  });

  for (const { name, why, failing } of process.env["CMUD_ALL_MUTANTS"] === "1"
    ? [...wrongMasters, slowMaster]
    : wrongMasters) {
    it(`fails as ${name}: ${why}`, async () => {
      for (const id of failing) expect(await statusOf(id, name), id).to.equal("failed");
    });
  }

  it("passes what its wrong copies fail", async () => {
    for (const id of new Set(wrongMasters.flatMap(({ failing }) => failing))) {
      expect(await statusOf(id), id).to.equal("passed");
    }
  });

  it("leaves no process behind", async function () {
    if (process.platform !== "linux") this.skip();
    await statusOf("OneServerPutGet", "leaves a process");
    const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
    expect(stdout.split("\n")).to.not.include("sleep 3601");
  });
});

describe("The master", function () {
  this.timeout(120_000);

  it("carries out a script on processes, and goes on behind bad commands", async () => {
    const { jsDir } = await stageTree(lab, "solution", { check: false });
    const script = [
      ...["joinServer 0", "joinServer 1", "joinClient 2 0", "put 2 k a  ", "frob", "joinServer 0"],
      ...["put 2 k", "stabilize", "printStore 1", "killServer 0", "get 2 k", ""],
    ];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(jsDir, "master", "main.js")],
      { cwd: kitRoot, encoding: "utf8", input: script.join("\n") },
    );
    expect(stdout).to.equal("k:a  \nk:ERR_CONN\n");
    expect(stderr.trim().split("\n")).to.have.length(3);
    expect(stderr).to.match(/^line 5: .*\nline 6: .*\nline 7: .*\n$/);
    expect(status).to.equal(0);
  });
});
