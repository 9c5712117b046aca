import { it } from "mocha";
import { CaseRunner } from "../explore/case_runner.js";
import type { ExploreCase } from "../explore/explore_spec.js";
import { labNamed } from "../labs/index.js";
import { SourcePositions } from "../run/source_positions.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/sim_job.js";
import { stageTree } from "../trees/stage_tree.js";

/** How long a kept case may take, including compiling the tree, in milliseconds of real time. */
const timeLimitMs = 120_000;

/**
 * Defines a mocha test for a case that the explorer has found. It runs the case in simulation, on the tree named by the
 * environment variable `CMUD_TREE` (default: the starter), and passes if the oracle finds nothing wrong.
 */
export function keptTest(labName: string, title: string, explored: ExploreCase): void {
  it(title, async function () {
    this.timeout(timeLimitMs);
    const { workload, ...lab } = await labNamed(labName);
    if (workload === undefined) throw new Error(`${labName} cannot be explored`);
    const { jsDir, keepsState } = await stageTree(lab, process.env["CMUD_TREE"] ?? "starter", {
      check: false,
    });
    const { signal } = new AbortController();
    const workers = new SimWorkers(
      { tree: treeToSimulate({ jsDir, keepsState }), steps: lab.steps, heapMiB: 512 },
      1,
      signal,
    );
    try {
      const runner = new CaseRunner({ ...lab, workload }, workers, new SourcePositions(jsDir));
      const { wrongs } = await runner.run(explored, true);
      if (wrongs.length === 0) return;
      const error = new Error(wrongs.map(({ message }) => message).join("\n"));
      // The stack of this error is useless.
      error.stack = error.message;
      throw error;
    } finally {
      await workers.close();
    }
  });
}
