import type { Diagnostic } from "../trees/compile.js";
import { displayPath } from "../trees/kit_paths.js";

/** The checks beside the tests. */
export type CheckId = "typecheck" | "lint" | "format" | "design-comment";

/** What became of a check. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: "passed" | "failed" | "skipped";
  readonly score: number;
  readonly maxScore: number;
  /** What was found and what to do, in lines; there when the check did not pass. */
  readonly message?: string;
}

const MAX_SHOWN = 20;

/** The result of a check that gives no points and passes when nothing was found. */
export function checkOf(
  id: CheckId,
  diagnostics: readonly Diagnostic[],
  advice?: string,
): CheckResult {
  if (diagnostics.length === 0) return { id, status: "passed", score: 0, maxScore: 0 };
  const message = [diagnosticsText(diagnostics), ...(advice === undefined ? [] : [advice])];
  return { id, status: "failed", score: 0, maxScore: 0, message: message.join("\n") };
}

/** One line for each diagnostic, `file:line:column message [code]`, with what is too many left out. */
export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.slice(0, MAX_SHOWN).map((found) => {
    const place = `${displayPath(found.file)}:${found.line}:${found.column}`;
    return `${place}  ${found.message.replaceAll("\n", "\n    ")}  [${found.code}]`;
  });
  const left = diagnostics.length - lines.length;
  if (left > 0) lines.push(`... and ${left} more; fix these first`);
  return lines.join("\n");
}
