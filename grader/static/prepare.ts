import { course, groupsOf, type Part } from "../labs/cmud/manifest.js";
import { givenNotices } from "../trees/given_files.js";
import { stageTree, type StagedTree } from "../trees/stage_tree.js";
import type { CheckResult } from "./check_types.js";
import { designComment, type DesignComment } from "./design_comment.js";
import { remembered } from "./remembered.js";
import { whyNotRunnable } from "./runnable.js";
import { syntaxErrors, typeCheck } from "./type_check.js";

/** A tree that is ready for the suites, with everything that can be said without running it. Plain data. */
export interface PreparedTree {
  /** The name of its folder among the staged trees. */
  readonly name: string;
  readonly jsDir: string;
  /** See {@link StagedTree.keepsState}. */
  readonly keepsState: boolean;
  readonly notices: readonly string[];
  /** The files that its owner answers for, as the owner knows them (absolute). */
  readonly ownFiles: readonly string[];
  /** Type check, lint, format and design comment, in this order, without points. */
  readonly checks: readonly CheckResult[];
  readonly designCommentPlace: DesignComment["place"];
  /** Why tests cannot be run, by their group. */
  readonly notRunnable: Readonly<Record<string, string>>;
}

/** The stages of {@link prepareTree}, in their order. */
export type PrepareStage = "stage" | "typecheck" | "lint" | "format" | "design-comment";

/**
 * Stages a tree and does all checks that need no running code, one after the other to save memory. A stage that finds
 * mistakes ends nothing.
 *
 * @param onStage is told the name of each stage when it begins.
 * @throws {@link TreeError} when there is no such tree, or it cannot be used.
 */
export async function prepareTree(
  treeArg: string,
  part: Part,
  onStage: (stage: PrepareStage) => void,
): Promise<PreparedTree> {
  onStage("stage");
  const tree = await stageTree(treeArg);
  onStage("typecheck");
  const types = typeCheck(tree);
  onStage("lint");
  const linted = await remembered(tree, "lint", lintTree);
  onStage("format");
  const formatted = await remembered(tree, "format", formatTree);
  onStage("design-comment");
  const design = part === "final" ? await designComment(tree) : NO_COMMENT_YET;
  return {
    name: tree.name,
    jsDir: tree.jsDir,
    keepsState: tree.keepsState,
    notices: [...(await noticesAbout(tree)), ...tree.notices, ...stubNotices(tree, part)],
    ownFiles: tree.studentFiles.map((file) => file.original),
    checks: [types, linted, formatted, design.check],
    designCommentPlace: design.place,
    notRunnable: notRunnable(tree, part),
  };
}

// ESLint and Prettier take long to load, and a tree that has not changed needs neither.

async function lintTree(tree: StagedTree): Promise<CheckResult> {
  const { lint } = await import("./lint.js");
  return await lint(tree);
}

async function formatTree(tree: StagedTree): Promise<CheckResult> {
  const { checkFormat } = await import("./format.js");
  return await checkFormat(tree);
}

function noticesAbout(tree: StagedTree): Promise<string[]> {
  return givenNotices(tree.name === "starter" ? "starter" : "hand-in");
}

/** A hand-in that lacks a file gets the stub, which is easily taken for code that does not work. */
function stubNotices(tree: StagedTree, part: Part): string[] {
  if (tree.name === "starter") return [];
  return course.studentFiles
    .filter(({ dueFor }) => part === "final" || dueFor === part)
    .filter(({ path }) => tree.studentFiles.some((f) => f.path === path && !f.fromOverlay))
    .map(({ path }) => `the tree lacks ${path}; the stub that was handed out is used in its place`);
}

const NO_COMMENT_YET: DesignComment = {
  check: {
    id: "design-comment",
    status: "skipped",
    score: 0,
    maxScore: 0,
    message: `due with the final: one or two paragraphs in ${course.designCommentFile}`,
  },
  place: undefined,
};

function notRunnable(tree: StagedTree, part: Part): Record<string, string> {
  const broken = new Map(syntaxErrors(tree));
  for (const path of tree.missingFiles) broken.set(path, "it is missing");
  const reasons: Record<string, string> = {};
  for (const group of groupsOf(part)) {
    const reason = whyNotRunnable(group, tree.jsDir, broken);
    if (reason !== undefined) reasons[group] = reason;
  }
  return reasons;
}
