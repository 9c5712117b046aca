import type { Oracle } from "../history/finding.js";
import type { Scenario } from "../history/scenario.js";
import type { RunSpec } from "../run/step_kind.js";
import type { Conditions } from "../run/simulated/conditions.js";
import type { History } from "../history/history.js";

/** What running tests must know about an assignment. */
export interface SuiteSpec extends RunSpec {
  /** The conditions of simulated runs, which alternate from seed to seed. */
  readonly conditions: readonly Conditions[];
  /** Says what went wrong in a failed run. */
  readonly findWrongs: Oracle;
  /**
   * Runs a scenario with a program that is of no tree, in whatever language it is written, and observes what it prints.
   * Absent if the assignment asks for no such program.
   */
  readonly runProgram?: (
    program: string,
    scenario: Scenario,
    signal: AbortSignal,
  ) => Promise<History>;
  /** The sections of the handout that messages name: the one that says what actors may do. */
  readonly sections: { readonly actors: string };
}

/** One test of an assignment: what it is worth, what it does, which rule it checks, and how. */
export interface LabTest extends TestFacts {
  readonly scenario: Scenario;
  /**
   * The conditions that it needs, under every seed, because it measures virtual time; then it runs in simulation only. By
   * default, those of the assignment.
   */
  readonly conditions?: Conditions;
  readonly check: Check;
}

/**
 * Checks a history. Throws a {@link CheckFailure} or a chai `AssertionError` if it is wrong; any other exception counts
 * as a failure of the grader and not of the student.
 */
export type Check = (history: History) => void | Promise<void>;

/** The facts of a test that are known without running it. */
export interface TestFacts {
  /** The name by which the test is reported and chosen. */
  readonly id: string;
  /** The names of the parts that include the test. */
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
  /** What it does step by step, for whoever wants to repeat that by hand. */
  readonly details?: string;
  /** The modules of the tree that it loads first, without their extension, such as `actor/mailbox`. */
  readonly entries: readonly string[];
  /** Under how many seeds, starting with 1, it runs in simulation; the command line can override this. */
  readonly seeds: number;
  /** Whether it also runs on real threads and sockets; the command line can override this. */
  readonly real: boolean;
}
