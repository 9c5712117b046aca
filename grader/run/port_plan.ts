import type { Scenario } from "../history/scenario.js";
import { allNeeds } from "./scenario_facts.js";
import type { Ports, StepKinds } from "./step_kind.js";

const here = "localhost";

interface PortBlock {
  /** The name of the machine. */
  readonly machine: string;
  readonly first: number;
  readonly size: number;
}

/**
 * Which ports everything listens on that the steps of a scenario name: all from one contiguous block, or the same ones on
 * machines of their own.
 */
export class PortPlan implements Ports {
  readonly #blocks = new Map<string, PortBlock>();
  readonly #machines = new Set<string>();
  /** How many ports are needed on this machine. */
  readonly size: number;

  /**
   * Gives every name its ports, from `basePort` on, in the order in which the scenario names them.
   *
   * @param machines the machines of those for which a step starts threads, in the order in which the scenario names them;
   *   the others of these are on machines of their own names. Undefined if all are on this machine.
   */
  constructor(
    scenario: Scenario,
    steps: StepKinds,
    basePort: number,
    machines?: readonly string[],
  ) {
    const sizes = new Map<string, number>();
    const apart = new Set<string>();
    for (const { ports = {}, threads = 0 } of allNeeds(scenario.steps, steps)) {
      for (const [name, count] of Object.entries(ports)) {
        sizes.set(name, Math.max(count, sizes.get(name) ?? 0));
        if (threads > 0) apart.add(name);
      }
    }
    const machineOf = new Map(
      machines && [...apart].map((name, index) => [name, machines[index] ?? name]),
    );
    let first = basePort;
    for (const [name, size] of sizes) {
      const machine = machineOf.get(name);
      if (machine !== undefined) {
        this.#machines.add(machine);
        this.#blocks.set(name, { machine, first: basePort, size });
      } else {
        this.#blocks.set(name, { machine: here, first, size });
        first += size;
      }
    }
    this.size = first - basePort;
  }

  portOf(name: string): number {
    return this.#blockOf(name).first;
  }

  addressOf(name: string, offset = 0): string {
    const { machine, first } = this.#blockOf(name);
    return addressAt(machine, first + offset);
  }

  /** The addresses at all ports of a name; none if no step needs any for it. */
  addressesOf(name: string): string[] {
    const { machine = here, first = 0, size = 0 } = this.#blocks.get(name) ?? {};
    return Array.from({ length: size }, (_, i) => addressAt(machine, first + i));
  }

  /** The machine of whoever has a name. */
  machineOf(name: string): string {
    return this.#blocks.get(name)?.machine ?? here;
  }

  /** The name of whoever has an address of the plan. */
  nameOf(address: string): string | undefined {
    const colon = address.lastIndexOf(":");
    const port = Number(address.slice(colon + 1));
    const named = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
    const host = this.#machines.has(named) ? named : here;
    for (const [name, { machine, first, size }] of this.#blocks) {
      if (machine === host && port >= first && port < first + size) return name;
    }
    return undefined;
  }

  #blockOf(name: string): PortBlock {
    const block = this.#blocks.get(name);
    if (block === undefined) {
      throw new RangeError(`the scenario starts nothing that is called ${name}`);
    }
    return block;
  }
}

/** The address of a port, with brackets around an IPv6 address. */
function addressAt(machine: string, port: number): string {
  return machine.includes(":") ? `[${machine}]:${port}` : `${machine}:${port}`;
}
