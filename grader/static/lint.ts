import { join, relative, sep } from "node:path";
import { ESLint, type Linter } from "eslint";
import { actorModules } from "./lint/actor_modules.js";
import { studentConfig } from "./lint/student_config.js";
import type { Diagnostic } from "../trees/compile.js";
import type { StagedTree } from "../trees/stage_tree.js";
import { checkOf, type CheckResult } from "./check_result.js";
import type { LintSpec } from "./static_spec.js";

/** Lints the student files of a tree with the kit's own configuration, ignoring theirs. */
export async function lint(tree: StagedTree, spec: LintSpec): Promise<CheckResult> {
  return checkOf("lint", await lintDiagnostics(tree, spec));
}

/** The lint findings in the student files of a tree. */
export async function lintDiagnostics(tree: StagedTree, spec: LintSpec): Promise<Diagnostic[]> {
  const paths = tree.studentFiles.map((file) => file.path);
  if (paths.length === 0) return [];
  const config = studentConfig({
    srcDir: tree.srcDir,
    tsconfig: tree.tsconfig,
    program: tree.program,
    actorFiles: actorModules(tree.srcDir, paths, spec.outsideActors),
    finishedFiles: startedFiles(tree),
    spec,
  });
  const linter = new ESLint({
    cwd: tree.srcDir,
    overrideConfigFile: true,
    overrideConfig: config,
    ignore: false,
    cache: false,
  });
  const results = await linter.lintFiles(paths.map((path) => join(tree.srcDir, path)));
  return results.flatMap((result) => {
    const path = relative(tree.srcDir, result.filePath).split(sep).join("/");
    const file = tree.mapPath(join(tree.srcDir, path));
    return result.messages.map((message) => toDiagnostic(file, message));
  });
}

function toDiagnostic(file: string, message: Linter.LintMessage): Diagnostic {
  const { line, column } = message;
  if (message.fatal === true) {
    return { file, line, column, code: "syntax", message: message.message };
  }
  if (message.ruleId === null) {
    const said =
      "comments for ESLint have no effect, since the same rules apply to everybody; remove it";
    return { file, line, column, code: "inline-config", message: said };
  }
  return { file, line, column, code: message.ruleId, message: message.message };
}

/**
 * The files in which a leftover marker is a mistake: those of an overlay that differ from the stub. In the starter
 * itself a stub cannot be told from a half-finished file, and the tests say what is left to do.
 */
function startedFiles(tree: StagedTree): string[] {
  return tree.studentFiles
    .filter(({ fromOverlay, isStub }) => fromOverlay && !isStub)
    .map(({ path }) => path);
}
