import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the kit's checkout: the nearest one above this module that contains the starter tree. */
export const kitRoot: string = findKitRoot(dirname(fileURLToPath(import.meta.url)));

/** The tree that every run starts from. */
export const starterDir: string = join(kitRoot, "starter");

/** The reference solution's overlay; what students get has none. */
export const solutionDir: string = join(kitRoot, "solution");

/** Whether this is the kit itself, with the reference solution in it. */
export const hasSolution: boolean = existsSync(solutionDir);

/** The possible values of `--tree`, for messages. */
export const treeChoices: string = hasSolution
  ? "starter, solution, a folder or a zip"
  : "starter, a folder or a zip";

/**
 * The absolute path of a typed path. Under `npm run` in a subfolder of the checkout, typed paths are relative to that
 * subfolder, although npm changes the working directory to the checkout.
 */
export function resolveTyped(path: string): string {
  const typedIn = process.env["INIT_CWD"];
  const useIt = typedIn !== undefined && process.cwd() === kitRoot && isWithin(kitRoot, typedIn);
  return resolve(useIt ? typedIn : process.cwd(), path);
}

/** A path for messages: relative to the checkout if it is inside, with forward slashes. */
export function displayPath(path: string): string {
  const shown = isWithin(kitRoot, path) ? relative(kitRoot, path) || "." : path;
  return shown.split(sep).join("/");
}

/** A tree's name as typed on a command line: in quotes if a shell would misinterpret it. */
export function typedTree(tree: string): string {
  return /^[\w./-]+$/.test(tree) ? tree : `"${tree}"`;
}

/** Whether a path is a folder or inside it. Both are absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

function findKitRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const marks = ["tsconfig.base.json", "starter", "node_modules"];
    if (marks.every((mark) => existsSync(join(folder, mark)))) return folder;
    if (dirname(folder) === folder) {
      throw new Error(`no checkout of the kit with installed packages above ${from}; run "npm ci"`);
    }
  }
}
