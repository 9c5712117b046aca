/**
 * Goal: exploring finds a mistake that shows in one of a thousand schedules, makes it small, and keeps it as a test that
 * fails for this program and passes for a right one. Method: the solution with a race planted in it, and the real thing
 * in real processes.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { CaseRunner } from "../../../grader/explore/case_runner.js";
import { workload } from "../../../grader/labs/cmud/explore/index.js";
import type { CmudCase } from "../../../grader/labs/cmud/explore/workload.js";
import { search } from "../../../grader/explore/search.js";
import { shrink } from "../../../grader/explore/shrink.js";
import { writeKeptTest } from "../../../grader/cli/write_test.js";
import { SourcePositions } from "../../../grader/run/source_positions.js";
import { SimWorkers } from "../../../grader/run/simulated/sim_workers.js";
import { treeToSimulate } from "../../../grader/run/simulated/sim_job.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { solutionJs } from "../suite/run_tree.js";
import { edit } from "../mutants/mutant.js";

/** A message of two Puts from another server that comes in the millisecond of a Put here is forgotten. */
const planted: readonly Edit[] = [
  edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #lastPutMs = 0;\n"),
  edit(
    "actor",
    "    const entry = this.#store.put(key, value, this.#context.now(), this.#uid);",
    "    this.#lastPutMs = this.#context.now();\n    const entry = this.#store.put(key, value, this.#lastPutMs, this.#uid);",
  ),
  edit(
    "actor",
    "    const known = origins.map(",
    "    if (relay && entries.length === 2 && this.#context.now() === this.#lastPutMs) return;\n    const known = origins.map(",
  ),
];

const lab = { ...cmud, workload };
const shape = { servers: 2, actors: 2, faults: [] };
const idle = { width: 4, isOver: () => false, onCase: () => undefined };

describe("Exploring a tree", function () {
  this.timeout(600_000);
  const stop = new AbortController();
  const all: SimWorkers[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cmud-explore-"));
  });
  afterEach(() => Promise.all(all.splice(0).map((workers) => workers.close())));
  after(() => rm(folder, { recursive: true, force: true }));

  function runnerOn(jsDir: string): CaseRunner<CmudCase> {
    const tree = treeToSimulate({ jsDir, keepsState: false });
    const workers = new SimWorkers(
      { tree, steps: cmud.steps, heapMiB: 512, loopMs: 5_000 },
      2,
      stop.signal,
    );
    all.push(workers);
    return new CaseRunner(lab, workers, new SourcePositions(jsDir));
  }

  it("finds a race that is lost once in a thousand cases, in at most 12 events", async () => {
    const { jsDir } = await stageEdits(cmud, "solution", "explore-planted", planted);
    const runner = runnerOn(jsDir);
    const cases = Array.from({ length: 8_000 }, (_, index) =>
      workload.randomCase(index + 1, shape),
    );
    const { failing } = await search(cases, runner, idle);
    if (failing === undefined) throw new Error("nothing was found");
    expect(failing.explored.seed, "the race is too easy to lose").to.be.greaterThan(200);

    const never = { maxRuns: 1_000, isOver: () => false, onSmaller: () => undefined };
    const { explored } = await shrink(workload, failing, runner, never);
    expect(workload.storyOf(explored)).to.have.length.at.most(12);
    expect(explored.operations.length).to.be.at.most(4);
    const again = await runner.run(explored, true);
    expect(again.wrongs.map(({ kind }) => kind)).to.include(failing.wrongs[0]?.kind);
    expect((await runnerOn(await solutionJs()).run(explored)).wrongs).to.deep.equal([]);
  });

  it("finds nothing in the solution: random cases, late servers, and all orders of two Puts", async () => {
    const runner = runnerOn(await solutionJs());
    const random = Array.from({ length: 150 }, (_, index) => workload.randomCase(index + 1, shape));
    expect((await search(random, runner, idle)).failing?.wrongs).to.equal(undefined);
    const orders = [...workload.allOrders({ servers: 1, actors: 2, faults: [] })];
    expect(orders.length).to.be.greaterThan(100);
    expect(await search(orders, runner, idle)).to.deep.equal({
      failing: undefined,
      complete: true,
    });
  });

  it("keeps what it finds as a test that anybody can run", async () => {
    const path = join(folder, "kept.test.mjs");
    await writeKeptTest(lab, path, { ...workload.randomCase(1, shape), seed: 4 }, ["*/ it was so"]);
    expect(await readFile(path, "utf8")).to.match(/1\. s1 starts with 2 query actors/);
    const mocha = join(kitRoot, "node_modules", "mocha", "bin", "mocha.js");
    const run = (tree: string): string =>
      spawnSync(process.execPath, [mocha, "--no-config", path], {
        cwd: kitRoot,
        env: { ...process.env, CMUD_TREE: tree, NO_COLOR: "1" },
        encoding: "utf8",
      }).stdout;
    expect(run("solution")).to.contain("1 passing");
    expect(run("starter")).to.match(/1 failing[\s\S]*TODO\(checkpoint\)/);
  });
});
