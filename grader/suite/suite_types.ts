import type { RecordedRun } from "../history/recorded_run.js";
import type { TreeToSimulate } from "../run/simulated/sim_job.js";
import type { Wall } from "../process/wall.js";
import type { LabTest } from "./suite_spec.js";

/**
 * Where tests run: in simulation, on real threads and sockets, on both, or (`mixed`) in simulation and, if the test
 * says so, also on real threads.
 */
export type Driver = "mixed" | "sim" | "real" | "both";

/** The grader's request to the suites. */
export interface SuiteRequest {
  /** The tests to run. */
  readonly tests: readonly LabTest[];
  /** The folder with the compiled, staged tree under test. */
  readonly jsDir: string;
  /** Whether its modules have state, so that simulated threads need module instances of their own. */
  readonly keepsState: boolean;
  /** Has simulated hosts share modules, to show what attacks could do then. Default: they do not. */
  readonly isolate?: false;
  /** Leaves the values of tests as they are written, to show the same; see `SealedValues`. */
  readonly seal?: false;
  /** See {@link TreeToSimulate}. */
  readonly ownModules?: TreeToSimulate["ownModules"];
  /** The name of the tree, for messages and names of processes. */
  readonly treeName: string;
  readonly driver: Driver;
  /** A program to run instead of the tree; see `SuiteSpec.runProgram`. */
  readonly program?: string | undefined;
  /** Under how many seeds tests are simulated, starting with 1; undefined for each test's own number. */
  readonly seeds?: number | undefined;
  /** Under this seed only, to repeat a run. */
  readonly seed?: number | undefined;
  /** How many tests may run at once; undefined leaves it to the runner. */
  readonly jobs?: number | undefined;
  /** What student code runs behind; default: nothing. */
  readonly wall?: Wall | undefined;
  /** Run the scenarios in this process, with deadlines suspended while a debugger is attached. Default false. */
  readonly inProcess?: boolean;
  /** The command that repeats a simulated run of a test, or (without a seed) runs it on real threads again. */
  readonly replay: (id: string, seed: number | undefined) => string;
  /** Receives a picture of each failed simulated run, if pictures are wanted. */
  readonly onPicture?: ((picture: RecordedRun) => void) | undefined;
  /** Called as tests start and finish. */
  readonly onEvent?: (event: SuiteEvent) => void;
  /** If aborted, everything is stopped, and the outcome contains the finished tests. */
  readonly signal: AbortSignal;
}

/** An event of a run. */
export type SuiteEvent =
  | { readonly type: "started"; readonly id: string }
  | { readonly type: "finished"; readonly result: TestResult };

/** How a test ended. */
export type TestStatus = "passed" | "failed" | "timeout" | "crashed" | "notRun";

/** One test's result. */
export interface TestResult {
  readonly id: string;
  readonly status: TestStatus;
  /** The duration of the attempt that counts, in milliseconds: virtual time if it was simulated. */
  readonly durationMs: number;
  /** For the student: what was done, what was expected by which rule, what was observed, and where to look. */
  readonly message?: string;
  /** Names what went wrong: failures with equal causes most likely have the same reason. Not for people. */
  readonly cause?: string;
  /** How the failed run can be repeated: where it ran, and the command. */
  readonly repeat?: string;
  /** The section of the handout to read, if it differs from the test's. */
  readonly section?: string;
  /** 1, or 2 if the test failed on real threads and ran once more by itself. */
  readonly attempts: number;
  /** The output of the student's code, truncated. */
  readonly output?: string;
  /** The seed of the simulated run that failed. */
  readonly seed?: number;
}

/** The outcome of a run. */
export interface SuiteOutcome {
  /** One result for each requested test, in order. */
  readonly results: readonly TestResult[];
  /** Errors of the grader: unexpected exceptions of checks, unhandled rejections. */
  readonly problems: readonly string[];
}
