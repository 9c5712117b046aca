import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import type { HandedOut } from "./handed_out.js";
import { isStudentFile } from "./given_files.js";
import type { TreeSpec } from "./tree_spec.js";

/** The folder, within the package, for files that were replaced by restoring. */
export const REPLACED_DIR = "build/replaced";

/** A file that was restored. */
export interface Restored {
  readonly path: string;
  /** Where the changed file is now, within the package; undefined if there was none. */
  readonly movedTo: string | undefined;
}

/**
 * Restores files as they were handed out. Changed files are moved to {@link REPLACED_DIR}; unchanged files are left
 * alone. All names are checked before anything is written.
 *
 * @param paths within the package, with forward slashes.
 * @throws {@link UsageError} if a file was not handed out, or is an existing student file.
 */
export async function restore(
  spec: TreeSpec,
  handedOut: HandedOut,
  paths: readonly string[],
  root: string,
): Promise<Restored[]> {
  const planned: { path: string; text: string; found: string | undefined }[] = [];
  for (const path of paths) {
    const text = handedOut.get(path);
    if (text === undefined) {
      const hint = didYouMean(path, [...handedOut.keys()]);
      throw new UsageError(
        `${path} was not handed out${hint || '; "npm run restore" lists the changed files'}`,
      );
    }
    const found = await readFile(join(root, path), "utf8").catch(() => undefined);
    if (found?.replaceAll("\r\n", "\n") === text) continue;
    if (found !== undefined && isStudentFile(spec, path)) {
      throw new UsageError(
        `${path} is your own work and was not replaced; to start from the stub again, move it away first`,
      );
    }
    planned.push({ path, text, found });
  }
  const restored: Restored[] = [];
  for (const { path, text, found } of planned) {
    const movedTo = found === undefined ? undefined : `${REPLACED_DIR}/${path}`;
    if (movedTo !== undefined) {
      await mkdir(dirname(join(root, movedTo)), { recursive: true });
      await rename(join(root, path), join(root, movedTo));
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    restored.push({ path, movedTo });
  }
  return restored;
}
