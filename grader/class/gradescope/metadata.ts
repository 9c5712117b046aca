import { latenessOf, type Lateness } from "../late.js";
import type { ClassSpec } from "../class_spec.js";

/** What Gradescope says about a submission, as far as the grader uses it: `submission_metadata.json`. */
export interface SubmissionMetadata {
  /** ISO 8601 with its offset from UTC. */
  readonly created_at?: string;
  readonly assignment?: Deadlines;
  readonly users?: readonly { readonly assignment?: Deadlines }[];
  readonly previous_submissions?: readonly {
    readonly submission_time?: string;
    readonly autograder_error?: boolean;
  }[];
}

interface Deadlines {
  readonly due_date?: string | null;
}

/** What the metadata says about a submission in the terms of the course. */
export interface Attempt {
  /** This one included; submissions that the autograder failed on do not count. */
  readonly used: number;
  readonly allowed: number;
  readonly late: Lateness;
}

/**
 * Counts attempts and late days by the time of the submission and never by the present time, so that a regrade says the
 * same. The deadline is the student's own where there is one.
 *
 * @param due the deadline of the part, for submissions without one.
 */
export function attemptOf(
  metadata: SubmissionMetadata,
  { submissionsPerDeadline, late }: ClassSpec,
  due: string,
): Attempt {
  const { created_at: createdAt, previous_submissions: previous = [] } = metadata;
  const earlier = previous.filter(
    ({ autograder_error: failed, submission_time: time }) =>
      failed !== true &&
      (createdAt === undefined || time === undefined || Date.parse(time) < Date.parse(createdAt)),
  );
  const own = (metadata.users ?? []).map(({ assignment }) => assignment?.due_date ?? "");
  const latest = own
    .filter((date) => date !== "")
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const deadline = latest ?? metadata.assignment?.due_date ?? due;
  return {
    used: earlier.length + 1,
    allowed: submissionsPerDeadline,
    late: latenessOf(createdAt, deadline, late),
  };
}

/** "7 of 15 submissions used, 8 left", or what it means that there are too many. */
export function attemptWords({ used, allowed }: Attempt): string {
  return used <= allowed
    ? `${used} of ${allowed} submissions used, ${allowed - used} left`
    : `${used} of ${allowed} submissions used: ${used - allowed} more than count. It was graded all the same; ask your instructors`;
}
