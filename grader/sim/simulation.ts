import type { Platform, TraceSink } from "../../starter/platform/platform.js";
import { catchCrashes } from "./crashes.js";
import type { SimEvent } from "./event_queue.js";
import type { FaultSpec } from "./faults/fault_spec.js";
import type { PacketRule } from "./faults/packet_rule.js";
import { rulesOf, type FaultMoment } from "./faults/rules_of.js";
import { installGuard } from "./guard/guard.js";
import { reportLeftovers } from "./guard/leftovers.js";
import { ModuleGraph } from "./modules/module_graph.js";
import { real } from "./real_time.js";
import { KillableServers } from "./killable_servers.js";
import type { Seam } from "./seam.js";
import { asError, SimHost } from "./sim_host.js";
import { SimNetwork } from "./sim_network.js";
import { SimPlatform } from "./sim_platform.js";
import { SimThread } from "./sim_port.js";
import { defaultTiming, type Timing } from "./timing.js";
import type { Delivery } from "./traffic.js";
import {
  budgetExceeded,
  deadlock,
  loadTimeout,
  RecentEvents,
  recentEventCount,
  stopped,
  timeExceeded,
} from "./verdict.js";
import type { Watched } from "./watchdog/watchdog.js";
import { World } from "./world.js";

/** Options of a {@link Simulation}. */
export interface SimulationOptions {
  /** The same seed, tree and program give the same run. A whole number. */
  readonly seed: number;
  /** The seam of the tree that is run; see {@link Seam}. */
  readonly seam: Seam;
  /** What the wall clock shows when the simulation begins, in whole milliseconds since 1970; default a day in 2026. */
  readonly startMs?: number;
  /** How many events one {@link Simulation.run} may take; default 10 million. */
  readonly maxEvents?: number;
  /** How much virtual time one {@link Simulation.run} may take, in milliseconds; default an hour. */
  readonly maxMs?: number;
  /** How long modules may take to load, in milliseconds of *real* time; default 30,000. */
  readonly maxLoadMs?: number;
  /** Receives the observations of all hosts, each with `host` and `atMs` (milliseconds since 1970, with fractions). */
  readonly trace?: TraceSink;
  /** Whether hosts trace in every detail; see `Platform.traceDetail`. Changes nothing else. Default false. */
  readonly detailed?: boolean;
  /** How long things take besides the latency that the program asks for. */
  readonly timing?: Partial<Timing>;
  /** What is not as usual in this world, from its beginning. The same faults, and seed, give the same run. */
  readonly faults?: readonly FaultSpec[];
  /** Decides how long texts take, for a search through the orders in which they can arrive; see {@link Delivery}. */
  readonly delivery?: Delivery;
  /**
   * Whose code is kept from reaching around the platform: all that lies below this URL, the folder of the compiled tree,
   * which ends with a slash. See `installGuard`. Nobody's, when left out.
   */
  readonly guard?: { readonly treeUrl: string };
  /**
   * Whether each host loads modules of its own, so that nothing that a module keeps is shared between hosts or between
   * simulations; see {@link ModuleGraph}. Costs time and memory for every host. Default false.
   */
  readonly isolate?: boolean;
  /** Is told what this thread is about, since it cannot stop itself when an event does not return; see `startWatchdog`. */
  readonly watch?: Watched;
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/**
 * A world of simulated hosts on one thread, with a clock of its own. Nothing in it depends on real time, and whatever is
 * random comes from the seed, so every run can be repeated, byte for byte.
 *
 * Everything that happens is an event of one host. One event runs per turn of Node's event loop, which then runs all
 * promises and ticks that became ready, before the next event may run; a host's code takes no virtual time. Hosts meet
 * only through events: links, ports between threads, and nothing else.
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
  readonly #servers = new KillableServers();
  readonly #graphs: ModuleGraph[] = [];
  readonly #recent = new RecentEvents();
  #current: SimHost | undefined;
  #onRootFailure: (error: Error) => void = () => undefined;
  #eventCount = 0;

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
      detailed: options.detailed ?? false,
      clock: faults.clock,
      delivery: options.delivery,
    });
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
    return this.#eventCount;
  }

  /**
   * The platform of a host that nobody spawned, made when it is first asked for.
   *
   * @param publicName the machine that the host is on; default `"localhost"`, where all others without one are too.
   */
  host(name: string, publicName = "localhost"): Platform {
    return this.#root(name, publicName).platform;
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
   * @param stopAtMs ends the run before the first event after this time, in milliseconds since the simulation began.
   * @returns what `main` returns.
   * @throws what `main` throws; an error that a host which nobody spawned did not catch; `SimulationError` when `main`
   *   can never end (nothing is left to happen), or did not within the allowed events and time, or
   *   was stopped.
   */
  async run<T>(
    main: (platform: Platform) => Promise<T>,
    host = "main",
    stopAtMs = Infinity,
  ): Promise<T> {
    if (Simulation.#running) throw new Error("a simulation runs already; await it first");
    Simulation.#running = true;
    const root = this.#root(host, "localhost");
    const restore = catchCrashes((error) => this.#current?.fail(error));
    const unguard = this.#guard(root);
    try {
      return await this.#runMain(main, root, stopAtMs);
    } finally {
      this.#options.watch?.onRest();
      unguard();
      restore();
      for (const graph of this.#graphs) graph.release();
      Simulation.#running = false;
    }
  }

  /**
   * Forgets what is going to happen (texts under way, timers, threads about to start), so that a next run sees every host
   * in the state that it has now, and sees it for as long as it likes. Only turns that a host's loop has asked for stay.
   */
  freeze(): void {
    this.#world.queue.keepOnly((event) => event.kind === "turn of the event loop");
  }

  #guard(root: SimHost): () => void {
    const { guard } = this.#options;
    if (guard === undefined) return () => undefined;
    const checkLeftovers = reportLeftovers(root);
    const uninstall = installGuard({ treeUrl: guard.treeUrl, current: () => this.#current });
    return () => {
      uninstall();
      checkLeftovers();
    };
  }

  #runMain<T>(
    main: (platform: Platform) => Promise<T>,
    host: SimHost,
    stopAtMs: number,
  ): Promise<T> {
    const world = this.#world;
    const who = `main on ${host.name}`;
    const { maxEvents = 10_000_000, maxMs = 3_600_000, maxLoadMs = 30_000 } = this.#options;
    const lastUs = world.nowUs + maxMs * 1_000;
    const lastEvent = this.#eventCount + maxEvents;
    let outcome: Outcome<T> | undefined;
    const end = (how: Outcome<T>): void => {
      outcome ??= how;
    };
    this.#onRootFailure = (error) => {
      end({ error });
    };
    world.schedule(0, host, "start of a host", () => {
      main(host.platform).then(
        (value) => {
          end({ value });
        },
        (error: unknown) => {
          end({ error });
        },
      );
    });
    return new Promise((resolve, reject) => {
      let watchdog: NodeJS.Timeout | undefined;
      const step = (): void => {
        if (outcome !== undefined) {
          if ("value" in outcome) resolve(outcome.value);
          else reject(asError(outcome.error));
          return;
        }
        if (world.loading.size > 0) {
          this.#options.watch?.onLoading(this.#current?.name ?? host.name);
          watchdog = real.setTimeout(() => {
            end({ error: loadTimeout(maxLoadMs, world.loading) });
            goOn();
          }, maxLoadMs);
          return;
        }
        const event = world.queue.next();
        if (event === undefined) {
          end({ error: deadlock(who, this.elapsedMs, this.#recent) });
        } else if (event.atUs > stopAtMs * 1_000) {
          world.queue.add(event);
          end({ error: stopped(who, stopAtMs) });
        } else if (event.atUs > lastUs) {
          end({ error: timeExceeded(who, maxMs, this.#recent) });
        } else if (this.#eventCount >= lastEvent) {
          end({
            error: budgetExceeded(
              who,
              this.elapsedMs,
              maxEvents,
              this.#recent,
              world.recentMessages,
            ),
          });
        } else {
          world.notesOrigins = lastEvent - this.#eventCount < recentEventCount;
          this.#runEvent(event);
        }
        // Promises and ticks that the event made ready run between this turn and the next.
        real.setImmediate(step);
      };
      const goOn = (): void => {
        if (watchdog === undefined) return;
        real.clearTimeout(watchdog);
        watchdog = undefined;
        real.setImmediate(step);
      };
      world.onLoaded(goOn);
      real.setImmediate(step);
    });
  }

  #runEvent(event: SimEvent<SimHost>): void {
    const { run, host } = event;
    event.run = undefined;
    this.#world.nowUs = event.atUs;
    this.#current = host;
    this.#eventCount++;
    this.#recent.note(event);
    this.#options.watch?.onEvent(host.name);
    this.#options.seam.installPlatform(host.platform);
    try {
      run?.();
    } catch (error) {
      host.fail(asError(error));
    }
  }

  #root(name: string, publicName: string): SimHost {
    const known = this.#roots.get(name);
    if (known !== undefined) return known;
    const host = this.#addHost(name, publicName, (error) => {
      this.#onRootFailure(error);
    });
    this.#roots.set(name, host);
    this.#servers.note(host, () => {
      host.end();
      return true;
    });
    return host;
  }

  /** The faults that happen once are events of a host of their own. */
  #scheduleMoments(moments: readonly FaultMoment[]): void {
    if (moments.length === 0) return;
    const host = this.#root("faults", "localhost");
    for (const { atMs, ...moment } of moments) {
      this.#world.scheduleAt(Math.round(atMs * 1_000), host, "fault", () => {
        if (moment.what === "crash" && !this.#servers.kill(moment.servers)) return;
        this.#world.reportFault(host.name, moment);
      });
    }
  }

  #addHost(name: string, publicName: string, onFailure: (error: Error) => void): SimHost {
    const instance = (this.#instances.get(name) ?? 0) + 1;
    this.#instances.set(name, instance);
    // Hosts that follow one another under the same name must not repeat each other's random numbers.
    const label = instance === 1 ? name : `${name} (${instance})`;
    return new SimHost({
      name,
      publicName,
      seed: this.#options.seed,
      label,
      seam: this.#options.seam,
      graph: this.#newGraph(),
      onFailure,
      platform: (host) => new SimPlatform(this.#world, this.#network, host, this.#spawnFrom(host)),
    });
  }

  #newGraph(): ModuleGraph | undefined {
    if (this.#options.isolate !== true) return undefined;
    const graph = new ModuleGraph(this.#options.seam.url);
    this.#graphs.push(graph);
    return graph;
  }

  #spawnFrom(parent: SimHost): Platform["spawn"] {
    return (name, entry, data) => {
      const host = this.#addHost(`${parent.name}/${name}`, parent.publicName, (error) => {
        thread.ended(error);
      });
      const thread = new SimThread(this.#world, { entry, data, parent, host });
      this.#servers.note(host, () => thread.kill());
      return thread.started;
    };
  }
}
