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
   * caller is Node itself, code of the kit, or the tree's own implementation of the real platform. Code of unknown
   * origin counts as code under test.
   */
  place(): string | undefined {
    for (const site of callSites()) {
      // Node's built-in functions, such as `Array.map`, have none.
      const file = withoutCopies(site.getFileName() ?? "");
      if (file === "" || file.startsWith(guardFolder) || isTransparent(file)) continue;
      if (file.startsWith("node:") || file.startsWith(kitFolder)) return undefined;
      if (!file.startsWith(this.#folder)) return unknownPlace;
      const path = file.slice(this.#folder.length);
      if (path.startsWith("platform/node_")) return undefined;
      const shown = fileURLToPath(new URL(path, this.#treeUrl));
      return `${shown}:${site.getLineNumber() ?? 0}:${site.getColumnNumber() ?? 0}`;
    }
    return unknownPlace;
  }
}

const unknownPlace = "an unknown place";

/** The compiled kit. */
const kitFolder = new URL("../../../", import.meta.url).href;

/** Whether a file only passes calls on: packages, and what of Node calls functions that it was given. */
function isTransparent(file: string): boolean {
  return file.includes("/node_modules/") || callsOthers.has(file);
}

const callsOthers: ReadonlySet<string> = new Set([
  "node:events",
  "node:internal/process/task_queues",
  "node:internal/timers",
  "node:internal/util",
]);

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** As it was before code under test was loaded. */
const captureStackTrace = Error.captureStackTrace.bind(Error);

/** What makes a stack, once that is fixed. */
let prepareStack: Prepare | undefined;
let isFixed = false;

/** Has stacks made in one way from now on, whatever code under test assigns. */
export function fixStackTraces(): void {
  if (isFixed) return;
  isFixed = true;
  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => prepareStack,
    set: () => undefined,
    configurable: false,
  });
}

/**
 * Who called, nearest first, in the positions of the files that run.
 *
 * @param most how many calls at most. Each of them costs about a microsecond.
 * @param callee a function on the stack: only calls above its own are returned, none if it is not there.
 */
export function callSites(
  most = frames,
  callee?: (...args: never[]) => unknown,
): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  // The structured form is never mapped to sources, even if Node is told to, and needs no parsing.
  const structured: Prepare = (_error, sites) => sites;
  if (isFixed) prepareStack = structured;
  else Error.prepareStackTrace = structured;
  Error.stackTraceLimit = most;
  try {
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, callee);
    return holder.stack as readonly NodeJS.CallSite[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (isFixed) prepareStack = undefined;
    else if (before === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Object.defineProperty(Error, "prepareStackTrace", before);
  }
}
