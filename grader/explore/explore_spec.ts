import type { Oracle } from "../history/finding.js";
import type { HistoryRecord } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";
import type { Conditions } from "../run/simulated/conditions.js";
import type { FaultSpec } from "../sim/faults/fault_spec.js";

/** What exploring must know of an assignment. */
export interface ExploreSpec<C extends ExploreCase = ExploreCase> {
  /** The assignment's name on the command line. */
  readonly id: string;
  /** The conditions of which each case names one. */
  readonly conditions: readonly Conditions[];
  readonly findWrongs: Oracle;
  readonly workload: Workload<C>;
}

/**
 * A small run to be tried. Plain data, so that it can be made smaller, printed, and kept; each assignment adds what is
 * done. The same case on the same tree gives the same run.
 */
export interface ExploreCase {
  /** The name of the conditions. */
  readonly conditions: string;
  readonly faults: readonly FaultSpec[];
  readonly seed: number;
}

/** What the cases of a search have in common. */
export interface CaseOptions {
  readonly servers: number;
  /** On each server. */
  readonly actors: number;
  /** Faults of every case, on top of what it brings itself. */
  readonly faults: readonly FaultSpec[];
}

/** The cases of an assignment. */
export interface Workload<C extends ExploreCase = ExploreCase> {
  /** The case of a seed; it stays within what the assignment promises. */
  randomCase(seed: number, options: CaseOptions): C;
  /** Small cases in many orders of delivery, the plainest first. */
  allOrders(options: CaseOptions): Iterable<C>;
  /** Cases that are a little smaller or plainer than a given one, the boldest first. */
  smallerCases(explored: C): Iterable<C>;
  /** The case as a scenario; at the end, everything is left alone and read. */
  scenarioOf(explored: C): Scenario;
  /** What to tell when a record is of a call that failed; undefined for all other records. */
  refusalIn(record: HistoryRecord): string | undefined;
  /** What happens, one line an event, in the order of time. */
  storyOf(explored: C): readonly string[];
  /** Under which conditions all of it happens, for people. */
  circumstancesOf(explored: C): string;
  /** How large the case is, for people. */
  sizeOf(explored: C): string;
  /** What a test of the case demands, as the title of that test. */
  titleOf(explored: C): string;
}
