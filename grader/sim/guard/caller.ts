import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withoutCopies } from "../modules/tree_copies.js";

/** How many calls of the guard's own functions are on every stack that it examines. */
const guardFolder = new URL(".", import.meta.url).href;

/** How many callers to examine: code under test may call through a package that it imports. */
const frames = 24;

/** Finds out whether code under test is calling. */
export class Callers {
  readonly #folder: string;
  readonly #treeUrl: string;

  /** `treeUrl` is the folder of the compiled tree and ends with a slash. */
  constructor(treeUrl: string) {
    this.#treeUrl = treeUrl;
    // Modules are known by their real paths, whatever path they are imported by.
    this.#folder = pathToFileURL(realpathSync(fileURLToPath(treeUrl))).href.replace(/\/*$/, "/");
  }

  /**
   * The place, `/path/of/file.js:line:column`, in the compiled tree that calls the guard; undefined when the nearest
   * caller is Node itself, code of the kit, or the tree's own implementation of the real platform.
   */
  place(): string | undefined {
    for (const site of callSites()) {
      // Node's built-in functions, such as `Array.map`, have none.
      const file = withoutCopies(site.getFileName() ?? "");
      if (file === "" || file.startsWith(guardFolder) || isTransparent(file)) continue;
      if (!file.startsWith(this.#folder)) return undefined;
      const path = file.slice(this.#folder.length);
      if (path.startsWith("platform/node_")) return undefined;
      const shown = fileURLToPath(new URL(path, this.#treeUrl));
      return `${shown}:${site.getLineNumber() ?? 0}:${site.getColumnNumber() ?? 0}`;
    }
    return undefined;
  }
}

/** Whether a file only passes calls on: packages, and Node's `promisify` and `callbackify`. */
function isTransparent(file: string): boolean {
  return file.includes("/node_modules/") || file === "node:internal/util";
}

/** Who called, nearest first, in the positions of the files that run. */
function callSites(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  // The structured form is never mapped to sources, even if Node is told to, and needs no parsing.
  Error.prepareStackTrace = (_error, sites) => sites;
  Error.stackTraceLimit = frames;
  try {
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder);
    return holder.stack as readonly NodeJS.CallSite[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepare === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Object.defineProperty(Error, "prepareStackTrace", prepare);
  }
}
