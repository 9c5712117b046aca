/**
 * Goal: every wrong solution of the sessions lab fails the tests that it must fail, and every right one of another design
 * earns everything.
 *
 * Method: the reference solution is staged with edits, and the real suites run on it in simulation. By default a few
 * wrong solutions are run, each with one test that must fail and one that must pass; `npm run test:mutants` runs all.
 */
import { expect } from "chai";
import { sessions as lab } from "../../../grader/labs/sessions/lab.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { TestStatus } from "../../../grader/suite/suite_types.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { ownModules } from "../../../grader/trees/stage_tree.js";
import { checkOf } from "../mutants/check_of.js";
import { checks } from "../mutants/mutant.js";
import { designs } from "./designs.js";
import { slowMaster, wrongMasters } from "./wrong_masters.js";
import { wrong } from "./wrong.js";

const all = process.env["CMUD_ALL_MUTANTS"] === "1";

const tests = lab.tests.map(({ id }) => id);

describe("A wrong solution of the sessions lab", function () {
  this.timeout(600_000);

  for (const { name, why, edits, failing, passing, quick = false } of wrong) {
    if (!all && !quick) continue;
    it(`${name}: ${why}`, async () => {
      const [must, mustNot] = all ? [failing, passing] : [failing.slice(0, 1), passing.slice(0, 1)];
      const statuses = await statusesOf(`wrong-${name}`, edits, [...must, ...mustNot]);
      const passed = [...statuses].filter(([, status]) => status === "passed").map(([id]) => id);
      expect(passed).to.have.members(mustNot);
    });
  }

  it("fails tests that there are", () => {
    const named = wrong.flatMap(({ failing, passing }) => [...failing, ...passing]);
    const known = [...tests, ...checks];
    expect(named.filter((id) => !known.includes(id))).to.deep.equal([]);
  });

  it("is there for each test", () => {
    const failing = new Set(
      [...wrong, ...wrongMasters, slowMaster].flatMap((each) => each.failing),
    );
    expect(tests.filter((id) => !failing.has(id))).to.deep.equal([]);
  });
});

describe("A right solution of the sessions lab of another design", function () {
  this.timeout(600_000);
  if (!all) return;

  for (const { name, what, edits } of designs) {
    it(`${name}: ${what}`, async () => {
      const statuses = await statusesOf(`right-${name}`, edits, tests);
      expect(tests.filter((id) => statuses.get(id) !== "passed")).to.deep.equal([]);
    });
  }
});

async function statusesOf(
  treeName: string,
  edits: readonly Edit[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, TestStatus>> {
  const staged = await stageEdits(lab, "solution", treeName, edits, { check: all });
  const errors = staged.diagnostics.map(({ message }) => message);
  expect(errors, "it must compile").to.deep.equal([]);
  const { results, problems } = await runSuites(lab, {
    tests: lab.tests.filter(({ id }) => ids.includes(id)),
    jsDir: staged.jsDir,
    keepsState: staged.keepsState,
    ownModules: ownModules(staged),
    treeName,
    driver: "sim",
    ...(all ? {} : { jobs: 1 }),
    replay: () => "",
    signal: new AbortController().signal,
  });
  expect(problems).to.deep.equal([]);
  const checked = checks.filter((check) => ids.includes(check));
  return new Map<string, TestStatus>([
    ...results.map(({ id, status }) => [id, status] as const),
    ...(await Promise.all(
      checked.map(async (check) => [check, await checkOf(check, lab, staged)] as const),
    )),
  ]);
}
