/** What the master asks the processes, and what they reply. Plain data. */
import type { GetResult, PutResult, StoreEntry } from "../messages.js";

/** How a process is started. */
export interface ProcessSpec {
  readonly kind: "server" | "client";
  readonly id: number;
  /** See `Started.life`. */
  readonly life: number;
  /** On which port it listens for links; 0 for any free one. */
  readonly port: number;
}

/** A process as others find it. */
export interface ProcessAddress {
  readonly kind: "server" | "client";
  readonly id: number;
  /** Where it listens for links, `host:port`. */
  readonly address: string;
}

/** What the master asks a process. */
export type ProcessRequest =
  /** Make a link, unless it is there. Replied to when both ends know of it. */
  | { readonly type: "connect"; readonly to: ProcessAddress }
  /** Break a link, if it is there. Replied to when nothing more comes or goes at this end. */
  | { readonly type: "cut"; readonly id: number }
  /** To a client. */
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "get"; readonly key: string }
  /** To a server. */
  | { readonly type: "readStore" };

/** The replies by the types of requests. */
export interface ProcessReplies {
  connect: null;
  cut: null;
  put: PutResult;
  get: GetResult;
  readStore: readonly StoreEntry[];
}

/** The reply to a request. */
export type ReplyTo<R extends ProcessRequest> = ProcessReplies[R["type"]];
