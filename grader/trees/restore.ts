import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import type { HandedOut } from "./handed_out.js";
import { isStudentFile } from "./given_files.js";
import type { TreeSpec } from "./tree_spec.js";

/** Where files go that restoring replaces, within the package. */
export const REPLACED_DIR = "build/replaced";

/** A file that is as it was handed out again. */
export interface Restored {
  readonly path: string;
  /** Where the changed one is now, within the package; undefined when there was none. */
  readonly movedTo: string | undefined;
}

/**
 * Brings files back as they were handed out. What was in their place is kept in {@link REPLACED_DIR}; files that are
 * so already stay. All names are checked before anything is written.
 *
 * @param paths within the package, with forward slashes.
 * @throws {@link UsageError} when one was not handed out, or is a student's own and is there.
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
        `${path} was not handed out${hint || '; "npm run restore" lists what is changed'}`,
      );
    }
    const found = await readFile(join(root, path), "utf8").catch(() => undefined);
    if (found?.replaceAll("\r\n", "\n") === text) continue;
    if (found !== undefined && isStudentFile(spec, path)) {
      throw new UsageError(
        `${path} is your own work and is left alone; move it away first if you want to begin it anew`,
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
