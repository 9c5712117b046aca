import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { course } from "../labs/cmud/manifest.js";
import type { Diagnostic } from "./compile.js";
import { compilerFingerprint } from "./fingerprint.js";
import { readHandedOut } from "./handed_out.js";
import { kitRoot, starterDir, treesDir } from "./kit_paths.js";
import { withLock } from "./lock.js";
import { kindOf, type OverlayFile } from "./overlay.js";
import { readFolder } from "./read_folder.js";
import { readTree, type NamedTree } from "./tree_arg.js";

/** A file of a tree that its owner answers for. */
export interface OwnFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  /** The absolute path of the file that the person wrote. */
  readonly original: string;
  /** False when it is the starter's stub, because the overlay has no such file. */
  readonly fromOverlay: boolean;
  /** Whether it is a new file beside the student files. */
  readonly isNew: boolean;
}

/** A tree that has been put together and compiled. */
export interface StagedTree {
  /** The name of its folder among the staged trees. */
  readonly name: string;
  /** The folder that holds all that is known of the tree. */
  readonly folder: string;
  /** Changes whenever the sources change, where they lie, or what is made of them. */
  readonly key: string;
  readonly srcDir: string;
  readonly jsDir: string;
  /** The tsconfig.json with which it was compiled, for tools that read one. */
  readonly tsconfig: string;
  /** What was left out while it was put together, and why; for people. */
  readonly notices: readonly string[];
  /** The student files that are there, and the new files beside them. */
  readonly studentFiles: readonly OwnFile[];
  /** The student files that are nowhere, not even in the starter. */
  readonly missingFiles: readonly string[];
  /** The errors of the compiler. Everything was emitted all the same. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a module of its owner's keeps something at its top level that might change; see `moduleState`. */
  readonly keepsState: boolean;
  /** The absolute path of the file that a person wrote, for one below `srcDir` or `jsDir`; other paths are kept. */
  readonly mapPath: (stagedFile: string) => string;
}

/** Options of {@link stageTree}. */
export interface StageOptions {
  /** False emits without type errors and declaration files, and faster. Default true. */
  readonly check?: boolean;
}

/**
 * Puts a tree together in `build/trees/<name>` and compiles it there: a copy of the starter, with the student files and
 * new files of an overlay laid over it. A tree that has not changed since is not compiled again.
 *
 * @param treeArg what `--tree` takes: `starter`, `solution`, a folder or a zip.
 * @throws {@link TreeError} when there is no such tree, or it cannot be used.
 */
export async function stageTree(treeArg: string, options: StageOptions = {}): Promise<StagedTree> {
  return stageOverlay(await readTree(treeArg), options);
}

/** Stages a tree that has been read already; see {@link stageTree}. */
export function stageOverlay(tree: NamedTree, options: StageOptions = {}): Promise<StagedTree> {
  const folder = join(treesDir, tree.name);
  return withLock(`${folder}.lock`, () => stageInto(folder, tree, options.check ?? true));
}

