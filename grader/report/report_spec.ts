import type { TestFacts } from "../suite/suite_spec.js";

/** What scores and reports must know about an assignment. */
export interface ReportSpec {
  /** The assignment's name on the command line. */
  readonly id: string;
  /** For headings, such as "Project 3: CMUD". */
  readonly title: string;
  /** In the order in which they are due; at least one. */
  readonly parts: readonly Part[];
  readonly tests: readonly TestFacts[];
  readonly studentFiles: readonly { readonly path: string }[];
}

/** One part of an assignment, with a deadline of its own. */
export interface Part {
  /** Its name on the command line and in reports, such as `checkpoint`. */
  readonly name: string;
  /** The points for clean formatting; 0 if formatting is not required yet. */
  readonly formattingPoints: number;
  /** What is graded by hand; undefined if nothing is. */
  readonly manual: { readonly points: number; readonly what: string } | undefined;
}

/**
 * The tests that a part runs, in the order in which they are reported. Tests of no part are extensions, which run when they
 * are named.
 *
 * @param named the ids that were chosen by name; undefined if none were.
 */
export function testsOf<T extends TestFacts>(
  { tests }: { readonly tests: readonly T[] },
  { name }: Part,
  named: readonly string[] = [],
): readonly T[] {
  return tests.filter(
    ({ id, parts }) => parts.includes(name) || (parts.length === 0 && named.includes(id)),
  );
}
