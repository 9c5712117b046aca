import { gradedConditions } from "../../../grader/labs/cmud/conditions.js";
import { steps } from "../../../grader/labs/cmud/steps/index.js";
import type { LabTest, SuiteSpec } from "../../../grader/suite/suite_spec.js";

/** An assignment whose oracle finds nothing. */
export const quietLab: SuiteSpec = {
  steps,
  conditions: gradedConditions,
  findWrongs: () => [],
  sections: { actors: "4.4" },
};

/** A test that does nothing and passes, but for what is given. */
export function labTest(more: Partial<LabTest> = {}): LabTest {
  return {
    id: "OneActorGet",
    parts: ["checkpoint"],
    group: "OneActor",
    points: 1,
    section: "3.1",
    file: "kvserver/query_actor.ts",
    goal: "Does nothing.",
    rule: "Nothing is demanded.",
    entries: [],
    seeds: 3,
    real: false,
    scenario: { timeLimitMs: 20_000, steps: [] },
    check: () => undefined,
    ...more,
  };
}
