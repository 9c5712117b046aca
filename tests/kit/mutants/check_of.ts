import type { Lab } from "../../../grader/labs/lab.js";
import { designComment } from "../../../grader/static/design_comment.js";
import { checkFormat } from "../../../grader/static/format.js";
import { lint } from "../../../grader/static/lint.js";
import type { TestStatus } from "../../../grader/suite/suite_types.js";
import type { StagedTree } from "../../../grader/trees/stage_tree.js";
import type { checks } from "./mutant.js";

/** What becomes of one of the checks that are no tests. */
export async function checkOf(
  check: (typeof checks)[number],
  lab: Lab,
  tree: StagedTree,
): Promise<TestStatus> {
  switch (check) {
    case "Lint":
      return statusOf(await lint(tree, lab));
    case "Formatting":
      return statusOf(await checkFormat(tree));
    case "Design comment":
      if (lab.designComment === undefined) throw new Error("no design comment is asked for");
      return statusOf((await designComment(tree, lab.designComment)).check);
  }
}

function statusOf({ status }: { readonly status: "passed" | "failed" | "skipped" }): TestStatus {
  return status === "skipped" ? "notRun" : status;
}
