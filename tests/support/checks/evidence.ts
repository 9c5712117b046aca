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
  /** Whether more time alone could have made it pass. It is not so in a simulation, where time is exact. */
  readonly timing?: boolean;
  /** Whether this is what the oracle found. */
  readonly told?: boolean;
}

/** Throws a {@link CheckFailure} that says what was done, expected and seen, with the errors of the run. */
export function fail(history: History, failure: Failure): never {
  const { did, expected, section, seen, next, timing = false, told = false } = failure;
  const lines = [
    `Done: ${did}`,
    `Expected: ${expected} (section ${section})`,
    "Seen:",
    ...capped(seen).map((line) => `  - ${line}`),
    ...errorsOf(history).map((line) => `  - ${line}`),
    `Look at: ${next}`,
  ];
  throw new CheckFailure(lines.join("\n"), {
    section,
    timing: timing && history.simulated === undefined,
    told,
  });
}

function errorsOf(history: History): string[] {
  const seen = new Map<string, number>();
  for (const record of history.records) {
    if (record.type !== "error") continue;
    const line = `on ${record.server}${record.actor === undefined ? "" : `, actor ${record.actor}`}: ${record.message}`;
    seen.set(line, (seen.get(line) ?? 0) + 1);
  }
  const lines = [...seen].map(([line, count]) =>
    count === 1 ? `error ${line}` : `error, ${count} times, ${line}`,
  );
  return capped(lines, 2);
}
