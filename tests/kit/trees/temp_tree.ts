import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { starterDir } from "../../../grader/trees/kit_paths.js";
import type { StagedTree } from "../../../grader/trees/stage_tree.js";

/** A folder for the files of one test; {@link TempFolder.remove} takes away what was staged from it, too. */
export class TempFolder {
  readonly path: string;
  readonly #staged: string[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<TempFolder> {
    return new TempFolder(await mkdtemp(join(tmpdir(), "cmud-grader-")));
  }

  /** Writes files by their paths within the folder, and returns the folder's path. */
  async write(files: Readonly<Record<string, string | Buffer>>, below = ""): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.path, below, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return join(this.path, below);
  }

  /** Writes a zip of texts by their paths, and returns its path. */
  async zip(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    return this.#save(name, await zipOf(files));
  }

  /**
   * Writes a zip in which each `from` is replaced by the equally long `to`, for names that no decent program writes.
   */
  async forgedZip(
    name: string,
    files: Readonly<Record<string, string>>,
    from: string,
    to: string,
  ): Promise<string> {
    const text = (await zipOf(files)).toString("latin1").replaceAll(from, to);
    return this.#save(name, Buffer.from(text, "latin1"));
  }

  /** Remembers a staged tree, to take it away with the folder. */
  keepTrackOf(tree: StagedTree): StagedTree {
    this.#staged.push(tree.folder);
    return tree;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    for (const folder of this.#staged) await rm(folder, { recursive: true, force: true });
  }

  async #save(name: string, content: Buffer): Promise<string> {
    const file = join(this.path, name);
    await writeFile(file, content);
    return file;
  }
}

/** The text of a file of the starter. */
export function starterText(path: string): Promise<string> {
  return readFile(join(starterDir, path), "utf8");
}

/** The message of the error that a promise is rejected with; a promise that is fulfilled fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("nothing was refused");
}

function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(files)) {
    const mode = path.startsWith("link:") ? 0o120777 : 0o100644;
    zip.addBuffer(Buffer.from(text), path.replace("link:", ""), { mode });
  }
  zip.end();
  return buffer(zip.outputStream);
}
