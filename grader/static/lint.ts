import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { ESLint, type Linter } from "eslint";
import { actorModules } from "./lint/actor_modules.js";
import { studentConfig } from "./lint/student_config.js";
import { starterText } from "../trees/handed_out.js";
import type { StagedTree } from "../trees/stage_tree.js";
import type { CheckResult, Finding } from "./check_types.js";
import { checkOf } from "./findings.js";

/** Lints the student files of a tree with the kit's own configuration, whatever theirs says. */
export async function lint(tree: StagedTree): Promise<CheckResult> {
  return checkOf("lint", await lintFindings(tree));
}

/** What the linter finds in the student files of a tree. */
export async function lintFindings(tree: StagedTree): Promise<Finding[]> {
  const paths = tree.studentFiles.map((file) => file.path);
  if (paths.length === 0) return [];
  const config = studentConfig({
    srcDir: tree.srcDir,
    tsconfig: tree.tsconfig,
    actorFiles: actorModules(tree.srcDir, paths),
    finishedFiles: await startedFiles(tree),
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
    return result.messages.map((message) => toFinding(file, message));
  });
}

function toFinding(file: string, message: Linter.LintMessage): Finding {
  const { line, column } = message;
  if (message.fatal === true) {
    return { file, line, column, rule: "syntax", message: message.message };
  }
  if (message.ruleId === null) {
    const said =
      "the kit's rules hold for everybody: comments for ESLint have no effect; remove it";
    return { file, line, column, rule: "inline-config", message: said };
  }
  return { file, line, column, rule: message.ruleId, message: message.message };
}

/**
 * The files in which a left-over marker is a mistake: those of an overlay that are not the stub as it was handed out. In
 * the starter itself nobody can tell a stub from a file that is half done, and the tests say what is left to do.
 */
async function startedFiles(tree: StagedTree): Promise<string[]> {
  const started: string[] = [];
  for (const { path, fromOverlay } of tree.studentFiles) {
    if (!fromOverlay) continue;
    const text = await readFile(join(tree.srcDir, path), "utf8");
    if (text.replaceAll("\r\n", "\n") !== starterText(path)) started.push(path);
  }
  return started;
}
