import { readFile, rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a server's desc to a file, in one step: who reads it finds all of it or no file.
 *
 * @throws an error that names the file.
 */
export async function writeDescFile(file: string, desc: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await writeFile(unfinished, `${desc}\n`);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "its folder does not exist" : message;
    throw new Error(`cannot write the desc file ${file}: ${why}`, { cause: error });
  }
}

/**
 * Reads a desc that {@link writeDescFile} wrote.
 *
 * @throws an error that names the file and says what to do.
 */
export async function readDescFile(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "ENOENT"
        ? `cannot join: there is no file ${file}; start the other server first, with --desc-file ${file}`
        : `cannot join: cannot read ${file}: ${message}`,
      { cause: error },
    );
  }
  const desc = text.replace(/\r?\n$/, "");
  if (desc === "") throw new Error(`cannot join: the file ${file} is empty`);
  return desc;
}
