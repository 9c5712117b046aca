import type { Oracle } from "../history/finding.js";
import type { Conditions } from "../run/simulated/conditions.js";

/** What exploring must know of an assignment. */
export interface ExploreSpec {
  /** The conditions under which cases run; see `SuiteSpec.conditions`. */
  readonly conditions: readonly Conditions[];
  readonly findWrongs: Oracle;
}
