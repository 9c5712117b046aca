import { addTo, groupBy } from "../../../base/group_by.js";
import type { TellRecord } from "../../../history/history.js";
import { serverOf } from "../../../history/scenario.js";
import type { PutRecord } from "../reading/views.js";
import { asWord, at, capped, countOf, listed } from "../reading/words.js";
import type { Facts } from "./facts.js";
import { copiesAllowed } from "./rules.js";
import type { Sighting } from "./sighting.js";

/** To how many actors of another server a Put may be sent on average; one is enough. */
const receiversAllowed = 1.2;

/** A Put and the messages that carried it, each as often as it contains the Put. */
interface Carried {
  readonly put: PutRecord;
  readonly copies: readonly TellRecord[];
}

/**
 * Finds pairs of servers of which one receives the Puts of the other several times from other servers: separately on
 * several of its actors, or repeatedly on one. One message is enough, regardless of its sender and receiver. A few Puts
 * that are sent twice do no harm, so the average counts.
 */
export function doubleSends(facts: Facts): Sighting[] {
  const crossings = carriedPuts(facts).flatMap(({ put, copies }) => {
    const abroad = copies.filter(
      ({ server, toServer }) => server !== toServer && toServer !== serverOf(put.at),
    );
    return [...groupBy(abroad, ({ toServer }) => toServer)].map(([toServer, arrivals]) => ({
      put,
      toServer,
      copies: arrivals,
      receivers: new Set(arrivals.map(({ to }) => to)).size,
    }));
  });
  const pairs = groupBy(crossings, ({ put, toServer }) => `${serverOf(put.at)} ${toServer}`);
  return [...pairs.values()].flatMap((all) => {
    const copies = sum(all.map((one) => one.copies.length)) / all.length;
    const receivers = sum(all.map((one) => one.receivers)) / all.length;
    const worst = worstOf(all, (one) => one.copies.length);
    if (worst === undefined) return [];
    if (receivers <= receiversAllowed && copies <= copiesAllowed) return [];
    const { put, toServer } = worst;
    return sighting(facts, worst.copies, "double-send", () => ({
      message:
        `${asWord(put.value)} was sent ${countOf(worst.copies.length, "time")}, ${waysInWords(facts, worst.copies)}; one message to ${toServer} ` +
        `is enough, because its actors can forward it to each other. On average, each Put of ${serverOf(put.at)} was sent ` +
        `from other servers to ${receivers.toFixed(1)} actors of ${toServer}, ${copies.toFixed(1)} times in total.`,
      section: "5.2",
    }));
  });
}

/**
 * Finds Puts that are sent too often: many more copies than one for each actor that did not have the Put. One copy per
 * Put may go to an actor that already has it, so that a ring may close, and a leader need not remember the origin of a
 * Put.
 */
export function repetitions(facts: Facts): Sighting[] {
  const all = carriedPuts(facts).map(({ put, copies }) => {
    const taker = facts.names.uidOf(put.at);
    const news = new Set(copies.map(({ to }) => to).filter((to) => to !== taker)).size;
    const pairs = new Set(copies.map(({ from, to }) => `${from} ${to}`)).size;
    const allowed = Math.max(copiesAllowed * news, news + Math.min(1, pairs - news));
    return { put, copies, news, allowed };
  });
  const copies = sum(all.map((one) => one.copies.length));
  const news = sum(all.map((one) => one.news));
  const worst = worstOf(all, (one) => one.copies.length - one.allowed);
  if (worst === undefined || copies <= sum(all.map(({ allowed }) => allowed))) return [];
  const { put } = worst;
  const remote = worst.copies.some(({ server, toServer }) => server !== toServer);
  return sighting(facts, worst.copies, "repetition", () => ({
    message:
      `${asWord(put.value)} was sent ${countOf(worst.copies.length, "time")}, although only ${countOf(worst.news, "actor")} ` +
      `needed it: ${waysInWords(facts, worst.copies)}. In total, ${countOf(copies, "copy", "copies")} of ` +
      `${countOf(all.length, "Put")} were sent, of which ${news} were needed.`,
    section: remote ? "5.2" : "5.1",
  }));
}

/**
 * The Puts whose path is known, with their messages. Excludes messages to servers that start, and Puts of which the
 * simulation lost or duplicated messages.
 */
function carriedPuts(facts: Facts): Carried[] {
  if (facts.lives.healedMs !== -Infinity) return [];
  const carriers = new Map<string, [TellRecord, ...TellRecord[]]>();
  for (const tell of facts.steadyTells) {
    for (const value of tell.values) addTo(carriers, value, tell);
  }
  return [...facts.putsByKey.values()].flat().flatMap((put): Carried[] => {
    const { value, startMs } = put;
    if (!facts.isUnique(value) || facts.faultsByValue.has(value)) return [];
    if (facts.isStarting(startMs)) return [];
    const copies = carriers.get(value);
    return copies === undefined ? [] : [{ put, copies }];
  });
}

function sighting(
  facts: Facts,
  copies: readonly TellRecord[],
  kind: Sighting["kind"],
  tell: () => { readonly message: string; readonly section: string },
): Sighting[] {
  const first = copies[0];
  if (first === undefined) return [];
  const actor = facts.names.queryActor(first.from);
  return [
    {
      kind,
      atMs: copies[1]?.atMs ?? first.atMs,
      ...(actor === undefined ? {} : { actor }),
      tell: () => ({ ...tell(), evidence: copies }),
    },
  ];
}

/** From whom to whom a Put was sent, and when: `s1/0 to s2/1 at 90 ms, and at 190 ms`. */
export function waysInWords({ names }: Facts, copies: readonly TellRecord[]): string {
  const ways = [...groupBy(copies, (tell) => names.wayOf(tell))];
  return capped(
    ways.map(([way, tells]) => `from ${way} at ${listed(tells.map(({ atMs }) => at(atMs)))}`),
  ).join(", ");
}

function worstOf<T>(all: readonly T[], badness: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>(
    (worst, one) => (worst === undefined || badness(one) > badness(worst) ? one : worst),
    undefined,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
