import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { GivenTree, readSolution } from "./given_tree.js";
import { kitRoot, resolveTyped, treeChoices } from "./kit_paths.js";
import { overlayOf, type Overlay } from "./overlay.js";
import { readFolder, type RawFiles } from "./read_folder.js";
import { TreeError } from "./tree_error.js";
import type { TreeSpec } from "./tree_spec.js";
import { readZip } from "./zip.js";

/** A tree that was named on the command line, read but not yet staged. */
export interface NamedTree {
  /** The name of its folder among the staged trees of its assignment; two different trees never share one. */
  readonly name: string;
  readonly given: GivenTree;
  /** The overlay over the given tree; undefined for the starter itself, which is used as it is. */
  readonly overlay: Overlay | undefined;
}

/**
 * Reads the tree that `--tree` names: `starter`, `solution`, a folder, or a zip.
 *
 * @throws {@link TreeError} if there is none, or it cannot be used.
 */
export async function readTree(spec: TreeSpec, treeArg: string): Promise<NamedTree> {
  const given = await GivenTree.read(spec);
  const named = meaningOf(spec, treeArg);
  if (named === "starter") return { name: named, given, overlay: undefined };
  const raw = await readRaw(spec, treeArg, given);
  const name = named === "solution" ? named : folderName(resolveTyped(treeArg));
  return { name, given, overlay: overlayOf(raw, treeArg, given) };
}

/** The files of the tree named by `--tree` that belong into a submission. */
export async function readSubmission(spec: TreeSpec, treeArg: string): Promise<Overlay> {
  const given = await GivenTree.read(spec);
  return overlayOf(await readRaw(spec, treeArg, given), treeArg, given);
}

async function readRaw(spec: TreeSpec, treeArg: string, given: GivenTree): Promise<RawFiles> {
  const named = meaningOf(spec, treeArg);
  if (named === "starter") return { files: [...given.now.values()], notices: [] };
  if (named === "solution") return { files: await solutionFiles(spec), notices: [] };
  const path = resolveTyped(treeArg);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return await readFolder(path);
  if (found?.isFile() === true) return await readZip(path);
  throw new TreeError(
    "missing",
    found === undefined
      ? `there is no ${treeArg} (looked for ${path}); --tree takes ${treeChoices}`
      : `${treeArg} is neither a folder nor a file`,
  );
}

/** The tree of the kit that is meant, by its name or its folder; undefined when it is somebody's own. */
function meaningOf(spec: TreeSpec, treeArg: string): "starter" | "solution" | undefined {
  if (treeArg === "starter" || treeArg === "solution") return treeArg;
  const path = resolveTyped(treeArg);
  if (path === join(kitRoot, spec.solution)) return "solution";
  const isLayer = spec.layers.some(
    ({ from, to }) => to === undefined && path === join(kitRoot, from),
  );
  return isLayer ? "starter" : undefined;
}

async function solutionFiles(spec: TreeSpec): Promise<RawFiles["files"]> {
  const files = await readSolution(spec);
  if (files.length > 0) return files;
  throw new TreeError(
    "missing",
    "there is no solution here: you write it, in starter/, which is the default; --tree also takes a folder or a zip",
  );
}

/** A readable name that is different for different paths. */
function folderName(path: string): string {
  const readable = basename(path).replace(/[^A-Za-z0-9_.-]/g, "_");
  return `${readable}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}
