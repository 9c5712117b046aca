import type { Part } from "../labs/cmud/manifest.js";
import { TreeError } from "../trees/tree_error.js";
import { prepareTree, type PreparedTree } from "./prepare.js";

/** What this process tells the one that started it. */
export type PrepareNews =
  | { readonly type: "stage"; readonly stage: string }
  | { readonly type: "done"; readonly tree: PreparedTree }
  | { readonly type: "treeError"; readonly kind: TreeError["kind"]; readonly message: string }
  | { readonly type: "failed"; readonly message: string };

// The compiler and the linter take several hundred megabytes; they are gone with this process before tests run.
const [treeArg, part] = process.argv.slice(2);
await main(treeArg ?? "starter", part === "final" ? "final" : "checkpoint");

async function main(tree: string, forPart: Part): Promise<void> {
  try {
    const prepared = await prepareTree(tree, forPart, (stage) => {
      tell({ type: "stage", stage });
    });
    tell({ type: "done", tree: prepared });
  } catch (error) {
    if (error instanceof TreeError) {
      tell({ type: "treeError", kind: error.kind, message: error.message });
    } else {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tell({ type: "failed", message });
    }
  }
  process.disconnect();
}

function tell(news: PrepareNews): void {
  process.send?.(news);
}
