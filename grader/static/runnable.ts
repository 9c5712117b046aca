import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/**
 * Says why a test cannot run: a module that it needs cannot be loaded.
 *
 * @param entries the modules of the tree that it loads first, without their extension.
 * @param jsDir the compiled tree.
 * @param broken messages about broken files, by their path in the tree.
 * @returns the message about the first broken file that the test loads; undefined when it can run.
 */
export function whyNotRunnable(
  entries: readonly string[],
  jsDir: string,
  broken: ReadonlyMap<string, string>,
): string | undefined {
  if (broken.size === 0) return undefined;
  const loaded = new Set<string>();
  const visit = (module: string): void => {
    if (loaded.has(module)) return;
    loaded.add(module);
    const file = join(jsDir, `${module}.js`);
    if (!existsSync(file)) return;
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith("."))
        visit(posix.join(posix.dirname(module), fileName).replace(/\.js$/, ""));
    }
  };
  for (const entry of entries) visit(entry);
  for (const [path, message] of broken) {
    if (loaded.has(path.replace(/\.ts$/, "")))
      return `not run, because ${path} cannot be loaded: ${message}`;
  }
  return undefined;
}
