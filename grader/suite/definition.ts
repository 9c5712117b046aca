import type { History } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";

/**
 * Looks whether what was seen is right. Throws a {@link CheckFailure}, or an `AssertionError` of chai's, when it is not;
 * anything else that it throws counts as a failure of the grader and not of the student.
 */
export type Check = (history: History) => void | Promise<void>;

/** Options of {@link scenarioTest}. */
export interface ScenarioTestOptions {
  /**
   * Runs the check also when the run timed out or crashed, and lets it decide alone. Default false: such a run fails the
   * test by itself.
   */
  readonly checkAnyway?: boolean;
}

/** One test as its suite has defined it. */
export interface Definition extends Required<ScenarioTestOptions> {
  /** An id of the course's manifest. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly check: Check;
}
