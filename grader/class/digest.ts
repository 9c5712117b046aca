import { createHash } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { kitRoot } from "../trees/kit_paths.js";

/**
 * Names the content of a hand-in: equal for equal bytes, wherever they are. A hand-in that cannot be read has a digest,
 * too: that of nothing.
 */
export async function contentDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await filesIn(path)) {
    const content = await readFile(file).catch(() => Buffer.from("unreadable"));
    hash
      .update(`\0${relative(path, file).split(sep).join("/")}\0${content.length}\0`)
      .update(content);
  }
  return hash.digest("hex");
}

/** The parts of the kit that verdicts depend on. */
const kitParts = [
  "build/kit/grader",
  "build/kit/tests",
  "starter",
  "package-lock.json",
  "tsconfig.base.json",
];

/** The parts of the grader that only write down what others have decided. */
const printing = /^build\/kit\/(grader\/(class|cli|report|publish|bench|picture)|tests\/kit)\//;

/** Names everything of the kit that a verdict depends on; changes when a test, the oracle or a given file does. */
export async function kitDigest(): Promise<string> {
  const hash = createHash("sha256");
  for (const part of kitParts) {
    for (const file of await filesIn(join(kitRoot, part))) {
      const name = relative(kitRoot, file).split(sep).join("/");
      if (!/\.(js|ts|json)$/.test(name) || name.endsWith(".d.ts") || printing.test(name)) continue;
      hash.update(`\0${name}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/** The files of a folder in order; the path itself if it is a file; nothing if it cannot be read. */
async function filesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return [path];
  if (found?.isDirectory() !== true) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/]node_modules[\\/]/.test(file))
    .sort();
}
