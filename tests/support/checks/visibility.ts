import type { History } from "../../../grader/history/history.js";
import type { QueryRecord } from "../../../grader/labs/cmud/steps/index.js";
import { at, describeQuery, describeValue } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { ActorNames } from "../../../grader/labs/cmud/reading/actor_names.js";
import { groupBy } from "../../../grader/labs/cmud/reading/group_by.js";
import { limitBetween, limitsOf, type Limits } from "../../../grader/labs/cmud/reading/limits.js";
import { PutOrder } from "../../../grader/labs/cmud/reading/put_order.js";
import { serverOf } from "../../../grader/labs/cmud/reading/servers.js";
import {
  ackedPuts,
  queries,
  tells,
  type AckedPut,
} from "../../../grader/labs/cmud/reading/views.js";

/** A read that shows nothing, or something too old. */
interface Miss {
  readonly put: AckedPut;
  readonly read: QueryRecord;
  readonly shown: string | null | undefined;
}

/**
 * Demands that every read that began when a Put's visibility limit had passed shows that Put or a newer one: at once on
 * the same query actor, within 500 ms on the others of its server, within 2,000 ms on those of other servers.
 *
 * @param atLeast how many pairs of a Put and a later read the scenario makes at least.
 */
export function checkVisibility(history: History, atLeast: number): void {
  const puts = ackedPuts(history);
  const byKey = groupBy(puts, (put) => put.key);
  const order = new PutOrder(history);
  const limits = limitsOf(history);
  let compared = 0;
  const misses: Miss[] = [];
  for (const read of queries(history)) {
    if (!read.outcome.ok || read.at === undefined || read.method === "put") continue;
    const keys = read.method === "get" ? [read.key ?? ""] : keysUnder(byKey, read.prefix ?? "");
    for (const key of keys) {
      const all = byKey.get(key) ?? [];
      const due = all.filter((put) => isDue(put, read, limits));
      compared += due.length;
      const shown =
        read.method === "get"
          ? (read.outcome.value ?? null)
          : (read.outcome.entries?.[key] ?? null);
      const missed = due.find((put) => !shows(shown, put, all, order));
      if (missed !== undefined) misses.push({ put: missed, read, shown });
    }
  }
  if (misses.length > 0) failWith(history, misses);
  if (compared < atLeast) {
    throw new Error(`only ${compared} of ${atLeast} reads came after a Put's visibility limit`);
  }
}

function isDue(put: AckedPut, read: QueryRecord, limits: Limits): boolean {
  if (read.at === undefined) return false;
  return put.endMs + limitBetween(put.at, read.at, limits) <= read.startMs;
}

/** Whether a value is that of the Put, or of one that may win against it. */
function shows(
  shown: string | null | undefined,
  put: AckedPut,
  all: readonly AckedPut[],
  order: PutOrder,
): boolean {
  return all.some((other) => other.value === shown && !order.isClearlyLater(put, other));
}

function keysUnder(byKey: ReadonlyMap<string, unknown>, prefix: string): string[] {
  return [...byKey.keys()].filter((key) => key.startsWith(prefix));
}

function failWith(history: History, misses: readonly Miss[]): never {
  const { localVisibilityMs, remoteVisibilityMs } = limitsOf(history);
  const remote = misses.some(
    ({ put, read }) => read.at !== undefined && serverOf(put.at) !== serverOf(read.at),
  );
  const same = misses.every(({ put, read }) => put.at === read.at);
  const names = new ActorNames(history);
  const journeys = misses.map(({ put, read }) => journeyOf(history, names, put, read));
  fail(history, {
    did: "put keys, waited until the limit for their visibility had passed, and read them on the query actors.",
    expected: same
      ? "a read shows every Put that the same query actor acknowledged before"
      : `a Put shows on the other query actors of its server within ${localVisibilityMs} ms, and on those of other servers within ${remoteVisibilityMs} ms`,
    section: same ? "3.2" : remote ? "5.2" : "5.1",
    seen: misses.map(
      ({ put, read, shown }, index) =>
        `${describeQuery(read)} showed ${describeValue(shown)}, ${at(read.startMs - put.endMs)} after ` +
        `${put.at} had acknowledged ${JSON.stringify(put.value)}; ${journeys[index]?.text ?? ""}`,
    ),
    next: same
      ? "where the Put is applied, and when its reply is sent."
      : journeys.some((journey) => !journey.sent)
        ? "who is to send what a query actor was given, and whether it knows of the actors that miss it."
        : "how long Puts wait before they are sent, by every actor on their way, and what merging does with them.",
    timing: !same && journeys.every((journey) => journey.sent),
  });
}

/** When a Put's value was sent towards the server that was read; whether in time or not. */
function journeyOf(
  history: History,
  names: ActorNames,
  put: AckedPut,
  read: QueryRecord,
): { readonly sent: boolean; readonly text: string } {
  if (read.at === undefined || put.at === read.at) return { sent: false, text: "" };
  const server = serverOf(read.at);
  const carrier = tells(history)
    .filter((tell) => tell.toServer === server && tell.values.includes(put.value))
    .at(-1);
  if (carrier === undefined) return { sent: false, text: `no message took it to ${server}` };
  return {
    sent: true,
    text:
      `a message with it left ${names.nameOf(carrier.server, carrier.from)} for ` +
      `${names.nameOf(carrier.toServer, carrier.to)} ${at(carrier.atMs - put.endMs)} after that`,
  };
}
