/**
 * Goal: the store gets through so many requests a second.
 *
 * Method: five servers and five clients as processes of the operating system, driven by the master through a pipe. In each
 * of five runs the clients put in turn, and then comes a stabilize; the median counts. It is far above the highest
 * threshold for a simple program, so a busy machine changes nothing.
 */
import type { History } from "../../grader/history/history.js";
import { course } from "../../grader/labs/sessions/manifest.js";
import { steps } from "../../grader/labs/sessions/steps/index.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { scenarioWith } from "../support/flow.js";

const { clients, servers, requestsPerRun, runs, thresholds } = course.throughput;

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = thresholds.map(({ requestsPerSecond, points }) => ({
  ...{ id: `Throughput${requestsPerSecond}`, parts: ["final"], group: "Throughput", points },
  ...{ section: "4.5", file: "sessions/server.ts", seeds: 0, real: true },
  entries: ["sessions/server", "sessions/client"],
  goal: `${clients} clients, each at one of ${servers} servers, put ${requestsPerRun} values in turn, and then comes a stabilize; ${runs} times.`,
  rule: `The median is at least ${requestsPerSecond} requests a second.`,
  scenario: scenarioWith(steps, [{ do: "measure" }]),
  check: (history) => {
    checkRate(history, requestsPerSecond);
  },
}));

function checkRate({ records }: History, wanted: number): void {
  const record = records.find(({ type }) => type === "measured");
  if (record?.type !== "measured") throw new CheckFailure("Nothing was measured.");
  const rates = [...record.runs].sort((a, b) => a - b);
  if (record.error !== undefined) {
    throw new CheckFailure(
      `After ${rates.length} of ${runs} runs the measurement ended: ${record.error}`,
    );
  }
  const median = rates[Math.floor(rates.length / 2)] ?? 0;
  if (median >= wanted) return;
  throw new CheckFailure(
    `The median is ${median.toFixed(1)} requests a second, and should be ${wanted} or more. The runs: ${record.runs.map((rate) => rate.toFixed(1)).join(", ")}.`,
    { timing: true },
  );
}
