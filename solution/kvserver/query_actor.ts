/*
 * SYNC STRATEGY
 *
 * Every query actor is responsible for the Puts that it receives from clients, and sends each of them once. Locally it
 * sends them to all other actors of its server; remotely it sends them to one fixed actor per server (actor i to actor
 * i mod n), which relays them to the others there together with its own. Puts wait in an outbox per destination, where
 * a later Put for the same key replaces an earlier one. The first change after an idle period starts a timer of 10 ms;
 * from then on the outboxes are emptied every 125 ms, until a tick finds them empty. So a pair of actors exchanges at
 * most eight messages per second and a hello, a Put is visible after 125 ms locally and after 2 x 125 ms plus the
 * latency remotely, and an idle system sends nothing. Receivers merge by (milliseconds, sequence number, uid of the
 * actor that received the Put).
 *
 * The first actor of a new server sends a hello to one actor of each older server, which informs its neighbours on its
 * next tick, instead of sending Puts. Each actor then treats the new server like any other, and adds the Puts that it
 * has received from clients so far to the new server's outbox, as a backlog that is sent in chunks behind new Puts.
 * Every Put has one responsible actor, so the new server gets the whole state once; Puts of servers that no longer run
 * come from the greeted actor. The new server sends its own Puts to all older servers from the start.
 */
