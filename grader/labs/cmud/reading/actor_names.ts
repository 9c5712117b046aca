import { groupBy } from "../../../base/group_by.js";
import type { History, ServerRecord, TellRecord } from "../../../history/history.js";
import type { QueryRecord } from "../steps/index.js";
import type { ActorName } from "../../../history/scenario.js";
import { byValue } from "./by_value.js";
import { PutOrder } from "./put_order.js";
import { indexOf, serverOf } from "../../../history/scenario.js";
import { ofType, puts, tells } from "./views.js";
import { describeActor } from "./words.js";

/**
 * Which actor of an actor system is which query actor. Messages name actors by their uids, queries by their server and
 * place; a history does not say which belong together. Whoever handles a Put, or is the first to send it on, is the query
 * actor that was asked; for the others it goes by the order in which actors are started.
 */
export class ActorNames {
  readonly #servers: ReadonlyMap<string, readonly ActorName[]>;
  readonly #uids = new Map<ActorName, string>();
  readonly #names = new Map<string, ActorName>();

  constructor(history: History, order = new PutOrder(history)) {
    const seen = seenUids(history);
    const votes = groupBy(takers(history, order), ({ actor }) => actor);
    for (const [actor, ofActor] of votes) {
      const uid = mostFrequent(ofActor.map((taker) => taker.uid));
      if (uid !== undefined) this.#add(actor, uid);
    }
    this.#servers = actorsOf(history);
    for (const [server, actors] of this.#servers) {
      const known = [...this.#uids].filter(([actor]) => serverOf(actor) === server);
      const first = mostFrequent(known.map(([actor, uid]) => idOf(uid) - indexOf(actor))) ?? 1;
      const example = known[0]?.[1] ?? seen.find((one) => one.server === server)?.uid;
      if (example === undefined) continue;
      const address = example.slice(0, example.lastIndexOf("/"));
      for (const actor of actors) this.#add(actor, `${address}/${first + indexOf(actor)}`);
    }
  }

  /** An actor for people: `s1/0` for a query actor, `actor 7 of s1` for another one. */
  nameOf(server: string, uid: string): string {
    return this.#names.get(uid) ?? describeActor(server, uid);
  }

  /** A message's way for people: `s1/0 to s2/1`. */
  wayOf(tell: TellRecord): string {
    return `${this.nameOf(tell.server, tell.from)} to ${this.nameOf(tell.toServer, tell.to)}`;
  }

  /** The query actor with a uid; undefined for an actor that is none. */
  queryActor(uid: string): ActorName | undefined {
    return this.#names.get(uid);
  }

  /** The query actors of each server. */
  get servers(): ReadonlyMap<string, readonly ActorName[]> {
    return this.#servers;
  }

  /** The uid of a query actor; undefined when the history shows no actor of its server. */
  uidOf(actor: ActorName): string | undefined {
    return this.#uids.get(actor);
  }

  #add(actor: ActorName, uid: string): void {
    if (this.#uids.has(actor) || this.#names.has(uid)) return;
    this.#uids.set(actor, uid);
    this.#names.set(uid, actor);
  }
}

interface Seen {
  readonly server: string;
  readonly uid: string;
}

function seenUids(history: History): Seen[] {
  const seen = new Map<string, Seen>();
  for (const record of history.records) {
    if (record.type === "handled") {
      seen.set(record.actor, { server: record.server, uid: record.actor });
    } else if (record.type === "tell") {
      seen.set(record.from, { server: record.server, uid: record.from });
      seen.set(record.to, { server: record.toServer, uid: record.to });
    }
  }
  return [...seen.values()];
}

/** For each Put of a value that nobody else put, which actor took it: who handled it, or sent it first. */
function takers(history: History, order: PutOrder): { actor: ActorName; uid: string }[] {
  const sent = byValue(tells(history));
  return [...groupBy(puts(history), (put) => put.value).values()].flatMap(([put, ...others]) => {
    if (others.length > 0) return [];
    const server = serverOf(put.at);
    const first = sent.get(put.value)?.find((tell) => tell.server === server);
    const uid = order.takenWith(put)?.actor ?? first?.from;
    return uid === undefined ? [] : [{ actor: put.at, uid }];
  });
}

/** The query actors of each server: as many as it said when it started, or at least those that were asked. */
function actorsOf(history: History): Map<string, ActorName[]> {
  const counts = new Map<string, number>();
  const atLeast = (server: string, count: number): void => {
    counts.set(server, Math.max(count, counts.get(server) ?? 0));
  };
  for (const record of ofType<ServerRecord>(history, "server")) {
    atLeast(record.server, record.actors ?? 0);
  }
  for (const { at } of ofType<QueryRecord>(history, "query")) {
    if (at !== undefined) atLeast(serverOf(at), indexOf(at) + 1);
  }
  return new Map(
    [...counts].map(([server, count]) => [
      server,
      Array.from({ length: count }, (_, index): ActorName => `${server}/${index}`),
    ]),
  );
}

function idOf(uid: string): number {
  return Number(uid.slice(uid.lastIndexOf("/") + 1));
}

function mostFrequent<T>(items: readonly T[]): T | undefined {
  const groups = [...groupBy(items, (item) => item).values()];
  return groups.sort((a, b) => b.length - a.length)[0]?.[0];
}
