import type { ActorRef } from "../actor/actor_ref.js";
import type { GetResult, ListResult } from "../kvcommon/query_service.js";

/**
 * The messages to a query actor: queries from its receiver, the others from its server, other query actors, or itself.
 */
export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick;

export interface Get {
  readonly type: "get";
  readonly key: string;
  readonly replyTo: ActorRef<GetResult>;
}

export interface Put {
  readonly type: "put";
  readonly key: string;
  readonly value: string;
  readonly replyTo: ActorRef<null>;
}

export interface List {
  readonly type: "list";
  readonly prefix: string;
  readonly replyTo: ActorRef<ListResult>;
}

/** A server's query actors, in the order of their ports; as JSON text this is the server's `desc`. */
export interface ServerDesc {
  readonly actors: readonly ActorRef<QueryMessage>[];
}

/**
 * From the server, once: introduces the actors to each other. The server is ready when all of its actors have replied.
 */
export interface Meet {
  readonly type: "meet";
  /** The index of the receiving actor within its server. */
  readonly index: number;
  readonly server: ServerDesc;
  /** The servers that were already running. */
  readonly others: readonly ServerDesc[];
  readonly replyTo: ActorRef<null>;
}

/** From a new server to one actor of each older server, which forwards it to all actors of its server. */
export interface Hello {
  readonly type: "hello";
  readonly server: ServerDesc;
  /** The addresses of all servers that the new one greets. */
  readonly greeted: readonly string[];
}

/** From an actor that has received one or more {@link Hello}s to the other actors of its server. */
export interface NewServers {
  readonly type: "newServers";
  readonly servers: readonly ServerDesc[];
}

/** Puts, from one query actor to another. */
export interface Sync {
  readonly type: "sync";
  readonly entries: readonly SyncEntry[];
  /** The uids to which the last numbers of the entries refer. */
  readonly origins: readonly string[];
  /** Whether the receiver forwards the entries to the other actors of its server. */
  readonly relay: boolean;
}

/** An `Entry` without property names, to keep messages short. */
export type SyncEntry = readonly [
  key: string,
  value: string,
  ms: number,
  seq: number,
  origin: number,
];

/** From an actor to itself, when it is time to send. */
export interface SyncTick {
  readonly type: "syncTick";
}
