import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { readHandedOut } from "./handed_out.js";
import { kitRoot, starterDir } from "./kit_paths.js";
import { isForeignFolder, readFolder, type RawFile } from "./read_folder.js";
import type { Layer, TreeSpec } from "./tree_spec.js";

/** The kind of a file of a tree. A submission may not replace a `given` file, and may not contain an `other` one. */
export type FileKind = "student" | "new" | "given" | "other";

/** The files that students start from, with stubs for their own. */
export class GivenTree {
  readonly spec: TreeSpec;
  /** The files as they are on the disk, by their paths in the tree. Somebody may have worked in them. */
  readonly now: ReadonlyMap<string, RawFile>;
  /** The files as they were handed out. In the kit itself these are {@link now}. */
  readonly original: ReadonlyMap<string, RawFile>;
  /** The given files of the open folders. */
  readonly #givenThere: ReadonlySet<string>;

  private constructor(
    spec: TreeSpec,
    now: ReadonlyMap<string, RawFile>,
    handedOut: ReadonlyMap<string, RawFile> | undefined,
    solution: ReadonlyMap<string, RawFile>,
  ) {
    this.spec = spec;
    this.now = now;
    this.original = handedOut ?? now;
    // Where the solution was left out, to grade hand-ins, nobody works in the starter.
    const isPristine = handedOut !== undefined || solution.size === 0;
    this.#givenThere = isPristine
      ? new Set(this.original.keys())
      : neededThere(spec, now, solution);
  }

  /** Reads what an assignment starts from. */
  static async read(spec: TreeSpec): Promise<GivenTree> {
    const texts = readHandedOut();
    if (texts === undefined) {
      const solution = byPath(await readSolution(spec));
      return new GivenTree(spec, await readLayers(spec.layers), undefined, solution);
    }
    // What students get has all layers in one folder.
    const handedOut = [...texts].flatMap(([whole, text]) => {
      if (!whole.startsWith("starter/")) return [];
      const path = whole.slice("starter/".length);
      return [{ path, original: join(starterDir, path), content: Buffer.from(text) }];
    });
    const now = await readLayers([{ from: "starter" }]);
    return new GivenTree(spec, now, byPath(handedOut), new Map());
  }

  /** The kind of a file, by its path relative to the tree. */
  kindOf(path: string): FileKind {
    if (this.spec.studentFiles.some((file) => file.path === path)) return "student";
    if (!isOpen(this.spec, path)) return this.original.has(path) ? "given" : "other";
    if (this.#givenThere.has(path)) return "given";
    return path.endsWith(".ts") && !path.endsWith(".d.ts") ? "new" : "other";
  }

  /** Whether a file is unchanged. Line endings do not count, because version control on Windows changes them. */
  isOriginal(path: string, content: Buffer): boolean {
    const original = this.original.get(path)?.content;
    return original !== undefined && unixText(original) === unixText(content);
  }
}

/** The folders in which students may put files, for messages. */
export function openFolders(spec: TreeSpec): string {
  return spec.openFolders.map((folder) => `${folder}/`).join(", ");
}

/** Reads the files of the reference solution, without those of other assignments; none where there is no solution. */
export async function readSolution(spec: TreeSpec): Promise<RawFile[]> {
  const folder = join(kitRoot, spec.solution);
  if (!existsSync(folder)) return [];
  const { files } = await readFolder(folder);
  return files.filter(({ path }) => isOpen(spec, path));
}

async function readLayers(layers: readonly Layer[]): Promise<Map<string, RawFile>> {
  const tree = new Map<string, RawFile>();
  for (const layer of layers) {
    const { files } = await readFolder(join(kitRoot, layer.from));
    for (const file of files) {
      const path = pathInTree(layer, `${layer.from}/${file.path}`);
      if (path !== undefined) tree.set(path, { ...file, path });
    }
  }
  return tree;
}

/** Where in the given tree a layer puts a file of the kit; undefined when it does not take that. */
export function pathInTree({ from, to = "", only }: Layer, path: string): string | undefined {
  if (!path.startsWith(`${from}/`)) return undefined;
  const within = path.slice(from.length + 1);
  const isTaken = only?.includes(within.split("/")[0] ?? "") ?? true;
  return isTaken ? posix.join(to, within) : undefined;
}

/**
 * In the kit itself nothing says which files of the open folders are given and which were put there by somebody who
 * works on the assignment. Given ones are needed by given code elsewhere, or by the solution.
 */
function neededThere(
  spec: TreeSpec,
  now: ReadonlyMap<string, RawFile>,
  solution: ReadonlyMap<string, RawFile>,
): Set<string> {
  const students = new Set(spec.studentFiles.map(({ path }) => path));
  const needed = new Set<string>();
  const follow = ({ path, content }: RawFile, inSolution: boolean): void => {
    for (const [, module = ""] of content.toString("utf8").matchAll(MODULE)) {
      const target = posix.join(posix.dirname(path), `${module}.ts`);
      const file = now.get(target);
      if (file === undefined || students.has(target) || !isOpen(spec, target)) continue;
      if (needed.has(target) || (inSolution && solution.has(target))) continue;
      needed.add(target);
      follow(file, false);
    }
  };
  for (const file of now.values()) if (!isOpen(spec, file.path)) follow(file, false);
  for (const file of solution.values()) follow(file, true);
  return needed;
}

/** How a module names another one, to import it or to start it. */
const MODULE = /["'`](\.{1,2}\/[^"'`\n]+)\.js["'`]/g;

function isOpen(spec: TreeSpec, path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return spec.openFolders.includes(folders[0] ?? "") && !folders.some(isForeignFolder);
}

function byPath(files: readonly RawFile[]): Map<string, RawFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function unixText(content: Buffer): string {
  return content.toString("utf8").replaceAll("\r\n", "\n");
}
