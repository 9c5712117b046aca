/*
 * PROTOCOL
 *
 * TODO(final): describe in one or two paragraphs how a write reaches all servers (gossip), how servers agree on which of
 * two writes is the newer one, and how a server finds out whether it satisfies a client's dependency; see section 5 of
 * the handout.
 */
import type { Actor, ActorContext } from "../actor/actor.js";
import { TodoError } from "../todo.js";
import type { ServerEvent } from "./messages.js";

/**
 * What servers and clients tell each other. Make it a union with one member, with its own `type`, per kind of message;
 * you may move it to a file of its own.
 */
export interface PeerMessage {
  readonly type: string;
}

/** The messages that a server accepts. */
export type ServerMessage = ServerEvent<PeerMessage> | PeerMessage;

/**
 * One server of the store. It answers clients at once from what it stores, and exchanges what it knows with the servers
 * that it is connected to, so that all of them store the same in the end (eventual consistency). Links break and are
 * restored at any time; see `Connected` and `Disconnected`.
 *
 * It never shows a client a value that is older than one that the client has written or read: it reports `ERR_DEP`.
 */
export class Server implements Actor<ServerMessage> {
  /** The module from which the server's process loads this class; do not change it. */
  static readonly module = import.meta.url;

  constructor(context: ActorContext<ServerMessage>) {
    void context;
    throw new TodoError("final", "write Server in sessions/server.ts", "3.1");
  }

  onMessage(message: ServerMessage): void {
    void message;
    throw new TodoError("final", "write Server in sessions/server.ts", "3.1");
  }
}
