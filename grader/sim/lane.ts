import type { EventKind } from "./event_queue.js";
import type { SimHost } from "./sim_host.js";
import type { World } from "./world.js";

/** A one-way lane to a host. What goes in first comes out first, also when the delay shrinks meanwhile. */
export class Lane {
  #lastUs = 0;

  /** `delayUs` is asked anew for everything that goes in. */
  constructor(
    private readonly world: World,
    private readonly to: SimHost,
    private readonly kind: EventKind,
    private readonly delayUs: () => number,
  ) {}

  /** Runs `arrive` as an event of the host at the other end. */
  push(arrive: () => void): void {
    this.#lastUs = Math.max(this.#lastUs, this.world.nowUs + this.delayUs());
    this.world.scheduleAt(this.#lastUs, this.to, this.kind, arrive);
  }
}
