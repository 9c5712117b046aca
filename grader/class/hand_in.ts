/** Where hand-ins come from, by the shape of the export. */
export type Origin = "gradescope" | "canvas" | "moodle" | "plain";

/** What one student or group handed in. */
export interface HandIn {
  /** Unique in the class, and usable as the name of a file. */
  readonly id: string;
  /** The absolute path of the zip or folder. */
  readonly path: string;
  readonly origin: Origin;
  /** Who handed it in; with nothing else known, one student whose id is that of the hand-in. */
  readonly students: readonly Student[];
  /** ISO 8601; undefined if the export does not say. */
  readonly submittedAt?: string;
  /** The student's own deadline, if it differs from that of the part. */
  readonly due?: string;
  /** Whether the learning platform marked it as late, for exports that tell nothing else. */
  readonly markedLate?: boolean;
  /** How many submissions there were, this one included; undefined if the export does not say. */
  readonly submissions?: number;
}

/** One student. */
export interface Student {
  readonly id: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly email: string;
}

/** Splits a name at its last blank: "Ada Maria Lovelace" is Lovelace, Ada Maria. */
export function studentNamed(name: string, id: string, email = ""): Student {
  const words = name.trim().split(/\s+/);
  const lastName = words.length > 1 ? (words.pop() ?? "") : "";
  return { id, lastName, firstName: words.join(" "), email };
}

/** How students are addressed on pages: their names, or their ids. */
export function namesOf({ students, id }: Pick<HandIn, "students" | "id">): string {
  const names = students.map(({ firstName, lastName, id }) => {
    const name = `${firstName} ${lastName}`.trim();
    return name === "" ? id : name;
  });
  return names.length === 0 ? id : names.join(", ");
}
