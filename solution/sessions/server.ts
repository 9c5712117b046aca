/*
 * PROTOCOL
 *
 * Every write gets a version (Lamport time, server, life), and servers keep the newest write of each key, so they agree
 * whatever the order in which writes arrive. Gossip passes on what is news to a server: an entry that a client has put,
 * or that another server has sent and that is newer than what was stored, is sent to all connected servers except the
 * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When
 * a link is made or restored, both servers send each other everything, since messages may have been lost with the link;
 * what is news to the other one spreads from there. An idle system sends nothing.
 *
 * A client keeps the version of what it last wrote or read of each key: its dependency. It sends the dependency along
 * with every request. A server that stores an older version, or none, replies ERR_DEP to a get; a put moves the server's
 * clock past the dependency, so that the client's new write is newer than all that it has seen of the key.
 */
import type { Actor, ActorContext } from "../actor/actor.js";
import type { Peer, PrintStoreCommand, ServerEvent } from "./messages.js";
import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";
import { compareVersions, type Entry } from "./version.js";

/** The messages that a server accepts. */
export type ServerMessage =
  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };

/** How long news wait for others to be sent with them, in milliseconds. */
const gossipMs = 10;

/** Another server, and the keys whose entries are news to it. */
interface Neighbour {
  readonly peer: Peer<PeerMessage>;
  readonly news: Set<string>;
}

/** One server of the store. */
export class Server implements Actor<ServerMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<ServerMessage>;
  readonly #store = new Map<string, Entry>();
  readonly #neighbours = new Map<number, Neighbour>();
  #id = 0;
  #life = 0;
  /** The newest Lamport time that this server has seen. */
  #time = 0;
  #tickArmed = false;

  constructor(context: ActorContext<ServerMessage>) {
    this.#context = context;
  }

  onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "started":
        this.#id = message.id;
        this.#life = message.life;
        return;
      case "connected":
        this.#onConnected(message.peer);
        return;
      case "disconnected":
        this.#neighbours.delete(message.peer.id);
        return;
      case "put":
        this.#onPut(message);
        return;
      case "get":
        this.#onGet(message);
        return;
      case "gossip":
        this.#onGossip(message);
        return;
      case "gossipTick":
        this.#onGossipTick();
        return;
      case "printStoreCommand":
        this.#onPrintStore(message);
        return;
      default:
        message satisfies never;
    }
  }

  #onConnected(peer: Peer<PeerMessage>): void {
    if (peer.kind === "client") return;
    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });
    this.#armTick();
  }

  #onPut({ key, value, dependency, replyTo }: Put): void {
    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;
    const version = { time: this.#time, server: this.#id, life: this.#life };
    this.#keep({ key, value, version });
    this.#context.tell(replyTo, { type: "putReply", version });
  }

  #onGet({ key, dependency, replyTo }: Get): void {
    const entry = this.#store.get(key);
    const isTooOld =
      dependency !== null &&
      (entry === undefined || compareVersions(entry.version, dependency) < 0);
    if (isTooOld) this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });
    else if (entry === undefined)
      this.#context.tell(replyTo, { type: "getReply", error: "ERR_KEY" });
    else this.#context.tell(replyTo, { type: "getReply", entry });
  }

  #onGossip({ from, entries }: Gossip): void {
    for (const entry of entries) {
      this.#time = Math.max(this.#time, entry.version.time);
      const known = this.#store.get(entry.key);
      if (known === undefined || compareVersions(known.version, entry.version) < 0) {
        this.#keep(entry, from);
      }
    }
  }

  /** Stores an entry, which is news to all neighbours except the one that it came from. */
  #keep(entry: Entry, from?: number): void {
    this.#store.set(entry.key, entry);
    for (const { peer, news } of this.#neighbours.values()) {
      if (peer.id === from) news.delete(entry.key);
      else news.add(entry.key);
    }
    this.#armTick();
  }

  #onGossipTick(): void {
    this.#tickArmed = false;
    for (const { peer, news } of this.#neighbours.values()) {
      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);
      news.clear();
      if (entries.length > 0) {
        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });
      }
    }
  }

  #armTick(): void {
    if (this.#tickArmed) return;
    this.#tickArmed = true;
    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);
  }

  #onPrintStore({ replyTo }: PrintStoreCommand): void {
    const entries = [...this.#store.values()].map(({ key, value, version }) => {
      const { time, server, life } = version;
      return { key, value, version: `${time}@${server}.${life}` };
    });
    this.#context.tell(replyTo, { entries });
  }
}
