import type { ClassPart, ClassSpec } from "./class_spec.js";
import { csvText } from "./csv.js";
import type { GradeLine } from "./grade_line.js";
import type { Student } from "./hand_in.js";

/** The columns of a gradebook, as nbgrader exports it, and after them those of this grader. */
const columns = [
  ...["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"],
  ...["raw_score", "late_submission_penalty", "score", "max_score"],
  ...["hand_in", "automatic", "manual", "late_days", "submissions", "outcome"],
];

/**
 * The gradebook: a line for each student, so that a group has several. Without points, the score is empty, except for
 * students who handed in nothing: theirs is 0.
 */
export function gradebookCsv(
  lab: ClassSpec,
  part: ClassPart,
  lines: readonly GradeLine[],
  missing: readonly Student[],
): string {
  const assignment = `${lab.id}-${part.name}`;
  const who = ({ id, lastName, firstName, email }: Student) => {
    return { student_id: id, last_name: lastName, first_name: firstName, email };
  };
  const graded = lines.flatMap((line) =>
    line.handIn.students.map((student) => ({
      assignment,
      duedate: line.due,
      timestamp: line.handIn.submittedAt ?? "",
      ...who(student),
      raw_score: line.rawScore ?? "",
      late_submission_penalty: line.late.penalty,
      score: line.score ?? "",
      max_score: line.maxScore,
      hand_in: line.handIn.id,
      automatic: line.rawScore === undefined ? "" : (line.verdict?.report.score ?? ""),
      manual: part.manual === undefined ? 0 : (line.manual?.points ?? ""),
      late_days: line.late.days,
      submissions: line.handIn.submissions ?? "",
      outcome: line.verdict?.report.outcome ?? "notGraded",
    })),
  );
  const absent = missing.map((student) => ({
    ...{ assignment, duedate: part.due, timestamp: "", ...who(student) },
    ...{ raw_score: 0, late_submission_penalty: 0, score: 0, max_score: lines[0]?.maxScore ?? 0 },
    ...{ hand_in: "", automatic: 0, manual: 0, late_days: 0, submissions: 0, outcome: "missing" },
  }));
  return csvText(columns, [...graded, ...absent]);
}
