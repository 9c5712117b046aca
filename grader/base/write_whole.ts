import { rename, writeFile } from "node:fs/promises";
import { UsageError } from "./exit_codes.js";

/**
 * Writes a file: all of it or, if it cannot be written or this process is killed, nothing. Replaces one that exists.
 *
 * @throws {@link UsageError} if it cannot be written.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such folder" : (code ?? String(error));
    throw new UsageError(`cannot write ${file}: ${why}`);
  }
}

/** Like {@link writeWhole}, as JSON. */
export async function writeJson(file: string, content: object): Promise<void> {
  await writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