async function stageInto(folder: string, tree: NamedTree, check: boolean): Promise<StagedTree> {
  const files = await filesOf(tree);
  const srcDir = join(folder, "src");
  const jsDir = join(folder, "js");
  const tsconfig = join(folder, "tsconfig.json");
  const originals = new Map(
    [...files.values()].map((file) => [join(srcDir, file.path), file.original]),
  );
  const mapPath = (stagedFile: string): string => {
    const path = resolve(stagedFile);
    const inJs = relative(jsDir, path);
    const source = inJs.startsWith("..")
      ? path
      : join(srcDir, inJs.replace(/(\.d\.ts|\.js\.map|\.js)$/, ".ts"));
    return originals.get(source) ?? path;
  };

  const key = keyOf(files, check);
  const stampFile = join(folder, "stage.json");
  let stamp = await readStamp(stampFile);
  if (stamp?.key !== key || !existsSync(jsDir)) {
    // An interrupted run must not leave a stamp for files that are half there.
    await rm(stampFile, { force: true });
    await writeSources(srcDir, files);
    await writeFile(tsconfig, tsconfigText());
    const buildInfoFile = join(folder, check ? "checked.tsbuildinfo" : "unchecked.tsbuildinfo");
    const other = join(folder, check ? "unchecked.tsbuildinfo" : "checked.tsbuildinfo");
    // The two kinds write the same output files, so each may only trust its own last run.
    await rm(other, { force: true });
    if (!existsSync(jsDir)) await rm(buildInfoFile, { force: true });
    const { compileTree } = await import("./compile.js");
    const diagnostics = compileTree({ srcDir, jsDir, buildInfoFile, check, mapPath });
    const { moduleState } = await import("../static/lint/module_state.js");
    const own = ownFiles(tree, files).map((file) => file.path);
    stamp = { key, diagnostics, keepsState: moduleState(srcDir, own).length > 0 };
    await writeFile(stampFile, JSON.stringify(stamp));
  }

  return {
    name: tree.name,
    folder,
    key,
    srcDir,
    jsDir,
    tsconfig,
    notices: tree.overlay?.notices ?? [],
    studentFiles: ownFiles(tree, files),
    missingFiles: course.studentFiles.map((file) => file.path).filter((path) => !files.has(path)),
    diagnostics: stamp.diagnostics,
    keepsState: stamp.keepsState,
    mapPath,
  };
}

/** The starter's sources with the overlay's laid over them, by path. */
async function filesOf(tree: NamedTree): Promise<ReadonlyMap<string, OverlayFile>> {
  const overlay = tree.overlay?.files ?? [];
  const sources = (tree.overlay && handedOutStarter()) ?? (await starterFiles());
  return new Map([...sources, ...overlay].map((file) => [file.path, file]));
}

/** The starter as it is. */
async function starterFiles(): Promise<OverlayFile[]> {
  const { files } = await readFolder(starterDir);
  return files.filter((file) => file.path.endsWith(".ts"));
}

/** The starter as it was handed out: where somebody has worked in it since, a hand-in must not profit from that. */
function handedOutStarter(): OverlayFile[] | undefined {
  const texts = readHandedOut();
  if (texts === undefined) return undefined;
  return [...texts].flatMap(([whole, text]) => {
    if (!whole.startsWith("starter/") || !whole.endsWith(".ts")) return [];
    const path = whole.slice("starter/".length);
    return [{ path, original: join(starterDir, path), content: Buffer.from(text) }];
  });
}

function ownFiles(tree: NamedTree, files: ReadonlyMap<string, OverlayFile>): OwnFile[] {
  const own: OwnFile[] = [];
  for (const file of files.values()) {
    const kind = kindOf(file.path);
    const fromOverlay = tree.overlay?.files.some(({ path }) => path === file.path) ?? false;
    // A new file that lies in the starter belongs to whoever works there, and not to an overlay.
    const isNew = kind === "new" && (fromOverlay || tree.overlay === undefined);
    if (kind === "student" || isNew) {
      own.push({ path: file.path, original: file.original, fromOverlay, isNew });
    }
  }
  return own.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

function rank(file: OwnFile): number {
  const index = course.studentFiles.findIndex(({ path }) => path === file.path);
  return index === -1 ? course.studentFiles.length : index;
}

/** Goes up when stamps hold something else than before. */
const stampForm = 2;

interface Stamp {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly keepsState: boolean;
}

async function readStamp(file: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Stamp;
  } catch {
    return undefined; // Not staged before, or interrupted while it was: both are staged anew.
  }
}

function keyOf(files: ReadonlyMap<string, OverlayFile>, check: boolean): string {
  const hash = createHash("sha256").update(`${compilerFingerprint()} ${check} ${stampForm}`);
  for (const file of [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`\0${file.path}\0${file.original}\0${file.content.length}\0`).update(file.content);
  }
  return hash.digest("hex");
}

/** Writes what has changed and removes what is gone. */
async function writeSources(
  srcDir: string,
  files: ReadonlyMap<string, OverlayFile>,
): Promise<void> {
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

function tsconfigText(): string {
  const config = {
    extends: join(kitRoot, "tsconfig.base.json"),
    compilerOptions: { rootDir: "src", outDir: "js" },
    include: ["src"],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
