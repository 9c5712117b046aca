/*
 * SYNC STRATEGY
 *
 * Every query actor is responsible for the Puts that it took from clients, and sends each of them once. Locally it sends
 * them to all other actors of its server; remotely it sends them to one agreed actor per server (actor i to actor
 * i mod n), which relays them to the others there together with its own. Puts wait in an outbox per destination, where
 * a later Put of the same key replaces an earlier one. The first change after a quiet time arms a timer of 10 ms; from
 * then on outboxes are emptied every 125 ms, until a tick finds them empty. A pair of actors thus exchanges at most
 * eight messages a second and a hello, a Put is visible after 125 ms locally and after 2 x 125 ms plus the latency remotely, and an
 * idle system is silent. Receivers merge by (milliseconds, sequence number, uid of the actor that took the Put).
 *
 * A new server's first actor says hello to one actor of each older server, which tells its neighbours on its next tick,
 * in the place of Puts. Each actor then treats the newcomer like any other server, and puts what it took from clients so
 * far into the newcomer's outbox as a backlog that is sent in chunks, behind the new Puts. Every Put has one actor that
 * is responsible for it, so the newcomer gets the whole state once; Puts of servers that are gone come from the actor
 * that was greeted. The newcomer sends its own Puts to all older servers from the beginning.
 */
import type { Actor, ActorContext } from "../actor/actor.js";
import { uid, type ActorRef } from "../actor/actor_ref.js";
import type { Entry } from "./entry.js";
import type { Hello, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";
import { Outbox } from "./outbox.js";
import { Store } from "./store.js";

/** How long after a quiet time the first Put waits for others to go along, in milliseconds. */
const firstTickMs = 10;

/** The time between messages to the same actor, in milliseconds: eight a second, of the ten that are allowed. */
const tickMs = 125;

/** An actor on another server that gets this actor's Puts, with those that wait for it. */
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
  /** Servers that said hello here, and that the neighbours have not heard of yet. */
  #newServers: ServerDesc[] = [];
  readonly #contacts: Contact[] = [];
  /** One string per uid, however many entries have it. */
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
    // Clients and older servers may have been faster than this message.
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

  /** The Puts that a newcomer misses, and that nobody whom it knows has taken from a client. */
  #orphans(newcomer: ServerDesc, greeted: readonly string[]): Entry[] {
    const senders = new Set([this.#context.self.address, ...greeted]);
    // Its own Puts may have been faster than its hello; only a server that was started again has lost them.
    if (this.#contactOf(newcomer) < 0) for (const own of addressOf(newcomer)) senders.add(own);
    return [...this.#store.entries()].filter(({ origin }) => !senders.has(addressIn(origin)));
  }

  /** Starts to send to a new server; what this actor took from clients before, too. */
  #welcome(server: ServerDesc): Outbox {
    const former = this.#contactOf(server);
    // A server that was started again takes the place of what it was.
    if (former >= 0) this.#contacts.splice(former, 1);
    const outbox = this.#addContact(server);
    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);
    outbox.addBacklog(own);
    this.#armTick();
    return outbox;
  }

  /** Where a server stands among the contacts; -1 when it is not there. */
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

  /** News of servers, which goes to the neighbours in the place of a sync, so that pairs keep to their rate. */
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

/** The address of a server's actors; none for a server without actors. */
function addressOf({ actors }: ServerDesc): string[] {
  return actors.slice(0, 1).map((ref) => ref.address);
}

/** The address in an actor's uid. */
function addressIn(actorUid: string): string {
  return actorUid.slice(0, actorUid.lastIndexOf("/"));
}
