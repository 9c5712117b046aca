import { course } from "../../../grader/labs/replicas/manifest.js";
import { Facts } from "../../../grader/labs/replicas/oracle/facts.js";
import type { FindingKind } from "../../../grader/labs/replicas/oracle/sighting.js";
import type { Scenario } from "../../../grader/labs/replicas/steps/index.js";
import type { LabTest } from "../../../grader/suite/suite_spec.js";
import { requireNothingWrong, requireStarts, type Seen } from "./checks.js";

/** A test of this assignment, without what all of a group have in common. */
export interface TestOf {
  readonly id: string;
  readonly points: number;
  readonly section: string;
  readonly goal: string;
  readonly rule: string;
  readonly scenario: Scenario;
  /** What must have happened, beside that nothing is wrong. A test in which nothing happens must not pass. */
  readonly happened: (seen: Seen) => void;
  readonly real?: true;
  readonly seeds?: number;
}

/** What all tests of a group have in common. */
export interface Group {
  readonly group: string;
  readonly file: string;
  /** What the oracle judges. */
  readonly kinds: readonly FindingKind[];
  /** Default: the final. */
  readonly parts?: readonly string[];
}

/** Makes the tests of a group. */
export function testsOf(
  { group, file, kinds, parts = ["final"] }: Group,
  tests: readonly TestOf[],
): LabTest[] {
  return tests.map(({ happened, real = false, seeds = course.seeds.light, ...test }) => ({
    ...test,
    parts,
    group,
    file,
    entries: file === "replicas/replicator.ts" ? ["replicas/replicator"] : ["replicas/replica"],
    seeds,
    real,
    check: (history) => {
      requireStarts(history);
      requireNothingWrong(history, kinds);
      happened({ history, facts: new Facts(history) });
    },
  }));
}

/** What the oracle judges of any replica: its answers to clients. */
export const clientKinds: readonly FindingKind[] = [
  "no-reply",
  "two-replies",
  "early-failure",
  "late-reply",
  "secondary-ack",
  "wrong-read",
  "went-back",
];
