import { dirname, join, resolve } from "node:path";
import type { Behind } from "../process/process_group.js";
import { noWall } from "../process/no_wall.js";
import type { Limits, Wall } from "../process/wall.js";
import { kitRoot } from "../trees/kit_paths.js";
import { moduleFiles } from "../trees/module_files.js";
import { newScratch } from "../trees/scratch.js";

/**
 * Where a process runs that loads the code of a tree: behind a wall, with nothing of the kit in reach but the modules
 * that it runs, the installed packages, and the compiled tree.
 *
 * @param wall default: none.
 * @param jsDir the compiled tree.
 * @param urls the modules of the kit that it loads.
 */
export function behindWall(
  wall: Wall | undefined,
  jsDir: string,
  urls: readonly string[],
  limits: Limits,
): Behind {
  const js = resolve(jsDir);
  const tree = dirname(js);
  const packages = ["node_modules", "package.json"].map((name) => join(kitRoot, name));
  return {
    wall: wall ?? noWall,
    reach: {
      kit: kitRoot,
      read: [...moduleFiles(urls), ...packages, js, join(tree, "package.json")],
      tree,
      scratch: newScratch(js),
      limits,
    },
  };
}
