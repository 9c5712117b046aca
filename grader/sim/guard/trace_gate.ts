import { readFileSync } from "node:fs";
import type { TraceSink } from "../../../starter/platform/platform.js";
import { withoutCopies } from "../modules/tree_copies.js";
import { callSites } from "./caller.js";

/** Where a platform's detailed trace calls its trace. */
const platformFile = new URL("../sim_platform.js", import.meta.url).href;

/** How many calls are looked at: that of the detailed trace, and the one that reports. */
const frames = 2;

/**
 * Decides who may report to the trace of a simulation: given code and the harness, where they call the trace. A function
 * of theirs that was merely handed the trace, and calls it by another name, may not.
 */
export class TraceGate {
  readonly #own: ReadonlySet<string>;
  /** By file and line. */
  readonly #known = new Map<string, boolean>();

  /** `ownModules` are the modules of a compiled tree that are not given, relative to its URL, which ends with a slash. */
  constructor(treeUrl: string, ownModules: readonly string[]) {
    this.#own = new Set(ownModules.map((module) => new URL(module, treeUrl).href));
  }

  /** Whether the code that is calling `trace`, a platform's, may do so. Runs for everything that is reported. */
  readonly allows = (trace: TraceSink): boolean => {
    for (const site of callSites(frames, trace)) {
      const file = site.getFileName() ?? "";
      // Built-in functions have none, and do not call what they are given by its name.
      if (file === "") return false;
      if (file === platformFile) continue;
      const line = site.getLineNumber() ?? 0;
      const place = `${file}:${line}`;
      let known = this.#known.get(place);
      if (known === undefined) {
        known = !this.#own.has(withoutCopies(file)) && callsTrace(file, line);
        this.#known.set(place, known);
      }
      return known;
    }
    return false;
  };
}

function callsTrace(file: string, line: number): boolean {
  if (!file.startsWith("file:")) return false;
  const text = readFileSync(new URL(file), "utf8").split("\n")[line - 1] ?? "";
  return /\btrace(Detail)?(\?\.)?\(/.test(text);
}
