import type { Definition } from "./definition.js";
import { findTest } from "../labs/cmud/manifest.js";
import { RealDriver } from "./real_driver.js";
import { SimDriver } from "./sim_driver.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/**
 * Runs tests where they are to run. Whatever runs on real threads does so when all simulations have ended, since a busy
 * machine disturbs real time and no other.
 */
export class Drivers {
  readonly #request: SuiteRequest;
  readonly #sim: SimDriver;
  readonly #real: RealDriver;
  /** The simulated tests that have not ended. */
  #simulating: number;
  #simulated: () => void = () => undefined;
  readonly #allSimulated: Promise<void>;

  /** `ids` are the tests that {@link Drivers.run} is going to be called for, each once. */
  constructor(request: SuiteRequest, ids: readonly string[]) {
    this.#request = request;
    this.#sim = new SimDriver(request);
    this.#real = new RealDriver(request);
    this.#simulating = ids.filter((id) => this.#places(id).sim).length;
    this.#allSimulated = new Promise((resolve) => (this.#simulated = resolve));
    if (this.#simulating === 0) this.#simulated();
  }

  /**
   * Runs a test; it passes when it does wherever it runs. What failed in simulation does not run on real threads.
   *
   * @throws what is wrong with the grader, and the reason when the run is aborted.
   */
  async run(definition: Definition, onStart: () => void): Promise<TestResult> {
    const places = this.#places(definition.id);
    const simulated = places.sim ? await this.#simulate(definition, onStart) : undefined;
    if (!places.real || (simulated !== undefined && simulated.status !== "passed")) {
      return simulated ?? (await this.#real.run(definition, onStart));
    }
    await this.#allSimulated;
    const real = await this.#real.run(definition, simulated === undefined ? onStart : ignore);
    if (real.status === "passed" || real.message?.includes("TODO(") === true) return real;
    const again = this.#request.simulation.replay(definition.id, undefined);
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
  async close(): Promise<void> {
    await this.#sim.close();
  }

  #places(id: string): { readonly sim: boolean; readonly real: boolean } {
    const { driver, seed } = this.#request.simulation;
    if (seed !== undefined) return { sim: true, real: false };
    const alsoReal = findTest(id)?.runs.real === true;
    return {
      sim: driver !== "real",
      real: driver === "real" || driver === "both" || (driver === "mixed" && alsoReal),
    };
  }

  async #simulate(definition: Definition, onStart: () => void): Promise<TestResult> {
    try {
      return await this.#sim.run(definition, onStart);
    } finally {
      this.#simulating--;
      if (this.#simulating === 0) this.#simulated();
    }
  }
}

function ignore(): void {
  // The test has been announced already.
}
