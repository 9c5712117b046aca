import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What every picture contains besides its data. */
export interface PageAssets {
  readonly style: string;
  /** The page's modules and the packages that they import, as one classic script. */
  readonly script: string;
}

/** The compiler leaves it where the sources are. */
const styleSheet = new URL("../../../../grader/picture/page/picture.css", import.meta.url);

/** Reads the page's style sheet, and bundles its compiled modules: a page opened from a file may not load modules. */
export async function readAssets(): Promise<PageAssets> {
  // Loaded here, since most gradings draw nothing and loading it takes a moment.
  const { rollup } = await import("rollup");
  const bundle = await rollup({
    input: fileURLToPath(new URL("./page/main.js", import.meta.url)),
    // The compiler has checked what rollup would warn about, and d3's own circles are harmless.
    logLevel: "silent",
    plugins: [{ name: "packages", resolveId: resolvePackage }],
  });
  const { output } = await bundle.generate({ format: "iife" });
  await bundle.close();
  return {
    style: await readFile(styleSheet, "utf8"),
    script: output[0].code,
  };
}

/** The file of a package, looked up from the module that imports it; null for what is no package. */
function resolvePackage(name: string, importer: string | undefined): string | null {
  if (importer === undefined || name.startsWith(".")) return null;
  return createRequire(importer).resolve(name);
}
