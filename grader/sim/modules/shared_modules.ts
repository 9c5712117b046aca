import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** What looks like the name of another file of a compiled module's tree. */
const imported = /["'`](\.{1,2}\/[^"'`\s]+)["'`]/g;

/**
 * The modules of a compiled tree that hosts can share even if they are to share nothing that changes: given ones that load
 * none of the tree's owner. They keep nothing, and what they export is fixed.
 *
 * @param files the tree's modules, relative to its folder.
 * @param own the ones that are not given; undefined when this is not known, and then only the platform is shared.
 */
export function sharedModules(
  folder: string,
  files: readonly string[],
  own: readonly string[] | undefined,
): ReadonlySet<string> {
  const imports = new Map(files.map((file) => [file, importsOf(folder, file)]));
  const apart = new Set(own ?? files.filter((file) => !file.startsWith("platform/")));
  for (let before = -1; before !== apart.size;) {
    before = apart.size;
    for (const [file, names] of imports) if (names.some((name) => apart.has(name))) apart.add(file);
  }
  return new Set(files.filter((file) => !apart.has(file)));
}

function importsOf(folder: string, file: string): string[] {
  const text = readFileSync(posix.join(folder, file), "utf8");
  return [...text.matchAll(imported)].map(([, name = ""]) => posix.join(posix.dirname(file), name));
}
