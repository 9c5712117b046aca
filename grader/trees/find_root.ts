import { TreeError } from "./tree_error.js";
import type { StudentFile } from "./tree_spec.js";

/** If several folders contain student files, these are preferred, in this order. */
const PREFERRED = ["starter", "handin", "src"];
const MAX_DEPTH = 3;

/**
 * Finds the student files in a folder or zip: at its top, or in a subfolder, as in `handin/actor/mailbox.ts` or
 * `starter/actor/mailbox.ts`.
 *
 * @param paths all files, relative, with forward slashes.
 * @param shown the name of the folder or zip, for messages.
 * @returns "" for the top, otherwise the folder with a trailing slash.
 * @throws {@link TreeError} if there is no student file, or if the folder is ambiguous.
 */
export function findRoot(
  paths: readonly string[],
  shown: string,
  studentFiles: readonly StudentFile[],
): string {
  const roots = new Set<string>();
  for (const path of paths) {
    for (const file of studentFiles) {
      if (path === file.path) roots.add("");
      else if (path.endsWith(`/${file.path}`)) roots.add(path.slice(0, -file.path.length));
    }
  }
  const near = [...roots].filter((root) => depthOf(root) <= MAX_DEPTH);
  const least = Math.min(...near.map(depthOf));
  const candidates = near.filter((root) => depthOf(root) === least);
  const [only] = candidates;
  if (only === undefined) throw new TreeError("unusable", nothingFound(paths, shown, studentFiles));
  if (candidates.length === 1) return only;

  for (const name of PREFERRED) {
    const preferred = candidates.find((root) => root === `${name}/` || root.endsWith(`/${name}/`));
    if (preferred !== undefined) return preferred;
  }
  throw new TreeError(
    "unusable",
    `${shown} contains several trees: ${candidates.map((root) => root.slice(0, -1)).join(", ")}; name one of them`,
  );
}

function depthOf(root: string): number {
  return root.split("/").length - 1;
}

function nothingFound(
  paths: readonly string[],
  shown: string,
  studentFiles: readonly StudentFile[],
): string {
  const wanted = studentFiles.map((file) => file.path).join(", ");
  if (paths.length === 0) return `${shown} is empty; a submission contains ${wanted}`;
  for (const file of studentFiles) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    const misplaced = paths.find((path) => path === name || path.endsWith(`/${name}`));
    if (misplaced !== undefined) {
      return `${shown} contains ${misplaced}, but it must be at ${file.path}; a submission contains ${wanted}`;
    }
  }
  return `${shown} is not a submission: it contains none of ${wanted}`;
}
