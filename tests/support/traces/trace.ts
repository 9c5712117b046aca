import type { ActorName, Scenario } from "../../../grader/history/scenario.js";

/** A scenario with what its checks need to know of it. */
export interface Trace {
  readonly scenario: Scenario;
  /** The query actors that are read at the end. */
  readonly readers: readonly ActorName[];
}
