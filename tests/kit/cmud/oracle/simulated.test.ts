/**
 * Goal: the oracle finds nothing in runs of right programs, whatever their design, and what is wrong in those of wrong
 * ones. Method: random workloads on whole servers in simulation, under the conditions of graded runs.
 */
import { expect } from "chai";
import { gradedConditions } from "../../../../grader/labs/cmud/conditions.js";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { findWrongs } from "../../../../grader/labs/cmud/oracle/find_wrongs.js";
import type { Finding } from "../../../../grader/history/finding.js";
import type { FindingKind } from "../../../../grader/labs/cmud/oracle/sighting.js";
import { conditionsOf } from "../../../../grader/run/simulated/conditions.js";
import { stageEdits, type Edit } from "../../../../grader/trees/stage_edits.js";
import { mutants } from "../../mutants/catalogue.js";
import { designs } from "../../mutants/designs.js";
import { solutionJs } from "../../suite/run_tree.js";
import { randomScenario, runDetailed } from "./simulated_workload.js";

/** What is found in runs under some seeds, each with its conditions. */
async function search(jsDir: string, seeds: readonly number[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const seed of seeds) {
    const history = await runDetailed(
      jsDir,
      randomScenario(seed),
      seed,
      conditionsOf(gradedConditions, seed),
    );
    expect(history.end, `run ${seed}`).to.deep.equal({ how: "done" });
    found.push(...findWrongs(history));
  }
  return found;
}

async function staged(name: string, edits: readonly Edit[]): Promise<string> {
  return (await stageEdits(cmud, "solution", `oracle-${name}`, edits)).jsDir;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe("The oracle, on simulated runs,", function () {
  this.timeout(300_000);

  it("finds nothing wrong with the solution", async () => {
    const found = await search(await solutionJs(), upTo(10));
    expect(found.map(({ message }) => message)).to.deep.equal([]);
  });

  for (const { name, what, edits } of designs.filter(({ name }) => !name.startsWith("client"))) {
    it(`finds nothing wrong with another design, ${name}: ${what}`, async () => {
      const found = await search(await staged(name, edits), upTo(5));
      expect(found.map(({ message }) => message)).to.deep.equal([]);
    });
  }

  /** What is found of a wrong solution: a kind, and words that say where it went wrong. */
  const wrongs: readonly (readonly [name: string, kind: FindingKind, says: RegExp])[] = [
    ["last-arrival-wins", "divergence", /shows ~.*~ instead, which arrived at|replaced it with ~/],
    [
      "first-arrival-wins",
      "divergence",
      /handled it at [\d.]+ ms and shows ~.*~, which had arrived earlier/,
    ],
    ["no-tie-break", "split", /Either may win, because .* must choose the same one/],
    ["tie-break-takes-arrival", "split", /Either may win, because .* must choose the same/],
    ["old-state-overwrites", "went-back", /and then ~.*~ again at .*, which wins\.$/],
    ["no-start-up-transfer", "lost-put", /before s9 started: s1\/0 never sent it to s9\.$/],
    ["no-relay", "lost-put", /and s9\/\d handled it at [\d.]+ ms and never forwarded it to s9\/\d/],
    ["put-acknowledged-before-applied", "own-put", /acknowledged it before handling it/],
    ["slow-local-ticks", "late", /must be visible within 500 ms/],
    ["broadcast", "double-send", /to s1\/0 .*to s1\/1 .*one message to s1 is enough/],
    ["whole-store-every-time", "repetition", /copies of \d+ Puts were sent/],
    [
      "twenty-messages-a-second",
      "rate",
      /s\d\/\d sent s\d\/\d 1\d messages within one second from/,
    ],
  ];
  for (const [name, kind, says] of wrongs) {
    it(`finds what is wrong with ${name}`, async () => {
      const mutant = mutants.find((one) => one.name === name);
      if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
      const found = await search(await staged(name, mutant.edits), upTo(5));
      const messages = found.filter((one) => one.kind === kind).map(({ message }) => message);
      expect(
        messages.some((message) => says.test(message)),
        messages.join("\n"),
      ).to.equal(true);
      expect(
        found.filter(({ inferred }) => inferred),
        "in detailed histories",
      ).to.deep.equal([]);
    });
  }
});
