import type { CheckResult } from "../static/check_result.js";
import type { TestStatus } from "../suite/suite_types.js";

/** The report of one run, as `--json` writes it. `report_schema.json` describes it for other programs. */
export interface GradeReport {
  /** Of this format. */
  readonly version: 1;
  /** Its name. */
  readonly part: string;
  /** The graded tree, as typed. */
  readonly tree: string;
  readonly score: number;
  /** Of the whole part, even if only some tests were chosen. */
  readonly maxScore: number;
  /** Every test of the part, in the order in which they are reported. */
  readonly tests: readonly ReportedTest[];
  readonly checks: readonly CheckResult[];
  readonly manual: ManualPart;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** One test in a report. */
export interface ReportedTest {
  readonly id: string;
  readonly group: string;
  readonly score: number;
  readonly maxScore: number;
  readonly status: TestStatus;
  readonly durationMs: number;
  /** For the student; present if the test did not pass. */
  readonly message?: string;
  /** The section of the handout to read. */
  readonly section?: string;
  /** The seed of the simulated run that failed, which repeats the run. */
  readonly seed?: number;
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
