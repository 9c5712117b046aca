import { loadSeam, type Seam } from "../../sim/seam.js";
import type { StepKinds } from "../step_kind.js";
import type { SimResult } from "./sim_worker.js";
import type { SimJob, TreeToSimulate } from "./sim_job.js";
import { simulate } from "./simulate.js";

/**
 * Runs simulations in this process, one after the other: for debugging, where one wants to stop in the code under test.
 * Virtual time stands still while a debugger holds the program. What is printed goes where this process's output goes.
 */
export class SimHere {
  readonly #tree: TreeToSimulate;
  readonly #steps: StepKinds;
  #seam: Promise<Seam> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tree: TreeToSimulate, steps: StepKinds) {
    this.#tree = tree;
    this.#steps = steps;
  }

  /** Runs a job when all that came before it have ended; `onStart` tells when that is. */
  async run(job: SimJob, onStart: () => void = () => undefined): Promise<SimResult> {
    const running = this.#last.then(async () => {
      onStart();
      this.#seam ??= loadSeam(this.#tree.treeUrl);
      const tree = { ...this.#tree, steps: this.#steps, seam: await this.#seam };
      return { ...(await simulate(job, tree)), output: "" };
    });
    this.#last = running.catch(() => undefined);
    return await running;
  }

  /** There is nothing to end. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
