import type { Client } from "../../kvclient/client.js";
import type { QueryRouter } from "../../kvclient/query_router.js";
import { platform } from "../../platform/current.js";
import { RpcError } from "../../rpc/rpc_error.js";
import { prefixes } from "./keys.js";
import { worldOf, type World } from "./world.js";

/** The part of a storage client that the game needs. */
export type Store = Pick<Client, "put" | "list">;

/** A server that does not answer a query within this time counts as lost, in milliseconds. */
const deadlineMs = 5_000;

/** Returns one server until it fails, and then the next one in the list. */
export class FailoverRouter implements QueryRouter {
  #at = 0;

  /** Requires at least one address. */
  constructor(private readonly addresses: readonly [string, ...string[]]) {}

  nextAddr(): string {
    return this.addresses[this.#at % this.addresses.length] ?? this.addresses[0];
  }

  /** Switches from an address that failed to the next one, unless that has already happened. */
  moveOnFrom(address: string): void {
    if (address === this.nextAddr()) this.#at++;
  }
}

/** Thrown if retrying cannot help: a part of the store is not written yet, or the address is not a query actor's. */
export class HopelessError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HopelessError";
  }
}

/**
 * Queries one server at a time, with a deadline. After a failed query, the next one goes to the next server. Queries are
 * not repeated.
 */
export class Connection {
  readonly #platform = platform();

  constructor(
    private readonly store: Store,
    private readonly router: FailoverRouter,
  ) {}

  /** The current server. */
  get address(): string {
    return this.router.nextAddr();
  }

  /** Reads the world. Rejects with {@link HopelessError} or with the query's error. */
  async read(): Promise<World> {
    const lists = await this.#ask(() =>
      Promise.all(prefixes.map((prefix) => this.store.list(prefix))),
    );
    return worldOf(new Map(lists.flatMap((list) => [...list])));
  }

  /** Sets a key. Rejects like {@link read}; the value may have been set anyway. */
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
  // Errors of other threads and servers arrive as text.
  if (error.message.includes("TODO(")) return true;
  return error instanceof RpcError && ["methodNotFound", "invalidParams"].includes(error.kind);
}
