import { hasSolution } from "../trees/kit_paths.js";
import { cmud } from "../labs/cmud/lab.js";
import { stageTree, type StagedTree } from "../trees/stage_tree.js";
import type { Definition } from "./definition.js";
import { Drivers } from "./drivers.js";
import type { Driver } from "./suite_types.js";

let staging: Promise<StagedTree> | undefined;

/**
 * Runs one test outside of the grader, against the tree that the environment variable `CMUD_TREE` names (default: the
 * solution where there is one, else the starter), where `CMUD_DRIVER` says (default: where the manifest says), under the one seed of `CMUD_SEED` if it is
 * set, and in this process when `CMUD_IN_PROCESS` is 1. Throws when the test does not pass.
 */
export async function runUnderPlainMocha(definition: Definition): Promise<void> {
  const { CMUD_SEED: seed, CMUD_IN_PROCESS: inProcess } = process.env;
  const tree = process.env["CMUD_TREE"] ?? (hasSolution ? "solution" : "starter");
  staging ??= stageTree(cmud, tree, { check: false });
  const { jsDir, keepsState } = await staging;
  const ignore = (): void => undefined;
  const drivers = new Drivers(
    {
      part: "final",
      ids: [definition.id],
      jsDir,
      keepsState,
      treeName: tree,
      jobs: 1,
      inProcess: inProcess === "1",
      simulation: {
        driver: driverOf(process.env["CMUD_DRIVER"]),
        seeds: undefined,
        seed: seed === undefined ? undefined : Number(seed),
        replay: (_, of) =>
          `the same command, with ${of === undefined ? "CMUD_DRIVER=real" : `CMUD_SEED=${of}`}`,
        onPicture: undefined,
      },
      onEvent: ignore,
      signal: new AbortController().signal,
    },
    [definition.id],
  );
  try {
    const result = await drivers.run(definition, ignore);
    if (result.status === "passed") return;
    const error = new Error(`${result.status}: ${result.message ?? "no message"}`);
    // The place where this was thrown is of no interest to anybody.
    error.stack = error.message;
    throw error;
  } finally {
    await drivers.close();
  }
}

function driverOf(text = "mixed"): Driver {
  const found = (["mixed", "sim", "real", "both"] as const).find((driver) => driver === text);
  if (found !== undefined) return found;
  throw new Error(`CMUD_DRIVER is sim, real, both or mixed, not ${text}`);
}
