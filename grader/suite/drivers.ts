import { ForeignDriver } from "./foreign_driver.js";
import { RealDriver } from "./real_driver.js";
import { SimDriver } from "./sim_driver.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/**
 * Runs tests in simulation, on real threads, or both. Tests run on real threads after all simulations have ended,
 * because a busy machine disturbs real time but not virtual time.
 */
export class Drivers {
  readonly #request: SuiteRequest;
  readonly #sim: SimDriver;
  readonly #real: RealDriver;
  readonly #foreign: ForeignDriver | undefined;
  /** The number of simulated tests that have not ended. */
  #simulating: number;
  #simulated: () => void = () => undefined;
  readonly #allSimulated: Promise<void>;

  /** {@link Drivers.run} must be called once for every test of the request. */
  constructor(lab: SuiteSpec, request: SuiteRequest) {
    this.#request = request;
    this.#sim = new SimDriver(lab, request);
    this.#real = new RealDriver(lab, request);
    const { program, signal } = request;
    this.#foreign = program === undefined ? undefined : new ForeignDriver(lab, program, signal);
    this.#simulating = request.tests.filter((test) => this.#places(test).sim).length;
    this.#allSimulated = new Promise((resolve) => (this.#simulated = resolve));
    if (this.#simulating === 0) this.#simulated();
  }

  /**
   * Runs a test, which must pass wherever it runs. A test that fails in simulation does not run on real threads.
   *
   * @throws errors of the grader, or the reason if the run is aborted.
   */
  async run(test: LabTest, onStart: () => void): Promise<TestResult> {
    if (this.#foreign !== undefined) return await this.#foreign.run(test, onStart);
    const places = this.#places(test);
    const simulated = places.sim ? await this.#simulate(test, onStart) : undefined;
    if (simulated !== undefined && (simulated.status !== "passed" || !places.real)) {
      return simulated;
    }
    await this.#allSimulated;
    // A simulated test has already been announced.
    const announce = simulated === undefined ? onStart : (): void => undefined;
    const real = await this.#real.run(test, announce);
    if (real.status === "passed" || real.message?.includes("TODO(") === true) return real;
    const where = simulated === undefined ? "" : "; the same test passed in simulation";
    const again = this.#request.replay(test.id, undefined);
    const repeat = `This was on real threads and sockets${where}. To run it there again: ${again}`;
    return { ...real, repeat };
  }

  /** Ends everything that is still running; nothing can run after this. */
  close(): Promise<void> {
    return this.#sim.close();
  }

  #places(test: LabTest): { readonly sim: boolean; readonly real: boolean } {
    const { driver, seed } = this.#request;
    if (seed !== undefined || test.conditions !== undefined) return { sim: true, real: false };
    return {
      sim: driver !== "real",
      real: driver === "real" || driver === "both" || (driver === "mixed" && test.real),
    };
  }

  async #simulate(test: LabTest, onStart: () => void): Promise<TestResult> {
    try {
      return await this.#sim.run(test, onStart);
    } finally {
      this.#simulating--;
      if (this.#simulating === 0) {
        // What they keep is needed now where there is little memory.
        await this.#sim.close();
        this.#simulated();
      }
    }
  }
}
