/**
 * Goal: every wrong solution gets the report that it must get, and every solution of another design earns everything.
 *
 * Method: the reference solution is staged with small edits, and the real suites run on it. By default a handful of wrong
 * solutions is run, each with the tests that must fail and one that must pass; `npm run test:mutants` runs all of them,
 * and all designs with all tests.
 */
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import type { TestStatus } from "../../../grader/suite/suite_types.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { mutants } from "./catalogue.js";
import { designs } from "./designs.js";
import type { Mutant } from "./mutant.js";
import { Stories } from "./stories.js";

const all = process.env["CMUD_ALL_MUTANTS"] === "1";

/** Where they run: in simulation, unless `CMUD_DRIVER=real` says on real threads and sockets. */
const driver = process.env["CMUD_DRIVER"] === "real" ? "real" : "sim";

/** What the oracle says of them is compared with what happened. */
const stories = new Stories();
const lab = stories.heldTo(cmud);

const allIds = cmud.tests.map(({ id }) => id);

/** So many trees are tested at once. */
const lanes = 3;

describe("A wrong solution", function () {
  this.timeout(3_600_000);
  const chosen = mutants.filter(({ quick }) => all || quick === true);
  const runs = new Map(
    chosen.map((mutant) => [mutant, later(`mutant-${mutant.name}`, mutant.edits, idsOf(mutant))]),
  );
  before(() => {
    startAll([...runs.values()]);
  });

  for (const [mutant, run] of runs) {
    it(`${mutant.name}: ${mutant.why}`, async () => {
      const statuses = await run.result;
      const ids = idsOf(mutant);
      const passed = ids.filter((id) => statuses.get(id) === "passed");
      expect(passed).to.have.members(ids.filter((id) => mutant.passing.includes(id)));
    });
  }

  it("is told nothing untrue about its runs", function () {
    if (driver === "real") this.skip();
    const { findings, statements, untrue, unread, unnoticed } = stories;
    expect({ untrue, unread, unnoticed }).to.deep.equal({ untrue: [], unread: [], unnoticed: [] });
    expect(findings).to.be.greaterThan(all ? 500 : 20);
    expect(statements).to.be.greaterThan(findings);
  });

  it("fails tests that the course has", () => {
    const named = mutants.flatMap(({ failing, passing }) => [...failing, ...passing]);
    expect(named.filter((id) => !allIds.includes(id))).to.deep.equal([]);
  });

  it("has a name of its own", () => {
    const names = [...mutants, ...designs].map(({ name }) => name);
    expect(names).to.have.members([...new Set(names)]);
  });
});

describe("A solution of another design", function () {
  this.timeout(3_600_000);
  if (!all) return;

  for (const { name, what, edits } of designs) {
    it(`${name}: ${what}`, async () => {
      const statuses = await statusesOf(`design-${name}`, edits, allIds);
      expect(allIds.filter((id) => statuses.get(id) !== "passed")).to.deep.equal([]);
    });
  }
});

/** The tests that are run for a wrong solution: by default one that must fail and one that must pass. */
function idsOf({ failing, passing }: Mutant): string[] {
  return all ? [...failing, ...passing] : [...failing.slice(0, 1), ...passing.slice(0, 1)];
}

/** A run that is yet to be started. */
interface Run {
  readonly start: () => Promise<unknown>;
  readonly result: Promise<ReadonlyMap<string, TestStatus>>;
}

function later(treeName: string, edits: readonly Edit[], ids: readonly string[]): Run {
  let settle: (statuses: Promise<ReadonlyMap<string, TestStatus>>) => void = () => undefined;
  const result = new Promise<ReadonlyMap<string, TestStatus>>((resolve) => {
    settle = resolve;
  });
  const start = async (): Promise<unknown> => {
    const running = statusesOf(treeName, edits, ids);
    settle(running);
    // The test that waits for the result reports the error.
    return running.catch(() => undefined);
  };
  return { start, result };
}

/** Runs some runs, a few at a time. */
function startAll(runs: readonly Run[]): void {
  const queue = [...runs];
  const lane = async (): Promise<void> => {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) await run.start();
  };
  for (let index = 0; index < lanes; index++) void lane();
}

async function statusesOf(
  treeName: string,
  edits: readonly Edit[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, TestStatus>> {
  const { jsDir, keepsState } = await stageEdits(cmud, "solution", treeName, edits);
  const { results, problems } = await runSuites(lab, {
    tests: cmud.tests.filter(({ id }) => ids.includes(id)),
    jsDir,
    keepsState,
    treeName,
    driver,
    replay: () => "",
    signal: new AbortController().signal,
  });
  expect(problems).to.deep.equal([]);
  return new Map(results.map(({ id, status }) => [id, status]));
}
