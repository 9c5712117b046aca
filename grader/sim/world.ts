import type { Platform, TraceSink } from "../../starter/platform/platform.js";
import { EventQueue, type EventKind, type SimEvent } from "./event_queue.js";
import type { ClockRule } from "./faults/clock_rule.js";
import type { NetworkUse } from "./guard/network_gate.js";
import type { Mishap } from "./faults/packet_rule.js";
import type { FaultMoment } from "./faults/rules_of.js";
import { withoutCopies } from "./modules/tree_copies.js";
import { RecentMessages } from "./recent_messages.js";
import type { Seam } from "./seam.js";
import { asError, type SimHost } from "./sim_host.js";
import { Stalls } from "./stalls.js";
import type { Timing } from "./timing.js";
import { Traffic, type Delivery } from "./traffic.js";

/** What is fixed for a whole simulation. */
export interface WorldOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly timing: Timing;
  readonly seam: Seam;
  readonly trace: TraceSink | undefined;
  /** Whether whoever is calling a host's trace may report what happens; undefined if everybody may. */
  readonly mayTrace?: ((trace: TraceSink) => boolean) | undefined;
  /** Throws if whoever is calling may not use the network on a host; undefined if everybody may. */
  readonly mayConnect?: ((what: NetworkUse, platform: Platform) => void) | undefined;
  readonly detailed: boolean;
  /** What wall clocks show instead of the time. */
  readonly clock: ClockRule | undefined;
  readonly delivery: Delivery | undefined;
}

/** What the world did to a run, as it goes to the trace, under the type `"fault"`. */
export interface FaultEvent {
  readonly what: Mishap | FaultMoment["what"];
  /** For people: to what, and by which rule. */
  readonly text: string;
  /** The servers concerned, where it concerns some. */
  readonly servers: readonly string[];
  /** The text that was lost, came twice or was overtaken. */
  readonly packet?: string;
}

/** A module on its way to a host. */
export interface Loading {
  readonly module: string;
  readonly host: SimHost;
}

/** What all hosts of a simulation have in common: time, the events to come, and modules being loaded. */
export class World {
  /** Virtual time, in whole microseconds since the simulation began. */
  nowUs = 0;
  /** Whether events note who scheduled them, which is slow. */
  notesOrigins = false;
  /** What actors handled while that is so. */
  readonly recentMessages = new RecentMessages();
  queue = new EventQueue<SimHost>();
  traffic: Traffic;
  stalls: Stalls;
  /** Whether nothing happens but what somebody who looks at the world asks for; see `Simulation.lookAt`. */
  halted = false;
  #lastSequence = 0;
  readonly #loading = new Set<Loading>();
  #whenLoaded: (() => void) | undefined;

  constructor(readonly options: WorldOptions) {
    this.traffic = new Traffic(options.delivery);
    this.stalls = new Stalls(options.seed, options.timing.stallUs);
  }

  /** Virtual time on the wall clock, in milliseconds since 1970, with fractions. */
  get wallMs(): number {
    return this.options.startMs + this.nowUs / 1_000;
  }

  /** What the wall clock of a host shows, in whole milliseconds since 1970. */
  shownMs(host: string): number {
    const { clock } = this.options;
    return Math.floor(clock === undefined ? this.wallMs : clock(host, this.wallMs, this.wallMs));
  }

  /**
   * Takes what is reported of a host, whoever reports it: code under test must not get hold of it. Undefined if there is
   * no trace.
   */
  traceOf({ name }: SimHost): TraceSink | undefined {
    const { trace } = this.options;
    return (
      trace &&
      ((event) => {
        trace({ ...event, host: name, atMs: this.wallMs });
      })
    );
  }

  /** Tells the trace, if there is one, what was done to the run, and at which host. */
  reportFault(host: string, event: FaultEvent): void {
    this.options.trace?.({ host, atMs: this.wallMs, type: "fault", ...event });
  }

  /** Runs `run` on a host, `delayUs` whole microseconds from now. */
  schedule(delayUs: number, host: SimHost, kind: EventKind, run: () => void): SimEvent<SimHost> {
    return this.scheduleAt(this.nowUs + delayUs, host, kind, run);
  }

  /** Runs `run` on a host at a time, which must not be past. `source` is as in {@link SimEvent}; default: the kind. */
  scheduleAt(
    atUs: number,
    host: SimHost,
    kind: EventKind,
    run: () => void,
    source: SimEvent["source"] = kind,
  ): SimEvent<SimHost> {
    const origin = this.notesOrigins ? originOfCall() : undefined;
    const event = { atUs, sequence: ++this.#lastSequence, host, kind, source, run, origin };
    this.queue.add(event);
    return event;
  }

  /** Takes out the next event that is to run, and that its host does not keep waiting; undefined when there is none. */
  nextEvent(): SimEvent<SimHost> | undefined {
    for (;;) {
      const event = this.queue.next();
      const atUs = event && this.stalls.postponedToUs(event);
      if (event === undefined || atUs === undefined) return event;
      event.atUs = atUs;
      event.sequence = ++this.#lastSequence;
      this.queue.add(event);
    }
  }

  /** Runs `run` on a host in its next turn. */
  scheduleTurn(host: SimHost, kind: EventKind, run: () => void): SimEvent<SimHost> {
    return this.schedule(host.jitter.within(this.options.timing.turnUs), host, kind, run);
  }

  /**
   * Imports a module for a host. No event runs meanwhile, and the place of the result among the events is fixed now, so
   * how long the real import takes, and which of several is ready first, changes nothing. `part` is as in
   * {@link SimHost.load}.
   */
  load(host: SimHost, module: string, part?: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      let settle = (): void => undefined;
      this.schedule(0, host, "loaded module", () => {
        settle();
      });
      const loading: Loading = { module: withoutCopies(module), host };
      this.#loading.add(loading);
      const done = (how: () => void): void => {
        settle = how;
        this.#loading.delete(loading);
        if (this.#loading.size === 0) this.#whenLoaded?.();
      };
      host.load(module, part).then(
        (exports) => {
          done(() => {
            resolve(exports);
          });
        },
        (error: unknown) => {
          done(() => {
            reject(asError(error));
          });
        },
      );
    });
  }

  /** The modules that are being loaded now. */
  get loading(): ReadonlySet<Loading> {
    return this.#loading;
  }

  /** Sets what is called whenever the last module that was being loaded has been. */
  onLoaded(handle: () => void): void {
    this.#whenLoaded = handle;
  }
}

/** Who schedules an event: given code often lies between the platform and the code that is to be named. */
function originOfCall(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  const origin = new Error("scheduled");
  Error.stackTraceLimit = stackTraceLimit;
  return origin;
}
