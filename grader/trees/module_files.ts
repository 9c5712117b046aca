import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How a compiled module names another one by a relative path, to import it or to run it in a thread. */
const named = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*["'](\.{1,2}\/[^"']+)["']/g;

/** By their URL; modules do not change while the grader runs. */
const namedBy = new Map<string, readonly string[]>();

/**
 * The files of compiled modules and of all that they load, directly or indirectly, without packages: what a process
 * that runs them must be able to read.
 *
 * @param urls of files.
 */
export function moduleFiles(urls: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (url: string): void => {
    if (found.has(url)) return;
    if (!existsSync(new URL(url))) return;
    found.add(url);
    for (const next of modulesNamedBy(url)) visit(next);
  };
  for (const url of urls) visit(url);
  return [...found].map((url) => fileURLToPath(url));
}

function modulesNamedBy(url: string): readonly string[] {
  const known = namedBy.get(url);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(url), "utf8");
  const modules = [...text.matchAll(named)].map(([, path = ""]) => new URL(path, url).href);
  const files = modules.filter((module) => /\.[cm]?js$/.test(module));
  namedBy.set(url, files);
  return files;
}
