import Mocha from "mocha";
import { labNamed, labNames } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";
import { Drivers } from "../suite/drivers.js";
import type { LabTest } from "../suite/suite_spec.js";
import type { Driver } from "../suite/suite_types.js";
import { hasSolution } from "../trees/kit_paths.js";
import { stageTree, type StagedTree } from "../trees/stage_tree.js";

/**
 * Lets plain mocha run the suites, for debugging: `CMUD_TREE=solution npx mocha
 * build/kit/tests/final/local_sync.test.js`. Each test that a file exports becomes a mocha test. The environment
 * variable `CMUD_TREE` names the tree (default: the solution if there is one, otherwise the starter). `CMUD_DRIVER`
 * chooses where tests run (default: as they say themselves), `CMUD_SEED` a single seed, and `CMUD_IN_PROCESS=1` runs
 * them in this process. Files that use `describe` and `it` work as usual.
 */
export default function mochaUi(root: Mocha.Suite): void {
  Mocha.interfaces["bdd"](root);
  root.on("require", (module: object, file: string) => {
    const tests = "tests" in module && Array.isArray(module.tests) ? module.tests : [];
    const suites = new Map<string, Mocha.Suite>();
    for (const test of tests as LabTest[]) {
      const suite = suites.get(test.group) ?? Mocha.Suite.create(root, test.group);
      suites.set(test.group, suite);
      const own = new Mocha.Test(`${test.id}: ${test.goal}`, () => run(test));
      own.file = file;
      suite.timeout(0);
      suite.addTest(own);
    }
  });
}

let staging: Promise<StagedTree> | undefined;

/** Runs a test. Throws if it does not pass. */
async function run(test: LabTest): Promise<void> {
  const { CMUD_SEED: seed, CMUD_IN_PROCESS: inProcess } = process.env;
  const tree = process.env["CMUD_TREE"] ?? (hasSolution ? "solution" : "starter");
  const lab = await labOf(test);
  staging ??= stageTree(lab, tree, { check: false });
  const { jsDir, keepsState } = await staging;
  const drivers = new Drivers(lab, {
    tests: [test],
    jsDir,
    keepsState,
    treeName: tree,
    jobs: 1,
    inProcess: inProcess === "1",
    driver: driverOf(process.env["CMUD_DRIVER"]),
    seed: seed === undefined ? undefined : Number(seed),
    replay: (_, of) =>
      `the same command, with ${of === undefined ? "CMUD_DRIVER=real" : `CMUD_SEED=${of}`}`,
    signal: new AbortController().signal,
  });
  try {
    const result = await drivers.run(test, () => undefined);
    if (result.status === "passed") return;
    const error = new Error(`${result.status}: ${result.message ?? "no message"}`);
    // The place where this was thrown is of no interest to anybody.
    error.stack = error.message;
    throw error;
  } finally {
    await drivers.close();
  }
}

/** The assignment that a test belongs to. */
async function labOf(test: LabTest): Promise<Lab> {
  for (const name of labNames) {
    const lab = await labNamed(name);
    if (lab.tests.includes(test)) return lab;
  }
  throw new Error(`no assignment has the test ${test.id}`);
}

function driverOf(text = "mixed"): Driver {
  const found = (["mixed", "sim", "real", "both"] as const).find((driver) => driver === text);
  if (found !== undefined) return found;
  throw new Error(`CMUD_DRIVER must be sim, real, both or mixed, not ${text}`);
}
