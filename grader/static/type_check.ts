import type { Diagnostic } from "../trees/compile.js";
import { displayPath } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import { checkOf, type CheckResult } from "./check_result.js";

/**
 * Reports the errors that the compiler found while the tree was staged. Tests can run in spite of type errors. While a
 * student file cannot be parsed, only that is told: what does not fit what it may contain would mislead.
 */
export function typeCheck(tree: StagedTree): CheckResult {
  const missing = tree.missingFiles.map((path) => ({
    file: path,
    line: 1,
    column: 1,
    code: "missing",
    message: "this file is missing; restore the stub from the starter",
  }));
  const own = new Set(tree.studentFiles.map((file) => file.original));
  const unreadable = tree.diagnostics.filter((error) => own.has(error.file) && isSyntax(error));
  const told = unreadable.length > 0 ? unreadable : tree.diagnostics;
  const found = told.map((diagnostic): Diagnostic => {
    const { file, code, message } = diagnostic;
    const isGiven = file.endsWith(".ts") && !own.has(file);
    const hint = HINTS[code];
    const text = hint === undefined ? message : message.replace(/\.$/, "") + hint;
    return { ...diagnostic, message: (isGiven ? GIVEN : "") + text };
  });
  return checkOf("typecheck", [...missing, ...found]);
}

/** The student files that cannot even be parsed, by their path in the tree, with a message for each. */
export function syntaxErrors(tree: StagedTree): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { file, line, column, code, message } of tree.diagnostics) {
    const own = tree.studentFiles.find(({ original }) => original === file);
    if (own === undefined || !isSyntax({ code }) || errors.has(own.path)) continue;
    errors.set(own.path, `${displayPath(own.original)}:${line}:${column} ${message}`);
  }
  return errors;
}

/** Codes below 2000 are the parser's; 1200 to 1499 among them are about meaning, and the code can run. */
function isSyntax({ code }: Pick<Diagnostic, "code">): boolean {
  return /^TS1[01]\d\d$/.test(code);
}

/** An error in a given file means that a student file no longer fits it. */
const GIVEN =
  "a given file no longer fits yours; keep the names, parameters and types of the stubs: ";

const HINTS: Readonly<Record<string, string>> = {
  TS2307: '; is the path right, relative, and does it end in ".js"?',
  TS2835: "; relative imports need the extension of the compiled file",
  TS1484: "; import types with `import type`",
  TS2532: "; check for undefined first",
  TS18048: "; check for undefined first",
};
