import type {
  CancelTimer,
  NetworkConditions,
  Platform,
  TraceSink,
} from "../../starter/platform/platform.js";
import { noteHarnessTrace } from "./guard/harness_trace.js";
import { scatter } from "./random.js";
import type { NetworkUse } from "./guard/network_gate.js";
import type { SimHost } from "./sim_host.js";
import type { SimNetwork } from "./sim_network.js";
import { Allowance } from "./stalls.js";
import type { World } from "./world.js";

/** The longest delay of a timer, in milliseconds; Node's timers take no longer one. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The messages of one host take no more than this altogether, in microseconds, and this share of the time on top. So
 * none waits longer than a moment, however many there are, and actors still get on with their work.
 */
const mostMessagesUs = 15_000;
const messagesShare = 0.1;

/** The platform of one simulated host: the same contract as the real one, in virtual time. */
export class SimPlatform implements Platform {
  readonly host: string;
  readonly publicName: string;
  readonly network: NetworkConditions;
  readonly trace: TraceSink | undefined;
  /** Whether the host shares no modules with others, nor do the parts of its program; see {@link SimPlatform.loadFor}. */
  readonly isolated: boolean;
  readonly listen: Platform["listen"];
  readonly dial: Platform["dial"];
  readonly spawn: Platform["spawn"];
  readonly #world: World;
  readonly #host: SimHost;
  readonly #messageAllowance = new Allowance(mostMessagesUs, messagesShare);

  /** `spawn` starts a host below this one. */
  constructor(world: World, net: SimNetwork, host: SimHost, spawn: Platform["spawn"]) {
    this.#world = world;
    this.#host = host;
    this.host = host.name;
    this.publicName = host.publicName;
    this.isolated = host.isolated;
    const network = new world.options.seam.NetworkTable();
    const check = (use: NetworkUse): void => world.options.mayConnect?.(use, this);
    this.listen = (options, accept) => {
      check("listen");
      return net.listen(host, options, accept);
    };
    this.dial = (address, options) => {
      check("dial");
      return net.dial(host, address, options ?? {}, network);
    };
    this.network = Object.freeze<NetworkConditions>({
      setLatency: (...latency) => {
        check("network.setLatency");
        network.setLatency(...latency);
      },
      latencyTo: (address) => network.latencyTo(address),
      cut: (address) => {
        check("network.cut");
        network.cut(address);
      },
      restore: (address) => {
        check("network.restore");
        network.restore(address);
      },
    });
    this.spawn = spawn;
    const { mayTrace } = world.options;
    const trace = world.traceOf(host);
    const report: TraceSink = (event) => {
      // Code under test can ask its platform for the trace, too.
      if (mayTrace?.(report) === false) return;
      trace?.(event);
    };
    this.trace = trace && report;
    noteHarnessTrace(this, trace);
    Object.freeze(this);
  }

  get traceDetail(): TraceSink | undefined {
    const world = this.#world;
    const sink = world.options.detailed ? this.trace : undefined;
    if (!world.notesOrigins) return sink;
    return (event) => {
      world.recentMessages.note(event);
      sink?.(event);
    };
  }

  get busy(): (() => Promise<void>) | undefined {
    const { messageUs, stallUs } = this.#world.options.timing;
    return messageUs[1] === 0 && stallUs[1] === 0 ? undefined : this.#busy;
  }

  now(): number {
    return this.#world.shownMs(this.host);
  }

  monotonicNow(): number {
    return this.#world.nowUs / 1_000;
  }

  random(): number {
    return this.#host.random.fraction();
  }

  after(delayMs: number, run: () => void): CancelTimer {
    if (!(delayMs >= 0 && delayMs <= longestTimerMs)) {
      throw new RangeError(
        `a timer's delay is a number of milliseconds from 0 to ${longestTimerMs}, not ${delayMs}`,
      );
    }
    const event =
      delayMs === 0
        ? this.#world.scheduleAt(this.#nextTurnUs(), this.#host, "turn of the event loop", run)
        : this.#world.scheduleAt(this.#dueUs(delayMs), this.#host, "timer", run);
    return () => {
      this.#world.queue.cancel(event);
    };
  }

  load(module: string): Promise<Record<string, unknown>> {
    return this.#world.load(this.#host, module);
  }

  /** Imports a module for a part of the host's program, which shares no modules with the rest if hosts are isolated. */
  loadFor(part: string, module: string): Promise<Record<string, unknown>> {
    return this.#world.load(this.#host, module, part);
  }

  /** How long an actor of this host takes for a message, at first for itself, and now and then because it stalls. */
  readonly #busy = (): Promise<void> => {
    const { nowUs, options, stalls, halted } = this.#world;
    if (halted) return Promise.resolve();
    const handlingUs = this.#host.work.within(options.timing.messageUs);
    const busyUs =
      this.#messageAllowance.take(nowUs, handlingUs) + stalls.drawUs(this.#host, nowUs);
    if (busyUs === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#world.schedule(busyUs, this.#host, "busy actor", resolve);
    });
  };

  /** When `after(0)` is due: soon, and after the ones before it. */
  #nextTurnUs(): number {
    const turnUs = this.#host.turns.within(this.#world.options.timing.turnUs);
    this.#host.lastTurnUs = Math.max(this.#host.lastTurnUs, this.#world.nowUs + turnUs);
    return this.#host.lastTurnUs;
  }

  /**
   * When a timer is due: in whole milliseconds, as Node counts them, plus a lag that all timers of the host share which
   * are due in that millisecond. So a timer never overtakes one that is due before it, or that was set before it.
   */
  #dueUs(delayMs: number): number {
    const [leastUs, mostUs] = this.#world.options.timing.timerLagUs;
    const dueMs = Math.ceil(this.#world.nowUs / 1_000 + delayMs);
    return (
      dueMs * 1_000 + leastUs + (scatter(this.#host.timerSalt, dueMs) % (mostUs - leastUs + 1))
    );
  }
}
