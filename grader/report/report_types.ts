import type { WallKind } from "../process/wall.js";
import type { CheckResult } from "../static/check_result.js";
import type { TestStatus } from "../suite/suite_types.js";

/**
 * The report of one run: the one model that all formats are written from, and what `--json` writes.
 * `report_schema.json` describes it for other programs.
 */
export interface GradeReport {
  /** Of this format. */
  readonly version: 2;
  /** The assignment's name on the command line, and its title. */
  readonly lab: string;
  readonly title: string;
  /** Its name. */
  readonly part: string;
  /** The graded tree, as typed. */
  readonly tree: string;
  readonly outcome: Outcome;
  readonly score: number;
  /** Of the whole part, even if only some tests were chosen. */
  readonly maxScore: number;
  /** What was left out of the tree, and why. */
  readonly notices: readonly string[];
  /** Every test of the part, in the order in which they are reported. */
  readonly tests: readonly ReportedTest[];
  readonly checks: readonly CheckResult[];
  readonly manual: ManualPart;
  /** What went wrong in the grader itself; if there is anything, the points are meaningless. */
  readonly problems: readonly string[];
  /** What the tree's code ran behind; absent in older reports. */
  readonly wall?: WallKind;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/**
 * How a run ended: with points; with nothing that could be compiled or run; interrupted, so that the points are those
 * earned until then; or with a failure of the grader, so that the points are meaningless.
 */
export type Outcome = "graded" | "nothingRan" | "interrupted" | "graderFailed";

/** One test in a report. */
export interface ReportedTest {
  readonly id: string;
  readonly group: string;
  readonly score: number;
  readonly maxScore: number;
  readonly status: TestStatus;
  /** Whether it was to run; false for tests that `--only` left out. */
  readonly chosen: boolean;
  /** Of the attempt that counts, in milliseconds: virtual time if it was simulated. */
  readonly durationMs: number;
  /** 2 if the test failed on real threads and ran once more by itself; 0 if it did not run. */
  readonly attempts: number;
  /** What the test does. */
  readonly goal: string;
  /** The student file to look at first, relative to the tree. */
  readonly file: string;
  /** For the student; present if the test did not pass. */
  readonly message?: string;
  /** Failed tests with equal causes most likely fail for the same reason. Not for people. */
  readonly cause?: string;
  /** How the failed run can be repeated. */
  readonly repeat?: string;
  /** The section of the handout to read. */
  readonly section?: string;
  /** The seed of the simulated run that failed, which repeats the run. */
  readonly seed?: number;
  /** The output of the student's code, truncated. */
  readonly output?: string;
}

/** The points that a person gives. */
export interface ManualPart {
  /** 0 for the checkpoint. */
  readonly maxScore: number;
  /** What the points are for. */
  readonly message: string;
  /** The file with the comment to read, relative to the checkout if it is inside. */
  readonly file?: string;
  /** From 1 on. */
  readonly line?: number;
}
