import { course, groupsOf, testsOf, type CourseTest, type Part } from "../labs/cmud/manifest.js";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";

/**
 * Finds the tests that names stand for: ids, groups (`Mailbox`) and families of numbered tests (`LocalSyncLWW`). Case
 * does not count.
 *
 * @param part the hand-in whose tests are meant; undefined for those of any.
 * @returns each test once, in the order in which tests are reported; all of them when there are no names.
 * @throws {@link UsageError} when a name stands for no test, or for tests of the other hand-in only.
 */
export function selectTests(names: readonly string[], part?: Part): readonly CourseTest[] {
  const tests = part === undefined ? course.tests : testsOf(part);
  if (names.length === 0) return tests;
  const chosen = new Set(names.flatMap((name) => testsFor(name, tests, part)));
  return tests.filter((test) => chosen.has(test));
}

function testsFor(name: string, tests: readonly CourseTest[], part?: Part): CourseTest[] {
  const found = tests.filter((test) => isMeant(test, name));
  if (found.length > 0) return found;
  if (part !== undefined && course.tests.some((test) => isMeant(test, name))) {
    const other = part === "final" ? "checkpoint" : "final";
    throw new UsageError(`${name} belongs to the ${other}; use --${other} in place of --${part}`);
  }
  const names = [...new Set(course.tests.flatMap((test) => [test.id, test.group, familyOf(test)]))];
  const parts = part === undefined ? (["checkpoint", "final"] as const) : [part];
  const groups = [...new Set(parts.flatMap(groupsOf))].join(", ");
  const hint = didYouMean(name, names) || `; groups are ${groups}`;
  throw new UsageError(`there is no test or group ${name}${hint} (--list shows all tests)`);
}

function isMeant(test: CourseTest, name: string): boolean {
  return [test.id, test.group, familyOf(test)].some(
    (candidate) => candidate.toLowerCase() === name.toLowerCase(),
  );
}

/** The id without its number. */
function familyOf(test: CourseTest): string {
  return test.id.replace(/\d+$/, "");
}
