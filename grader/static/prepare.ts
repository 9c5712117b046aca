import {
  compileLaidOut,
  ownModules,
  type LaidOutTree,
  type StagedTree,
} from "../trees/stage_tree.js";
import type { CheckResult } from "./check_result.js";
import { designComment, type DesignComment } from "./design_comment.js";
import { remembered } from "./remembered.js";
import { whyNotRunnable } from "./runnable.js";
import type { TreeSpec } from "../trees/tree_spec.js";
import type { StaticSpec } from "./static_spec.js";
import { refusedImports } from "./refused_imports.js";
import { syntaxErrors, typeCheck } from "./type_check.js";

/** A tree that is ready for the suites, with the results of all checks that run no code of it. Plain data. */
export interface PreparedTree {
  /** The name of its folder among the staged trees. */
  readonly name: string;
  readonly jsDir: string;
  /** See {@link StagedTree.keepsState}. */
  readonly keepsState: boolean;
  /** The compiled modules of the tree's owner, relative to {@link PreparedTree.jsDir}. */
  readonly ownModules?: readonly string[];
  readonly notices: readonly string[];
  /** The files of the tree's owner, under the absolute paths that the owner knows. */
  readonly ownFiles: readonly string[];
  /** Type check, lint, format and the design comment if one is asked for, in this order, without points. */
  readonly checks: readonly CheckResult[];
  readonly designCommentPlace: DesignComment["place"];
  /** Why tests cannot be run, by their ids. */
  readonly notRunnable: Readonly<Record<string, string>>;
}

/** What preparing a tree must know of an assignment. Plain data. */
export type PrepareSpec = TreeSpec & StaticSpec;

/** The stages of {@link prepareTree}, in their order. */
export type PrepareStage = "stage" | "typecheck" | "lint" | "format" | "design-comment";

/**
 * Compiles a tree and runs all checks that run no code of it, one after another to save memory. It continues if a check
 * finds mistakes.
 *
 * @param notices about the tree, beside those of its own.
 * @param onStage is called with the name of each stage when it begins.
 */
export async function prepareTree(
  spec: PrepareSpec,
  laidOut: LaidOutTree,
  part: string,
  notices: readonly string[],
  onStage: (stage: PrepareStage) => void,
): Promise<PreparedTree> {
  const tree = await compileLaidOut(laidOut);
  onStage("typecheck");
  const types = typeCheck(tree);
  onStage("lint");
  const { sections, outsideActors } = spec;
  const rules = { sections, outsideActors };
  // ESLint and Prettier take long to load, and are not needed for a tree that has not changed.
  const linted = await remembered(tree, "lint", rules, async () => {
    const { lint } = await import("./lint.js");
    return await lint(tree, rules);
  });
  onStage("format");
  const formatted = await remembered(tree, "format", undefined, async () => {
    const { checkFormat } = await import("./format.js");
    return await checkFormat(tree);
  });
  onStage("design-comment");
  const design = await designOf(tree, spec, part);
  return {
    name: tree.name,
    jsDir: tree.jsDir,
    keepsState: tree.keepsState,
    ownModules: ownModules(tree),
    notices: [...notices, ...tree.notices, ...stubNotices(tree, spec, part)],
    ownFiles: tree.studentFiles.map((file) => file.original),
    checks: [types, linted, formatted, ...(design === undefined ? [] : [design.check])],
    designCommentPlace: design?.place,
    notRunnable: notRunnable(tree, spec, part),
  };
}

/** Whether something is due for a part, or was due for an earlier one. */
function isDue(dueFor: string, { parts }: StaticSpec, part: string): boolean {
  const names = parts.map(({ name }) => name);
  return names.indexOf(dueFor) <= names.indexOf(part);
}

/** If a submission lacks a file, the stub is used, which could be mistaken for code that does not work. */
function stubNotices(tree: StagedTree, spec: PrepareSpec, part: string): string[] {
  if (tree.name === "starter") return [];
  return spec.studentFiles
    .filter(({ dueFor }) => isDue(dueFor, spec, part))
    .filter(({ path }) => tree.studentFiles.some((f) => f.path === path && !f.fromOverlay))
    .map(({ path }) => `the tree lacks ${path}; the stub is used instead`);
}

async function designOf(
  tree: StagedTree,
  spec: StaticSpec,
  part: string,
): Promise<DesignComment | undefined> {
  const { designComment: asked } = spec;
  if (asked === undefined) return undefined;
  if (isDue(asked.dueFor, spec, part)) return await designComment(tree, asked);
  const message = `due with the ${asked.dueFor}: one or two paragraphs in ${asked.file}`;
  const check = {
    id: "design-comment",
    status: "skipped",
    score: 0,
    maxScore: 0,
    message,
  } as const;
  return { check, place: undefined };
}

function notRunnable(tree: StagedTree, spec: StaticSpec, part: string): Record<string, string> {
  const broken = new Map([...refusedImports(tree), ...syntaxErrors(tree)]);
  for (const path of tree.missingFiles) broken.set(path, "it is missing");
  const reasons: Record<string, string> = {};
  for (const { id, parts, entries } of spec.tests) {
    const reason = parts.includes(part) ? whyNotRunnable(entries, tree.jsDir, broken) : undefined;
    if (reason !== undefined) reasons[id] = reason;
  }
  return reasons;
}
