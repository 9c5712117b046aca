import type { ActorName } from "../../../grader/history/scenario.js";
import type { Scenario } from "../../../grader/labs/cmud/steps/index.js";

/** A scenario with what its checks need to know of it. */
export interface Trace {
  readonly scenario: Scenario;
  /** The query actors that are read at the end. */
  readonly readers: readonly ActorName[];
}
