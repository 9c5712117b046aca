/** Goal: actors keep their promises to their children and those who watch them. Method: one contract, in both worlds. */
import { expect } from "chai";
import type { TraceEvent } from "#solution/platform/platform.js";
import { Simulation } from "../../../grader/sim/simulation.js";
import { solutionSeam } from "../sim/store_workload.js";
import { installNodePlatform } from "../support.js";
import { describeFamilies, familyStory, type FamilyBody } from "./family_contract.js";

/** Runs a body in a simulation; half of the seeds have slow actors and threads that stall. */
async function simulate(seed: number, body: FamilyBody): Promise<TraceEvent[]> {
  const trace: TraceEvent[] = [];
  const timing = seed > 5 ? ({ messageUs: [0, 3_000], stallUs: [1_000, 20_000] } as const) : {};
  const simulation = new Simulation({
    ...{ seed, seam: await solutionSeam(), timing, detailed: true },
    trace: (event) => trace.push(event),
  });
  await simulation.run(() => body(trace), "main/s1");
  return trace;
}

describeFamilies("real threads", async (body) => {
  await body(installNodePlatform());
});

describeFamilies("simulation", async (body) => {
  for (let seed = 1; seed <= 10; seed++) await simulate(seed, body);
});

describe("a family of actors in a simulation", () => {
  it("lives the same life for the same seed, and another for another", async () => {
    const lives: string[] = [];
    for (const seed of [7, 8, 7]) {
      lives.push(JSON.stringify(await simulate(seed, familyStory)));
    }
    expect(lives[0]).to.include("actorRestarted").and.to.include("terminated");
    expect(lives[2] === lives[0], "the same life for the same seed").to.equal(true);
    expect(lives[1] === lives[0], "the same life for another seed").to.equal(false);
  });
});