import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import type { Entry } from "./entry.js";
import type { Hello, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";
import { Outbox } from "./outbox.js";
import { Store } from "./store.js";

/** How long the first Put after an idle period waits for others to be sent with it, in milliseconds. */
const firstTickMs = 10;

/** The time between messages to the same actor, in milliseconds: eight messages per second of the ten allowed. */
const tickMs = 125;

/** An actor on another server to which this actor sends its Puts, with the Puts that are waiting. */
interface Contact {
  readonly ref: ActorRef<QueryMessage>;
  readonly outbox: Outbox;
}

/** Keeps a replica of the whole store, answers queries from it, and syncs it with the other query actors. */
export class QueryActor implements Actor<QueryMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<QueryMessage>;
  readonly #uid: string;
  readonly #store = new Store();
  #index = 0;
  #neighbours: readonly ActorRef<QueryMessage>[] = [];
  readonly #neighboursOutbox = new Outbox();
  /** Servers that greeted this actor, and that the neighbours do not know yet. */
  #newServers: ServerDesc[] = [];
  readonly #contacts: Contact[] = [];
  /** One string object per uid, shared by all entries with that uid. */
  readonly #uids = new Map<string, string>();
  #tickArmed = false;

  constructor(context: ActorContext<QueryMessage>) {
    this.#context = context;
    this.#uid = uid(context.self);
  }

  onMessage(message: QueryMessage): void {
    switch (message.type) {
      case "get":
        this.#context.tell(message.replyTo, { value: this.#store.get(message.key)?.value ?? null });
        return;
      case "put":
        this.#onPut(message.key, message.value);
        this.#context.tell(message.replyTo, null);
        return;
      case "list":
        this.#context.tell(message.replyTo, { entries: this.#store.list(message.prefix) });
        return;
      case "meet":
        this.#onMeet(message);
        return;
      case "hello":
        this.#onHello(message);
        return;
      case "newServers":
        this.#onNewServers(message);
        return;
      case "sync":
        this.#onSync(message);
        return;
      case "syncTick":
        this.#onSyncTick();
        return;
      default:
        message satisfies never;
    }
  }

  #onPut(key: string, value: string): void {
    const entry = this.#store.put(key, value, this.#context.now(), this.#uid);
    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);
    for (const { outbox } of this.#contacts) outbox.add(entry);
    this.#armTick();
  }

  #onMeet({ index, server, others, replyTo }: Meet): void {
    this.#index = index;
    this.#neighbours = server.actors.filter((ref) => ref.id !== this.#context.self.id);
    for (const other of others) this.#addContact(other);
    if (index === 0) {
      const greeted = others.flatMap(addressOf);
      for (const { ref } of this.#contacts) {
        this.#context.tell(ref, { type: "hello", server, greeted });
      }
    }
    // Messages from clients and older servers may have arrived before this one.
    for (const entry of this.#store.entries()) {
      this.#neighboursOutbox.add(entry);
      if (entry.origin === this.#uid) for (const { outbox } of this.#contacts) outbox.add(entry);
    }
    this.#armTick();
    this.#context.tell(replyTo, null);
  }

  #onHello({ server, greeted }: Hello): void {
    const orphans = this.#orphans(server, greeted);
    const outbox = this.#welcome(server);
    outbox.addBacklog(orphans);
    if (this.#neighbours.length > 0) this.#newServers.push(server);
  }

  #onNewServers({ servers }: NewServers): void {
    for (const server of servers) this.#welcome(server);
  }

  /** The Puts that a new server lacks and for which no server that it knows is responsible. */
  #orphans(newcomer: ServerDesc, greeted: readonly string[]): Entry[] {
    const senders = new Set([this.#context.self.address, ...greeted]);
    // Its own Puts may have arrived before its hello. Only a restarted server has lost them.
    if (this.#contactOf(newcomer) < 0) for (const own of addressOf(newcomer)) senders.add(own);
    return [...this.#store.entries()].filter(({ origin }) => !senders.has(addressIn(origin)));
  }

  /** Starts sending to a new server, including the Puts that this actor has already received from clients. */
  #welcome(server: ServerDesc): Outbox {
    const former = this.#contactOf(server);
    // A restarted server replaces its former self.
    if (former >= 0) this.#contacts.splice(former, 1);
    const outbox = this.#addContact(server);
    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);
    outbox.addBacklog(own);
    this.#armTick();
    return outbox;
  }

  /** The index of a server among the contacts; -1 if it is not there. */
  #contactOf(server: ServerDesc): number {
    const [address] = addressOf(server);
    return this.#contacts.findIndex(({ ref }) => ref.address === address);
  }

  #addContact({ actors }: ServerDesc): Outbox {
    const outbox = new Outbox();
    const ref = actors[this.#index % actors.length];
    if (ref !== undefined) this.#contacts.push({ ref, outbox });
    return outbox;
  }

  #onSync({ entries, origins, relay }: Sync): void {
    const known = origins.map((origin) => this.#internUid(origin));
    for (const [key, value, ms, seq, originIndex] of entries) {
      const entry: Entry = { key, value, ms, seq, origin: known[originIndex] ?? "" };
      const won = this.#store.merge(entry);
      if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);
    }
    if (relay) this.#armTick();
  }

  #onSyncTick(): void {
    let sent = false;
    const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);
    if (toNeighbours !== undefined) {
      for (const neighbour of this.#neighbours) this.#context.tell(neighbour, toNeighbours);
      sent = true;
    }
    for (const { ref, outbox } of this.#contacts) {
      const toContact = outbox.take(this.#store, true);
      if (toContact === undefined) continue;
      this.#context.tell(ref, toContact);
      sent = true;
    }
    this.#tickArmed = sent;
    if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);
  }

  /**
   * Information about new servers. It replaces a sync message to the neighbours, so that each pair keeps to its rate.
   */
  #takeNews(): NewServers | undefined {
    const servers = this.#newServers;
    if (servers.length === 0) return undefined;
    this.#newServers = [];
    return { type: "newServers", servers };
  }

  #armTick(): void {
    if (this.#tickArmed) return;
    this.#tickArmed = true;
    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, firstTickMs);
  }

  #internUid(text: string): string {
    const known = this.#uids.get(text);
    if (known !== undefined) return known;
    this.#uids.set(text, text);
    return text;
  }
}

/** The address of a server's actors; an empty array for a server without actors. */
function addressOf({ actors }: ServerDesc): string[] {
  return actors.slice(0, 1).map((ref) => ref.address);
}

/** The address part of an actor's uid. */
function addressIn(actorUid: string): string {
  return actorUid.slice(0, actorUid.lastIndexOf("/"));
}
