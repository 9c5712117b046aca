import { createHash } from "node:crypto";
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import type { Program } from "typescript";
import type { Diagnostic } from "./compile.js";
import { kitRoot } from "./kit_paths.js";
import { withLock } from "./lock.js";
import type { RawFile } from "./read_folder.js";
import { moduleOf } from "./remove_stale.js";
import { removeAbandonedScratch } from "./scratch.js";
import { readTree, type NamedTree } from "./tree_arg.js";
import type { TreeSpec } from "./tree_spec.js";

/** A file of a tree that its owner is responsible for. */
export interface OwnFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  /** The absolute path of the file that the person wrote. */
  readonly original: string;
  /** False if it is the starter's stub because the overlay has no such file. */
  readonly fromOverlay: boolean;
  /** Whether it is the starter's stub, word for word. */
  readonly isStub: boolean;
  /** Whether it is a new file next to the student files. */
  readonly isNew: boolean;
  /** Whether {@link OwnFile.original} is a file, and not part of a zip. */
  readonly onDisk: boolean;
}

/** A tree that has been put together and compiled. */
export interface StagedTree {
  /** The name of its assignment. */
  readonly lab: string;
  /** The name of its folder among the staged trees of its assignment. */
  readonly name: string;
  /** The folder with everything that belongs to the staged tree. */
  readonly folder: string;
  /** Changes whenever the sources, their location or the way in which they are compiled changes. */
  readonly key: string;
  readonly srcDir: string;
  readonly jsDir: string;
  /** The tsconfig.json with which it was compiled, for tools that read one. */
  readonly tsconfig: string;
  /** What was left out and why, for people. */
  readonly notices: readonly string[];
  /** The student files that exist, and the new files next to them. */
  readonly studentFiles: readonly OwnFile[];
  /** The student files that are missing from both the overlay and the starter. */
  readonly missingFiles: readonly string[];
  /** The errors of the compiler. It emits the whole tree in spite of errors. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether one of the owner's modules has mutable state at its top level; see `keepsState` of `keeps_state.ts`. */
  readonly keepsState: boolean;
  /** The compiler's view of the tree; undefined if it had been compiled before. */
  readonly program: Program | undefined;
  /** Maps a file below `srcDir` or `jsDir` to the absolute path of its author's file; returns other paths unchanged. */
  readonly mapPath: (stagedFile: string) => string;
}

/** The compiled modules of a tree's owner, relative to {@link StagedTree.jsDir}. */
export function ownModules({ studentFiles }: StagedTree): string[] {
  return studentFiles.map(({ path }) => path.replace(/\.ts$/, ".js"));
}

/** Options of {@link stageTree}. */
export interface StageOptions {
  /**
   * If false, skips type checking and declaration files, which is faster, unless the tree is there already with both.
   * Default: true.
   */
  readonly check?: boolean;
}

/**
 * Assembles a tree in `build/trees/<assignment>/<name>` and compiles it there: a copy of the given tree, with the
 * student files and new files of an overlay laid over it. A tree that has not changed is not compiled again.
 *
 * @param treeArg a value of `--tree`: `starter`, `solution`, a folder or a zip.
 * @throws {@link TreeError} if there is no such tree, or it cannot be used.
 */
export async function stageTree(
  spec: TreeSpec,
  treeArg: string,
  options: StageOptions = {},
): Promise<StagedTree> {
  return stageOverlay(await readTree(spec, treeArg), options);
}

/** Stages a tree that has already been read; see {@link stageTree}. */
export function stageOverlay(tree: NamedTree, options: StageOptions = {}): Promise<StagedTree> {
  return withTreeLock(tree, async () =>
    compileLaidOut(await layOutTree(tree, options.check ?? true)),
  );
}

/** Runs `work` while nobody else stages the same tree. */
export function withTreeLock<T>(tree: NamedTree, work: () => Promise<T>): Promise<T> {
  return withLock(`${folderOf(tree)}.lock`, work);
}

/** A tree whose sources are in their place, and that may not be compiled yet. Plain data. */
export interface LaidOutTree extends Omit<
  StagedTree,
  "mapPath" | "diagnostics" | "keepsState" | "program"
> {
  /** Whether types are checked. */
  readonly check: boolean;
  /** The absolute paths of the authors' files, by those below `srcDir`. */
  readonly originals: readonly (readonly [string, string])[];
}

/**
 * Writes the sources of a tree where {@link compileLaidOut} compiles them. Runs nothing that a hand-in could hold up.
 * Call both under one lock.
 */
