import type { ActorName, Scenario } from "../history/scenario.js";
import { allSteps } from "../history/scenario_facts.js";

/** Which ports the servers, systems and simulated servers of a scenario listen on: all from one contiguous block. */
export class PortPlan {
  readonly #basePort: number;
  readonly #offsets = new Map<string, number>();
  readonly #actors = new Map<string, number>();
  #size = 0;

  /** Gives everything that a scenario names its ports, from `basePort` on, in the order in which it names them. */
  constructor(scenario: Scenario, basePort: number) {
    this.#basePort = basePort;
    for (const step of allSteps(scenario.steps)) {
      if (step.do === "startServer") {
        this.#actors.set(step.server, step.actors);
        this.#reserve(step.server, 1 + step.actors);
      } else if (step.do === "startSystem") {
        this.#reserve(step.system, 1);
      } else if (step.do === "startFake") {
        this.#reserve(step.fake, 1);
      }
    }
    // Routes that lead nowhere get ports of their own, on which nobody ever listens.
    for (const step of allSteps(scenario.steps)) {
      if (step.do !== "newClient") continue;
      for (const route of step.routes) {
        if (!this.#isActor(route)) this.#reserve(route, 1);
      }
    }
  }

  /** How many ports are needed. */
  get size(): number {
    return this.#size;
  }

  /** The first port of a server, system or simulated server. Throws when the scenario does not name it. */
  portOf(name: string): number {
    const offset = this.#offsets.get(name);
    if (offset === undefined) {
      throw new RangeError(`the scenario starts nothing that is called ${name}`);
    }
    return this.#basePort + offset;
  }

  /** The address of a server's actor system, or of a simulated server. */
  addressOf(name: string): string {
    return `localhost:${this.portOf(name)}`;
  }

  /** The address at which a query actor answers queries. */
  queryAddressOf(actor: ActorName): string {
    const [server, index] = split(actor);
    return `localhost:${this.portOf(server) + 1 + index}`;
  }

  /** The address that a client's route stands for: a simulated server, a query actor, or a port that nobody has. */
  routeAddress(route: string): string {
    return this.#isActor(route)
      ? this.queryAddressOf(route as ActorName)
      : `localhost:${this.portOf(route)}`;
  }

  /** The name of whoever has a port of the plan. */
  nameOfPort(port: number): string | undefined {
    for (const [name, offset] of this.#offsets) {
      const first = this.#basePort + offset;
      if (port >= first && port <= first + (this.#actors.get(name) ?? 0)) return name;
    }
    return undefined;
  }

  #isActor(route: string): boolean {
    const [server, index] = split(route);
    return index >= 0 && index < (this.#actors.get(server) ?? 0);
  }

  #reserve(name: string, count: number): void {
    if (this.#offsets.has(name)) return;
    this.#offsets.set(name, this.#size);
    this.#size += count;
  }
}

function split(actor: string): [server: string, index: number] {
  const slash = actor.lastIndexOf("/");
  return slash < 0
    ? [actor, -1]
    : [actor.slice(0, slash), Number.parseInt(actor.slice(slash + 1), 10)];
}
