import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kitRoot } from "./kit_paths.js";

/** Raise it when staging or compiling makes something else of the same sources. */
const STAGE_VERSION = 1;

/**
 * A hash that changes whenever the same sources would be compiled to something else. It does not load the compiler, so
 * that a tree which has not changed is ready at once.
 */
export function compilerFingerprint(): string {
  const compiler = readFileSync(join(kitRoot, "node_modules/typescript/package.json"), "utf8");
  const { version } = JSON.parse(compiler) as { version: string };
  const options = readFileSync(join(kitRoot, "tsconfig.base.json"), "utf8");
  return createHash("sha256").update(`${STAGE_VERSION} ${version} ${options}`).digest("hex");
}
