import type { Oracle } from "../history/finding.js";
import type { Scenario } from "../history/scenario.js";
import type { Conditions } from "../run/simulated/conditions.js";
import type { Check } from "./definition.js";

/** What running tests must know of an assignment. */
export interface SuiteSpec {
  /** In the order in which they are reported. No id begins with another one. */
  readonly tests: readonly TestFacts[];
  /** The conditions of simulated runs: they take turns from seed to seed. */
  readonly conditions: readonly Conditions[];
  /** Says what went wrong in a failed run. */
  readonly findWrongs: Oracle;
}

/** One test of an assignment: what it is worth, what it does, which rule it checks, and how. */
export interface LabTest extends TestFacts {
  readonly scenario: Scenario;
  readonly check: Check;
  /**
   * Runs the check also when the run timed out or crashed, and lets it decide alone. Default false: such a run fails the
   * test by itself.
   */
  readonly checkAnyway?: boolean;
}

/** What can be said of a test without running it. */
export interface TestFacts {
  /** The name by which the test is reported and chosen. */
  readonly id: string;
  /** The names of the parts that run the test. */
  readonly parts: readonly string[];
  /** The line of the result table that it belongs to. */
  readonly group: string;
  readonly points: number;
  /** The section of the handout to read. */
  readonly section: string;
  /** The student file to look at first, relative to the tree. */
  readonly file: string;
  /** What the test does, in a sentence or two. */
  readonly goal: string;
  /** The rule of the assignment that it checks. */
  readonly rule: string;
  /** The modules of the tree that it loads first, without their extension, such as `actor/mailbox`. */
  readonly entries: readonly string[];
  /** Over how many seeds it runs in simulation, from 1 on, unless the command line says otherwise. */
  readonly seeds: number;
  /** Whether it runs on real threads and sockets as well, unless the command line says otherwise. */
  readonly real: boolean;
}
