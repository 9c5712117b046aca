import type { HistoryRecord, SimulatedRun } from "../../history/history.js";
import type { Scenario } from "../../history/scenario.js";
import type { RunOutcome } from "../scenario_run.js";
import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";

/** One simulated run of a scenario; plain data. The same job and the same tree give the same outcome, byte for byte. */
export interface SimJob {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
  /** Whether the history is to hold every message's text, and each message as it was handled. */
  readonly detailed: boolean;
  /**
   * Stops the world at this time, in milliseconds since the run began, and asks its actors what they hold.
   * The outcome then holds snapshots and nothing else of interest.
   */
  readonly probeAtMs?: number;
}

/** What a simulated run left behind. */
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
