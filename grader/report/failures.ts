import { groupBy } from "../base/group_by.js";
import type { ReportedTest } from "./report_types.js";

/** Tests that did not pass for the same reason: it is told once, with the first of them. */
export interface FailureGroup {
  readonly told: ReportedTest;
  /** The other tests with the same cause. */
  readonly same: readonly ReportedTest[];
}

/** The chosen tests that did not pass, by cause, in the order of the first test of each cause. */
export function failureGroups(tests: readonly ReportedTest[]): FailureGroup[] {
  const failed = tests.filter(({ chosen, status }) => chosen && status !== "passed");
  return [...groupBy(failed, causeOf).values()].map(([told, ...same]) => ({ told, same }));
}

/** Tests that did not run share a reason if their messages are equal; other failures without a cause stand alone. */
function causeOf({ id, status, cause, message = "" }: ReportedTest): string {
  if (status === "notRun") return `not run: ${message}`;
  return cause === undefined ? `alone: ${id}` : `cause: ${cause}`;
}

/** "The same in 2 more tests: A, B"; empty if there are none. */
export function sameWords({ same }: FailureGroup): string {
  if (same.length === 0) return "";
  const tests = same.length === 1 ? "1 more test" : `${same.length} more tests`;
  return `The same in ${tests}: ${same.map(({ id }) => id).join(", ")}`;
}

/** What the test and its message leave to say about where to look and what to read; empty if nothing. */
export function placeWords({ file, section, message = "" }: ReportedTest): string {
  const look = /\bLook at: |\.ts\b/.test(message) ? undefined : file;
  const read = /\bsection \d/.test(message) ? undefined : section;
  const parts = [look && `look at ${look}`, read && `read section ${read} of the handout`];
  return parts.filter((part) => part !== undefined).join("; ");
}

/** The message of a test that did not pass. */
export function messageOf({ message = "" }: ReportedTest): string {
  return message === "" ? "failed without a message" : message;
}

/** Whether a test failed because its code has not been written yet. */
export function isTodo({ message = "" }: ReportedTest): boolean {
  return message.startsWith("TODO(");
}
