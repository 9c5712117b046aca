import type { Oracle } from "../history/finding.js";
import type { HistoryRecord } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";
import type { Conditions } from "../run/simulated/conditions.js";
import type { FaultSpec } from "../sim/faults/fault_spec.js";

/** What exploring must know about an assignment. */
export interface ExploreSpec<C extends ExploreCase = ExploreCase> {
  /** The assignment's name on the command line. */
  readonly id: string;
  /** The conditions of which each case names one. */
  readonly conditions: readonly Conditions[];
  readonly findWrongs: Oracle;
  readonly workload: Workload<C>;
}

/**
 * A small run to try. It is plain data, so that it can be shrunk, printed, and kept; each assignment adds its
 * operations. The same case on the same tree gives the same run.
 */
export interface ExploreCase {
  /** The name of the conditions. */
  readonly conditions: string;
  readonly faults: readonly FaultSpec[];
  readonly seed: number;
}

/** The common settings of the cases of a search. */
export interface CaseOptions {
  readonly servers: number;
  /** On each server. */
  readonly actors: number;
  /** Faults of every case, in addition to its own. */
  readonly faults: readonly FaultSpec[];
}

/** The cases of an assignment. */
export interface Workload<C extends ExploreCase = ExploreCase> {
  /** The case of a seed; it stays within what the assignment allows. */
  randomCase(seed: number, options: CaseOptions): C;
  /** Small cases in many orders of delivery, the simplest first. */
  allOrders(options: CaseOptions): Iterable<C>;
  /** Cases that are smaller or simpler than a given one, the largest reductions first. */
  smallerCases(explored: C): Iterable<C>;
  /** The case as a scenario, which ends with a quiet period and reads of everything. */
  scenarioOf(explored: C): Scenario;
  /** Describes a record of a failed call; undefined for all other records. */
  refusalIn(record: HistoryRecord): string | undefined;
  /** What happens, with one line per event, in the order of time. */
  storyOf(explored: C): readonly string[];
  /** How to repeat the case by hand, ready to be pasted into a shell; absent if that is not possible. */
  byHand?(explored: C): readonly string[];
  /** The conditions, for people. */
  circumstancesOf(explored: C): string;
  /** How large the case is, for people. */
  sizeOf(explored: C): string;
  /** The title of a test for the case: what it requires. */
  titleOf(explored: C): string;
}
