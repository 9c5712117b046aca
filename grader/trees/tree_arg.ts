import { stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { hasSolution, resolveTyped, solutionDir, starterDir, treeChoices } from "./kit_paths.js";
import { overlayOf, type Overlay } from "./overlay.js";
import { readFolder } from "./read_folder.js";
import { readZip } from "./read_zip.js";
import { TreeError } from "./tree_error.js";

/** A tree that was named on the command line, read but not yet staged. */
export interface NamedTree {
  /** The name of its folder among the staged trees; two different trees never share one. */
  readonly name: string;
  /** What is laid over the starter; undefined for the starter itself. */
  readonly overlay: Overlay | undefined;
}

/**
 * Reads the tree that `--tree` names: `starter`, `solution`, a folder, or a zip.
 *
 * @throws {@link TreeError} when there is none, or it cannot be used.
 */
export async function readTree(treeArg: string): Promise<NamedTree> {
  if (treeArg === "starter") return { name: "starter", overlay: undefined };
  if (treeArg === "solution") return readOverlayFolder("solution", solutionFolder(), "solution");

  const path = resolveTyped(treeArg);
  if (path === starterDir) return readTree("starter");
  if (path === solutionDir) return readTree("solution");
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new TreeError(
      "missing",
      `there is no ${treeArg}; --tree takes ${treeChoices}, and looked for ${path}`,
    );
  }
  const name = folderName(path);
  if (found.isDirectory()) return readOverlayFolder(name, path, treeArg);
  if (!found.isFile()) throw new TreeError("missing", `${treeArg} is neither a folder nor a file`);
  return { name, overlay: overlayOf(await readZip(path), treeArg) };
}

/**
 * The folder of the reference solution.
 *
 * @throws {@link TreeError} where there is none, as in what students get.
 */
export function solutionFolder(): string {
  if (hasSolution) return solutionDir;
  throw new TreeError(
    "missing",
    "there is no solution here: you write it, in starter/, which is what you get without --tree; a folder or a zip can be named, too",
  );
}

async function readOverlayFolder(name: string, path: string, shown: string): Promise<NamedTree> {
  return { name, overlay: overlayOf(await readFolder(path), shown) };
}

/** Readable, and different for different paths. */
function folderName(path: string): string {
  const readable = basename(path).replace(/[^A-Za-z0-9_.-]/g, "_");
  return `${readable}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}
