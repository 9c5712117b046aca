import type { Part, ReportSpec } from "../report/report_spec.js";

/** What grading a class must know about an assignment. */
export interface ClassSpec extends ReportSpec {
  readonly parts: readonly ClassPart[];
  readonly late: LateRules;
  /** How many submissions count for each deadline. */
  readonly submissionsPerDeadline: number;
}

/** A part with its deadline. */
export interface ClassPart extends Part {
  /** ISO 8601 with its offset from UTC. */
  readonly due: string;
}

/** What happens after a deadline. */
export interface LateRules {
  /** The number of days after a deadline until which work is accepted. */
  readonly maxLateDays: number;
  /** What a late day costs, in points. */
  readonly penaltyPerDay: number;
}
