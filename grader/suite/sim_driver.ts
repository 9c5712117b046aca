import { findTest } from "../labs/cmud/manifest.js";
import { steps } from "../labs/cmud/steps/index.js";
import { SourcePositions } from "../run/source_positions.js";
import { SimHere } from "../run/simulated/sim_here.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/tree_to_simulate.js";
import type { Definition } from "./definition.js";
import { coreCount, scenarioMemoryMiB } from "./machine.js";
import { lookAtFailure, type FailureTools } from "./sim_failures.js";
import { runSimTest } from "./sim_test.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/** Runs tests in simulation, in as many processes as there are cores. */
export class SimDriver {
  readonly #request: SuiteRequest;
  readonly #workers: SimWorkers | SimHere;
  readonly #positions: SourcePositions;

  constructor(request: SuiteRequest) {
    this.#request = request;
    this.#positions = new SourcePositions(request.jsDir);
    const tree = treeToSimulate(request);
    this.#workers = request.inProcess
      ? new SimHere(tree, steps)
      : new SimWorkers(
          { tree, steps, heapMiB: scenarioMemoryMiB() },
          request.jobs ?? Math.max(1, Math.round(coreCount())),
          request.signal,
        );
  }

  /** Runs a test over its seeds; see {@link runSimTest}. */
  async run(definition: Definition, onStart: () => void): Promise<TestResult> {
    let announced = false;
    return await runSimTest(definition, this.#seedsOf(definition.id), {
      run: (job) =>
        this.#workers.run(job, () => {
          if (!announced) onStart();
          announced = true;
        }),
      positions: this.#positions,
      replay: this.#request.simulation.replay,
      explain: (failure) => lookAtFailure(failure, this.#failureTools()),
    });
  }

  /** Ends all processes. */
  close(): Promise<void> {
    return this.#workers.close();
  }

  #failureTools(): FailureTools {
    const { simulation, treeName } = this.#request;
    return {
      replay: simulation.replay,
      tree: treeName,
      onPicture: simulation.onPicture,
      probe: async (job) => {
        const { snapshots } = await this.#workers.run(job);
        return snapshots;
      },
    };
  }

  #seedsOf(id: string): readonly number[] {
    const { seed, seeds } = this.#request.simulation;
    if (seed !== undefined) return [seed];
    const count = seeds ?? findTest(id)?.runs.seeds ?? 1;
    return Array.from({ length: count }, (_, index) => index + 1);
  }
}
