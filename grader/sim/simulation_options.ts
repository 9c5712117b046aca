import type { TraceSink } from "../../starter/platform/platform.js";
import type { FaultSpec } from "./faults/fault_spec.js";
import type { Seam } from "./seam.js";
import type { Timing } from "./timing.js";
import type { Delivery } from "./traffic.js";
import type { Watched } from "./watchdog/watchdog.js";

/** Options of a `Simulation`. */
export interface SimulationOptions {
  /** The same seed, tree and program give the same run. A whole number. */
  readonly seed: number;
  /** The seam of the tree that is run; see {@link Seam}. */
  readonly seam: Seam;
  /** What the wall clock shows when the simulation begins, in whole milliseconds since 1970; default a day in 2026. */
  readonly startMs?: number;
  /** How many events one `Simulation.run` may take; default 10 million. */
  readonly maxEvents?: number;
  /** How much virtual time one `Simulation.run` may take, in milliseconds; default an hour. */
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
  readonly guard?: {
    readonly treeUrl: string;
    /** See {@link TraceGate} and {@link NetworkGate}; default: everybody may report to the trace and use the network. */
    readonly ownModules?: readonly string[] | undefined;
  };
  /**
   * Whether each host loads modules of its own, so that nothing that a module keeps is shared between hosts or between
   * simulations; see `ModuleGraph`. Costs time and memory for every host. `within`: hosts of this simulation share nothing,
   * but get modules that hosts of the same names had in earlier ones, which costs little. Default false.
   */
  readonly isolate?: boolean | "within";
  /**
   * The machine of a host that nobody spawned, or that such a host spawned, by the name that it was given; hosts further
   * down are where their parents are. Default: all are on `"localhost"`.
   */
  readonly machineOf?: (name: string) => string;
  /** Is told what this thread is about, since it cannot stop itself when an event does not return; see `startWatchdog`. */
  readonly watch?: Watched;
}
