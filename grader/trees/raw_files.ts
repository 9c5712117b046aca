/** A file as it was found in a folder or a zip. */
export interface RawFile {
  /** Relative to the folder or the zip, with forward slashes. */
  readonly path: string;
  /** The absolute path that names it to the person who wrote it; within a zip it goes on behind the zip's name. */
  readonly original: string;
  readonly content: Buffer;
}

/** What lies in a folder or a zip. */
export interface RawFiles {
  readonly files: readonly RawFile[];
  /** What was left out, and why; for people. */
  readonly notices: readonly string[];
}

/** Folders that never hold anything of a submission. */
export function isForeignFolder(name: string): boolean {
  return name.startsWith(".") || FOREIGN_FOLDERS.has(name);
}

const FOREIGN_FOLDERS = new Set(["node_modules", "build", "dist", "coverage", "__MACOSX"]);
