import { messageOf, placeWords } from "./failures.js";
import type { GradeReport, ReportedTest } from "./report_types.js";
import { checkMessage, checkNames, isNarrowed } from "./words.js";

/**
 * A report as JUnit XML: a test suite for each group of tests, and one for the checks. Tests that were not chosen, and
 * checks that were skipped, are skipped.
 */
export function junitReport(report: GradeReport): string {
  const groups = [...new Set(report.tests.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const tests = report.tests.filter((test) => test.group === group);
    return suite(group, tests.map(testCase));
  });
  const checks = report.checks.map((check): Case => {
    const name = checkNames[check.id];
    if (check.status === "skipped")
      return { name, classname: "Checks", seconds: 0, skipped: checkMessage(check) };
    if (check.status === "passed") return { name, classname: "Checks", seconds: 0 };
    return { name, classname: "Checks", seconds: 0, failure: ["failed", checkMessage(check)] };
  });
  if (!isNarrowed(report)) suites.push(suite("Checks", checks));
  const { title, part, durationMs, startedAt } = report;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites${attributes({
      name: `${title}, ${part}`,
      tests: suites.reduce((sum, { cases }) => sum + cases, 0),
      failures: suites.reduce((sum, { failures }) => sum + failures, 0),
      time: durationMs / 1000,
      timestamp: startedAt,
    })}>`,
    ...suites.map(({ xml }) => xml),
    `</testsuites>`,
    "",
  ].join("\n");
}

/** A test case: passed, unless it has a failure or was skipped. */
interface Case {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  /** Its kind, and the message. */
  readonly failure?: readonly [type: string, message: string];
  readonly skipped?: string;
  readonly output?: string;
}

function testCase(test: ReportedTest): Case {
  const { id, group, status, durationMs, chosen, output } = test;
  const common = { name: id, classname: group, seconds: durationMs / 1000 };
  if (!chosen) return { ...common, skipped: messageOf(test) };
  const printed = output === undefined ? {} : { output };
  if (status === "passed") return { ...common, ...printed };
  const lines = [messageOf(test), placeWords(test), test.repeat ?? ""];
  const message = lines.filter((line) => line !== "").join("\n");
  return { ...common, ...printed, failure: [status, message] };
}

interface Suite {
  readonly xml: string;
  readonly cases: number;
  readonly failures: number;
}

function suite(name: string, cases: readonly Case[]): Suite {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0);
  const open = `  <testsuite${attributes({ name, tests: cases.length, failures, skipped, time })}>`;
  return {
    xml: [open, ...cases.map(caseXml), "  </testsuite>"].join("\n"),
    cases: cases.length,
    failures,
  };
}

function caseXml({ name, classname, seconds, failure, skipped, output }: Case): string {
  const inner: string[] = [];
  if (failure !== undefined) {
    const [type, message] = failure;
    const [first = ""] = message.split("\n");
    inner.push(
      `      <failure${attributes({ message: first, type })}>${escapeXml(message)}</failure>`,
    );
  }
  if (skipped !== undefined) inner.push(`      <skipped${attributes({ message: skipped })}/>`);
  if (output !== undefined) inner.push(`      <system-out>${escapeXml(output)}</system-out>`);
  const open = `    <testcase${attributes({ name, classname, time: seconds })}`;
  return inner.length === 0 ? `${open}/>` : [`${open}>`, ...inner, "    </testcase>"].join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll("\n", "&#10;")}"`)
    .join("");
}

/** Text in XML 1.0, which has no way to write most control characters and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");
}
