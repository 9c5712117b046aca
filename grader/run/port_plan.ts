import type { Scenario } from "../history/scenario.js";
import { allNeeds } from "./scenario_facts.js";
import type { Ports, StepKinds } from "./step_kind.js";

/** Which ports everything listens on that the steps of a scenario name: all from one contiguous block. */
export class PortPlan implements Ports {
  readonly #blocks = new Map<string, { readonly first: number; readonly size: number }>();
  /** How many ports are needed. */
  readonly size: number;

  /** Gives every name its ports, from `basePort` on, in the order in which the scenario names them. */
  constructor(scenario: Scenario, steps: StepKinds, basePort: number) {
    const sizes = new Map<string, number>();
    for (const { ports = {} } of allNeeds(scenario.steps, steps)) {
      for (const [name, count] of Object.entries(ports)) {
        sizes.set(name, Math.max(count, sizes.get(name) ?? 0));
      }
    }
    let first = basePort;
    for (const [name, size] of sizes) {
      this.#blocks.set(name, { first, size });
      first += size;
    }
    this.size = first - basePort;
  }

  portOf(name: string): number {
    const block = this.#blocks.get(name);
    if (block === undefined) {
      throw new RangeError(`the scenario starts nothing that is called ${name}`);
    }
    return block.first;
  }

  addressOf(name: string): string {
    return `localhost:${this.portOf(name)}`;
  }

  /** The addresses at all ports of a name; none if no step needs any for it. */
  addressesOf(name: string): string[] {
    const { first, size } = this.#blocks.get(name) ?? { first: 0, size: 0 };
    return Array.from({ length: size }, (_, i) => `localhost:${first + i}`);
  }

  /** The name of whoever has a port of the plan. */
  nameOfPort(port: number): string | undefined {
    for (const [name, { first, size }] of this.#blocks) {
      if (port >= first && port < first + size) return name;
    }
    return undefined;
  }
}
