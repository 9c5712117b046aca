import type { ActorRef } from "../actor/actor_ref.js";
import type { Entry, Version } from "./version.js";

/** What servers and clients tell each other. */
export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;

/** From a client to a server: store a value, newer than what the client has seen of the key. */
export interface Put {
  readonly type: "put";
  readonly key: string;
  readonly value: string;
  /** What the client has written or read last of this key; null if nothing. */
  readonly dependency: Version | null;
  readonly replyTo: ActorRef<PutReply>;
}

/** The reply to {@link Put}, with the version under which the value is stored. */
export interface PutReply {
  readonly type: "putReply";
  readonly version: Version;
}

/** From a client to a server: read a key, but not older than the dependency. */
export interface Get {
  readonly type: "get";
  readonly key: string;
  readonly dependency: Version | null;
  readonly replyTo: ActorRef<GetReply>;
}

/** The reply to {@link Get}. */
export type GetReply =
  | { readonly type: "getReply"; readonly entry: Entry }
  | { readonly type: "getReply"; readonly error: "ERR_KEY" | "ERR_DEP" };

/** From a server to another one: entries that the other one may not have. */
export interface Gossip {
  readonly type: "gossip";
  readonly from: number;
  readonly entries: readonly Entry[];
}
