import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { kitRoot } from "./kit_paths.js";

/** The file in which a package stores what was handed out. The kit itself has no such file. */
export const GIVEN_FILE = "grader/trees/given_files.json.br";

/** The texts of the files that were handed out, by their paths in the package, with `\n` as line endings. */
export type HandedOut = ReadonlyMap<string, string>;

/** The content of {@link GIVEN_FILE}. The same texts in the same order give the same bytes. */
export function packHandedOut(texts: HandedOut): Buffer {
  return brotliCompressSync(JSON.stringify(Object.fromEntries(texts)));
}

/**
 * The files that were handed out. A submission is laid over these, even if `starter/` has changed. Undefined in the kit
 * itself, where `starter/` is what is handed out.
 */
export function readHandedOut(): HandedOut | undefined {
  known ??= { handedOut: read() };
  return known.handedOut;
}

/** What was handed out does not change while a program runs. */
let known: { readonly handedOut: HandedOut | undefined } | undefined;

function read(): HandedOut | undefined {
  const file = join(kitRoot, GIVEN_FILE);
  if (!existsSync(file)) return undefined;
  const text = brotliDecompressSync(readFileSync(file)).toString("utf8");
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}
