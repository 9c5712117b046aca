import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Part } from "../labs/cmud/manifest.js";
import { TreeError } from "../trees/tree_error.js";
import type { PreparedTree } from "./prepare.js";
import type { PrepareNews } from "./prepare_main.js";

/**
 * Does what `prepareTree` does in a process of its own, whose memory is free again when the tests run.
 *
 * @throws {@link TreeError} as `prepareTree` does; an `AbortError` when the signal ended it; any other error means that
 *   the grader failed.
 */
export function prepareInChild(
  treeArg: string,
  part: Part,
  onStage: (stage: string) => void,
  signal: AbortSignal,
): Promise<PreparedTree> {
  return new Promise((resolve, reject) => {
    const entry = fileURLToPath(new URL("./prepare_main.js", import.meta.url));
    const child = fork(entry, [treeArg, part], {
      signal,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message) => {
      const news = message as PrepareNews;
      if (news.type === "stage") onStage(news.stage);
      else if (news.type === "done") resolve(news.tree);
      else if (news.type === "treeError") reject(new TreeError(news.kind, news.message));
      else reject(new Error(news.message));
    });
    child.on("error", reject);
    child.on("exit", (code, exitSignal) => {
      // Does nothing when the process has said how it went.
      reject(new Error(`preparing the tree ended early (${exitSignal ?? `exit code ${code}`})`));
    });
  });
}
