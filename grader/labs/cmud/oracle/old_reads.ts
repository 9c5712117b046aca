import type { HandledRecord } from "../../../history/history.js";
import { limitBetween } from "../reading/limits.js";
import { serverOf } from "../../../history/scenario.js";
import { shownBy, type PutRecord } from "../reading/views.js";
import { at } from "../reading/words.js";
import type { Facts, ReadRecord } from "./facts.js";
import { follow, furthest } from "./journey.js";
import { tellJourney } from "./journey_words.js";
import type { Sighting, Told } from "./sighting.js";

/**
 * Finds the first read of each actor and key that shows an old Put, or none, although a later Put must be visible: one
 * that the same actor has acknowledged, or one on another actor whose limit has passed.
 */
export function oldReads(facts: Facts): Sighting[] {
  const found = new Map<string, Sighting>();
  for (const read of facts.reads) {
    for (const [key, shown] of shownBy(read, facts.putsByKey)) {
      const all = facts.putsByKey.get(key) ?? [];
      if (facts.vagueKeys.has(key) || !facts.isKnown(shown, all)) continue;
      const due = all.filter((put) => facts.dueMs(put, read.at, read.startMs) <= read.startMs);
      const own = due.filter((put) => put.at === read.at);
      for (const [kind, puts] of [
        ["own-put", own],
        ["late", due],
      ] as const) {
        const name = `${kind} ${read.at} ${key}`;
        if (facts.isAllowed(shown, all, puts)) continue;
        if (found.has(name)) break;
        const tell = (): Told => tellOld(facts, key, shown, read, all, puts);
        found.set(name, { kind, atMs: read.startMs, actor: read.at, key, tell });
        break;
      }
    }
  }
  return [...found.values()];
}

function tellOld(
  facts: Facts,
  key: string,
  shown: string | null,
  read: ReadRecord,
  all: readonly PutRecord[],
  due: readonly PutRecord[],
): Told {
  const wanted = due.filter((put) => !due.some((other) => facts.order.isClearlyLater(other, put)));
  const journey = furthest(wanted.map((put) => follow(facts, put, read.at)));
  if (journey === undefined) throw new Error(`nothing of ${key} is due on ${read.at}`);
  const { put } = journey;
  const limitMs = limitBetween(put.at, read.at, facts.limits);
  const story = tellJourney(facts, journey, read, shown);
  const newer = journey.end === "arrived" ? undefined : firstNewer(facts, all, put, read);
  const instead = shown === null ? `did not show ${key}` : `showed ${shown} for ${key}`;
  const rule = limitMs === 0 ? "immediately" : `within ${limitMs} ms`;
  return {
    message:
      `${read.at} ${instead} at ${at(read.startMs)}, ${at(read.startMs - put.endMs)} after ${put.at} ` +
      `acknowledged ${put.value}, which must be visible ${rule}: ${story.text}${newer?.text ?? ""}.`,
    inferred: story.inferred,
    section: limitMs === 0 ? "3.2" : serverOf(put.at) === serverOf(read.at) ? "5.1" : "5.2",
    ...(story.lookAt === undefined ? {} : { lookAt: story.lookAt }),
    timing: story.timing,
    evidence: [read, put, ...story.evidence, newer?.message],
  };
}

/** The first handled message with a newer Put for the key: a Put that was not sent may have been replaced. */
function firstNewer(
  facts: Facts,
  all: readonly PutRecord[],
  put: PutRecord,
  read: ReadRecord,
): { readonly text: string; readonly message: HandledRecord } | undefined {
  const uid = facts.names.uidOf(read.at);
  const [message] = all
    .filter((other) => facts.order.isClearlyLater(other, put) && facts.isUnique(other.value))
    .flatMap(
      ({ value }) => facts.handledByValue.get(value)?.find(({ actor }) => actor === uid) ?? [],
    )
    .sort((a, b) => a.atMs - b.atMs);
  if (message === undefined) return undefined;
  return { text: `; a newer Put for the key arrived at ${at(message.atMs)}`, message };
}
