import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutCopies } from "../sim/modules/tree_copies.js";

/**
 * Puts the positions in TypeScript files into stacks that name positions in a tree's compiled files. Done here, where the
 * few stacks arrive that anybody reads, since Node's own mapping would cost every thread of every scenario some 15 %.
 */
export class SourcePositions {
  readonly #jsDir: string;
  readonly #pattern: RegExp;
  readonly #maps = new Map<string, SourceMap | undefined>();

  /** `jsDir` is the folder with the compiled files and, beside each, its source map. */
  constructor(jsDir: string) {
    this.#jsDir = resolve(jsDir);
    const folder = this.#jsDir.replaceAll("\\", "/").replaceAll(/[.*+?^${}()|[\]]/g, "\\$&");
    this.#pattern = new RegExp(`(?:file:///?)?${folder}/([^\\s:()]+\\.js):(\\d+):(\\d+)`, "g");
  }

  /** A text with every position in a compiled file that has a source map replaced; all else is kept. */
  map(text: string): string {
    if (!text.includes(".js:")) return text;
    return withoutCopies(text).replaceAll(
      this.#pattern,
      (found, path: string, line: string, column: string) =>
        this.#original(path, Number(line), Number(column)) ?? found,
    );
  }

  #original(path: string, line: number, column: number): string | undefined {
    const file = join(this.#jsDir, path);
    if (!this.#maps.has(file)) this.#maps.set(file, readMap(`${file}.map`));
    const entry = this.#maps.get(file)?.findEntry(line - 1, column - 1);
    // An empty object means that the map has nothing for the position.
    if (entry === undefined || !("originalSource" in entry)) return undefined;
    const source = entry.originalSource.startsWith("file:")
      ? fileURLToPath(entry.originalSource)
      : entry.originalSource;
    const shown = isAbsolute(source) ? source : resolve(dirname(file), source);
    return `${shown}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, "utf8")) as SourceMapPayload);
  } catch {
    // Without a map the position in the compiled file is better than none.
    return undefined;
  }
}