export async function layOutTree(tree: NamedTree, wantsCheck: boolean): Promise<LaidOutTree> {
  const folder = folderOf(tree);
  const files = filesOf(tree);
  const srcDir = join(folder, "src");
  // Otherwise a tree that is wanted in both ways would be compiled again and again.
  const checkedKey = keyOf(files, true);
  const check = wantsCheck || (await readStamp(join(folder, stampFile)))?.key === checkedKey;
  const key = check ? checkedKey : keyOf(files, false);
  const laidOut: LaidOutTree = {
    lab: tree.given.spec.id,
    name: tree.name,
    folder,
    key,
    check,
    srcDir,
    jsDir: join(folder, "js"),
    tsconfig: join(folder, "tsconfig.json"),
    notices: tree.overlay?.notices ?? [],
    studentFiles: ownFiles(tree, files),
    missingFiles: tree.given.spec.studentFiles
      .map((file) => file.path)
      .filter((path) => !files.has(path)),
    originals: [...files.values()].map((file) => [join(srcDir, file.path), file.original]),
  };
  await removeAbandonedScratch(laidOut.jsDir);
  if (!(await isCompiled(laidOut))) {
    // An interrupted run must not leave a stamp for an incomplete set of files.
    await rm(stampFileOf(laidOut), { force: true });
    await writeSources(srcDir, files);
    await writeFile(laidOut.tsconfig, tsconfigText());
    await writeFile(join(folder, "package.json"), packageText);
    const isNew = !existsSync(laidOut.jsDir);
    if (isNew && check && tree.overlay !== undefined) await seedFromStarter(laidOut);
  }
  return laidOut;
}

/** Compiles a tree, unless it is compiled already. */
export async function compileLaidOut(laidOut: LaidOutTree): Promise<StagedTree> {
  const { folder, key, check, srcDir, jsDir, originals } = laidOut;
  const byStaged = new Map(originals);
  const mapPath = (stagedFile: string): string => {
    const path = resolve(stagedFile);
    const inJs = relative(jsDir, path);
    const source = inJs.startsWith("..")
      ? path
      : join(srcDir, inJs.replace(/(\.d\.ts|\.js\.map|\.js)$/, ".ts"));
    return byStaged.get(source) ?? path;
  };
  let stamp = await readStamp(stampFileOf(laidOut));
  let program: Program | undefined;
  if (stamp === undefined || !(await isCompiled(laidOut))) {
    const buildInfoFile = join(folder, check ? checkedInfo : uncheckedInfo);
    const other = join(folder, check ? uncheckedInfo : checkedInfo);
    // Both kinds write the same output files, so neither may rely on a build info from before the other.
    await rm(other, { force: true });
    if (!existsSync(jsDir)) await rm(buildInfoFile, { force: true });
    const { compileTree } = await import("./compile.js");
    const own = new Set(laidOut.studentFiles.map(({ path }) => join(srcDir, path)));
    const isGiven = (file: string): boolean => !own.has(file);
    const compiled = compileTree({ srcDir, jsDir, buildInfoFile, check, isGiven, mapPath });
    program = compiled.program;
    const { diagnostics } = compiled;
    stamp = { key, diagnostics, keepsState: await anyKeepsState(laidOut) };
    await writeFile(stampFileOf(laidOut), JSON.stringify(stamp));
  }
  const { diagnostics, keepsState } = stamp;
  return { ...laidOut, diagnostics, keepsState, program, mapPath };
}

/** What the compiler stores of a tree whose types it has checked. */
const checkedInfo = "checked-fixed.tsbuildinfo";

/** The same of one whose types it has not checked. */
const uncheckedInfo = "unchecked-fixed.tsbuildinfo";

/**
 * Lets the compiler begin with what it has made of the starter, if that is staged and correct: then it checks and emits
 * only what differs, which takes a quarter of the time. Nobody but the grader has written anything there. The owner's
 * files are left out, because their source maps name the owner's files.
 */
