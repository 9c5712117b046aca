import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { TreeError } from "../trees/tree_error.js";
import type { PreparedTree, PrepareSpec } from "./prepare.js";
import type { PrepareNews, PrepareRequest } from "./prepare_main.js";

/**
 * Runs `prepareTree` in a process of its own, so that its memory is free again when the tests run.
 *
 * @throws {@link TreeError} like `prepareTree`; an `AbortError` if the signal ended it. Any other error means that the
 *   grader failed.
 */
export function prepareInChild(
  spec: PrepareSpec,
  treeArg: string,
  part: string,
  onStage: (stage: string) => void,
  signal: AbortSignal,
): Promise<PreparedTree> {
  return new Promise((resolve, reject) => {
    const entry = fileURLToPath(new URL("./prepare_main.js", import.meta.url));
    const child = fork(entry, {
      signal,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.send({ spec: plainSpec(spec), treeArg, part } satisfies PrepareRequest);
    child.on("message", (message) => {
      const news = message as PrepareNews;
      if (news.type === "stage") onStage(news.stage);
      else if (news.type === "done") resolve(news.tree);
      else if (news.type === "treeError") reject(new TreeError(news.kind, news.message));
      else reject(new Error(news.message));
    });
    child.on("error", reject);
    child.on("exit", (code, exitSignal) => {
      // Has no effect if the process has reported its result.
      reject(new Error(`preparing the tree ended early (${exitSignal ?? `exit code ${code}`})`));
    });
  });
}

/** The part of an assignment that preparing needs, which can be sent to another process. */
function plainSpec(spec: PrepareSpec): PrepareSpec {
  const { id, layers, solution, studentFiles, openFolders, submissionsPerDeadline } = spec;
  const { parts, designComment, sections, outsideActors } = spec;
  const tests = spec.tests.map(({ id, parts, entries }) => ({ id, parts, entries }));
  return {
    ...{ id, layers, solution, studentFiles, openFolders, submissionsPerDeadline },
    ...{ parts, designComment, sections, outsideActors, tests },
  };
}
