import type { Actor, ActorContext } from "../actor/actor.js";
import { TodoError } from "../todo.js";
import type { ClientEvent } from "./messages.js";
import type { PeerMessage } from "./server.js";

/** The messages that a client accepts. */
export type ClientMessage = ClientEvent<PeerMessage> | PeerMessage;

/**
 * One client of the store. It passes puts and gets to the server that it is connected to (the newest one, if it has
 * several links), and replies when that server has answered.
 *
 * It remembers, for each key, what it has written and read, and takes that along when it moves to another server:
 * a server that does not know it yet must not show this client anything older.
 */
export class Client implements Actor<ClientMessage> {
  /** The module from which the client's process loads this class; do not change it. */
  static readonly module = import.meta.url;

  constructor(context: ActorContext<ClientMessage>) {
    void context;
    throw new TodoError("final", "write Client in sessions/client.ts", "3.2");
  }

  onMessage(message: ClientMessage): void {
    void message;
    throw new TodoError("final", "write Client in sessions/client.ts", "3.2");
  }
}
