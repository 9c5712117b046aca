import type { Platform } from "../../starter/platform/platform.js";
import { catchCrashes } from "./crashes.js";
import { EventLoop } from "./event_loop.js";
import { EventQueue } from "./event_queue.js";
import { serverOfHost } from "./faults/host_names.js";
import type { PacketRule } from "./faults/packet_rule.js";
import { rulesOf, type FaultMoment } from "./faults/rules_of.js";
import { installGuard } from "./guard/guard.js";
import { reportLeftovers } from "./guard/leftovers.js";
import { NetworkGate } from "./guard/network_gate.js";
import { TraceGate } from "./guard/trace_gate.js";
import { ModuleGraph } from "./modules/module_graph.js";
import { asError, SimHost } from "./sim_host.js";
import { SimNetwork } from "./sim_network.js";
import { SimPlatform } from "./sim_platform.js";
import { SimThread } from "./sim_port.js";
import type { SimulationOptions } from "./simulation_options.js";
import { Stalls } from "./stalls.js";
import { defaultTiming } from "./timing.js";
import { Traffic } from "./traffic.js";
import { World, type WorldOptions } from "./world.js";

export type { SimulationOptions } from "./simulation_options.js";

/** How long a halted world may go on after a look, in microseconds: no time goes by for anybody else. */
const lookEndUs = 2_000_000;

/**
 * A world of simulated hosts on one thread, with a clock of its own. Nothing in it depends on real time, and whatever is
 * random comes from the seed, so every run can be repeated, byte for byte.
 *
 * Everything that happens is an event of one host. One event runs per turn of Node's event loop, which then runs all
 * promises and ticks that became ready, before the next event may run; a host's code takes no virtual time, unless the
 * timing says that actors are slow or threads stall. Hosts meet only through events: links, ports between threads, and
 * nothing else.
 *
 * An endless loop inside one event (or one that only awaits settled promises) cannot be stopped from here; run student
 * code in a process that can be killed, and start a watchdog in it that says where the loop is.
 */
export class Simulation {
  static #running = false;

  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #network: SimNetwork;
  readonly #roots = new Map<string, SimHost>();
  readonly #instances = new Map<string, number>();
  /** The hosts of servers, and what ends each by force, with all that it has spawned; returns false when it cannot yet. */
  readonly #kills = new Map<SimHost, () => boolean>();
  readonly #hosts: SimHost[] = [];
  readonly #graphs: { readonly graph: ModuleGraph; readonly user: string }[] = [];
  readonly #loop: EventLoop;

