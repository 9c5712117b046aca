import { TreeError } from "../trees/tree_error.js";
import { prepareTree, type PreparedTree, type PrepareSpec } from "./prepare.js";

/** The only request to this process. */
export interface PrepareRequest {
  readonly spec: PrepareSpec;
  readonly treeArg: string;
  readonly part: string;
}

/** The messages from this process to the one that started it. */
export type PrepareNews =
  | { readonly type: "stage"; readonly stage: string }
  | { readonly type: "done"; readonly tree: PreparedTree }
  | { readonly type: "treeError"; readonly kind: TreeError["kind"]; readonly message: string }
  | { readonly type: "failed"; readonly message: string };

// The compiler and the linter take several hundred megabytes, which are free again before tests run.
process.once("message", (message) => {
  void main(message as PrepareRequest);
});

async function main({ spec, treeArg, part }: PrepareRequest): Promise<void> {
  try {
    const prepared = await prepareTree(spec, treeArg, part, (stage) => {
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
