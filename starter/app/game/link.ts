import { platform } from "../../platform/current.js";
import { HopelessError, type Connection } from "../store/connection.js";
import type { Stop } from "./stop.js";

/** How long to wait after a failure before the next try, in milliseconds. */
const retryMs = 500;

/** What a player is told about the connection. */
export interface LinkNews {
  /** A server was lost that had answered before. Called once per loss. */
  onLost(address: string, reason: string, nextAddress: string): void;
  /** A server answers again. */
  onBack(address: string): void;
}

/** Tells whether the store can be reached, and waits while it cannot. */
export class Link {
  readonly #platform = platform();
  #lost = false;

  constructor(
    private readonly connection: Connection,
    private readonly stop: Stop,
    private readonly news: LinkNews,
  ) {}

  /** Whether the last query failed. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Does something with the store once: its result, or undefined when the store could not be reached. */
  async once<T>(query: (connection: Connection) => Promise<T>): Promise<{ result: T } | undefined> {
    const { address } = this.connection;
    try {
      const result = await query(this.connection);
      if (this.#lost) this.news.onBack(this.connection.address);
      this.#lost = false;
      return { result };
    } catch (error) {
      if (error instanceof HopelessError) {
        this.stop.because({ type: "failed", error });
        return undefined;
      }
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#lost) this.news.onLost(address, reason, this.connection.address);
      this.#lost = true;
      return undefined;
    }
  }

  /** Does something with the store, and does it again until it succeeds. Rejects with `Stopped` when the game ends. */
  async patiently<T>(query: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const done = await this.stop.or(this.once(query));
      if (done !== undefined) return done.result;
      await this.stop.or(this.sleep(retryMs));
    }
  }

  /** Waits. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#platform.after(ms, resolve));
  }
}
