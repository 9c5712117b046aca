import { ReportingProcess } from "../process/reporting_process.js";
import { TreeError } from "../trees/tree_error.js";
import type { PreparedTree, PrepareSpec } from "./prepare.js";
import type { PrepareReport, PrepareRequest } from "./prepare_main.js";

/**
 * Runs `prepareTree` in a process of its own, so that its memory is free again when the tests run.
 *
 * @throws {@link TreeError} like `prepareTree`; the signal's reason if it is aborted. Any other error means that the
 *   grader failed.
 */
export async function prepareInChild(
  spec: PrepareSpec,
  treeArg: string,
  part: string,
  onStage: (stage: string) => void,
  signal: AbortSignal,
): Promise<PreparedTree> {
  signal.throwIfAborted();
  let child: ReportingProcess<PrepareRequest, PrepareReport> | undefined;
  try {
    return await new Promise((resolve, reject) => {
      child = new ReportingProcess({
        module: new URL("./prepare_main.js", import.meta.url),
        name: "the process that prepares the tree",
        onReport: (report) => {
          if (report.type === "stage") onStage(report.stage);
          else if (report.type === "done") resolve(report.tree);
          else if (report.type === "treeError") reject(new TreeError(report.kind, report.message));
          else reject(new Error(report.message));
        },
        onFailure: ({ reason }) => {
          reject(new Error(`${reason}\n${child?.output ?? ""}`.trimEnd()));
        },
      });
      signal.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      child.send({ spec: plainSpec(spec), treeArg, part });
    });
  } finally {
    await child?.end();
  }
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
