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
  /** The places of what was found, for formats that mark them in the code. */
  readonly places?: readonly Place[];
}

/** Something that a check found, at its place. */
export interface Place {
  /** Relative to the checkout if it is inside, with forward slashes. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

const MAX_SHOWN = 20;
const MAX_PLACES = 100;

/** The result of a check that gives no points and passes when nothing was found. */
export function checkOf(
  id: CheckId,
  diagnostics: readonly Diagnostic[],
  advice?: string,
): CheckResult {
  if (diagnostics.length === 0) return { id, status: "passed", score: 0, maxScore: 0 };
  const message = [diagnosticsText(diagnostics), ...(advice === undefined ? [] : [advice])];
  const places = diagnostics.slice(0, MAX_PLACES).map(({ file, line, column, code, message }) => {
    return { file: displayPath(file), line, column, code, message };
  });
  return { id, status: "failed", score: 0, maxScore: 0, message: message.join("\n"), places };
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
