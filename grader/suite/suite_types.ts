import type { RecordedRun } from "../history/recorded_run.js";
import type { LabTest } from "./suite_spec.js";

/**
 * Where tests run: in simulation, on real threads and sockets, all of them on both, or (`mixed`) all in simulation and
 * those that say so on real threads too.
 */
export type Driver = "mixed" | "sim" | "real" | "both";

/** How tests run in simulation. */
export interface SimulationRequest {
  readonly driver: Driver;
  /** Over how many seeds, from 1 on; undefined for as many as each test says. */
  readonly seeds: number | undefined;
  /** Under this seed alone, to repeat a run. */
  readonly seed: number | undefined;
  /** The command that repeats a simulated run of a test, or (without a seed) runs it on real threads again. */
  readonly replay: (id: string, seed: number | undefined) => string;
  /** Gets a picture of each failed run, if somebody wants them. */
  readonly onPicture: ((picture: RecordedRun) => void) | undefined;
}

/** What the grader asks the suites to run. */
export interface SuiteRequest {
  /** The tests to run. */
  readonly tests: readonly LabTest[];
  /** The folder with the compiled, staged tree under test. */
  readonly jsDir: string;
  /** Whether its modules keep state, so that simulated threads need modules of their own. */
  readonly keepsState: boolean;
  /** The name of the tree, for messages and names of processes. */
  readonly treeName: string;
  /** How many tests may run at once; undefined leaves it to the runner. */
  readonly jobs: number | undefined;
  /** Run the scenarios in this process, with deadlines suspended while a debugger is attached. */
  readonly inProcess: boolean;
  readonly simulation: SimulationRequest;
  /** Called as tests start and finish, in the order in which that happens. */
  readonly onEvent: (event: SuiteEvent) => void;
  /** When aborted, everything that was started is stopped, and the outcome holds what had finished. */
  readonly signal: AbortSignal;
}

/** News of a run under way. */
export type SuiteEvent =
  | { readonly type: "started"; readonly id: string }
  | { readonly type: "finished"; readonly result: TestResult };

/** How a test ended. */
export type TestStatus = "passed" | "failed" | "timeout" | "crashed" | "notRun";

/** One test's result. */
export interface TestResult {
  readonly id: string;
  readonly status: TestStatus;
  /** The time of the attempt that counts. */
  readonly durationMs: number;
  /** For a student: what was done, what was expected by which rule, what was seen, and what to look at. */
  readonly message?: string;
  /** The section of the handout to read, where it is another one than the test's. */
  readonly section?: string;
  /** 1, or 2 when the test failed on timing alone and ran again by itself. */
  readonly attempts: number;
  /** What the student's code printed, cut to a sensible length. */
  readonly output?: string;
  /** The seed of the simulated run that failed. */
  readonly seed?: number;
}

/** All that came out of a run. */
export interface SuiteOutcome {
  /** One result for each test that was asked for, in order. */
  readonly results: readonly TestResult[];
  /** What went wrong on the grader's side: checks that threw something else than a failure, unhandled rejections. */
  readonly problems: readonly string[];
}
