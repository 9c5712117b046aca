/** The checks beside the tests. */
export type CheckId = "typecheck" | "lint" | "format" | "design-comment";

/** What became of a check. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: "passed" | "failed" | "skipped";
  readonly score: number;
  readonly maxScore: number;
  /** What was found and what to do, in lines; there when the check did not pass. */
  readonly message?: string;
}

/** A place in a file that a person wrote, and what is wrong there. */
export interface Finding {
  /** Absolute. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
  /** The rule or error code. */
  readonly rule: string;
  readonly message: string;
}
