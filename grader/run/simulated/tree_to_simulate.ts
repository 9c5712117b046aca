import { pathToFileURL } from "node:url";
import type { StagedTree } from "../../trees/stage_tree.js";
import type { TreeToSimulate } from "./worker_protocol.js";

/** How a staged tree is to be simulated: with modules for each host if it keeps state in them. */
export function treeToSimulate({
  jsDir,
  keepsState,
}: Pick<StagedTree, "jsDir" | "keepsState">): TreeToSimulate {
  return { treeUrl: pathToFileURL(`${jsDir}/`).href, isolate: keepsState };
}
