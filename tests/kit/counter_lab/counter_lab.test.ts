/**
 * Goal: an assignment is a value, and everything that the kit does with one it does with this one, of which nothing
 * stands outside of this folder. Method: the functions behind the commands, with a counter as the assignment.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import pc from "picocolors";
import type { GradeOptions } from "../../../grader/cli/grade_options.js";
import { gradeOnce, type GradeRun } from "../../../grader/cli/grade_run.js";
import { buildHandout } from "../../../grader/publish/handout/build.js";
import { parseHtml } from "../../../grader/publish/handout/check_site.js";
import type { PublishSpec } from "../../../grader/publish/publish_spec.js";
import { packageOf } from "../../../grader/publish/release/build.js";
import { SECRETS } from "../../../grader/publish/release/contents.js";
import { readKit } from "../../../grader/publish/release/kit_files.js";
import { findSecrets } from "../../../grader/publish/release/secrets.js";
import { explainTest, listTests } from "../../../grader/report/catalogue.js";
import type { PreparedTree } from "../../../grader/static/prepare.js";
import { prepareInChild } from "../../../grader/static/prepare_in_child.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { Driver } from "../../../grader/suite/suite_types.js";
import { GivenTree, pathInTree } from "../../../grader/trees/given_tree.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { TempFolder } from "../trees/temp_tree.js";
import { counter } from "./lab.js";

const textOf = (path: string): string => readFileSync(join(kitRoot, path), "utf8");

describe("An assignment that is not CMUD", function () {
  this.timeout(240_000);
  let temp: TempFolder;
  const preparing = new Map<string, Promise<PreparedTree>>();

  before(async () => {
    temp = await TempFolder.create();
  });
  after(() => temp.remove());

  /** Grades a tree on one driver; the tree is prepared once for all. */
  function grade(tree: string, driver: Driver): Promise<GradeRun> {
    const nothing = (): void => undefined;
    const [part] = counter.parts;
    if (part === undefined) throw new Error("the counter has a part");
    const none = { only: undefined, jobs: undefined, report: undefined, files: {} };
    const plain = { watch: false, verbose: false, inProcess: false, annotations: false };
    const options: GradeOptions = {
      ...{ ...none, ...plain, part, tree, driver },
      ...{ seeds: undefined, seed: undefined },
    };
    const prepare: typeof prepareInChild = (...args) => {
      const prepared = preparing.get(tree) ?? prepareInChild(...args);
      preparing.set(tree, prepared);
      return prepared;
    };
    const tools = { prepare, runSuites, onStage: nothing, onTests: nothing, onEvent: nothing };
    return gradeOnce(counter, options, tools, new AbortController().signal);
  }

  it("is staged with what it stands on, and nothing of CMUD's", async () => {
    const staged = temp.keepTrackOf(await stageTree(counter, "starter"));
    expect(staged.diagnostics).to.deep.equal([]);
    expect(staged.notices).to.deep.equal([]);
    const given = await GivenTree.read(counter);
    expect(given.kindOf("counter/counter.ts")).to.equal("student");
    expect(given.kindOf("actor/mailbox.ts")).to.equal("given");
    expect(given.kindOf("kvserver/server.ts")).to.equal("other");
    expect(given.now.get("actor/mailbox.ts")?.content.toString()).to.equal(
      textOf("solution/actor/mailbox.ts"),
    );
  });

  for (const driver of ["sim", "real"] as const) {
    it(`gives its solution all points, and its starter none (${driver})`, async () => {
      const solution = await grade("solution", driver);
      expect(solution.report.problems).to.deep.equal([]);
      expect(solution.report).to.include({ score: 5, maxScore: 5 });
      expect(solution.exitCode).to.equal(0);
      const starter = await grade("starter", driver);
      expect(starter.report.problems).to.deep.equal([]);
      expect(starter.report).to.include({ score: 0, maxScore: 5 });
      for (const { message } of starter.report.tests) {
        expect(message).to.match(/^TODO\(final\): write Counter\.take in counter\/counter\.ts/);
      }
    });

    it(`says what is wrong with a counter that all share (${driver})`, async () => {
      const text = textOf(`${counter.solution}/counter/counter.ts`)
        .replace("#total = 0", "static #total = 0")
        .replaceAll("this.#total", "Counter.#total");
      const tree = await temp.write({ "counter/counter.ts": text }, "shared");
      const { report } = await grade(tree, driver);
      expect(report.problems).to.deep.equal([]);
      const [adds, apart] = report.tests;
      expect(adds).to.include({ id: "CounterAdds", status: "passed", score: 2 });
      expect(apart).to.include({ status: "failed", score: 0, section: "1" });
      expect(apart?.message).to.contain("Counter b should show 20, and shows 21.");
      expect(apart?.repeat).to.contain("npm run grade -- --lab counter --tree");
    });
  }

  it("is listed and explained", () => {
    const colors = pc.createColors(false);
    expect(listTests(counter, undefined, colors)).to.contain("A counter, final: 5 points");
    const [adds] = counter.tests.map((test) => explainTest(test, colors));
    expect(adds).to.contain("CounterAdds (2 points, final)");
    expect(adds).to.contain("under 2 seeds, and on real threads");
  });

  it("is handed out", async () => {
    const outDir = join(temp.path, "handout");
    await buildHandout(counter, { outDir });
    const page = (name: string): string =>
      parseHtml(readFileSync(join(outDir, "student", name), "utf8")).text;
    expect(page("index.html")).to.contain("A counter · Counting").and.to.contain("for 5 points");
    expect(page("assignment.html")).to.contain("larger than 4,096").and.to.contain("CounterAdds");
  });

  it("is released, finished where it stands on other work, and without its solution", async () => {
    // An assignment lies in the folders of the kit; this one's are moved there, since tests of the kit never leave it.
    const homes: readonly (readonly [RegExp, string])[] = [
      [/^tests\/kit\/counter_lab\/fixtures\//, ""],
      [/^tests\/kit\/counter_lab\/handout\//, "handout/counter/"],
      [/^tests\/kit\/counter_lab\/(?=\w+\.ts$)/, "grader/labs/counter/"],
    ];
    const moved = (path: string): string =>
      homes.reduce((now, [from, to]) => now.replace(from, to), path);
    const kit = new Map([...(await readKit(kitRoot))].map(([path, text]) => [moved(path), text]));
    const released: PublishSpec = {
      ...counter,
      layers: [{ from: "starter", only: ["counter"] }, ...counter.layers.slice(0, 2)],
      solution: "solution",
      handout: "handout/counter",
      readme: moved(counter.readme),
    };
    const packed = packageOf(kit, released);
    const files = [...packed.keys()];
    const lab = ["lab", "steps", "tests"].map((name) => `grader/labs/counter/${name}.ts`);
    expect(files).to.include.members([...lab, "starter/counter/counter.ts", "grader/cli/grade.ts"]);
    expect(files.filter((path) => /^starter\/kv|^tests\/kit|^solution|cmud/.test(path))).to.be
      .empty;
    expect(packed.get("starter/actor/mailbox.ts")?.toString()).to.equal(
      textOf("solution/actor/mailbox.ts"),
    );
    expect(packed.get("README.md")?.toString()).to.contain("# A counter");
    const isGiven = (path: string): boolean =>
      released.layers.some((layer) => pathInTree(layer, path) !== undefined);
    expect(findSecrets(packed, kit, SECRETS, isGiven)).to.deep.equal([]);
    const solution = kit.get("solution/counter/counter.ts") ?? Buffer.of();
    const told = new Map([...packed, ["starter/counter/told.ts", solution]]);
    expect(findSecrets(told, kit, SECRETS, isGiven).join()).to.contain("solution/counter/");

    // Without CMUD, nothing may be missing that only CMUD declares.
    const folder = await temp.write(Object.fromEntries(packed), "package");
    symlinkSync(join(kitRoot, "node_modules"), join(folder, "node_modules"), "junction");
    const compiler = join(kitRoot, "node_modules", "typescript", "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-b"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status, stdout).to.equal(0);
  });
});
