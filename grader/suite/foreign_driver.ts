import { judge } from "./judge.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { TestResult } from "./suite_types.js";

/**
 * Runs tests with a program that is of no tree, one after the other, so that its processes have the machine for
 * themselves. Its histories hold what it prints, and are judged as all others are.
 */
export class ForeignDriver {
  readonly #lab: SuiteSpec;
  readonly #program: string;
  readonly #signal: AbortSignal;
  #last: Promise<unknown> = Promise.resolve();

  constructor(lab: SuiteSpec, program: string, signal: AbortSignal) {
    this.#lab = lab;
    this.#program = program;
    this.#signal = signal;
  }

  /** Runs a test when all that came before it have ended. Throws the signal's reason if that is aborted. */
  run(test: LabTest, onStart: () => void): Promise<TestResult> {
    const running = this.#last.then(() => this.#run(test, onStart));
    this.#last = running.catch(() => undefined);
    return running;
  }

  async #run(test: LabTest, onStart: () => void): Promise<TestResult> {
    const { runProgram, sections } = this.#lab;
    if (runProgram === undefined) throw new RangeError("the assignment runs no other programs");
    this.#signal.throwIfAborted();
    onStart();
    const history = await runProgram(this.#program, test.scenario, this.#signal);
    const { status, message, section } = await judge(test, history, sections);
    const { durationMs, output } = history;
    return {
      ...{ id: test.id, status, durationMs, attempts: 1 },
      ...(message === undefined ? {} : { message }),
      ...(section === undefined ? {} : { section }),
      ...(output === "" ? {} : { output }),
    };
  }
}
