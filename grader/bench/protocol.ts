/** What the bench and its child processes say to each other. */

/** What a child is, with all that it needs to start; the first message to it. */
export type ChildStart =
  | { readonly type: "echo" }
  | {
      readonly type: "server";
      readonly treeUrl: string;
      readonly startPort: number;
      readonly actors: number;
      readonly remoteDescs: readonly string[];
      /** The one-way latency to other servers, in milliseconds. */
      readonly latencyMs: number;
    }
  | { readonly type: "load"; readonly treeUrl: string };

/** A query, or for the echo the text of one. */
export type Operation = "get" | "put";

/** Asks a server, from some connections at once, and keeps some queries outstanding on each. */
export interface LoadOrder {
  readonly type: "load";
  /** Connections are spread over the addresses. */
  readonly addresses: readonly string[];
  readonly connections: number;
  readonly outstanding: number;
  readonly operation: Operation;
  readonly batch: boolean;
  readonly durationMs: number;
}

/** Puts keys `key-0000000`, …, with 16-byte values. */
export interface FillOrder {
  readonly type: "fill";
  readonly address: string;
  readonly firstKey: number;
  readonly endKey: number;
}

/** Lists prefixes that ten of the keys have, one after the other. */
export interface ListOrder {
  readonly type: "list";
  readonly address: string;
  readonly keys: number;
  readonly times: number;
}

/** Puts probes at one address under steady load and watches for them at another. */
export interface VisibilityOrder {
  readonly type: "visibility";
  readonly writeTo: string;
  readonly readFrom: string;
  readonly probes: number;
}

/** What a child can be asked to do. */
export type Order =
  | LoadOrder
  | FillOrder
  | ListOrder
  | VisibilityOrder
  /** The CPU time that the child's process has used, in microseconds. */
  | { readonly type: "cpu" }
  /** The heap of every thread of the child but the first, in bytes, after garbage was collected. */
  | { readonly type: "heap" };

/** The reply to an order: numbers whose meaning the order says. */
export type OrderResult = readonly number[];

/** From a child to the bench. */
export type FromChild =
  | { readonly type: "started"; readonly desc: string; readonly port: number }
  | { readonly type: "done"; readonly result: OrderResult }
  | { readonly type: "failed"; readonly message: string };
