import type { NetworkConditions } from "./platform.js";

/** A link that can be lost. */
export interface LosableLink {
  /** Ends the link for both sides, without waiting for anything. */
  lose(): void;
}

/** The conditions of the links that a host dials, by address. */
export class NetworkTable implements NetworkConditions {
  #defaultLatencyMs = 0;
  readonly #latencies = new Map<string, number>();
  readonly #cut = new Set<string>();
  readonly #links = new Map<string, Set<LosableLink>>();

  setLatency(oneWayMs: number, address?: string): void {
    if (!Number.isFinite(oneWayMs) || oneWayMs < 0) {
      throw new RangeError(`a latency is a number of milliseconds from 0 on, not ${oneWayMs}`);
    }
    if (address === undefined) this.#defaultLatencyMs = oneWayMs;
    else this.#latencies.set(address, oneWayMs);
  }

  latencyTo(address: string): number {
    return this.#latencies.get(address) ?? this.#defaultLatencyMs;
  }

  cut(address: string): void {
    this.#cut.add(address);
    for (const link of this.#links.get(address) ?? []) link.lose();
  }

  restore(address: string): void {
    this.#cut.delete(address);
  }

  /** Whether this host is cut off from an address. */
  isCut(address: string): boolean {
    return this.#cut.has(address);
  }

  /**
   * Takes a link that was dialled, so that it can be cut; loses it immediately if its address is cut already.
   *
   * @returns a function to call when the link has ended.
   */
  add(address: string, link: LosableLink): () => void {
    const links = this.#links.get(address) ?? new Set();
    this.#links.set(address, links.add(link));
    if (this.isCut(address)) link.lose();
    return () => {
      links.delete(link);
      if (links.size === 0 && this.#links.get(address) === links) this.#links.delete(address);
    };
  }
}
