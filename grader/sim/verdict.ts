import type { SimEvent } from "./event_queue.js";
import type { RecentMessages } from "./recent_messages.js";
import type { SimHost } from "./sim_host.js";
import type { Loading } from "./world.js";

/** Why a simulation was given up. */
export type SimulationVerdict = "deadlock" | "event-budget" | "time-limit" | "load-timeout";

/** A simulation could not be run to its end. The message says what its hosts were doing, for people. */
export class SimulationError extends Error {
  constructor(
    readonly verdict: SimulationVerdict,
    message: string,
  ) {
    super(message);
    this.name = "SimulationError";
  }
}

/** How many events at the end of a run are looked at to find what kept it going. */
export const recentEventCount = 4_096;

/** How many calls are shown of whoever kept a run going, in lines. */
const shownFrames = 8;

/** The last events that ran. */
export class RecentEvents {
  readonly #ring: SimEvent<SimHost>[] = [];
  #next = 0;

  note(event: SimEvent<SimHost>): void {
    this.#ring[this.#next] = event;
    this.#next = (this.#next + 1) % recentEventCount;
  }

  last(): SimEvent<SimHost> | undefined {
    return this.#ring.at(this.#next - 1);
  }

  /** What most of the recent events were: up to three kinds with their hosts, and where the first kind came from. */
  summary(): string {
    const groups = new Map<string, { count: number; origin: Error | undefined }>();
    for (const event of this.#ring) {
      const name = describe(event);
      const group = groups.get(name) ?? { count: 0, origin: undefined };
      group.count++;
      group.origin = event.origin ?? group.origin;
      groups.set(name, group);
    }
    const most = [...groups].sort(([, a], [, b]) => b.count - a.count).slice(0, 3);
    const shares = most.map(([name, { count }]) => `${count} x ${name}`).join(", ");
    const origin = outerFrames(most[0]?.[1].origin?.stack);
    return `the last ${this.#ring.length} events: ${shares}${origin === "" ? "" : `; the first kind came from\n${origin}`}`;
  }
}

/** Nothing is left to happen, and `main` still waits. */
export function deadlock(main: string, atMs: number, recent: RecentEvents): SimulationError {
  const last = recent.last();
  const lastText = last === undefined ? "nothing" : `a ${describe(last)}`;
  return new SimulationError(
    "deadlock",
    `deadlock after ${seconds(atMs)}: nothing is left to happen, and ${main} still waits; ` +
      `the last event was ${lastText} at ${seconds((last?.atUs ?? 0) / 1_000)}`,
  );
}

/** More happened than was allowed. */
export function budgetExceeded(
  main: string,
  atMs: number,
  maxEvents: number,
  recent: RecentEvents,
  messages: RecentMessages,
): SimulationError {
  const handled = messages.summary();
  return new SimulationError(
    "event-budget",
    `endless loop? ${maxEvents} events in ${seconds(atMs)}, and ${main} still waits; ` +
      `${handled === "" ? "" : `${handled}; `}${recent.summary()}`,
  );
}

/** Virtual time ran out. */
export function timeExceeded(main: string, maxMs: number, recent: RecentEvents): SimulationError {
  return new SimulationError(
    "time-limit",
    `${main} still waits after ${seconds(maxMs)}; ${recent.summary()}`,
  );
}

/** A module did not finish loading. */
export function loadTimeout(limitMs: number, loading: Iterable<Loading>): SimulationError {
  const what = [...loading].map(({ module, host }) => `${module} for ${host.name}`).join(", ");
  return new SimulationError(
    "load-timeout",
    `not loaded within ${limitMs / 1_000} s of real time: ${what}; ` +
      "time stands still while a module loads, so its top level must not wait for timers or messages",
  );
}

function describe(event: SimEvent<SimHost>): string {
  return `${event.kind} on ${event.host.name}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s of virtual time`;
}

/** The first lines of a stack that are neither the simulation's own nor Node's. */
function outerFrames(stack: string | undefined): string {
  return (stack ?? "")
    .split("\n")
    .slice(1)
    .filter((line) => !line.includes("/grader/sim/") && !line.includes("node:"))
    .slice(0, shownFrames)
    .join("\n");
}
