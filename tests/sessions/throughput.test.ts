/**
 * Goal: the store gets through so many requests a second.
 *
 * Method: five servers and five clients. In each of five runs the clients put in turn, and then comes a stabilize; the
 * median counts. Time is virtual, and messages cost what the manifest says, so a busy machine changes nothing; a foreign
 * master is measured in real time. A simple program is far above the highest threshold.
 */
import type { History } from "../../grader/history/history.js";
import { measuredConditions } from "../../grader/labs/sessions/conditions.js";
import { course } from "../../grader/labs/sessions/manifest.js";
import { runLines } from "../../grader/labs/sessions/reading/script_lines.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { script, scriptTest } from "./script.js";

const { clients, servers, requestsPerRun, runs, thresholds } = course.throughput;

const clientIds = Array.from({ length: clients }, (_, index) => servers + index);
const lastKey = `k${requestsPerRun - 1}`;

/** The lines of a run; its last value is read at another server than the one that has accepted it. */
function runOf(value: string): string {
  const puts = Array.from(
    { length: requestsPerRun },
    (_, index) => `put ${clientIds[index % clients] ?? servers} k${index} ${value}`,
  );
  return [...puts, "stabilize", `get ${servers} ${lastKey} -> ${lastKey}:${value}`].join("\n");
}

const lines = script(
  [
    ...Array.from({ length: servers }, (_, id) => `joinServer ${id}`),
    ...clientIds.map((id, index) => `joinClient ${id} ${index % servers}`),
    // A foreign master that prints this has started everything.
    `get ${servers} ready -> ready:ERR_KEY`,
    ...Array.from({ length: runs }, (_, index) => runOf(`~run${index + 1}~`)),
  ].join("\n"),
);

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = thresholds.map(({ requestsPerSecond, points }) => {
  const test = scriptTest({
    ...{ id: `Throughput${requestsPerSecond}`, group: "Throughput", points, section: "4.5" },
    seeds: 1,
    goal: `${clients} clients, each at one of ${servers} servers, put ${requestsPerRun} values in turn, and then comes a stabilize; ${runs} times.`,
    rule: `The median is at least ${requestsPerSecond} requests a second.`,
    script: lines,
  });
  return {
    ...test,
    conditions: measuredConditions,
    check: async (history) => {
      await test.check(history);
      checkRate(history, requestsPerSecond);
    },
  };
});

function checkRate(history: History, wanted: number): void {
  const rates = ratesOf(history);
  const median = [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
  if (median >= wanted) return;
  throw new CheckFailure(
    `The median is ${median.toFixed(1)} requests a second, and should be ${wanted} or more. The runs: ${rates.map((rate) => rate.toFixed(1)).join(", ")}. What do puts and stabilize wait for?`,
  );
}

/** Of each run, the requests per second: from its first put to the end of the get behind its stabilize. */
function ratesOf(history: History): readonly number[] {
  const rates: number[] = [];
  let startMs: number | undefined;
  for (const { command, record } of runLines(history)) {
    if (command.name === "put") startMs ??= record.startMs;
    if (command.name !== "get" || startMs === undefined) continue;
    rates.push(requestsPerRun / ((record.endMs - startMs) / 1_000));
    startMs = undefined;
  }
  return rates;
}
