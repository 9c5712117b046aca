import type { SimEvent } from "./event_queue.js";
import { serverOfHost } from "./faults/host_names.js";
import { Random } from "./random.js";
import type { SimHost } from "./sim_host.js";

/**
 * One in so many events of a server's thread, and one in so many messages of an actor, brings a stall: the seed says which
 * of these. Often means that they come early, in starts above all, and are used up soon.
 */
const oneInChoices = [3, 10, 30, 100];

/**
 * How much later than others the events of one source may come in after a stall, in microseconds: as on real threads,
 * what has waited in several sockets, ports and timers comes in any order, and in the right one from each.
 */
const spreadUs = 100;

/**
 * All stalls of a world together take no more than this, in microseconds, and this share of the time on top. So they
 * hold up nothing by more than that, on however many threads it goes, and right programs that have a tenth of a second
 * to spare stay within their limits.
 */
const mostUs = 50_000;
const share = 0.05;

/** A host that does nothing for a while. */
interface Stall {
  readonly endUs: number;
  readonly endsBySource: Map<SimEvent["source"], number>;
}

/**
 * Threads of servers that stand still now and then, as one does that collects garbage or has to leave the processor to
 * another. What is due meanwhile waits. And actors that do, beside which their thread goes on.
 */
export class Stalls {
  readonly #rangeUs: readonly [number, number];
  readonly #random: Random;
  readonly #oneIn: number;
  readonly #allowance = new Allowance(mostUs, share);
  readonly #stalls = new Map<SimHost, Stall>();
  readonly #postponedBy = new WeakMap<SimEvent, Stall>();

  constructor(seed: number, rangeUs: readonly [number, number]) {
    this.#rangeUs = rangeUs;
    this.#random = new Random(seed, "stalls");
    this.#oneIn = oneInChoices[this.#random.within([0, oneInChoices.length - 1])] ?? 1;
  }

  /** Draws how long an actor of a host stalls, or the host itself, in whole microseconds; mostly 0. */
  drawUs(host: SimHost, nowUs: number): number {
    if (this.#rangeUs[1] === 0 || serverOfHost(host.name) === undefined) return 0;
    if (this.#random.within([1, this.#oneIn]) > 1) return 0;
    return this.#allowance.take(nowUs, this.#random.within(this.#rangeUs));
  }

  /** Lets a host that has done something stall, now and then. */
  afterEvent(host: SimHost, nowUs: number): void {
    const stallUs = this.drawUs(host, nowUs);
    if (stallUs > 0) this.#stalls.set(host, { endUs: nowUs + stallUs, endsBySource: new Map() });
  }

  /** When an event may run that is due while its host stalls; undefined when it may run now. */
  postponedToUs(event: SimEvent<SimHost>): number | undefined {
    const { host, source, atUs } = event;
    const stall = this.#stalls.get(host);
    if (stall === undefined || this.#postponedBy.get(event) === stall) return undefined;
    if (atUs > stall.endUs + spreadUs) {
      this.#stalls.delete(host);
      return undefined;
    }
    const endUs =
      stall.endsBySource.get(source) ?? stall.endUs + this.#random.within([0, spreadUs]);
    stall.endsBySource.set(source, endUs);
    if (atUs > endUs) return undefined;
    this.#postponedBy.set(event, stall);
    return endUs;
  }
}

/** What a simulation may spend on delays of its own, so that in any time they stay below a bound. */
export class Allowance {
  readonly #mostUs: number;
  readonly #share: number;
  #leftUs: number;
  #atUs = 0;

  /** In any time, no more than `mostUs` are given out and, on top, this share of the time. */
  constructor(mostUs: number, share: number) {
    this.#mostUs = mostUs;
    this.#share = share;
    this.#leftUs = mostUs;
  }

  /** Gives out what is wanted, or 0 when so much is not left. */
  take(nowUs: number, wantedUs: number): number {
    this.#leftUs = Math.min(this.#mostUs, this.#leftUs + (nowUs - this.#atUs) * this.#share);
    this.#atUs = nowUs;
    if (wantedUs > this.#leftUs) return 0;
    this.#leftUs -= wantedUs;
    return wantedUs;
  }
}
