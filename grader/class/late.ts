import type { LateRules } from "./class_spec.js";

/** How late a hand-in is. */
export interface Lateness {
  /** Started days after the deadline; 0 if it was on time. */
  readonly days: number;
  /** Points. */
  readonly penalty: number;
  /** Whether it came after the last day on which work is accepted. It is graded all the same: people decide. */
  readonly isTooLate: boolean;
}

const dayMs = 24 * 3_600_000;

/**
 * How late a hand-in is, by the time at which it was submitted and never by the present time, so that grading it again
 * says the same.
 *
 * @param submittedAt ISO 8601; undefined if nobody knows, which counts as on time.
 * @param due ISO 8601.
 */
export function latenessOf(
  submittedAt: string | undefined,
  due: string,
  { maxLateDays, penaltyPerDay }: LateRules,
): Lateness {
  const overMs = submittedAt === undefined ? 0 : Date.parse(submittedAt) - Date.parse(due);
  const days = Number.isFinite(overMs) ? Math.max(0, Math.ceil(overMs / dayMs)) : 0;
  return { days, penalty: days * penaltyPerDay, isTooLate: days > maxLateDays };
}

/** "2 days late", with what it costs; "on time" otherwise. */
export function lateWords({ days, penalty, isTooLate }: Lateness): string {
  if (days === 0) return "on time";
  const cost = penalty === 0 ? "" : `, which costs ${penalty} point${penalty === 1 ? "" : "s"}`;
  const after = isTooLate ? "; work is not accepted so late" : "";
  return `${days} day${days === 1 ? "" : "s"} late${cost}${after}`;
}
