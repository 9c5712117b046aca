import { platform } from "../../platform/current.js";
import { HopelessError, type Connection } from "../store/connection.js";

/** How long to wait after a failure before the next attempt, in milliseconds. */
const retryMs = 500;

/** A game's access to the store, which retries while the store is unreachable, until the game is stopped. */
export class Link {
  readonly #platform = platform();
  readonly #stopped: Promise<never>;
  #stop: (reason: Error) => void = () => undefined;
  #lost = false;

  /** `print` receives one message when a server is lost, and one when a server answers again. */
  constructor(
    private readonly connection: Connection,
    private readonly print: (text: string) => void,
  ) {
    this.#stopped = new Promise<never>((_, reject) => (this.#stop = reject));
    // Avoid an unhandled rejection while nothing is waiting.
    this.#stopped.catch(() => undefined);
  }

  /** Whether the last query failed. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Rejects everything that waits, now or later, with an error; only the first call counts. */
  stop(reason: Error): void {
    this.#stop(reason);
  }

  /** Waits for a promise, or rejects if the game is stopped first. */
  orStop<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#stopped]);
  }

  /** Waits for this time, whether the game is stopped or not. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#platform.after(ms, resolve));
  }

  /** Runs a query once. Returns its result, or undefined if the store could not be reached. */
  async once<T>(query: (connection: Connection) => Promise<T>): Promise<{ result: T } | undefined> {
    const { address } = this.connection;
    try {
      const result = await query(this.connection);
      if (this.#lost) this.print(`-- Back in the world, on ${this.connection.address}.`);
      this.#lost = false;
      return { result };
    } catch (error) {
      if (error instanceof HopelessError) this.stop(error);
      else if (!this.#lost) this.#tellOfLoss(address, (error as Error).message);
      this.#lost = true;
      return undefined;
    }
  }

  /** Runs a query repeatedly until it succeeds. Rejects if the game is stopped. */
  async patiently<T>(query: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const done = await this.orStop(this.once(query));
      if (done !== undefined) return done.result;
      await this.orStop(this.sleep(retryMs));
    }
  }

  #tellOfLoss(address: string, reason: string): void {
    const next = this.connection.address;
    this.print(
      `-- Lost the server ${address}: ${reason.replace(`cannot reach ${address}: `, "")}.`,
    );
    const then = next === address ? "Trying again" : `Trying ${next}`;
    this.print(`-- ${then}; what you do and type is kept.`);
  }
}
