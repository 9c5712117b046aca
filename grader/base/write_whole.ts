import { rename, writeFile } from "node:fs/promises";

/** Writes a file: all of it or, if it cannot be written or this process is killed, nothing. Replaces one that exists. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, file);
}

/** Like {@link writeWhole}, as JSON. */
export async function writeJson(file: string, content: object): Promise<void> {
  await writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
