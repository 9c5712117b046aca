import { setTimeout as delay } from "node:timers/promises";
import type * as QueryServiceModule from "../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../starter/rpc/rpc_client.js";
import type { StagedTree } from "../run/staged_tree.js";
import type { FillOrder, ListOrder, LoadOrder, OrderResult, VisibilityOrder } from "./protocol.js";
import type { QueryConnection } from "./query_connection.js";
import { watchVisibility } from "./visibility.js";

/** The keys of the throughput runs. */
const loadKeys = 10_000;

/** What fills keep outstanding. */
const fillOutstanding = 256;

/** Calls servers. One client for all of them, the echo included, so that what differs is the server. */
export class LoadGenerator {
  readonly #clients = new Map<string, RpcClientModule.RpcClient>();

  private constructor(
    private readonly rpc: typeof RpcClientModule,
    private readonly queries: typeof QueryServiceModule,
  ) {}

  /** Makes a load generator of a staged tree's client. */
  static async load(tree: StagedTree): Promise<LoadGenerator> {
    return new LoadGenerator(
      await tree.load<typeof RpcClientModule>("rpc/rpc_client.js"),
      await tree.load<typeof QueryServiceModule>("kvcommon/query_service.js"),
    );
  }

  /** Carries out an order; see the order's type for what it does, and the method for what it returns. */
  carryOut(order: LoadOrder | FillOrder | ListOrder | VisibilityOrder): Promise<OrderResult> {
    switch (order.type) {
      case "load":
        return this.#load(order);
      case "fill":
        return this.#fill(order);
      case "list":
        return this.#list(order);
      case "visibility":
        return this.#visibility(order);
    }
  }

  /** Returns the operations done and the milliseconds that they took. */
  async #load(order: LoadOrder): Promise<OrderResult> {
    const connections = await Promise.all(
      Array.from({ length: order.connections }, (_, index) => {
        const address = order.addresses[index % order.addresses.length] ?? "";
        return this.#connect(address, index, order.batch);
      }),
    );
    let operations = 0;
    let running = true;
    let next = 0;
    const loop = async (query: QueryConnection): Promise<void> => {
      while (running) {
        // Steps by a number that shares no factor with the count visit all keys in an order without neighbours.
        next = (next + 7_919) % loadKeys;
        if (order.operation === "get") await query.get({ key: keyName(next) });
        else await query.put({ key: keyName(next), value: valueFor(next) });
        operations++;
      }
    };
    const startMs = performance.now();
    const loops = connections.flatMap((query) =>
      Array.from({ length: order.outstanding }, () => loop(query)),
    );
    await delay(order.durationMs);
    running = false;
    const tookMs = performance.now() - startMs;
    const counted = operations;
    await Promise.all(loops);
    return [counted, tookMs];
  }

  /** Returns nothing. */
  async #fill({ address, firstKey, endKey }: FillOrder): Promise<OrderResult> {
    const query = await this.#connect(address, 0, true);
    let next = firstKey;
    const loop = async (): Promise<void> => {
      while (next < endKey) {
        const key = next++;
        await query.put({ key: keyName(key), value: valueFor(key) });
      }
    };
    await Promise.all(Array.from({ length: fillOutstanding }, loop));
    return [];
  }

  /** Returns the milliseconds that each call took. */
  async #list({ address, keys, times }: ListOrder): Promise<OrderResult> {
    const query = await this.#connect(address, 0, false);
    const tookMs: number[] = [];
    for (let i = 0; i < times; i++) {
      const prefix = keyName(Math.floor((i * 7_919) % keys)).slice(0, -1);
      const startMs = performance.now();
      const { entries } = await query.list({ prefix });
      tookMs.push(performance.now() - startMs);
      if (entries.length !== 10) {
        throw new Error(`list of ${prefix} brought ${entries.length} entries and not 10`);
      }
    }
    return tookMs;
  }

  /** Returns the delay of each probe, in milliseconds. */
  async #visibility({ writeTo, readFrom, probes }: VisibilityOrder): Promise<OrderResult> {
    const writer = await this.#connect(writeTo, 0, false);
    const reader = await this.#connect(readFrom, 0, true);
    return watchVisibility(writer, reader, probes);
  }

  /** The connection of that number to an address: a new one, or the one that an earlier order made. */
  async #connect(address: string, index: number, batch: boolean): Promise<QueryConnection> {
    const name = `${address} ${index} ${batch}`;
    const known = this.#clients.get(name);
    const client = known ?? (await this.rpc.RpcClient.dial(address, { batch }));
    this.#clients.set(name, client);
    return client.use(this.queries.queryService);
  }
}

function keyName(key: number): string {
  return `key-${String(key).padStart(7, "0")}`;
}

function valueFor(key: number): string {
  return `value-${String(key).padStart(10, "0")}`;
}
