import type { History } from "../../../grader/history/history.js";
import type { ActorName } from "../../../grader/history/scenario.js";
import { describeValue, listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { ackedPuts, queries } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Demands that the last List("") of every query actor shows the same entries: every key that was put and no other, each
 * with a value that was put. Which value is {@link checkLastWriter}'s business.
 *
 * @param section of the handout with the rule.
 */
export function checkConvergence(
  history: History,
  readers: readonly ActorName[],
  section: string,
): void {
  const putValues = new Map<string, Set<string>>();
  for (const { key, value } of ackedPuts(history)) {
    putValues.set(key, (putValues.get(key) ?? new Set()).add(value));
  }
  if (putValues.size === 0) throw new Error("no key was put, so there is nothing to converge to");
  const states = readers.map((reader) => ({ reader, entries: lastList(history, reader) }));
  const first = states[0];
  if (first === undefined) throw new Error("a check of convergence needs readers");
  const seen: string[] = [];
  for (const { reader, entries } of states) {
    const missing = [...putValues.keys()].filter((key) => !Object.hasOwn(entries, key));
    if (missing.length > 0) {
      seen.push(`${reader} misses ${missing.length} of ${putValues.size} keys: ${listed(missing)}`);
    }
    const foreign = Object.entries(entries).filter(([key, v]) => !putValues.get(key)?.has(v));
    if (foreign.length > 0) {
      seen.push(
        `${reader} shows what nobody put: ${listed(foreign.map(([key, v]) => `${key} = ${describeValue(v)}`))}`,
      );
    }
    const different = [...putValues.keys()].filter(
      (key) =>
        Object.hasOwn(entries, key) &&
        Object.hasOwn(first.entries, key) &&
        entries[key] !== first.entries[key],
    );
    if (different.length > 0) {
      seen.push(
        `${reader} and ${first.reader} differ in ${different.length} keys: ` +
          listed(
            different.map(
              (key) =>
                `${key} = ${describeValue(entries[key])} and ${describeValue(first.entries[key])}`,
            ),
            2,
          ),
      );
    }
  }
  if (seen.length === 0) return;
  fail(history, {
    did: `put ${putValues.size} keys, waited until everything was to be visible, and listed all of it on ${readers.length} query actors.`,
    expected: "all query actors come to the same state, and no key is lost",
    section,
    seen,
    next: "what is sent of the Puts since the last message, and whether a Put can fall between two messages or be overwritten by an older one.",
  });
}

/** The entries of a query actor's last List(""). */
export function lastList(history: History, reader: ActorName): Readonly<Record<string, string>> {
  const last = queries(history)
    .filter((query) => query.method === "list" && query.prefix === "" && query.at === reader)
    .at(-1);
  if (last?.outcome.ok !== true) throw new Error(`${reader} was not listed at the end`);
  return last.outcome.entries ?? {};
}
