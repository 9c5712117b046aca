import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import type { Lab } from "../labs/lab.js";
import { testsOf, type Part } from "../report/report_spec.js";
import type { LabTest } from "../suite/suite_spec.js";

/**
 * Finds tests by names: ids, groups (`Mailbox`) and families of numbered tests (`LocalSyncLWW`). Case does not matter.
 *
 * @param part the part whose tests to search; undefined for all parts.
 * @returns each test once, in the order in which tests are reported; all tests if there are no names.
 * @throws {@link UsageError} if a name matches no test, or only tests of another part.
 */
export function selectTests(lab: Lab, names: readonly string[], part?: Part): readonly LabTest[] {
  const tests = part === undefined ? lab.tests : testsOf(lab, part);
  if (names.length === 0) return tests;
  const extensions = lab.tests.filter(({ parts }) => parts.length === 0);
  const all = [...new Set([...tests, ...extensions])];
  const chosen = new Set(names.flatMap((name) => testsFor(lab, name, all, part)));
  return all.filter((test) => chosen.has(test));
}

function testsFor(lab: Lab, name: string, tests: readonly LabTest[], part?: Part): LabTest[] {
  const found = tests.filter((test) => isMeant(test, name));
  if (found.length > 0) return found;
  const elsewhere = lab.tests.find((test) => isMeant(test, name))?.parts[0];
  if (part !== undefined && elsewhere !== undefined) {
    throw new UsageError(
      `${name} belongs to the ${elsewhere}; use --${elsewhere} instead of --${part.name}`,
    );
  }
  const names = [...new Set(lab.tests.flatMap((test) => [test.id, test.group, familyOf(test)]))];
  const groups = [...new Set(tests.map(({ group }) => group))].join(", ");
  const hint = didYouMean(name, names) || `; groups are ${groups}`;
  throw new UsageError(`there is no test or group ${name}${hint} (--list shows all tests)`);
}

function isMeant(test: LabTest, name: string): boolean {
  return [test.id, test.group, familyOf(test)].some(
    (candidate) => candidate.toLowerCase() === name.toLowerCase(),
  );
}

/** The id without its number. */
function familyOf(test: LabTest): string {
  return test.id.replace(/\d+$/, "");
}
