import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kitRoot } from "../trees/kit_paths.js";
import { linkModules, type PageModule } from "./link_modules.js";

/** What every picture contains besides its data. */
export interface PageAssets {
  readonly style: string;
  /** The libraries, each a script that adds to the global `d3`. */
  readonly libraries: readonly string[];
  readonly script: string;
}

/** The packages whose scripts the page needs, each after those that it needs itself. */
const libraries = [
  ...["d3-array", "d3-color", "d3-dispatch", "d3-ease", "d3-selection", "d3-timer"],
  ...["d3-interpolate", "d3-drag", "d3-transition", "d3-zoom"],
];

/** Reads the page's style sheet, its compiled modules, and the libraries. */
export function readAssets(): PageAssets {
  const folder = fileURLToPath(new URL("./page/", import.meta.url));
  const modules: PageModule[] = readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  return {
    style: readFileSync(join(kitRoot, "grader", "picture", "page", "picture.css"), "utf8"),
    libraries: libraries.map(readLibrary),
    script: linkModules(modules, "main.js", {
      "d3-array": "d3",
      "d3-selection": "d3",
      "d3-zoom": "d3",
    }),
  };
}

/** The file of a library that runs in a page as it is. */
function readLibrary(name: string): string {
  const main = fileURLToPath(import.meta.resolve(name));
  return readFileSync(join(dirname(main), "..", "dist", `${name}.min.js`), "utf8");
}
