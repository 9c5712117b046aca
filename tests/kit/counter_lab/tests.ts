import type { History } from "../../../grader/history/history.js";
import { CheckFailure } from "../../../grader/suite/check_failure.js";
import type { LabTest } from "../../../grader/suite/suite_spec.js";
import { scenarioWith } from "../../../tests/support/flow.js";
import { steps, type Count } from "./steps.js";

const count = (counter: string, ...numbers: number[]): Count => ({ do: "count", counter, numbers });

/** Fails unless the counters showed these totals, one after each step. */
function checkTotals(history: History, wanted: readonly (readonly [string, number])[]): void {
  const seen = history.records.filter((record) => record.type === "counted");
  for (const [index, [counter, total]] of wanted.entries()) {
    const record = seen[index];
    if (record?.total === total) continue;
    const shown = record?.error ?? `${record?.total ?? "nothing"}`;
    throw new CheckFailure(`Counter ${counter} should show ${total}, and shows ${shown}.`);
  }
}

const common = {
  parts: ["final"],
  group: "Counter",
  section: "1",
  file: "counter/counter.ts",
  entries: ["counter/counter"],
  seeds: 2,
  real: true,
};

/** The tests of this assignment, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  {
    ...common,
    id: "CounterAdds",
    points: 2,
    goal: "Sends a counter three numbers, and then one more.",
    rule: "A counter shows the sum of all numbers that it has taken.",
    scenario: scenarioWith(steps, [count("a", 1, 2, 3), count("a", 10)]),
    check: (history) => {
      checkTotals(history, [
        ["a", 6],
        ["a", 16],
      ]);
    },
  },
  {
    ...common,
    id: "CounterKeepsApart",
    points: 3,
    goal: "Sends numbers to two counters.",
    rule: "What one counter takes changes no other one.",
    scenario: scenarioWith(steps, [count("a", 1), count("b", 20)]),
    check: (history) => {
      checkTotals(history, [
        ["a", 1],
        ["b", 20],
      ]);
    },
  },
];
