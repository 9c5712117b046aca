import type { TraceEvent } from "../../../starter/platform/platform.js";
import { Simulation } from "../../../grader/sim/simulation.js";
import { loadSeam } from "../../../grader/sim/seam.js";
import { describePlatformContract } from "../platform_contract.js";

describePlatformContract("the simulation", async (body) => {
  const trace: TraceEvent[] = [];
  const simulation = new Simulation({
    seed: 1,
    seam: await loadSeam(new URL("../../../starter/", import.meta.url)),
    trace: (event) => {
      trace.push(event);
    },
  });
  await simulation.run((platform) => body(platform, trace), "test");
});
