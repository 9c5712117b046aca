import type { QueryFacts } from "../observation.js";

/** What the clients' host gets to know when it is spawned. */
export interface ClientsHostData {
  /** See {@link StagedTree.url}. */
  readonly treeUrl: string;
}

/**
 * What the clients' host does. It reports to the trace what comes of it; the replies say only that it is over. `call` is
 * the number under which it reports.
 */
export type ClientRequest =
  /** A query by a client of its own for this name and address, made when it is first needed. */
  | {
      readonly type: "query";
      readonly call: number;
      readonly query: QueryFacts;
      readonly address: string;
    }
  | { readonly type: "newClient"; readonly client: string; readonly addresses: readonly string[] }
  | { readonly type: "closeClient"; readonly client: string }
  /** A query by a client that `newClient` made. */
  | { readonly type: "call"; readonly call: number; readonly query: QueryFacts }
  | { readonly type: "newMailbox"; readonly mailbox: string }
  | {
      readonly type: "push";
      readonly call: number;
      readonly mailbox: string;
      readonly values: readonly number[];
    }
  | {
      readonly type: "pop";
      readonly call: number;
      readonly mailbox: string;
      readonly count: number;
      readonly withinMs: number;
    }
  | { readonly type: "closeMailbox"; readonly mailbox: string };
