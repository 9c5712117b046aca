import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, sep } from "node:path";

/** What the compiler writes for a module. */
const ending = /(\.d\.ts|\.js\.map|\.js)$/;

/** The module that a compiled file belongs to, as a path with forward slashes and without an extension. */
export function moduleOf(compiled: string): string {
  return compiled.split(sep).join("/").replace(ending, "");
}

/** Removes the compiled files below `jsDir` whose sources no longer exist below `srcDir`; importing them must fail. */
export function removeStale(jsDir: string, srcDir: string): void {
  for (const file of readdirSync(jsDir, { recursive: true, encoding: "utf8" })) {
    if (ending.test(file) && !existsSync(join(srcDir, `${moduleOf(file)}.ts`))) {
      rmSync(join(jsDir, file));
    }
  }
}
