import type { HandIn, Student } from "./hand_in.js";
import { readCsv } from "./csv.js";

/** What the course knows about a student and the hand-in: a line of the roster. */
export interface Enrolled extends Student {
  /** The id of the hand-in; the student's own id if the roster has no such column. */
  readonly handIn: string;
  readonly submittedAt?: string;
  /** The student's own deadline. */
  readonly due?: string;
}

/**
 * Reads a roster: a CSV with the column `student_id`, and any of `last_name`, `first_name`, `email`, `hand_in`,
 * `submitted_at` and `due`.
 *
 * @throws UsageError if it cannot be read.
 */
export async function readRoster(file: string): Promise<Enrolled[]> {
  const lines = await readCsv(file, ["student_id"]);
  return lines.map((line) => {
    const { student_id: id = "", submitted_at: submittedAt = "", due = "" } = line;
    const { hand_in: handIn = "" } = line;
    return {
      id,
      lastName: line["last_name"] ?? "",
      firstName: line["first_name"] ?? "",
      email: line["email"] ?? "",
      handIn: handIn === "" ? id : handIn,
      ...(submittedAt === "" ? {} : { submittedAt }),
      ...(due === "" ? {} : { due }),
    };
  });
}

/** Hand-ins with what a roster knows about their students, which counts more than what an export says. */
export function withRoster(handIns: readonly HandIn[], roster: readonly Enrolled[]): HandIn[] {
  return handIns.map((handIn) => {
    const ids = handIn.students.map(({ id }) => id);
    const members = roster.filter((who) => who.handIn === handIn.id || ids.includes(who.id));
    if (members.length === 0) return handIn;
    const known = new Set(members.map(({ id }) => id));
    const isGuess = handIn.students.some(({ id }) => id === handIn.id);
    const others = isGuess ? [] : handIn.students.filter(({ id }) => !known.has(id));
    const submittedAt = members.find((who) => who.submittedAt !== undefined)?.submittedAt;
    const due =
      members
        .map((who) => who.due ?? "")
        .sort()
        .at(-1) ?? "";
    return {
      ...handIn,
      students: [...members.map(studentOf), ...others],
      ...(submittedAt === undefined ? {} : { submittedAt }),
      ...(due === "" ? {} : { due }),
    };
  });
}

/** The students of a roster who handed in nothing. */
export function missingStudents(
  handIns: readonly HandIn[],
  roster: readonly Enrolled[],
): Student[] {
  const present = new Set(handIns.flatMap(({ students }) => students.map(({ id }) => id)));
  return roster.filter(({ id }) => !present.has(id)).map(studentOf);
}

function studentOf({ id, lastName, firstName, email }: Student): Student {
  return { id, lastName, firstName, email };
}
