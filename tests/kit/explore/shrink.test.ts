/**
 * Goal: what exploring finds becomes as small as it can be, and stays a failure. Method: a runner that only looks at the
 * case and says whether it would fail.
 */
import { expect } from "chai";
import type { CaseResult, RunsCases, Wrong } from "../../../grader/explore/case_runner.js";
import { workload } from "../../../grader/labs/cmud/explore/index.js";
import { search } from "../../../grader/explore/search.js";
import { shrink } from "../../../grader/explore/shrink.js";
import {
  actorsOf,
  type CmudCase,
  type Operation,
} from "../../../grader/labs/cmud/explore/workload.js";

const divergence: Wrong = { kind: "crashed", message: "as planted" };
const never = { maxRuns: 2_000, isOver: () => false, onSmaller: () => undefined };

/** A runner for which the cases fail that `fails` says. */
class Pretended implements RunsCases<CmudCase> {
  runs = 0;
  readonly #fails: (explored: CmudCase) => boolean;

  constructor(fails: (explored: CmudCase) => boolean) {
    this.#fails = fails;
  }

  run(explored: CmudCase): Promise<CaseResult<CmudCase>> {
    this.runs++;
    const wrongs = this.#fails(explored) ? [divergence] : [];
    const history = { records: [], end: { how: "done" }, output: "", durationMs: 0 } as const;
    return Promise.resolve({ explored, history, wrongs });
  }
}

const options = { servers: 3, actors: 3, faults: [] };

function puts({ operations }: CmudCase): (Operation & { do: "put" })[] {
  return operations.filter((operation) => operation.do === "put");
}

/** Fails when two servers take Puts of the same key and what carries one of them is held up. */
function race(explored: CmudCase): boolean {
  return puts(explored).some((first) =>
    puts(explored).some(
      (second) =>
        second.key === first.key &&
        second.at.split("/")[0] !== first.at.split("/")[0] &&
        explored.faults.some((fault) => fault.fault === "hold" && fault.carrying === first.value),
    ),
  );
}

async function firstFailing(fails: (explored: CmudCase) => boolean): Promise<CaseResult<CmudCase>> {
  const runner = new Pretended(fails);
  for (let seed = 1; seed < 2_000; seed++) {
    const result = await runner.run(workload.randomCase(seed, options));
    if (result.wrongs.length > 0) return result;
  }
  throw new Error("no seed fails");
}

describe("Exploring", () => {
  it("makes a failure small: two servers, one actor each, two puts, and the one hold that it takes", async () => {
    const failing = await firstFailing((each) => race(each) && each.operations.length > 6);
    const smallest = (await shrink(workload, failing, new Pretended(race), never)).explored;
    expect(race(smallest)).to.equal(true);
    expect(smallest.servers.map(({ actors }) => actors)).to.deep.equal([1, 1]);
    expect(smallest.operations).to.have.length(2);
    expect(smallest.faults).to.have.length(1);
    expect(smallest.conditions).to.equal("lockstep");
    expect(Math.min(...smallest.operations.map(({ atMs }) => atMs))).to.equal(0);
  });

  it("keeps what failed if nothing smaller fails, and stops after as many runs as it may take", async () => {
    const failing = await firstFailing(race);
    const text = JSON.stringify(failing.explored);
    const onlyThis = (each: CmudCase): boolean => JSON.stringify(each) === text;
    expect((await shrink(workload, failing, new Pretended(onlyThis), never)).explored).to.equal(
      failing.explored,
    );
    const runner = new Pretended(() => false);
    await shrink(workload, failing, runner, { ...never, maxRuns: 7 });
    expect(runner.runs).to.equal(7);
  });

  it("only ever proposes cases that can be run", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const explored = workload.randomCase(seed, options);
      for (const each of [explored, ...workload.smallerCases(explored)]) {
        const actors = actorsOf(each);
        const asked = each.operations.flatMap((one) => (one.do === "start" ? [] : [one.at]));
        expect(actors, `seed ${seed}`).to.include.members(asked);
        expect(() => workload.scenarioOf(each)).to.not.throw();
        if (each !== explored) expect(each).to.not.deep.equal(explored);
      }
    }
  });

  it("reports the failure that comes first among the cases, whichever ends first", async () => {
    const cases = Array.from({ length: 30 }, (_, index) => workload.randomCase(index + 1, options));
    const runner: RunsCases<CmudCase> = {
      runs: 0,
      run: async (explored) => {
        const history = { records: [], end: { how: "done" }, output: "", durationMs: 0 } as const;
        // The later one of the two that fail ends first.
        if (explored.seed === 11) await new Promise((resolve) => setTimeout(resolve, 30));
        const fails = explored.seed === 11 || explored.seed === 12;
        return { explored, history, wrongs: fails ? [divergence] : [] };
      },
    };
    const idle = { width: 4, isOver: () => false, onCase: () => undefined };
    const { failing, complete } = await search(cases, runner, idle);
    expect(failing?.explored.seed).to.equal(11);
    expect(complete).to.equal(false);
    const clean = await search(cases, new Pretended(() => false), idle);
    expect(clean).to.deep.equal({ failing: undefined, complete: true });
  });

  it("makes the same case of a seed, and stays within the latency that is promised", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const explored = workload.randomCase(seed, options);
      expect(workload.randomCase(seed, options)).to.deep.equal(explored);
      for (const fault of explored.faults) {
        if (fault.fault !== "hold") throw new Error(`a random case has the fault ${fault.fault}`);
        expect(explored.latencyMs + fault.byMs).to.be.at.most(250);
      }
    }
  });
});
