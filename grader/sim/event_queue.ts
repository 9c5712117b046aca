/** What an event is, for messages about events. */
export type EventKind =
  | "start of a host"
  | "timer"
  | "turn of the event loop"
  | "loaded module"
  | "network event"
  | "text on a link"
  | "text between threads"
  | "fault";

/** A host as the queue sees it: events of a host that has ended never run. */
export interface EventHost {
  readonly name: string;
  readonly alive: boolean;
}

/** Something that is going to happen on one host. */
export interface SimEvent<H extends EventHost = EventHost> {
  /** When, in whole microseconds since the simulation began. */
  readonly atUs: number;
  /** Breaks ties: of two events at one time, the one that was scheduled first runs first. */
  readonly sequence: number;
  readonly host: H;
  readonly kind: EventKind;
  /** Undefined once it has run or was cancelled. */
  run: (() => void) | undefined;
  /** Whose stack names the code that scheduled it; kept only when a verdict about an endless loop is near. */
  readonly origin: Error | undefined;
}

/** The events to come, in the order of their times and, at one time, in the order in which they were added. */
export class EventQueue<H extends EventHost> {
  /** A binary heap: the children of index i are at 2i + 1 and 2i + 2. */
  #heap: SimEvent<H>[] = [];
  #cancelled = 0;

  /** How many events are kept, cancelled ones that were not yet cleared away included. */
  get size(): number {
    return this.#heap.length;
  }

  add(event: SimEvent<H>): void {
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
  }

  /** Keeps an event from running. Does nothing when it has run. */
  cancel(event: SimEvent<H>): void {
    if (event.run === undefined) return;
    event.run = undefined;
    this.#cancelled++;
    // Most timers are deadlines that are cancelled long before they are due, so they must not pile up.
    if (this.#cancelled > 1_000 && this.#cancelled > this.#heap.length / 2) this.#clearAway();
  }

  /** Forgets all events but some. */
  keepOnly(keep: (event: SimEvent<H>) => boolean): void {
    this.#heap = this.#heap.filter((event) => keep(event));
    this.#clearAway();
  }

  /** Takes out the next event that is to run; undefined when there is none. */
  next(): SimEvent<H> | undefined {
    for (;;) {
      const [first] = this.#heap;
      if (first === undefined) return undefined;
      const last = this.#heap.pop();
      if (last !== undefined && last !== first) {
        this.#heap[0] = last;
        this.#sink(0);
      }
      if (first.run === undefined) this.#cancelled--;
      else if (first.host.alive) return first;
    }
  }

  #clearAway(): void {
    this.#heap = this.#heap.filter((event) => event.run !== undefined && event.host.alive);
    this.#cancelled = 0;
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    const event = heap[from];
    if (event === undefined) return;
    let i = from;
    while (i > 0) {
      const parentIndex = (i - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[i] = parent;
      i = parentIndex;
    }
    heap[i] = event;
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const event = heap[from];
    if (event === undefined) return;
    let i = from;
    for (;;) {
      let childIndex = 2 * i + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child === undefined) break;
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex++;
      }
      if (isBefore(event, child)) break;
      heap[i] = child;
      i = childIndex;
    }
    heap[i] = event;
  }
}

function isBefore(a: SimEvent, b: SimEvent): boolean {
  return a.atUs < b.atUs || (a.atUs === b.atUs && a.sequence < b.sequence);
}
