import { RealDriver } from "./real_driver.js";
import { SimDriver } from "./sim_driver.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/**
 * Runs tests where they are to run. Whatever runs on real threads does so when all simulations have ended, since a busy
 * machine disturbs real time and no other.
 */
export class Drivers {
  readonly #request: Omit<SuiteRequest, "onEvent">;
  readonly #sim: SimDriver;
  readonly #real: RealDriver;
  /** The simulated tests that have not ended. */
  #simulating: number;
  #simulated: () => void = () => undefined;
  readonly #allSimulated: Promise<void>;

  /** {@link Drivers.run} is going to be called for every test of the request, once. */
  constructor(lab: SuiteSpec, request: Omit<SuiteRequest, "onEvent">) {
    this.#request = request;
    this.#sim = new SimDriver(lab, request);
    this.#real = new RealDriver(lab, request);
    this.#simulating = request.tests.filter((test) => this.#places(test).sim).length;
    this.#allSimulated = new Promise((resolve) => (this.#simulated = resolve));
    if (this.#simulating === 0) this.#simulated();
  }

  /**
   * Runs a test; it passes when it does wherever it runs. What failed in simulation does not run on real threads.
   *
   * @throws what is wrong with the grader, and the reason when the run is aborted.
   */
  async run(test: LabTest, onStart: () => void): Promise<TestResult> {
    const places = this.#places(test);
    const simulated = places.sim ? await this.#simulate(test, onStart) : undefined;
    if (simulated !== undefined && (simulated.status !== "passed" || !places.real)) {
      return simulated;
    }
    await this.#allSimulated;
    // A test that was simulated has been announced already.
    const announce = simulated === undefined ? onStart : (): void => undefined;
    const real = await this.#real.run(test, announce);
    if (real.status === "passed" || real.message?.includes("TODO(") === true) return real;
    const again = this.#request.simulation.replay(test.id, undefined);
    const lines = [
      real.message ?? "",
      simulated === undefined
        ? ""
        : "This was on real threads and sockets; the same test had passed in simulation.",
      `To run it there again: ${again}`,
    ];
    return { ...real, message: lines.filter((line) => line !== "").join("\n") };
  }

  /** Ends what is still running; nothing can be run any more. */
  close(): Promise<void> {
    return this.#sim.close();
  }

  #places(test: LabTest): { readonly sim: boolean; readonly real: boolean } {
    const { driver, seed } = this.#request.simulation;
    if (seed !== undefined) return { sim: true, real: false };
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
      if (this.#simulating === 0) this.#simulated();
    }
  }
}
