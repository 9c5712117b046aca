import { pathToFileURL } from "node:url";
import type { HistoryRecord, SimulatedRun } from "../../history/history.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { Scenario } from "../../history/scenario.js";
import { clockUncertaintyMs } from "../../sim/faults/clock_uncertainty.js";
import { describeFault } from "../../sim/faults/describe_fault.js";
import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";
import type { RunOutcome } from "../scenario_run.js";

/** One simulated run of a scenario; plain data. The same job and the same tree give the same outcome, byte for byte. */
export interface SimJob {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
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
  /**
   * In which runs each host loads modules of its own, and each client; see `SimulationOptions.isolate`: in every one, in
   * none, or only in those under the {@link isolatedSeed}.
   */
  readonly isolate: boolean | "sometimes";
  /** The modules that are not given, relative to the tree; only the others may report to traces. Default: all may. */
  readonly ownModules?: readonly string[] | undefined;
}

/**
 * Every test runs under this seed, in which no two hosts share modules, whatever is known of the tree: so no test can be
 * passed by state that actors share.
 */
const isolatedSeed = 1;

/** Whether each host loads modules of its own in the run of a job; see `SimulationOptions.isolate`. */
export function isolationOf(
  { seed }: Pick<SimJob, "seed">,
  { isolate }: TreeToSimulate,
): boolean | "within" {
  if (isolate !== "sometimes") return isolate;
  return seed === isolatedSeed && "within";
}

/** How a staged tree is to be simulated: always with modules for each host if it keeps state in them. */
export function treeToSimulate(tree: {
  readonly jsDir: string;
  readonly keepsState: boolean;
  readonly ownModules?: readonly string[] | undefined;
}): TreeToSimulate {
  const { jsDir, keepsState, ownModules } = tree;
  return {
    treeUrl: pathToFileURL(`${jsDir}/`).href,
    isolate: keepsState || "sometimes",
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
