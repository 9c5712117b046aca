import { displayPath } from "../trees/kit_paths.js";
import type { Diagnostic } from "../trees/compile.js";
import type { CheckResult, CheckId, Finding } from "./check_types.js";

const MAX_SHOWN = 20;

/** The result of a check that gives no points and passes when nothing was found. */
export function checkOf(id: CheckId, findings: readonly Finding[], advice?: string): CheckResult {
  if (findings.length === 0) return { id, status: "passed", score: 0, maxScore: 0 };
  const message = [findingsText(findings), ...(advice === undefined ? [] : [advice])].join("\n");
  return { id, status: "failed", score: 0, maxScore: 0, message };
}

/** One line for each finding, `file:line:column message [rule]`, with what is too many left out. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.slice(0, MAX_SHOWN).map((found) => {
    const place = `${displayPath(found.file)}:${found.line}:${found.column}`;
    return `${place}  ${found.message.replaceAll("\n", "\n    ")}  [${found.rule}]`;
  });
  const left = findings.length - lines.length;
  if (left > 0) lines.push(`... and ${left} more; mend these first`);
  return lines.join("\n");
}

/** The compiler's errors as findings, as they are. */
export function findingsOf(diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.map(({ file, line, column, code, message }) => ({
    file: file ?? "tsconfig.json",
    line,
    column,
    rule: code,
    message,
  }));
}
