import type { HandledRecord, TellRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import { isTraceable, serverOf } from "../../../history/scenario.js";
import type { PutRecord } from "../reading/views.js";
import type { Facts } from "./facts.js";

/** One message on a Put's path, and how it was handled. */
export interface Hop {
  readonly tell: TellRecord;
  /** Absent if it was not handled, or the history does not contain this. */
  readonly handled?: HandledRecord;
}

/** How far a Put got on its path from the actor that received it to another one. */
export interface Journey {
  readonly put: PutRecord;
  readonly reader: ActorName;
  /** The messages that carried it, in order; empty if it was never sent. */
  readonly hops: readonly Hop[];
  readonly end: JourneyEnd;
}

/** How a journey ended, ordered by how far the Put got. */
export type JourneyEnd =
  /** The messages do not contain the Put, or do not identify it among several with its value. */
  | "unknown"
  /** No actor that had it sent it to the reader's server, and none of them sends Puts there otherwise. */
  | "nobody"
  /** The actor at the end of the hops had it and did not forward it. */
  | "not-sent"
  /** The last hop's message was never handled. */
  | "not-delivered"
  /** The reader had it. */
  | "arrived";

const ranks: readonly JourneyEnd[] = ["unknown", "nobody", "not-sent", "not-delivered", "arrived"];

/** Follows a Put by its value, from message to message. */
export function follow(facts: Facts, put: PutRecord, reader: ActorName): Journey {
  const journey = (end: JourneyEnd, hops: readonly Hop[] = []): Journey => ({
    put,
    reader,
    hops,
    end,
  });
  if (reader === put.at) return journey("arrived");
  if (facts.sentAfter(put).length === 0) return journey("nobody");
  if (!canFollow(facts, put)) {
    const isUnsent = facts.tellsByValue.size > 0 && !facts.tellsByValue.has(put.value);
    return journey(isTraceable(put.value) && isUnsent ? "nobody" : "unknown");
  }
  const way = new Way(facts, put);
  const taker = way.holders[0]?.uid;
  const readerUid = facts.names.uidOf(reader);
  const server = serverOf(reader);
  if (readerUid !== undefined && way.has(readerUid)) return journey("arrived", way.to(readerUid));

  const lost = way.lost.find(({ tell }) => tell.to === readerUid);
  if (lost !== undefined) return journey("not-delivered", way.through(lost));

  const near = way.holders.filter((holder) => holder.server === server);
  const nearSenders = sendersTo(
    facts,
    taker,
    ({ to, server: from }) => to === readerUid && from === server,
  );
  const nearest =
    near.find(({ uid }) => nearSenders.has(uid)) ?? (near.length === 1 ? near[0] : undefined);
  if (nearest !== undefined) return journey("not-sent", way.to(nearest.uid));
  if (near[0] !== undefined) return journey("nobody", way.to(near[0].uid));

  const lostNear = way.lost.find(({ tell }) => tell.toServer === server);
  if (lostNear !== undefined) return journey("not-delivered", way.through(lostNear));

  const senders = sendersTo(
    facts,
    taker,
    ({ toServer, server: from }) => toServer === server && from !== server,
  );
  const far = way.holders.find(({ uid }) => senders.has(uid));
  if (far !== undefined) return journey("not-sent", way.to(far.uid));
  const lostFar = way.lost.find(({ tell }) => senders.has(tell.to));
  if (lostFar !== undefined) return journey("not-delivered", way.through(lostFar));
  return journey("nobody");
}

/** Of the journeys of several possible Puts, the one that got furthest; of equal ones, that of the later Put. */
export function furthest(journeys: readonly Journey[]): Journey | undefined {
  return journeys.reduce<Journey | undefined>(
    (best, one) =>
      best === undefined || ranks.indexOf(one.end) >= ranks.indexOf(best.end) ? one : best,
    undefined,
  );
}

/** When a Put arrived at the end of its journey, in milliseconds; undefined if it did not, or if this is not known. */
export function arrivedMs({ hops, end }: Journey): number | undefined {
  return end === "arrived" ? hops.at(-1)?.handled?.atMs : undefined;
}

/** Whether messages identify a Put: its value is recognizable and unique, and messages contain values in plain text. */
function canFollow(facts: Facts, put: PutRecord): boolean {
  return isTraceable(put.value) && facts.isUnique(put.value) && facts.tellsByValue.size > 0;
}

/** The actors that forwarded Puts of others at any time; for the actor that received the Put, that sent any Puts. */
function sendersTo(
  facts: Facts,
  taker: string | undefined,
  matches: (tell: TellRecord) => boolean,
): Set<string> {
  const senders = new Set<string>();
  for (const tell of facts.tells) {
    if (senders.has(tell.from) || !matches(tell)) continue;
    const relays = (value: string): boolean =>
      (facts.takerOf(value) ?? tell.from) !== tell.from || tell.from === taker;
    if (tell.values.some(relays)) {
      senders.add(tell.from);
    }
  }
  return senders;
}

interface Holder {
  readonly uid: string;
  readonly server: string;
}

/** Which actors had a Put, and from where. If the history does not contain handled messages, all count as delivered. */
class Way {
  /** First the actor that received the Put from a client, then the others in the order in which they got it. */
  readonly holders: Holder[] = [];
  /** The messages with it that were never handled. */
  readonly lost: Hop[] = [];
  readonly #came = new Map<string, Hop>();

  constructor(facts: Facts, put: PutRecord) {
    const server = serverOf(put.at);
    const sent = facts.tellsByValue.get(put.value) ?? [];
    const handled = facts.handledByValue.get(put.value) ?? [];
    const taker =
      facts.order.takenWith(put)?.actor ??
      sent.find((tell) => tell.server === server)?.from ??
      facts.names.uidOf(put.at);
    if (taker !== undefined) this.holders.push({ uid: taker, server });
    const arrivals: { readonly hop: Hop; readonly atMs: number }[] = [];
    for (const tell of sent) {
      const found = handled.find((record) => isDelivery(tell, record));
      if (found !== undefined) arrivals.push({ hop: { tell, handled: found }, atMs: found.atMs });
      else if (facts.detailed) this.lost.push({ tell });
      else arrivals.push({ hop: { tell }, atMs: tell.atMs });
    }
    for (const { hop } of arrivals.sort((a, b) => a.atMs - b.atMs)) {
      const { to, toServer } = hop.tell;
      if (to === taker || this.#came.has(to)) continue;
      this.#came.set(to, hop);
      this.holders.push({ uid: to, server: toServer });
    }
  }

  /** Whether an actor had the Put. */
  has(uid: string): boolean {
    return this.holders.some((holder) => holder.uid === uid);
  }

  /** The path of the Put to an actor that had it. */
  to(uid: string): Hop[] {
    const hops: Hop[] = [];
    const seen = new Set<string>();
    for (let at = uid; !seen.has(at);) {
      seen.add(at);
      const hop = this.#came.get(at);
      if (hop === undefined) break;
      hops.unshift(hop);
      at = hop.tell.from;
    }
    return hops;
  }

  /** The path that ends with a given message. */
  through(last: Hop): Hop[] {
    return [...this.to(last.tell.from), last];
  }
}

function isDelivery(tell: TellRecord, { actor, atMs, text }: HandledRecord): boolean {
  return actor === tell.to && atMs >= tell.atMs && (tell.text === undefined || tell.text === text);
}
