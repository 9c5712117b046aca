/** The process that prepares a tree: the compiler and the linter take several hundred megabytes, which end with it. */
import { errorText } from "../base/error_text.js";
import { openReports } from "../process/open_reports.js";
import { TreeError } from "../trees/tree_error.js";
import { prepareTree, type PreparedTree, type PrepareSpec } from "./prepare.js";

/** The only request to this process. */
export interface PrepareRequest {
  readonly spec: PrepareSpec;
  readonly treeArg: string;
  readonly part: string;
}

/** The reports of this process to the one that started it. */
export type PrepareReport =
  | { readonly type: "stage"; readonly stage: string }
  | { readonly type: "done"; readonly tree: PreparedTree }
  | { readonly type: "treeError"; readonly kind: TreeError["kind"]; readonly message: string }
  | { readonly type: "failed"; readonly message: string };

const reports = await openReports<PrepareRequest, PrepareReport>();
const { spec, treeArg, part } = await reports.next();
try {
  const tree = await prepareTree(spec, treeArg, part, (stage) => {
    reports.report({ type: "stage", stage });
  });
  reports.report({ type: "done", tree });
} catch (error) {
  if (error instanceof TreeError) {
    reports.report({ type: "treeError", kind: error.kind, message: error.message });
  } else {
    reports.report({ type: "failed", message: errorText(error) });
  }
}
