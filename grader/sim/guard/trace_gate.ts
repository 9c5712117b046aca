import { readFileSync } from "node:fs";
import { withoutCopies } from "../modules/tree_copies.js";
import { callSites } from "./caller.js";

/** The calls between a platform's trace and whoever reports to it. */
const between = ["./trace_gate.js", "./caller.js", "../sim_platform.js"].map(
  (file) => new URL(file, import.meta.url).href,
);

/** How many calls are looked at: those above, and the one that reports. */
const frames = 8;

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

  /** Whether the code that is calling the trace may do so. */
  readonly allows = (): boolean => {
    for (const site of callSites(frames)) {
      const file = site.getFileName() ?? "";
      // Built-in functions have none, and do not call what they are given by its name.
      if (file === "") return false;
      if (between.includes(file)) continue;
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
