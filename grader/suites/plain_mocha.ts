import { PortBlocks } from "../harness/port_blocks.js";
import { runScenario } from "../harness/run_scenario.js";
import { stageTree } from "../trees/stage_tree.js";
import type { Definition } from "./definition.js";
import { runTest } from "./run_test.js";

const ports = new PortBlocks();
let staging: Promise<string> | undefined;

/**
 * Runs one test outside of the grader, against the tree that the environment variable `CMUD_TREE` names (default: the
 * solution), in this process when `CMUD_IN_PROCESS` is 1. Throws when the test does not pass.
 */
export async function runUnderPlainMocha(definition: Definition): Promise<void> {
  staging ??= stageTree(process.env["CMUD_TREE"] ?? "solution", { check: false }).then(
    (tree) => tree.jsDir,
  );
  const jsDir = await staging;
  const inProcess = process.env["CMUD_IN_PROCESS"] === "1";
  const { signal } = new AbortController();
  const result = await runTest(definition, (scenario) =>
    runScenario(scenario, { jsDir, ports, signal, inProcess }),
  );
  if (result.status === "passed") return;
  const error = new Error(`${result.status}: ${result.message ?? "no message"}`);
  // The place where this was thrown is of no interest to anybody.
  error.stack = error.message;
  throw error;
}
