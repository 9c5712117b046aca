import type { History } from "../../../grader/history/history.js";
import { capped } from "../../../grader/labs/cmud/reading/words.js";
import { CheckFailure } from "../../../grader/suite/check_failure.js";

/** What a student needs to know about a failure. */
export interface Failure {
  /** What the test did, in the past tense. */
  readonly did: string;
  /** What the assignment wants there. */
  readonly expected: string;
  /** The section of the handout with the rule. */
  readonly section: string;
  /** What was seen instead, the most telling line first; long lists are cut. */
  readonly seen: readonly string[];
  /** Where to look in the code, or what to try. */
  readonly next: string;
  /** Whether this is what the oracle found. */
  readonly told?: boolean;
}

/** Throws a {@link CheckFailure} that says what was done, expected and seen. The grader adds the errors of the run. */
export function fail(history: History, failure: Failure): never {
  const { did, expected, section, seen, next, told = false } = failure;
  const lines = [
    `Done: ${did}`,
    `Expected: ${expected} (section ${section})`,
    "Seen:",
    ...capped(seen).map((line) => `  - ${line}`),
    `Look at: ${next}`,
  ];
  throw new CheckFailure(lines.join("\n"), {
    section,
    told,
    cause: `${expected} ${next}`,
  });
}
