import { expect } from "chai";
import { verdictsOf } from "../../../grader/suite/stability.js";
import type { TestResult, TestStatus } from "../../../grader/suite/suite_types.js";

describe("The verdicts of repeated runs", () => {
  const result = (id: string, status: TestStatus, attempts = 1): TestResult => ({
    id,
    status,
    durationMs: 1,
    attempts,
  });

  it("are counted for each test, and those changed that differ from the most frequent one", () => {
    const runs = [
      [result("A", "failed"), result("B", "passed")],
      [result("A", "passed", 2), result("B", "passed")],
      [result("A", "passed"), result("B", "passed")],
    ];
    expect(verdictsOf(runs)).to.deep.equal([
      {
        id: "A",
        counts: [
          ["passed", 2],
          ["failed", 1],
        ],
        changed: 1,
        secondAttempts: 1,
      },
      { id: "B", counts: [["passed", 3]], changed: 0, secondAttempts: 0 },
    ]);
  });
});
