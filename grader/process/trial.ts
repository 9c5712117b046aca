import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { startEnclosed } from "./start_enclosed.js";
import type { Wall } from "./wall.js";

/** What is wrong with a wall on this machine, found out with a program that does nothing; undefined if it works. */
export async function problemOf(wall: Wall, kit: string): Promise<string | undefined> {
  const tree = await mkdtemp(join(tmpdir(), "cmud-wall-"));
  try {
    const scratch = join(tree, "scratch", "1");
    const file = join(kit, "package.json");
    const reach = {
      kit,
      read: [file],
      tree,
      scratch,
      limits: { memoryMiB: 1_024 },
    };
    // By its whole path: a working directory can be read even below a folder that is closed to other users.
    const uses = `fs.readFileSync(${JSON.stringify(file)}); fs.writeFileSync(${JSON.stringify(join(scratch, "x"))}, "")`;
    const enclosed = await wall.enclose([process.execPath, "-e", uses], reach);
    const child = startEnclosed(enclosed, ["ignore", "ignore", "pipe"], { cwd: kit });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const said = await text(child.stderr ?? Readable.from([]));
    const code = await ended;
    await enclosed.end();
    return code === 0 ? undefined : `exit code ${code ?? "?"}: ${said.trim()}`;
  } catch (error) {
    return String(error);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}
