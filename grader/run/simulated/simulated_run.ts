import type { SimulatedRun } from "../../history/history.js";
import { clockUncertaintyMs } from "../../sim/faults/clock_uncertainty.js";
import { describeFault } from "../../sim/faults/describe_fault.js";
import type { SimJob } from "./sim_job.js";

/** What a history says of the run that it comes from. */
export function simulatedRun({ seed, faults }: SimJob): SimulatedRun {
  return {
    seed,
    conditions: faults.map(describeFault),
    clockUncertaintyMs: clockUncertaintyMs(faults),
  };
}
