import type { HandledRecord } from "../../../history/history.js";
import { limitBetween } from "../reading/limits.js";
import { serverOf } from "../../../history/scenario.js";
import type { PutRecord } from "../reading/views.js";
import { asWord, at } from "../reading/words.js";
import { isUnknown, type Facts, type Shown } from "./facts.js";
import { follow, furthest } from "./journey.js";
import { tellJourney } from "./journey_words.js";
import type { Sighting, Told } from "./sighting.js";

/**
 * Finds the first read of each actor and key that shows an old Put, or none, although a later Put must be visible: one
 * that the same actor has acknowledged, or one on another actor whose limit has passed.
 */
export function oldReads(facts: Facts): Sighting[] {
  const found = new Map<string, Sighting>();
  for (const shown of facts.shown) {
    const { read, actor, key } = shown;
    if (isUnknown(shown) || facts.isAllowed(shown)) continue;
    const isOwnPut = (put: PutRecord): boolean => put.at === actor;
    const isOwn = !facts.isAllowed(shown, isOwnPut);
    const kind = isOwn ? "own-put" : "late";
    const name = `${kind} ${actor} ${key}`;
    if (found.has(name)) continue;
    const tell = (): Told => {
      const due = facts.dueFor(shown);
      return tellOld(facts, shown, isOwn ? due.filter(isOwnPut) : due);
    };
    found.set(name, { kind, atMs: read.startMs, actor, key, tell });
  }
  return [...found.values()];
}

function tellOld(facts: Facts, shown: Shown, due: readonly PutRecord[]): Told {
  const { read, actor, key, value } = shown;
  const wanted = due.filter((put) => !due.some((other) => facts.order.isClearlyLater(other, put)));
  const journey = furthest(wanted.map((put) => follow(facts, put, actor)));
  if (journey === undefined) throw new Error(`nothing of ${key} is due on ${actor}`);
  const { put } = journey;
  const limitMs = limitBetween(put.at, actor, facts.limits);
  const { text, evidence, ...story } = tellJourney(facts, journey, shown);
  const newer = journey.end === "arrived" ? undefined : firstNewer(facts, put, shown);
  const instead =
    value === null ? `did not show ${asWord(key)}` : `showed ${asWord(value)} for ${asWord(key)}`;
  const rule = limitMs === 0 ? "immediately" : `within ${limitMs} ms`;
  return {
    ...story,
    message:
      `${actor} ${instead} at ${at(read.startMs)}, ${at(read.startMs - put.endMs)} after ${put.at} ` +
      `acknowledged ${asWord(put.value)}, which must be visible ${rule}: ${text}${newer?.text ?? ""}.`,
    section: limitMs === 0 ? "3.2" : serverOf(put.at) === serverOf(actor) ? "5.1" : "5.2",
    evidence: [read, put, ...evidence, newer?.message],
  };
}

/** The first handled message with a newer Put for the key: a Put that was not sent may have been replaced. */
function firstNewer(
  facts: Facts,
  put: PutRecord,
  { actor: reader, puts }: Shown,
): { readonly text: string; readonly message: HandledRecord } | undefined {
  const uid = facts.names.uidOf(reader);
  const [message] = puts
    .filter((other) => facts.order.isClearlyLater(other, put) && facts.isUnique(other.value))
    .flatMap(
      ({ value }) => facts.handledByValue.get(value)?.find(({ actor }) => actor === uid) ?? [],
    )
    .sort((a, b) => a.atMs - b.atMs);
  if (message === undefined) return undefined;
  return { text: `; a newer Put for the key arrived at ${at(message.atMs)}`, message };
}
