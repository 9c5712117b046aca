import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { usablePackages } from "../../base/usable_packages.js";
import { sharedModules } from "./shared_modules.js";

/** The folder of a tree's copies is named after the tree, with this ending. */
const copiesEnding = ".hosts";

const copy = /\.hosts\/[\w.-]+\/\d+\//g;

/**
 * Replaces every path and URL of a file in a copy of a tree by that of the file in the tree: which copy it was does not
 * matter to people, and differs from run to run.
 */
export function withoutCopies(text: string): string {
  return text.includes(`${copiesEnding}/`) ? text.replaceAll(copy, "/") : text;
}

/** As it was before code under test was loaded. */
const realProcess = process;

let lastNumber = 0;

/** Puts the copies of this process into a folder, which the caller removes. */
export function putCopiesInto(folder: string): void {
  home = folder;
}

let home: string | undefined;

/**
 * Copies of a compiled tree, each under a path that was never used before in this process: to Node, modules at different
 * paths are different modules. A copy consists of hard links, and a copy that is no longer needed is renamed into the
 * next one, so there are only as many as are needed at one time, and each costs very little.
 *
 * Given modules that keep nothing are the tree's own in every copy; a folder of such modules alone is one link. The
 * packages that students may import are copied.
 */
export class TreeCopies {
  readonly #folder: string;
  readonly #home: string;
  readonly #own: readonly string[] | undefined;
  readonly #free: string[] = [];
  #plan: CopyPlan | undefined;

  /**
   * `folder` is the absolute path of the tree. The copies lie beside it, so that they find the same packages. `own` is as
   * in {@link sharedModules}.
   */
  constructor(folder: string, own: readonly string[] | undefined) {
    this.#folder = folder;
    this.#own = own;
    const all = `${folder}${copiesEnding}`;
    this.#home = home ?? join(all, `${hostname()}-${realProcess.pid}-0`);
    if (home !== undefined) return;
    realProcess.once("exit", () => {
      rmSync(this.#home, { recursive: true, force: true });
      removeIfEmpty(all);
    });
  }

  /** A path for a new copy; there is nothing at it yet. */
  newPath(): string {
    return join(this.#home, String(++lastNumber));
  }

  /** Puts a copy there. */
  make(path: string): void {
    const old = this.#free.pop();
    if (old !== undefined) {
      renameSync(old, path);
      return;
    }
    const plan = (this.#plan ??= planFor(this.#folder, this.#own));
    for (const folder of plan.folders) mkdirSync(join(path, folder), { recursive: true });
    for (const folder of plan.sharedFolders) {
      // The kind of link that every user of every system may make to a folder.
      symlinkSync(join(this.#folder, folder), join(path, folder), "junction");
    }
    for (const file of plan.sharedFiles) share(join(this.#folder, file), join(path, file));
    for (const [from, to] of plan.copied) link(from, join(path, to));
  }

  /** Lets the next copy take the place of this one. What was loaded from it stays loaded. */
  release(path: string): void {
    this.#free.push(path);
  }
}

/** What each copy of a tree consists of; paths are relative to the copy. */
interface CopyPlan {
  /** The folders that it has for itself. */
  readonly folders: readonly string[];
  /** The folders all modules of which are the tree's own. */
  readonly sharedFolders: readonly string[];
  /** The other modules that are the tree's own. */
  readonly sharedFiles: readonly string[];
  /** The files that are copied, each with its path in the copy. */
  readonly copied: readonly (readonly [from: string, to: string])[];
}

function planFor(folder: string, own: readonly string[] | undefined): CopyPlan {
  const files = modulesIn(folder);
  const shared = sharedModules(folder, files, own);
  const apart = files.filter((file) => !shared.has(file));
  const mixed = new Set(apart.flatMap(foldersOf));
  /** The outermost folder of a module of which all modules are shared. */
  const wholeOf = (file: string): string | undefined =>
    foldersOf(file).find((each) => !mixed.has(each));
  const sharedFiles = files.filter((file) => shared.has(file) && wholeOf(file) === undefined);
  const copied = [
    ...apart.map((file) => [join(folder, file), file] as const),
    ...usablePackages.flatMap((name) => packageFiles(name, folder)),
  ];
  const inside = [...sharedFiles, ...copied.map(([, to]) => to)];
  return {
    folders: [...new Set([".", ...mixed, ...inside.map((file) => dirname(file))])],
    sharedFolders: [...new Set(files.flatMap((file) => wholeOf(file) ?? []))],
    sharedFiles,
    copied,
  };
}

/** The folders in which a file is, the outermost first. */
function foldersOf(file: string): string[] {
  const names = file.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** The modules of a folder, with forward slashes. */
function modulesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.([cm]?js|json)$/.test(file))
    .map((file) => file.replaceAll(sep, "/"));
}

function packageFiles(name: string, user: string): (readonly [string, string])[] {
  const require = createRequire(join(user, "user.js"));
  const [from] = (require.resolve.paths(name) ?? [])
    .map((folder) => join(folder, name))
    .filter((folder) => existsSync(folder));
  if (from === undefined) return [];
  return modulesIn(from).map((file) => [join(from, file), join("node_modules", name, file)]);
}

/** Has one path lead to the module at another, as the same instance. */
function share(from: string, to: string): void {
  try {
    symlinkSync(from, to);
  } catch {
    // Some systems let only administrators make links to files.
    writeFileSync(to, `export * from ${JSON.stringify(pathToFileURL(from).href)};\n`);
  }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Some file systems have no hard links.
    copyFileSync(from, to);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Other processes have copies in it, or it is gone.
  }
}
