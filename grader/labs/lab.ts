import type { Workload } from "../explore/explore_spec.js";
import type { PictureSpec } from "../picture/picture_spec.js";
import type { PublishedPart, PublishSpec } from "../publish/publish_spec.js";
import type { Part, ReportSpec } from "../report/report_spec.js";
import type { RuleSections, StaticSpec } from "../static/static_spec.js";
import type { SuiteSpec, LabTest } from "../suite/suite_spec.js";
import type { StudentFile, TreeSpec } from "../trees/tree_spec.js";

/**
 * An assignment: everything that the grader must know about it. Each room of the grader declares what it needs in a
 * type of its own, and receives the assignment as a parameter; no room knows which assignments exist.
 */
export interface Lab extends TreeSpec, StaticSpec, SuiteSpec, ReportSpec, PictureSpec, PublishSpec {
  // Of these, several rooms need something.
  readonly sections: RuleSections;
  readonly parts: readonly (Part & PublishedPart)[];
  readonly studentFiles: readonly StudentFile[];
  readonly tests: readonly LabTest[];
  /** How to explore the assignment, if that is possible. */
  readonly workload?: Workload;
}
