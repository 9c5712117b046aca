import type { ActorRef } from "../actor/actor_ref.js";
import type { GetResult, ListResult } from "../kvcommon/query_service.js";

/** What a query actor is told: queries by its receiver, the rest by its server, by other query actors, or by itself. */
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

/** From the server, once: which actors there are. The server is ready when all of its actors have replied. */
export interface Meet {
  readonly type: "meet";
  /** The actor's own place among its server's. */
  readonly index: number;
  readonly server: ServerDesc;
  /** The servers that ran before. */
  readonly others: readonly ServerDesc[];
  readonly replyTo: ActorRef<null>;
}

/** From a new server to one actor of each older server, which passes it on to all actors of its server. */
export interface Hello {
  readonly type: "hello";
  readonly server: ServerDesc;
  /** The addresses of all servers that the new one says hello to. */
  readonly greeted: readonly string[];
}

/** From the actor that got a {@link Hello}, or several, to the other actors of its server. */
export interface NewServers {
  readonly type: "newServers";
  readonly servers: readonly ServerDesc[];
}

/** Puts, from one query actor to another. */
export interface Sync {
  readonly type: "sync";
  readonly entries: readonly SyncEntry[];
  /** The uids that the entries' last numbers stand for. */
  readonly origins: readonly string[];
  /** Whether the receiver is to tell the other actors of its server. */
  readonly relay: boolean;
}

/** An `Entry`, without names to keep messages short. */
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
