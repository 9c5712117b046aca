/** The process that prepares a tree: the compiler and the linter take several hundred megabytes, which end with it. */
import { errorText } from "../base/error_text.js";
import { openReports } from "../process/open_reports.js";
import type { LaidOutTree } from "../trees/stage_tree.js";
import { prepareTree, type PreparedTree, type PrepareSpec } from "./prepare.js";

/** The only request to this process. */
export interface PrepareRequest {
  readonly spec: PrepareSpec;
  readonly tree: LaidOutTree;
  readonly part: string;
  readonly notices: readonly string[];
}

/** The reports of this process to the one that started it. */
export type PrepareReport =
  | { readonly type: "stage"; readonly stage: string }
  | { readonly type: "done"; readonly tree: PreparedTree }
  | { readonly type: "failed"; readonly message: string };

const reports = await openReports<PrepareRequest, PrepareReport>();
const { spec, tree, part, notices } = await reports.next();
try {
  const prepared = await prepareTree(spec, tree, part, notices, (stage) => {
    reports.report({ type: "stage", stage });
  });
  reports.report({ type: "done", tree: prepared });
} catch (error) {
  reports.report({ type: "failed", message: errorText(error) });
}
