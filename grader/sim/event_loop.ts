import { inspect } from "node:util";
import type { Platform } from "../../starter/platform/platform.js";
import type { SimEvent } from "./event_queue.js";
import { asError, type SimHost } from "./sim_host.js";
import {
  budgetExceeded,
  deadlock,
  loadTimeout,
  RecentEvents,
  recentEventCount,
  timeExceeded,
} from "./verdict.js";
import type { Watched } from "./watchdog/watchdog.js";
import type { World } from "./world.js";

/** How long a run may go on. */
export interface LoopLimits {
  /** In events of this run. */
  readonly maxEvents: number;
  /** In milliseconds of virtual time of this run. */
  readonly maxMs: number;
  /** For modules to load, in milliseconds of real time. */
  readonly maxLoadMs: number;
}

/** Node's own timers, as they were before the guard replaced them. */
const real = { setImmediate, setTimeout, clearTimeout };

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** The limit with which the process runs. */
const stackTraceLimit = Error.stackTraceLimit;

/** How values are printed. */
const inspectOptions = { ...inspect.defaultOptions };

/** Lets no host find what another one has left where JavaScript and Node keep things for all. */
function forgetTraces(): void {
  inspect.defaultOptions = inspectOptions;
  Error.stackTraceLimit = stackTraceLimit;
  // What was matched last is on record.
  nothing.test("");
}

const nothing = /(?:)/;

/** Runs the events of a world, one per turn of Node's event loop. */
export class EventLoop {
  readonly #world: World;
  readonly #watch: Watched | undefined;
  readonly #recent = new RecentEvents();
  #current: SimHost | undefined;
  #eventCount = 0;
  #end: (error: Error) => void = () => undefined;

  /** `watch` is told what runs. */
  constructor(world: World, watch: Watched | undefined) {
    this.#world = world;
    this.#watch = watch;
  }

  /** The host whose event runs, or ran last. */
  get current(): SimHost | undefined {
    return this.#current;
  }

  /** How many events have run. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Ends the run under way with an error. */
  fail(error: Error): void {
    this.#end(error);
  }

  /** Runs `main` on a host, and events until its promise is settled; see `Simulation.run`. */
  run<T>(main: (platform: Platform) => Promise<T>, host: SimHost, limits: LoopLimits): Promise<T> {
    const world = this.#world;
    const who = `main on ${host.name}`;
    let outcome: Outcome<T> | undefined;
    const end = (how: Outcome<T>): void => {
      outcome ??= how;
    };
    this.#end = (error) => {
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
    const next = this.#stepper(who, limits);
    return new Promise((resolve, reject) => {
      let watchdog: NodeJS.Timeout | undefined;
      const step = (): void => {
        if (outcome !== undefined) {
          if ("value" in outcome) resolve(outcome.value);
          else reject(asError(outcome.error));
          return;
        }
        if (world.loading.size > 0) {
          this.#watch?.onLoading(this.#current?.name ?? host.name);
          watchdog = real.setTimeout(() => {
            end({ error: loadTimeout(limits.maxLoadMs, world.loading) });
            goOn();
          }, limits.maxLoadMs);
          return;
        }
        const error = next();
        if (error !== undefined) end({ error });
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

  /** Runs the next event, each time it is called; returns why there is none, or must be none. */
  #stepper(who: string, { maxEvents, maxMs }: LoopLimits): () => Error | undefined {
    const world = this.#world;
    const lastUs = world.nowUs + maxMs * 1_000;
    const lastEvent = this.#eventCount + maxEvents;
    return () => {
      const event = world.nextEvent();
      const nowMs = world.nowUs / 1_000;
      if (event === undefined) return deadlock(who, nowMs, this.#recent);
      if (event.atUs > lastUs) return timeExceeded(who, maxMs, this.#recent);
      if (this.#eventCount >= lastEvent) {
        return budgetExceeded(who, nowMs, maxEvents, this.#recent, world.recentMessages);
      }
      world.notesOrigins = lastEvent - this.#eventCount < recentEventCount;
      this.#runEvent(event);
      return undefined;
    };
  }

  #runEvent(event: SimEvent<SimHost>): void {
    const { run, host } = event;
    event.run = undefined;
    this.#world.nowUs = event.atUs;
    if (this.#current !== host) forgetTraces();
    this.#current = host;
    this.#eventCount++;
    this.#recent.note(event);
    this.#watch?.onEvent(host.name);
    this.#world.options.seam.installPlatform(host.platform);
    try {
      run?.();
    } catch (error) {
      host.fail(asError(error));
    }
    if (host.alive) this.#world.stalls.afterEvent(host, event.atUs);
  }
}