async function seedFromStarter(laidOut: LaidOutTree): Promise<void> {
  const { folder, jsDir, studentFiles } = laidOut;
  const starter = join(dirname(folder), "starter");
  const stamp = await readStamp(join(starter, stampFile));
  if (stamp?.diagnostics.length !== 0) return;
  const own = new Set(studentFiles.map(({ path }) => path.replace(/\.ts$/, "")));
  const from = join(starter, "js");
  try {
    await cp(from, jsDir, {
      recursive: true,
      filter: (file) => !own.has(moduleOf(relative(from, file))),
    });
    await copyFile(join(starter, checkedInfo), join(folder, checkedInfo));
    // Somebody may have staged the starter anew meanwhile.
    if ((await readStamp(join(starter, stampFile)))?.key === stamp.key) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await rm(jsDir, { recursive: true, force: true });
  await rm(join(folder, checkedInfo), { force: true });
}

async function anyKeepsState({ srcDir, studentFiles }: LaidOutTree): Promise<boolean> {
  const { keepsState } = await import("./keeps_state.js");
  const own = studentFiles.map(({ path }) => path);
  return own.some((path) =>
    keepsState(readFileSync(join(srcDir, path), "utf8"), (module) => {
      const target = posix.join(posix.dirname(path), module.replace(/\.js$/, ".ts"));
      return module.startsWith(".") && !own.includes(target);
    }),
  );
}

function folderOf({ given, name }: NamedTree): string {
  return join(kitRoot, "build", "trees", given.spec.id, name);
}

function stampFileOf({ folder }: LaidOutTree): string {
  return join(folder, stampFile);
}

const stampFile = "stage.json";

async function isCompiled(tree: LaidOutTree): Promise<boolean> {
  return (await readStamp(stampFileOf(tree)))?.key === tree.key && existsSync(tree.jsDir);
}

/** The sources of the given tree with the overlay's laid over them, by path. */
function filesOf({ given, overlay }: NamedTree): ReadonlyMap<string, RawFile> {
  // A submission must not benefit from changes to the starter since it was handed out.
  const base = overlay === undefined ? given.now : given.original;
  const sources = [...base].filter(([path]) => path.endsWith(".ts"));
  return new Map([...sources, ...(overlay?.files ?? []).map((file) => [file.path, file] as const)]);
}

function ownFiles(tree: NamedTree, files: ReadonlyMap<string, RawFile>): OwnFile[] {
  const own: OwnFile[] = [];
  for (const file of files.values()) {
    const kind = tree.given.kindOf(file.path);
    const fromOverlay = tree.overlay?.files.some(({ path }) => path === file.path) ?? false;
    // A new file in the starter belongs to the person who works there, not to an overlay.
    const isNew = kind === "new" && (fromOverlay || tree.overlay === undefined);
    if (kind === "student" || isNew) {
      const { path, original, content } = file;
      own.push({
        path,
        original,
        fromOverlay,
        isStub: tree.given.isOriginal(path, content),
        isNew,
        onDisk: existsSync(original),
      });
    }
  }
  const students = tree.given.spec.studentFiles.map(({ path }) => path);
  const rank = ({ path }: OwnFile): number => students.indexOf(path) + 1 || students.length + 1;
  return own.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** Increase this when the content of stamps changes, or when the same sources are compiled differently. */
const stampVersion = 7;

interface Stamp {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly keepsState: boolean;
}

async function readStamp(file: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Stamp;
  } catch {
    return undefined; // Not staged before, or interrupted: stage again.
  }
}

function keyOf(files: ReadonlyMap<string, RawFile>, check: boolean): string {
  const hash = createHash("sha256").update(`${compilerVersion()} ${check} ${stampVersion}`);
  for (const file of [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`\0${file.path}\0${file.original}\0${file.content.length}\0`).update(file.content);
  }
  return hash.digest("hex");
}

/**
 * Identifies the compiler and its options. Does not load the compiler, so that an unchanged tree is ready immediately.
 */
function compilerVersion(): string {
  const text = readFileSync(join(kitRoot, "node_modules/typescript/package.json"), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return `${version} ${readFileSync(join(kitRoot, "tsconfig.base.json"), "utf8")}`;
}

/** Writes what has changed and removes what is gone. */
async function writeSources(srcDir: string, files: ReadonlyMap<string, RawFile>): Promise<void> {
  await mkdir(srcDir, { recursive: true });
  const present = await readdir(srcDir, { recursive: true, withFileTypes: true });
  for (const entry of present) {
    const path = join(entry.parentPath, entry.name);
    const known = files.has(relative(srcDir, path).split(sep).join("/"));
    if (!entry.isDirectory() && !known) await rm(path);
  }
  for (const file of files.values()) {
    const path = join(srcDir, file.path);
    const before = await readFile(path).catch(() => undefined);
    if (before?.equals(file.content) === true) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
}

/** Without it the kit's own would apply, whose imports are for the kit alone. */
const packageText = `${JSON.stringify({ private: true, type: "module" })}\n`;

function tsconfigText(): string {
  const config = {
    extends: join(kitRoot, "tsconfig.base.json"),
    compilerOptions: { rootDir: "src", outDir: "js" },
    include: ["src"],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
