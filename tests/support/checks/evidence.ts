import type { History, QueryRecord, TellRecord } from "../../../grader/harness/history.js";
import { CheckFailure } from "../../../grader/suites/check_failure.js";

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
  /** Whether more time alone could have made it pass. */
  readonly timing?: boolean;
}

const maxLines = 6;

/** Throws a {@link CheckFailure} that says what was done, expected and seen, with the errors of the run. */
export function fail(history: History, failure: Failure): never {
  const { did, expected, section, seen, next, timing = false } = failure;
  const lines = [
    `Done: ${did}`,
    `Expected: ${expected} (section ${section})`,
    "Seen:",
    ...capped(seen).map((line) => `  - ${line}`),
    ...errorsOf(history).map((line) => `  - ${line}`),
    `Look at: ${next}`,
  ];
  throw new CheckFailure(lines.join("\n"), { section, timing });
}

/** The first lines of a list, and how many more there were. */
export function capped(lines: readonly string[], max = maxLines): string[] {
  if (lines.length <= max) return [...lines];
  return [...lines.slice(0, max), `and ${lines.length - max} more like these`];
}

/** Some items in a row, cut when there are many. */
export function listed(items: readonly string[], max = 5): string {
  return items.length === 0 ? "none" : capped(items, max).join(", ");
}

/** A time of the history for people. */
export function at(ms: number): string {
  return `${Math.round(ms)} ms`;
}

/** A query for people, such as `get("k") on s1/2`. */
export function describeQuery(query: QueryRecord): string {
  const argument = JSON.stringify(query.key ?? query.prefix ?? "");
  const value = query.method === "put" ? `, ${JSON.stringify(query.value)}` : "";
  const place = query.at === undefined ? `by client ${query.client}` : `on ${query.at}`;
  return `${query.method}(${argument}${value}) ${place}`;
}

/** A value or its absence for people. */
export function describeValue(value: string | null | undefined): string {
  return value === null || value === undefined ? "not present" : JSON.stringify(value);
}

/** The sender or the receiver of a message for people, such as `actor 3 of s1`. */
export function describeActor(server: string, uid: string): string {
  return `actor ${uid.slice(uid.lastIndexOf("/") + 1)} of ${server}`;
}

/** A message's way for people. */
export function describeWay(tell: TellRecord): string {
  return `${describeActor(tell.server, tell.from)} to ${describeActor(tell.toServer, tell.to)}`;
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
