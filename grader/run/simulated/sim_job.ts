import { pathToFileURL } from "node:url";
import type { HistoryRecord, SimulatedRun } from "../../history/history.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { Scenario } from "../../history/scenario.js";
import { clockUncertaintyMs } from "../../sim/faults/clock_uncertainty.js";
import { describeFault } from "../../sim/faults/describe_fault.js";
import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";
import type { RunOutcome } from "../scenario_run.js";
import type { Conditions } from "./conditions.js";

/** One simulated run of a scenario; plain data. The same job and the same tree give the same outcome, byte for byte. */
export interface SimJob {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
  /** See {@link Conditions.machines}. */
  readonly machines?: Conditions["machines"] | undefined;
  /** Whether the history contains the text of every message, and which messages were handled. */
  readonly detailed: boolean;
  /** Whether the outcome is to hold snapshots of what actors held during the run. The job is detailed then. */
  readonly probed?: true;
}

/** The outcome of a simulated run. */
export interface SimOutcome extends RunOutcome {
  readonly records: readonly HistoryRecord[];
  readonly droppedRecords: number;
  /** How long the run took, in milliseconds of virtual time. */
  readonly durationMs: number;
  readonly events: number;
  /** The conditions, for the history. */
  readonly simulated: SimulatedRun;
  readonly snapshots: readonly StoreSnapshot[];
}

/** A tree to simulate. */
export interface TreeToSimulate {
  /** The compiled, staged tree; ends with a slash. */
  readonly treeUrl: string;
  /** Whether each host loads modules of its own, and each client; see `SimulationOptions.isolate`. */
  readonly isolate: boolean | "within";
  /** The modules that are not given, relative to the tree; only the others may report to traces. Default: all may. */
  readonly ownModules?: readonly string[] | undefined;
}

/**
 * How a staged tree is to be simulated. No two hosts of a run share modules, whatever is known of the tree, so no test
 * can be passed by state that actors share; if modules are known to keep state, no two runs share them either.
 */
export function treeToSimulate(tree: {
  readonly jsDir: string;
  readonly keepsState: boolean;
  readonly ownModules?: readonly string[] | undefined;
  readonly isolate?: false;
}): TreeToSimulate {
  const { jsDir, keepsState, ownModules, isolate } = tree;
  return {
    treeUrl: pathToFileURL(`${jsDir}/`).href,
    isolate: isolate ?? (keepsState || "within"),
    ownModules,
  };
}

/** What a history records about its simulated run. */
export function simulatedRun({ seed, faults }: SimJob): SimulatedRun {
  return {
    seed,
    conditions: faults.map(describeFault),
    clockUncertaintyMs: clockUncertaintyMs(faults),
  };
}
