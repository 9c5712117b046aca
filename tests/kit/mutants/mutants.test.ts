/**
 * Goal: every wrong solution gets the report that it must get, and every solution of another design earns everything.
 *
 * Method: the reference solution is staged with small edits, and the real suites run on it. By default a handful of
 * wrong solutions is run, each with one test that must fail and one that must pass, and a few designs with a part
 * of the tests under one seed; `npm run test:mutants` runs all of them with all of their tests and seeds. A test that
 * must fail counts only if it was judged: not if the program crashed, or did not run.
 */
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import type { TestStatus } from "../../../grader/suite/suite_types.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { ownModules } from "../../../grader/trees/stage_tree.js";
import { mutants } from "./catalogue.js";
import { checkOf } from "./check_of.js";
import { designs } from "./designs.js";
import { checks, type Mutant } from "./mutant.js";
import { Stories } from "./stories.js";

const all = process.env["CMUD_ALL_MUTANTS"] === "1";

/** The names of the only wrong solutions and designs to run, separated by commas in `CMUD_ONLY_MUTANTS`. */
const only = process.env["CMUD_ONLY_MUTANTS"]?.split(",");

/** Where they run: in simulation, unless `CMUD_DRIVER=real` says on real threads and sockets. */
const driver = process.env["CMUD_DRIVER"] === "real" ? "real" : "sim";

/** What the oracle says of them is compared with what happened. */
const stories = new Stories();
const lab = stories.heldTo(cmud);

const allIds = cmud.tests.map(({ id }) => id);

/** What became of tests and checks, by their names. */
type Statuses = Map<string, TestStatus>;

/** So many trees are tested at once. */
const lanes = 3;

describe("A wrong solution", function () {
  this.timeout(3_600_000);
  const chosen = mutants.filter(
    ({ name, quick }) => only?.includes(name) ?? (all || quick === true),
  );
  const runs = new Map(
    chosen.map((mutant) => [mutant, later(`mutant-${mutant.name}`, mutant.edits, idsOf(mutant))]),
  );
  before(() => {
    startAll([...runs.values()]);
  });

  for (const [mutant, run] of runs) {
    it(`${mutant.name}: ${mutant.why}`, async () => {
      const statuses = await run.result;
      if (mutant.hangs === true) {
        for (const [id, status] of statuses) if (status === "timeout") statuses.set(id, "failed");
      }
      const wanted = idsOf(mutant).map((id) => [
        id,
        mutant.failing.includes(id) ? "failed" : "passed",
      ]);
      expect(Object.fromEntries(statuses)).to.deep.equal(Object.fromEntries(wanted));
    });
  }

  it("is told nothing untrue about its runs", function () {
    if (driver === "real") this.skip();
    const { findings, statements, untrue, unread, unnoticed } = stories;
    expect({ untrue, unread, unnoticed }).to.deep.equal({ untrue: [], unread: [], unnoticed: [] });
    if (only !== undefined) return;
    expect(findings).to.be.greaterThan(all ? 500 : 12);
    expect(statements).to.be.greaterThan(findings);
  });

  it("fails tests that the course has", () => {
    const named = mutants.flatMap(({ failing, passing }) => [...failing, ...passing]);
    const known: readonly string[] = [...allIds, ...checks];
    expect(named.filter((id) => !known.includes(id))).to.deep.equal([]);
  });

  it("has a name of its own", () => {
    const names = [...mutants, ...designs].map(({ name }) => name);
    expect(names).to.have.members([...new Set(names)]);
  });
});

describe("A solution of another design", function () {
  this.timeout(3_600_000);

  for (const [index, { name, what, edits }] of designs.entries()) {
    if (!(only?.includes(name) ?? (all || index % 7 === 0))) continue;
    it(`${name}: ${what}`, async () => {
      // By default none has another one's tests.
      const ids = allIds.filter((_, place) => all || place % designs.length === index);
      const seed = all ? undefined : index + 1;
      const statuses = await statusesOf(`design-${name}`, edits, ids, seed);
      expect(ids.filter((id) => statuses.get(id) !== "passed")).to.deep.equal([]);
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
  readonly result: Promise<Statuses>;
}

function later(treeName: string, edits: readonly Edit[], ids: readonly string[]): Run {
  let settle: (statuses: Promise<Statuses>) => void = () => undefined;
  const result = new Promise<Statuses>((resolve) => {
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
  seed?: number,
): Promise<Statuses> {
  const tree = await stageEdits(cmud, "solution", treeName, edits);
  const { jsDir, keepsState } = tree;
  const { results, problems } = await runSuites(lab, {
    tests: cmud.tests.filter(({ id }) => ids.includes(id)),
    ...(seed === undefined ? {} : { seed }),
    jsDir,
    keepsState,
    ownModules: ownModules(tree),
    treeName,
    driver,
    // Each process has to start before it simulates, and other trees are tested meanwhile.
    ...(driver === "sim" ? { jobs: 1 } : {}),
    replay: () => "",
    signal: new AbortController().signal,
  });
  expect(problems).to.deep.equal([]);
  const checked = checks.filter((check) => ids.includes(check));
  return new Map<string, TestStatus>([
    ...results.map(({ id, status }) => [id, status] as const),
    ...(await Promise.all(
      checked.map(async (check) => [check, await checkOf(check, cmud, tree)] as const),
    )),
  ]);
}
