/**
 * The messages by which the given code talks to your server and your client. Both are actors: add these messages to the
 * union of those that each of them accepts. What servers and clients tell each other is yours to define; `M` stands for
 * it.
 */
import type { ActorRef } from "../actor/actor_ref.js";

/** What your server gets from the given code. */
export type ServerEvent<M> = Started | Connected<M> | Disconnected<M> | PrintStoreCommand;

/** What your client gets from the given code. */
export type ClientEvent<M> = Started | Connected<M> | Disconnected<M> | PutCommand | GetCommand;

/** The first message of all: who you are. */
export interface Started {
  readonly type: "started";
  /** No other process has this id while you run. */
  readonly id: number;
  /**
   * Which life of the id this is: 1 for the first process that was started with it, 2 for the next one, and so on. No two
   * processes ever have both the same id and the same life.
   */
  readonly life: number;
}

/** The process at the other end of a link. */
export interface Peer<M> {
  readonly id: number;
  readonly kind: "server" | "client";
  /**
   * Tells the other process something, as long as the link is up. Once it is broken, messages to this ref are silently
   * dropped, including those that are on their way; a restored link has the same ref.
   */
  readonly ref: ActorRef<M>;
}

/**
 * A link was made or restored. Both ends get this message, each before anything that the other end sends over the link.
 * Links carry messages in order, in both directions.
 */
export interface Connected<M> {
  readonly type: "connected";
  readonly peer: Peer<M>;
}

/** A link was broken, in both directions, or the process at its other end was killed. Nothing more arrives over it. */
export interface Disconnected<M> {
  readonly type: "disconnected";
  readonly peer: Peer<M>;
}

/** To a client: write a value, and reply when one server has accepted it. */
export interface PutCommand {
  readonly type: "putCommand";
  readonly key: string;
  readonly value: string;
  readonly replyTo: ActorRef<PutResult>;
}

/** The reply to {@link PutCommand}. */
export interface PutResult {
  /** `ERR_CONN` if the client has no server to talk to; absent if a server has accepted the value. */
  readonly error?: "ERR_CONN";
}

/** To a client: read a key at the server that it is connected to, and reply. */
export interface GetCommand {
  readonly type: "getCommand";
  readonly key: string;
  readonly replyTo: ActorRef<GetResult>;
}

/**
 * The reply to {@link GetCommand}: the value, or why there is none. `ERR_KEY` means that the server has no value for the
 * key, `ERR_DEP` that it has none that is new enough for this client, and `ERR_CONN` that the client has no server to
 * talk to.
 */
export type GetResult =
  { readonly value: string } | { readonly error: "ERR_KEY" | "ERR_DEP" | "ERR_CONN" };

/** To a server: reply with everything that you store. */
export interface PrintStoreCommand {
  readonly type: "printStoreCommand";
  readonly replyTo: ActorRef<StoreContent>;
}

/** The reply to {@link PrintStoreCommand}, in any order. */
export interface StoreContent {
  readonly entries: readonly StoreEntry[];
}

/** A key of a store. */
export interface StoreEntry {
  readonly key: string;
  readonly value: string;
  /**
   * Tells the write that stored this value from all other writes of the key, such as `"7@2"`. `stabilize` waits until
   * servers that can reach each other show the same versions.
   */
  readonly version: string;
}
