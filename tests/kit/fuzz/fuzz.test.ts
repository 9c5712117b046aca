/**
 * Goal: whatever a program does, the grader reaches a verdict on it and never fails itself.
 *
 * Method: random changes of the compiled solution are run in simulation, each with a few tests under one seed. By
 * default a few programs run; `CMUD_FUZZ=1000 npm run test:fuzz` runs as many as it says, with other seeds each time
 * `CMUD_FUZZ_SEED` changes.
 */
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { Random } from "../../../grader/sim/random.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { TestStatus } from "../../../grader/suite/suite_types.js";
import { ownModules, stageTree } from "../../../grader/trees/stage_tree.js";
import { solutionJs, treeWith } from "../suite/run_tree.js";
import { oneOf, randomProgram } from "./random_program.js";

const programs = Number(process.env["CMUD_FUZZ"] ?? 2);
const firstSeed = Number(process.env["CMUD_FUZZ_SEED"] ?? 1);

describe("A random program", function () {
  this.timeout(3_600_000);

  it("never makes the grader fail", async () => {
    const verdicts = new Map<string, number>();
    const failures: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
      const { statuses, problems } = await verdictsOn(seed);
      for (const status of statuses) verdicts.set(status, (verdicts.get(status) ?? 0) + 1);
      if (problems.length > 0) failures.push(`seed ${seed}: ${problems.join("; ")}`);
    }
    if (programs > 10) console.log(`      ${programs} programs:`, Object.fromEntries(verdicts));
    expect(failures).to.deep.equal([]);
    expect([...verdicts.values()].reduce((sum, count) => sum + count)).to.equal(programs * 4);
  });
});

/** The compiled files of the solution that are changed. */
const files = [
  "actor/mailbox.js",
  "actor/remote_tell.js",
  "kvclient/client.js",
  "kvserver/query_actor.js",
  "kvserver/query_receiver.js",
  "kvserver/server.js",
  "kvserver/store.js",
  "kvserver/outbox.js",
];

/** Runs a few tests on a random program. */
async function verdictsOn(
  seed: number,
): Promise<{ readonly statuses: readonly TestStatus[]; readonly problems: readonly string[] }> {
  const random = new Random(seed, "program");
  const file = oneOf(files, random) ?? "";
  const source = await readFile(join(await solutionJs(), file), "utf8");
  const jsDir = await treeWith(`fuzz-${seed}`, { [file]: randomProgram(source, random) });
  const first = random.within([0, cmud.tests.length - 1]);
  const tests = [0, 17, 34, 51].map((offset) => cmud.tests[(first + offset) % cmud.tests.length]);
  try {
    const { results, problems } = await runSuites(cmud, {
      tests: tests.flatMap((test) => test ?? []),
      jsDir,
      keepsState: false,
      ownModules: ownModules(await stageTree(cmud, "solution", { check: false })),
      treeName: `fuzz-${seed}`,
      driver: "sim",
      jobs: 1,
      seed: random.within([1, 20]),
      replay: () => "",
      signal: new AbortController().signal,
    });
    return { statuses: results.map(({ status }) => status), problems };
  } finally {
    await rm(dirname(jsDir), { recursive: true, force: true });
  }
}
