import TinyQueue from "tinyqueue";

/** What an event is, for messages about events. */
export type EventKind =
  | "start of a host"
  | "timer"
  | "turn of the event loop"
  | "loaded module"
  | "network event"
  | "text on a link"
  | "text between threads"
  | "busy actor"
  | "fault"
  | "look";

/** A host as the queue sees it: events of a host that has ended never run. */
export interface EventHost {
  readonly name: string;
  readonly alive: boolean;
}

/** Something that is going to happen on one host. */
export interface SimEvent<H extends EventHost = EventHost> {
  /** When, in whole microseconds since the simulation began. Changes only while the event is in no queue. */
  atUs: number;
  /** Breaks ties: of two events at one time, the one that was scheduled, or postponed, first runs first. */
  sequence: number;
  readonly host: H;
  readonly kind: EventKind;
  /** Where it comes from: events of a host that come from one place keep their order when the host stalls. */
  readonly source: object | EventKind;
  /** Undefined once it has run or was cancelled. */
  run: (() => void) | undefined;
  /** Whose stack names the code that scheduled it; kept only when a verdict about an endless loop is near. */
  readonly origin: Error | undefined;
}

/** The events to come, in the order of their times and, at one time, in the order in which they were added. */
export class EventQueue<H extends EventHost> {
  #events = new TinyQueue<SimEvent<H>>([], inOrder);
  #cancelled = 0;

  /** The events that are to run, in no order. */
  get all(): readonly SimEvent<H>[] {
    return this.#events.data.filter(({ run, host }) => run !== undefined && host.alive);
  }

  /** How many events are kept, cancelled ones that were not yet cleared away included. */
  get size(): number {
    return this.#events.length;
  }

  add(event: SimEvent<H>): void {
    this.#events.push(event);
  }

  /** Keeps an event from running. Does nothing when it has run. */
  cancel(event: SimEvent<H>): void {
    if (event.run === undefined) return;
    event.run = undefined;
    this.#cancelled++;
    // Most timers are deadlines that are cancelled long before they are due, so they must not pile up.
    if (this.#cancelled > 1_000 && this.#cancelled > this.size / 2) this.#clearAway();
  }

  /** Takes out the next event that is to run; undefined when there is none. */
  next(): SimEvent<H> | undefined {
    for (;;) {
      const first = this.#events.pop();
      if (first === undefined) return undefined;
      if (first.run === undefined) this.#cancelled--;
      else if (first.host.alive) return first;
    }
  }

  #clearAway(): void {
    this.#events = new TinyQueue([...this.all], inOrder);
    this.#cancelled = 0;
  }
}

function inOrder(a: SimEvent, b: SimEvent): number {
  return a.atUs - b.atUs || a.sequence - b.sequence;
}
