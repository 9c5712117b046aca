import type { HistoryRecord } from "../history/history.js";
import type { StagedTree } from "./staged_tree.js";
import type { StepPlace } from "./step_kind.js";

/**
 * What steps report to a platform's trace, beside what the given code reports (`tell`, `log`, `actorError`). The trace
 * stamps each report with its time; the {@link Collector} makes records of them.
 */
export type StepReport =
  | { readonly type: "record"; readonly record: Partial<HistoryRecord> }
  /** `id` is one of the host's own. */
  | { readonly type: "began"; readonly id: number; readonly facts: Partial<HistoryRecord> }
  | {
      readonly type: "ended";
      readonly id: number;
      readonly rest: Partial<HistoryRecord>;
      readonly goesOn: boolean;
    };

/** Lets steps report to the trace of a tree. */
export function placeOn(tree: StagedTree): StepPlace {
  let lastId = 0;
  const report = (event: StepReport): void => {
    tree.trace?.(event);
  };
  return {
    tree,
    record: (record) => {
      report({ type: "record", record });
    },
    began: (facts) => {
      const id = ++lastId;
      report({ type: "began", id, facts: facts as Partial<HistoryRecord> });
      return (rest, goesOn) => {
        report({
          type: "ended",
          id,
          rest: rest as Partial<HistoryRecord>,
          goesOn: goesOn === "goesOn",
        });
      };
    },
  };
}
