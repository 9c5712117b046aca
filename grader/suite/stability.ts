import { spawn, type ChildProcess } from "node:child_process";
import { groupBy } from "../base/group_by.js";
import { runSuites } from "./run_suites.js";
import type { SuiteSpec } from "./suite_spec.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/** What came of one test when it ran again and again. */
export interface Verdicts {
  readonly id: string;
  /** How often it ended in which way, such as `passed`; the most frequent first. */
  readonly counts: readonly (readonly [status: string, count: number])[];
  /** How many verdicts differ from the most frequent one. */
  readonly changed: number;
  /** How many were reached only in a second attempt. */
  readonly secondAttempts: number;
}

/** Compares the results of repeated runs, in the order in which the tests first occur. */
export function verdictsOf(runs: readonly (readonly TestResult[])[]): readonly Verdicts[] {
  return [...groupBy(runs.flat(), ({ id }) => id)].map(([id, results]) => {
    const often = [...groupBy(results, ({ status }) => status)];
    const counts = often
      .map(([status, { length }]) => [status, length] as const)
      .sort(([, a], [, b]) => b - a);
    const most = counts[0]?.[1] ?? 0;
    const secondAttempts = results.filter(({ attempts }) => attempts > 1).length;
    return { id, counts, changed: results.length - most, secondAttempts };
  });
}

/**
 * Runs the tests of a request `runs` times, one run after another, while `load` other processes keep the machine's cores
 * busy. Stops early, with the finished runs only, if the request's signal is aborted.
 *
 * @param onRun is called before each run with its number, starting with 1.
 * @throws if the grader itself fails in a run.
 */
export async function repeatRuns(
  lab: SuiteSpec,
  request: SuiteRequest,
  { runs, load }: { readonly runs: number; readonly load: number },
  onRun: (run: number) => void,
): Promise<readonly (readonly TestResult[])[]> {
  const busy = Array.from({ length: load }, keepBusy);
  const all: (readonly TestResult[])[] = [];
  try {
    while (all.length < runs) {
      onRun(all.length + 1);
      const { results, problems } = await runSuites(lab, request);
      if (problems.length > 0) throw new Error(problems.join("\n"));
      if (request.signal.aborted) return all;
      all.push(results);
    }
  } finally {
    for (const child of busy) child.kill("SIGKILL");
  }
  return all;
}

/** Starts a process that computes until it is killed, or until this process ends. */
function keepBusy(): ChildProcess {
  const loop = `while (process.ppid === ${process.pid}) for (let i = 0; i < 1e7; i++);`;
  return spawn(process.execPath, ["-e", loop], { stdio: "ignore" });
}