  /** @throws RangeError for a seed that is no whole number; `FaultError` for a fault that cannot be. */
  constructor(options: SimulationOptions) {
    if (!Number.isSafeInteger(options.seed)) {
      throw new RangeError(`a seed is a whole number, not ${options.seed}`);
    }
    this.#options = options;
    const startMs = options.startMs ?? Date.UTC(2026, 8, 1, 8);
    const faults = rulesOf(options.faults ?? [], options.seed, startMs);
    this.#world = new World({
      seed: options.seed,
      seam: options.seam,
      startMs,
      timing: { ...defaultTiming, ...options.timing },
      trace: options.trace,
      mayTrace: traceGateOf(options.guard),
      mayConnect: networkGateOf(options.guard),
      detailed: options.detailed ?? false,
      clock: faults.clock,
      delivery: options.delivery,
    });
    this.#loop = new EventLoop(this.#world, options.watch);
    this.#network = new SimNetwork(this.#world);
    for (const rule of faults.packets) this.#world.traffic.add(rule);
    this.#scheduleMoments(faults.moments);
  }

  /** How much virtual time has gone by since the simulation began, in milliseconds. */
  get elapsedMs(): number {
    return this.#world.nowUs / 1_000;
  }

  /** How many events have run. */
  get eventCount(): number {
    return this.#loop.eventCount;
  }

  /** The platform of a host that nobody spawned, made when it is first asked for. */
  host(name: string): Platform {
    return this.#root(name).platform;
  }

  /**
   * Adds a rule for everything that is sent from now on, behind those that are there; also while the simulation runs.
   *
   * @returns a function that takes the rule away again; what is under way then arrives as the rule wanted it. Idempotent.
   */
  addRule(rule: PacketRule): () => void {
    return this.#world.traffic.add(rule);
  }

  /**
   * Runs `main` on a host, in virtual time, until its promise is settled; then time stands still, and what was going to
   * happen happens in the next run. Only one simulation can run at a time, since all share Node's event loop.
   *
   * While it runs, the process's handlers of uncaught errors are set aside: what a spawned host does not catch ends that
   * host, what another one does not catch ends the run.
   *
   * @returns what `main` returns.
   * @throws what `main` throws; an error that a host which nobody spawned did not catch; `SimulationError` when `main`
   *   can never end (nothing is left to happen), or did not within the allowed events and time.
   */
  async run<T>(main: (platform: Platform) => Promise<T>, host = "main"): Promise<T> {
    if (Simulation.#running) throw new Error("a simulation runs already; await it first");
    Simulation.#running = true;
    const root = this.#root(host);
    const restore = catchCrashes((error) => this.#loop.current?.fail(error));
    const unguard = this.#guard(root);
    try {
      const { maxEvents = 10_000_000, maxMs = 3_600_000, maxLoadMs = 30_000 } = this.#options;
      return await this.#loop.run(main, root, { maxEvents, maxMs, maxLoadMs });
    } finally {
      this.#options.watch?.onRest();
      unguard();
      restore();
      for (const { graph, user } of this.#graphs) {
        if (this.#options.isolate === "within") graph.restFor(user);
        else graph.release();
      }
      Simulation.#running = false;
    }
  }

  /** Whether the world is halted, for a look at it. */
  get halted(): boolean {
    return this.#world.halted;
  }

  /** Ends the run under way with an error. */
  stop(error: Error): void {
    this.#loop.fail(error);
  }

  /**
   * Halts the world behind everything that happens at a time, and lets `look` ask its hosts, from a host of its own.
   * Hosts answer what they are asked; what was going to happen waits, no rule or fault applies, and random numbers are
   * drawn from elsewhere. Once the promise is settled and nothing is left to do, all goes on as if nobody had looked,
   * save for what the code of hosts has kept of it. A `look` that rejects ends the run with its error.
   *
   * @param atMs in milliseconds since the simulation began; must not be past.
   * @param look also gets the names of the hosts on which an actor is busy, and would handle something else first.
   */
  lookAt(
    atMs: number,
    look: (platform: Platform, busy: ReadonlySet<string>) => Promise<void>,
  ): void {
    const world = this.#world;
    const host = this.#root("onlooker");
    const atUs = Math.round(atMs * 1_000);
    // Half a microsecond later, which is behind all events of that time.
    world.scheduleAt(atUs + 0.5, host, "look", () => {
      const busy = world.queue.all.filter(({ kind }) => kind === "busy actor");
      const goOn = this.#halt(atUs);
      const end = (): void => {
        // Behind whatever the answers have left to do, such as closing links.
        world.schedule(lookEndUs, host, "look", goOn);
      };
      look(host.platform, new Set(busy.map((event) => event.host.name))).then(
        end,
        (error: unknown) => {
          this.#loop.fail(asError(error));
        },
      );
    });
  }

  #halt(nowUs: number): () => void {
    const world = this.#world;
    const { queue, traffic, stalls } = world;
    Object.assign(world, {
      halted: true,
      nowUs,
      queue: new EventQueue(),
      traffic: new Traffic(undefined),
      stalls: new Stalls(0, [0, 0]),
    });
    // An actor that leaves others their turn would not answer before it has had its own.
    for (const event of queue.all)
      if (event.kind === "turn of the event loop") world.queue.add(event);
    const hosts = this.#hosts.map((host) => host.halt());
    return () => {
      Object.assign(world, { halted: false, nowUs, queue, traffic, stalls });
      for (const restore of hosts) restore();
    };
  }

  #guard(root: SimHost): () => void {
    const { guard } = this.#options;
    if (guard === undefined) return () => undefined;
    const checkLeftovers = reportLeftovers(root.platform);
    const uninstall = installGuard({
      treeUrl: guard.treeUrl,
      current: () => this.#loop.current?.platform,
    });
    return () => {
      uninstall();
      checkLeftovers();
    };
  }

  #machineOf(name: string): string {
    return this.#options.machineOf?.(name) ?? "localhost";
  }

  #root(name: string): SimHost {
    const known = this.#roots.get(name);
    if (known !== undefined) return known;
    const host = this.#addHost(name, this.#machineOf(name), (error) => {
      this.#loop.fail(error);
    });
    this.#roots.set(name, host);
    this.#noteServer(host, () => {
      host.end();
      return true;
    });
    return host;
  }

  /** The faults that happen once are events of a host of their own. */
  #scheduleMoments(moments: readonly FaultMoment[]): void {
    if (moments.length === 0) return;
    const host = this.#root("faults");
    for (const { atMs, ...moment } of moments) {
      this.#world.scheduleAt(Math.round(atMs * 1_000), host, "fault", () => {
        if (moment.what === "crash" && !this.#kill(moment.servers)) return;
        this.#world.reportFault(host.name, moment);
      });
    }
  }

  #noteServer(host: SimHost, kill: () => boolean): void {
    if (serverOfHost(host.name) === undefined) return;
    this.#kills.set(host, kill);
    host.atEnd(() => this.#kills.delete(host));
  }

  /** Kills servers; returns false when none of them runs. */
  #kill(servers: readonly string[]): boolean {
    const killed = [...this.#kills].filter(
      ([host, kill]) => servers.includes(serverOfHost(host.name) ?? "") && kill(),
    );
    return killed.length > 0;
  }

  #addHost(name: string, publicName: string, onFailure: (error: Error) => void): SimHost {
    const instance = (this.#instances.get(name) ?? 0) + 1;
    this.#instances.set(name, instance);
    // Hosts that follow one another under the same name must not repeat each other's random numbers.
    const label = instance === 1 ? name : `${name} (${instance})`;
    const host = new SimHost({
      name,
      publicName,
      seed: this.#options.seed,
      label,
      seam: this.#options.seam,
      newGraph: this.#options.isolate ? (part) => this.#newGraph(`${label} ${part}`) : undefined,
      onFailure,
      platform: (self) => new SimPlatform(this.#world, this.#network, self, this.#spawnFrom(self)),
    });
    this.#hosts.push(host);
    return host;
  }

  #newGraph(user: string): ModuleGraph {
    const { isolate, seam, guard } = this.#options;
    const graph =
      isolate === "within"
        ? ModuleGraph.restingFor(user, seam.url, guard?.ownModules)
        : new ModuleGraph(seam.url, guard?.ownModules);
    this.#graphs.push({ graph, user });
    return graph;
  }

  #spawnFrom(parent: SimHost): Platform["spawn"] {
    return (name, entry, data) => {
      const isRoot = this.#roots.get(parent.name) === parent;
      const machine = isRoot ? this.#machineOf(name) : parent.publicName;
      const host = this.#addHost(`${parent.name}/${name}`, machine, (error) => {
        thread.ended(error);
      });
      const thread = new SimThread(this.#world, { entry, data, parent, host });
      this.#noteServer(host, () => thread.kill());
      return thread.started;
    };
  }
}

function networkGateOf(guard: SimulationOptions["guard"]): WorldOptions["mayConnect"] {
  if (guard?.ownModules === undefined) return undefined;
  return new NetworkGate(guard.treeUrl, guard.ownModules).check;
}

function traceGateOf(guard: SimulationOptions["guard"]): TraceGate["allows"] | undefined {
  if (guard?.ownModules === undefined) return undefined;
  return new TraceGate(guard.treeUrl, guard.ownModules).allows;
}
