import type { Diagnostic } from "../trees/compile.js";
import { displayPath } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import { checkOf, type CheckResult } from "./check_result.js";

/**
 * Says what the compiler found while the tree was staged. Whatever it found, everything was emitted, so tests can run.
 */
export function typeCheck(tree: StagedTree): CheckResult {
  const missing = tree.missingFiles.map((path) => ({
    file: path,
    line: 1,
    column: 1,
    code: "missing",
    message: "this file is missing; take the stub out of the handed-out starter again",
  }));
  const own = new Set(tree.studentFiles.map((file) => file.original));
  const found = tree.diagnostics.map((diagnostic): Diagnostic => {
    const { file, code, message } = diagnostic;
    const isGiven = file.endsWith(".ts") && !own.has(file);
    return { ...diagnostic, message: (isGiven ? GIVEN : "") + message + (HINTS[code] ?? "") };
  });
  return checkOf("typecheck", [...missing, ...found]);
}

/** The student files that cannot even be parsed, by their path in the tree, with a message for each. */
export function syntaxErrors(tree: StagedTree): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { file, line, column, code, message } of tree.diagnostics) {
    const own = tree.studentFiles.find(({ original }) => original === file);
    // Codes below 2000 are the parser's; 1200 to 1499 among them are about meaning, and the code can run.
    if (own === undefined || !/^TS1[01]\d\d$/.test(code) || errors.has(own.path)) continue;
    errors.set(own.path, `${displayPath(own.original)}:${line}:${column} ${message}`);
  }
  return errors;
}

/** A given file that no longer fits the student's says something about the student's. */
const GIVEN =
  "a given file does not fit yours any more; keep the names, parameters and types of the stubs: ";

const HINTS: Readonly<Record<string, string>> = {
  TS2307: '; is the path right, relative, and does it end in ".js"?',
  TS2835: "; write the import as the compiled program needs it",
  TS1484: "; what is only a type is imported with `import type`",
  TS2532: "; check for undefined first",
  TS18048: "; check for undefined first",
};
