/** Goal: actors keep their promises to their children and those who watch them. Method: one contract, in both worlds. */
import type { TraceEvent } from "#solution/platform/platform.js";
import { Simulation } from "../../../grader/sim/simulation.js";
import { solutionSeam } from "../sim/store_workload.js";
import { installNodePlatform } from "../support.js";
import { describeFamilies } from "./family_contract.js";

describeFamilies("real threads", async (body) => {
  await body(installNodePlatform());
});

describeFamilies("simulation", async (body) => {
  for (let seed = 1; seed <= 10; seed++) {
    const trace: TraceEvent[] = [];
    const timing = seed > 5 ? ({ messageUs: [0, 3_000], stallUs: [1_000, 20_000] } as const) : {};
    const simulation = new Simulation({
      ...{ seed, seam: await solutionSeam(), timing },
      trace: (event) => trace.push(event),
    });
    await simulation.run(() => body(trace), "test");
  }
});
