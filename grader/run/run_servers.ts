import type { ActorSystemStats } from "../../starter/actor/stats.js";
import type { ServerHostData, ServerRequest, StartedServer } from "./hosts/server_requests.js";
import { failureOf, isThreadEnd, tidyThreadEnd } from "./failure.js";
import { HostFailure } from "./port_calls.js";
import type { PortPlan } from "./port_plan.js";
import { observe } from "./query_call.js";
import type { RunHost, RunHosts } from "./run_hosts.js";
import { RunStopped } from "./run_stopped.js";
import type { Scenario, StoreStep, TellStep } from "../history/scenario.js";
import type { StagedTree } from "./staged_tree.js";

interface RunningServer {
  readonly host: RunHost<ServerRequest>;
  readonly desc: string;
  /** Whether it was killed, which only a simulated world does. Its name and its desc are known on. */
  killed: boolean;
}

type ServerStep<K extends string> = Extract<StoreStep | TellStep, { readonly do: K }>;

/** The servers and actor systems of a run, each in a host of its own. */
export class RunServers {
  readonly #tree: StagedTree;
  readonly #hosts: RunHosts;
  readonly #plan: PortPlan;
  /** In the order in which they were started. */
  readonly #running = new Map<string, RunningServer>();
  #latencyMs: number;

  constructor(tree: StagedTree, hosts: RunHosts, plan: PortPlan, scenario: Scenario) {
    this.#tree = tree;
    this.#hosts = hosts;
    this.#plan = plan;
    this.#latencyMs = scenario.latencyMs ?? 0;
  }

  /** @throws {@link RunStopped} when the server does not start. */
  async startServer({ server, actors, remotes }: ServerStep<"startServer">): Promise<void> {
    const alive = [...this.#running].filter(([, { killed }]) => !killed);
    const names = remotes ?? alive.map(([name]) => name);
    const remoteDescs = names.map((name) => this.#find(name).desc);
    const port = this.#plan.portOf(server);
    await this.#start(`server ${server}`, server, actors, {
      type: "startServer",
      port,
      actors,
      remoteDescs,
    });
  }

  /** @throws {@link RunStopped} when the system does not start. */
  async startSystem({ system }: ServerStep<"startSystem">): Promise<void> {
    const port = this.#plan.portOf(system);
    await this.#start(`system ${system}`, system, 1, { type: "startSystem", port });
  }

  async closeServer({ server }: ServerStep<"closeServer">): Promise<void> {
    const { host } = this.#find(server);
    this.#running.delete(server);
    try {
      const closed = await ask(host, { type: "close" });
      if (closed === wasKilled) return;
      observe(this.#tree.platform, { type: "server", server, event: "closed" });
    } catch (error) {
      this.#reportFailure(server, error);
    }
    await host.close();
  }

  async setLatency(ms: number): Promise<void> {
    this.#latencyMs = ms;
    await this.#askAll({ type: "latency", ms });
  }

  /** Reports the counters of every server that runs. */
  async stats(name: string): Promise<void> {
    await this.#askAll({ type: "stats" }, (server, reply) => {
      const stats = reply as ActorSystemStats;
      observe(this.#tree.platform, { type: "stats", name, server, stats });
    });
  }

  async tellRemote({ from, to, messages }: ServerStep<"tellRemote">): Promise<void> {
    const target: unknown = JSON.parse(this.#find(to).desc);
    await ask(this.#find(from).host, { type: "tell", to: target, messages });
  }

  async #start(
    what: string,
    server: string,
    actors: number,
    request: ServerRequest,
  ): Promise<void> {
    observe(this.#tree.platform, { type: "server", server, event: "starting" });
    const data: ServerHostData = { treeUrl: this.#tree.url, latencyMs: this.#latencyMs };
    const host = await this.#hosts.spawn<ServerRequest>(server, what, "server_host.js", data);
    let started: StartedServer | typeof wasKilled;
    try {
      started = await ask<StartedServer>(host, request);
    } catch (error) {
      const { message, portInUse } = this.#reportFailure(server, error);
      if (isThreadEnd(message))
        throw new RunStopped({
          how: "crashed",
          reason: `${what}: ${tidyThreadEnd(message, this.#tree.platform.host)}`,
        });
      throw new RunStopped({ how: "done" }, portInUse);
    }
    if (started === wasKilled) return;
    const running: RunningServer = { host, desc: started.desc, killed: false };
    void host.ended.then(() => (running.killed = true));
    this.#running.set(server, running);
    const address = started.address ?? this.#plan.addressOf(server);
    observe(this.#tree.platform, { type: "server", server, event: "started", address, actors });
  }

  #reportFailure(server: string, error: unknown): { message: string; portInUse: boolean } {
    const { message, todo, portInUse } =
      error instanceof HostFailure ? error.failure : failureOf(error);
    observe(this.#tree.platform, {
      type: "server",
      server,
      event: "failed",
      error: message,
      ...(todo ? { todo } : {}),
    });
    return { message, portInUse };
  }

  async #askAll(
    request: ServerRequest,
    take?: (server: string, reply: unknown) => void,
  ): Promise<void> {
    await Promise.all(
      [...this.#running].map(async ([server, { host }]) => {
        const reply = await ask<unknown>(host, request);
        if (reply !== wasKilled) take?.(server, reply);
      }),
    );
  }

  #find(server: string): RunningServer {
    const found = this.#running.get(server);
    if (found === undefined)
      throw new RangeError(`the scenario names ${server}, which does not run`);
    return found;
  }
}

/** In the place of a reply that a killed server gives no more. */
const wasKilled = Symbol("the server was killed");

function ask<Reply>(
  host: RunHost<ServerRequest>,
  request: ServerRequest,
): Promise<Reply | typeof wasKilled> {
  const killed = host.ended.then((): typeof wasKilled => wasKilled);
  return Promise.race([host.calls.call<Reply>(request), killed]);
}
