import { it } from "mocha";
import { steps } from "../labs/cmud/steps/index.js";
import { SourcePositions } from "../run/source_positions.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/tree_to_simulate.js";
import { cmud } from "../labs/cmud/lab.js";
import { stageTree } from "../trees/stage_tree.js";
import { CaseRunner } from "./case_runner.js";
import { scenarioOf, type ExploreCase } from "./workload.js";

/** How long a kept case may take to run, in milliseconds of real time, compiling the tree included. */
const timeLimitMs = 120_000;

/**
 * Defines a mocha test of a case that exploring has found: it runs the case in simulation, on the tree that the
 * environment variable `CMUD_TREE` names (default: the starter), and passes when the oracle finds nothing wrong.
 */
export function keptTest(title: string, explored: ExploreCase): void {
  // A typing error in the file is told at once and not when the test runs.
  scenarioOf(explored);
  it(title, async function () {
    this.timeout(timeLimitMs);
    const { jsDir, keepsState } = await stageTree(cmud, process.env["CMUD_TREE"] ?? "starter", {
      check: false,
    });
    const { signal } = new AbortController();
    const workers = new SimWorkers(
      { tree: treeToSimulate({ jsDir, keepsState }), steps, heapMiB: 512 },
      1,
      signal,
    );
    try {
      const runner = new CaseRunner(workers, new SourcePositions(jsDir));
      const { wrongs } = await runner.run(explored, true);
      if (wrongs.length === 0) return;
      const error = new Error(wrongs.map(({ message }) => message).join("\n"));
      // The place where this was thrown is of no interest to anybody.
      error.stack = error.message;
      throw error;
    } finally {
      await workers.close();
    }
  });
}
