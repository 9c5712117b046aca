/**
 * Goal: every wrong solution of the replicated store fails the tests that it must fail and no others, and every solution of
 * another design earns everything.
 *
 * Method: the reference solution is staged with small edits, and the real suites run on it, under a few seeds. By default
 * a handful of wrong solutions is run, with the tests of the steps in which they must fail some; `npm run test:mutants`
 * runs all of them with all tests, and all designs. Tests of whole clusters come on top of those of the steps, so wrong
 * solutions of the steps are free to fail them or not.
 */
import { expect } from "chai";
import { replicas } from "../../../grader/labs/replicas/lab.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { LabTest } from "../../../grader/suite/suite_spec.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { ownModules } from "../../../grader/trees/stage_tree.js";
import { checkOf } from "../mutants/check_of.js";
import { checks } from "../mutants/mutant.js";
import { designs } from "./designs.js";
import { wrongSolutions } from "./wrong.js";

const all = process.env["CMUD_ALL_MUTANTS"] === "1";
const part = replicas.tests.filter(({ parts }) => parts.length > 0);
const extension = replicas.tests.filter(({ parts }) => parts.length === 0);
const isCluster = (id: string): boolean => id.startsWith("Cluster");
const stepOf = (id: string): string => /^[A-Z][a-z]+\d*/.exec(id)?.[0] ?? id;
const isExtension = (id: string): boolean => extension.some((test) => test.id === id);

/** Under so many seeds wrong solutions run: each of their mistakes shows under all conditions. */
const seedsOfWrongs = 2;

describe("A wrong solution of the replicated store", function () {
  this.timeout(600_000);

  for (const { name, why, edits, failing, quick } of wrongSolutions) {
    if (!all && quick !== true) continue;
    it(`${name}: ${why}`, async () => {
      const tests = failing.some(isExtension) ? extension : part;
      const seeds = tests === part ? seedsOfWrongs : undefined;
      const steps = new Set(failing.map(stepOf));
      const chosen = tests.filter(({ id }) => all || steps.has(stepOf(id)));
      const failed = await failedBy(`wrong-${name}`, edits, chosen, seeds);
      const wanted = failing.some(isCluster) ? failed : failed.filter((id) => !isCluster(id));
      const lints = failing.includes("Lint") ? await lintOf(`wrong-${name}`, edits) : [];
      expect([...wanted, ...lints]).to.have.members(failing);
    });
  }

  it("has a name of its own, and fails tests that exist", () => {
    const names = [...wrongSolutions, ...designs].map(({ name }) => name);
    expect(names).to.have.members([...new Set(names)]);
    const ids: string[] = [...replicas.tests.map(({ id }) => id), ...checks];
    for (const { name, failing } of wrongSolutions) {
      expect(failing, name).to.not.be.empty;
      expect(ids, name).to.include.members(failing);
    }
  });

  it("fails every test: each is needed for something", () => {
    const failed = new Set(wrongSolutions.flatMap(({ failing }) => failing));
    const needless = replicas.tests.filter(({ id }) => !failed.has(id) && !isCluster(id));
    expect(needless.map(({ id }) => id)).to.deep.equal([]);
  });
});

describe("A replicated store of another design", function () {
  this.timeout(600_000);
  if (!all) return;

  for (const { name, what, edits } of designs) {
    it(`${name}: ${what}`, async () => {
      expect(await failedBy(`design-${name}`, edits, part)).to.deep.equal([]);
    });
  }
});

/** The tests that a solution fails. */
async function failedBy(
  treeName: string,
  edits: readonly Edit[],
  tests: readonly LabTest[],
  seeds?: number,
): Promise<string[]> {
  const tree = await stageEdits(replicas, "solution", treeName, edits, { check: all });
  const { jsDir, keepsState, diagnostics } = tree;
  const errors = diagnostics.map(({ message }) => message);
  expect(errors, "it must compile").to.deep.equal([]);
  const { results, problems } = await runSuites(replicas, {
    tests,
    jsDir,
    keepsState,
    ownModules: ownModules(tree),
    treeName,
    driver: "sim",
    ...(all ? {} : { jobs: 1 }),
    ...(seeds === undefined ? {} : { seeds }),
    replay: () => "",
    signal: new AbortController().signal,
  });
  expect(problems).to.deep.equal([]);
  return results.filter(({ status }) => status !== "passed").map(({ id }) => id);
}

/** "Lint" if lint finds something in a solution, or nothing. */
async function lintOf(treeName: string, edits: readonly Edit[]): Promise<string[]> {
  const tree = await stageEdits(replicas, "solution", treeName, edits);
  return (await checkOf("Lint", replicas, tree)) === "failed" ? ["Lint"] : [];
}
