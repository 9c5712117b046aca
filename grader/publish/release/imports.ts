import { posix } from "node:path";
import ts from "typescript";

/** What a module needs. */
export interface Imports {
  /** The paths of its kit's own files, as the sources call them: `grader/cli/grade.ts`. */
  readonly files: readonly string[];
  /** Packages by their names, and modules of Node with `node:`. */
  readonly packages: readonly string[];
}

/** How a module names another one that it starts as a program, or a folder from which it starts several. */
const STARTED = /new URL\(\s*["`](\.{1,2}\/[^"`]*?)(\$\{[^}]*\}[^"`]*)?["`],\s*import\.meta\.url/g;

/**
 * What a module of TypeScript or JavaScript imports, statically, dynamically or for its types, and the modules that it
 * starts by `new URL("./child_main.js", import.meta.url)`.
 *
 * @param path relative to the kit, with forward slashes.
 * @param all the paths of all files; a name that none of them has is kept as it would be.
 */
export function importsOf(path: string, text: string, all: ReadonlySet<string>): Imports {
  const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const files = new Set<string>();
  const packages = new Set<string>();
  for (const name of names) {
    if (name.startsWith(".")) files.add(sourceOf(path, name, all));
    else packages.add(packageOf(name));
  }
  for (const [, start = "", rest] of text.matchAll(STARTED)) {
    const from = sourceOf(path, start, all);
    if (all.has(from)) files.add(from);
    // The name is put together when it is needed: any file of that folder may be meant.
    else if (rest !== undefined) {
      for (const each of all)
        if (posix.dirname(each) === from && each.endsWith(".ts")) files.add(each);
    }
  }
  return { files: [...files], packages: [...packages] };
}

function sourceOf(from: string, name: string, all: ReadonlySet<string>): string {
  const path = posix.join(posix.dirname(from), name).replace(/\/$/, "");
  const source = path.replace(/\.js$/, ".ts");
  return all.has(source) ? source : path;
}

function packageOf(name: string): string {
  const [scope = "", second = ""] = name.split("/");
  return scope.startsWith("@") ? `${scope}/${second}` : scope;
}
