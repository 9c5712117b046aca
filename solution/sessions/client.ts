import type { Actor, ActorContext } from "../actor/actor.js";
import type { ClientEvent, GetCommand, Peer, PutCommand } from "./messages.js";
import type { GetReply, PeerMessage, PutReply } from "./peer_message.js";
import { compareVersions, type Version } from "./version.js";

/** The messages that a client accepts. */
export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;

/** One client of the store: passes commands to the newest of its servers, one at a time. */
export class Client implements Actor<ClientMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<ClientMessage>;
  /** Of each key, the newest version that this client has written or read. */
  readonly #dependencies = new Map<string, Version>();
  /** The servers that it is connected to, the newest one last. */
  #servers: readonly Peer<PeerMessage>[] = [];
  /** The command that a server is working on. */
  #pending: PutCommand | GetCommand | undefined;

  constructor(context: ActorContext<ClientMessage>) {
    this.#context = context;
  }

  onMessage(message: ClientMessage): void {
    switch (message.type) {
      case "started":
        return;
      case "connected":
        this.#servers = [...this.#servers, message.peer];
        return;
      case "disconnected":
        this.#onDisconnected(message.peer);
        return;
      case "putCommand":
      case "getCommand":
        this.#onCommand(message);
        return;
      case "putReply":
        this.#onPutReply(message);
        return;
      case "getReply":
        this.#onGetReply(message);
        return;
      default:
        message satisfies never;
    }
  }

  #onCommand(command: PutCommand | GetCommand): void {
    const server = this.#servers.at(-1);
    if (server === undefined) {
      this.#refuse(command);
      return;
    }
    this.#pending = command;
    const { key } = command;
    const dependency = this.#dependencies.get(key) ?? null;
    const replyTo = this.#context.self;
    if (command.type === "putCommand") {
      const { value } = command;
      this.#context.tell(server.ref, { type: "put", key, value, dependency, replyTo });
    } else {
      this.#context.tell(server.ref, { type: "get", key, dependency, replyTo });
    }
  }

  #onDisconnected({ id }: Peer<PeerMessage>): void {
    const wasCurrent = this.#servers.at(-1)?.id === id;
    this.#servers = this.#servers.filter((server) => server.id !== id);
    if (!wasCurrent || this.#pending === undefined) return;
    // The reply was lost with the link, and perhaps the command.
    this.#refuse(this.#pending);
    this.#pending = undefined;
  }

  #refuse(command: PutCommand | GetCommand): void {
    const result = { error: "ERR_CONN" } as const;
    if (command.type === "putCommand") this.#context.tell(command.replyTo, result);
    else this.#context.tell(command.replyTo, result);
  }

  #onPutReply({ version }: PutReply): void {
    const command = this.#pending;
    if (command?.type !== "putCommand") return;
    this.#pending = undefined;
    this.#depend(command.key, version);
    this.#context.tell(command.replyTo, {});
  }

  #onGetReply(reply: GetReply): void {
    const command = this.#pending;
    if (command?.type !== "getCommand") return;
    this.#pending = undefined;
    if ("error" in reply) {
      this.#context.tell(command.replyTo, { error: reply.error });
      return;
    }
    this.#depend(command.key, reply.entry.version);
    this.#context.tell(command.replyTo, { value: reply.entry.value });
  }

  #depend(key: string, version: Version): void {
    const known = this.#dependencies.get(key);
    if (known === undefined || compareVersions(known, version) < 0) {
      this.#dependencies.set(key, version);
    }
  }
}
