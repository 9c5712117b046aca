import type { History } from "../../history/history.js";
import { historyOf } from "../history_of.js";
import type { SourcePositions } from "../source_positions.js";
import type { SimResult } from "./sim_worker.js";

/**
 * Makes the history of a simulated run.
 *
 * @throws what is wrong with the scenario or the harness, if that ended the run.
 */
export function simHistory(result: SimResult, positions: SourcePositions): History {
  if (result.harnessError !== undefined) {
    throw new Error(`the harness failed ${result.harnessError}`);
  }
  return { ...historyOf(result, positions), simulated: result.simulated };
}
