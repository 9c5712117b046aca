import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { displayPath } from "./kit_paths.js";
import { TreeError } from "./tree_error.js";

/** A file as it was found in a folder or a zip. */
export interface RawFile {
  /** Relative to the folder or the zip, with forward slashes. */
  readonly path: string;
  /** The absolute path that its author knows; for a file in a zip, the path of the zip and the path inside it. */
  readonly original: string;
  readonly content: Buffer;
}

/** The content of a folder or a zip. */
export interface RawFiles {
  readonly files: readonly RawFile[];
  /** What was left out and why, for people. */
  readonly notices: readonly string[];
}

/** Folders that never contain parts of a submission. */
export function isForeignFolder(name: string): boolean {
  return name.startsWith(".") || FOREIGN_FOLDERS.has(name);
}

/** The folders that a file lies in: `a` and `a/b` for `a/b/c.ts`. */
export function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join("/"));
}

const FOREIGN_FOLDERS = new Set(["node_modules", "build", "dist", "coverage", "__MACOSX"]);

/** More files than any submission has, so that naming a home folder by mistake fails quickly. */
const MAX_FILES = 3_000;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;
/** Folders within folders; deeper ones are somebody's trap. */
const MAX_DEPTH = 40;

/**
 * Reads the files of a folder and its subfolders. Installed packages, generated output and hidden files are silently
 * skipped; links and very large files are skipped with a notice.
 *
 * @throws {@link TreeError} if the folder contains too many files to be a submission.
 */
export async function readFolder(folder: string): Promise<RawFiles> {
  const files: RawFile[] = [];
  const notices: string[] = [];
  let bytes = 0;
  await visit("");
  return { files, notices };

  async function visit(within: string): Promise<void> {
    if (within.split("/").length > MAX_DEPTH) {
      notices.push(`ignored ${displayPath(join(folder, within))}: it is nested too deeply`);
      return;
    }
    const entries = await readdir(join(folder, within), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = within === "" ? entry.name : `${within}/${entry.name}`;
      const original = join(folder, path);
      if (entry.isDirectory()) {
        if (!isForeignFolder(entry.name)) await visit(path);
      } else if (entry.name.startsWith(".")) {
        continue;
      } else if (!entry.isFile()) {
        notices.push(`ignored ${displayPath(original)}: it is a link or a device, not a file`);
      } else {
        await add(path, original);
      }
    }
  }

  async function add(path: string, original: string): Promise<void> {
    if (files.length >= MAX_FILES) {
      throw new TreeError(
        "unusable",
        `${displayPath(folder)} contains more than ${MAX_FILES} files; name the folder that contains the files of the assignment`,
      );
    }
    const { size } = await stat(original);
    if (size > MAX_FILE_BYTES) {
      notices.push(`ignored ${displayPath(original)}: it is larger than 5 MiB`);
      return;
    }
    const content = await readFile(original);
    bytes += content.length;
    if (bytes > MAX_BYTES) {
      throw new TreeError(
        "unusable",
        `${displayPath(folder)} contains more than ${MAX_BYTES / 2 ** 20} MiB; name the folder that contains the files of the assignment`,
      );
    }
    files.push({ path, original, content });
  }
}
