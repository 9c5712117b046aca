import type { Client } from "../../kvclient/client.js";
import type { QueryRouter } from "../../kvclient/query_router.js";
import { platform } from "../../platform/current.js";
import { RpcError } from "../../rpc/rpc_error.js";
import { prefixes } from "./keys.js";
import { worldOf, type World } from "./world.js";

/** The part of a storage client that the game needs. */
export type Store = Pick<Client, "put" | "list">;

/** How long a query may take before its server counts as lost, in milliseconds. */
const deadlineMs = 5_000;

/** Names one server until it fails, and then the next one of the list. */
export class FailoverRouter implements QueryRouter {
  #at = 0;

  /** Needs one address at least. */
  constructor(private readonly addresses: readonly [string, ...string[]]) {}

  nextAddr(): string {
    return this.addresses[this.#at % this.addresses.length] ?? this.addresses[0];
  }

  /** Moves on from an address that failed; does nothing when that has happened already. */
  moveOnFrom(address: string): void {
    if (address === this.nextAddr()) this.#at++;
  }
}

/** Thrown when trying again cannot help: a part of the store is not written yet, or it is no store at all. */
export class HopelessError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HopelessError";
  }
}

/**
 * Queries with a deadline, to one server at a time. A query that fails makes the next one go to the next server; none is
 * repeated here.
 */
export class Connection {
  readonly #platform = platform();

  constructor(
    private readonly store: Store,
    private readonly router: FailoverRouter,
  ) {}

  /** The server that is asked now. */
  get address(): string {
    return this.router.nextAddr();
  }

  /** Reads everything. Rejects with {@link HopelessError}, or with the query's error. */
  async read(): Promise<World> {
    const lists = await this.#ask(() =>
      Promise.all(prefixes.map((prefix) => this.store.list(prefix))),
    );
    return worldOf(new Map(lists.flatMap((list) => [...list])));
  }

  /** Sets a key. Rejects like {@link read}; then the value may have been set all the same. */
  async put(key: string, value: string): Promise<void> {
    await this.#ask(() => this.store.put(key, value));
  }

  async #ask<T>(query: () => Promise<T>): Promise<T> {
    const { address } = this;
    let cancel = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = this.#platform.after(deadlineMs, () => {
        reject(new Error(`${address} has not answered within ${deadlineMs} ms`));
      });
    });
    try {
      return await Promise.race([query(), late]);
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      if (isHopeless(cause)) throw new HopelessError(cause.message, { cause });
      this.router.moveOnFrom(address);
      throw cause;
    } finally {
      cancel();
    }
  }
}

function isHopeless(error: Error): boolean {
  // What another thread or server threw arrives as a text.
  if (error.message.includes("TODO(")) return true;
  return error instanceof RpcError && ["methodNotFound", "invalidParams"].includes(error.kind);
}
