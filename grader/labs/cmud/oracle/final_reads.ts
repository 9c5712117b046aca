import type { ActorName } from "../../../history/scenario.js";
import { groupBy } from "../reading/groups.js";
import { serverOf } from "../../../history/scenario.js";
import { shownBy, type PutRecord } from "../reading/views.js";
import { at, listed } from "../reading/words.js";
import type { Facts, ReadRecord } from "./facts.js";
import { follow, furthest } from "./journey.js";
import { tellJourney } from "./journey_words.js";
import type { Sighting, Told } from "./sighting.js";

/** What an actor showed for a key after all messages had arrived, and which Puts it must know. */
interface FinalRead {
  readonly actor: ActorName;
  readonly read: ReadRecord;
  readonly shown: string | null;
  readonly due: readonly PutRecord[];
}

/**
 * Finds what is wrong at the end of a run: actors that show different values for a key, do not show it, or agree on a
 * Put against which another one must win. The last read of each actor and key counts.
 */
export function wrongEnds(facts: Facts): Sighting[] {
  const ends = finalReads(facts);
  return [...facts.putsByKey].flatMap(([key, all]) => {
    const rows = (ends.get(key) ?? []).filter(({ shown }) => facts.isKnown(shown, all));
    if (rows.length === 0 || facts.vagueKeys.has(key)) return [];
    const wrong = rows.filter(({ shown, due }) => !facts.isAllowed(shown, all, due));
    if (wrong.length === 0) return splitEnd(facts, key, all, rows);
    const values = new Set(rows.map(({ shown }) => shown));
    const [first] = wrong;
    if (values.size === 1 && wrong.length === rows.length && first !== undefined) {
      return [wrongEverywhere(facts, key, rows, first)];
    }
    return wrong.map((row) => wrongHere(facts, key, rows, row));
  });
}

/** The last read of each actor, by key, among those that begin in the quiet period at the end. */
function finalReads(facts: Facts): Map<string, FinalRead[]> {
  const last = new Map<string, Map<ActorName, { read: ReadRecord; shown: string | null }>>();
  for (const read of facts.reads) {
    if (read.startMs < facts.quietFromMs) continue;
    for (const [key, shown] of shownBy(read, facts.putsByKey)) {
      const ofKey =
        last.get(key) ?? new Map<ActorName, { read: ReadRecord; shown: string | null }>();
      ofKey.set(read.at, { read, shown });
      last.set(key, ofKey);
    }
  }
  const ends = new Map<string, FinalRead[]>();
  for (const [key, byActor] of last) {
    const all = facts.putsByKey.get(key) ?? [];
    const rows = [...byActor].map(([actor, { read, shown }]) => ({
      actor,
      read,
      shown,
      due: all.filter((put) => facts.dueMs(put, actor, read.startMs) <= read.startMs),
    }));
    ends.set(key, rows);
  }
  return ends;
}

/**
 * The Puts that no read of some actor must show, in words such as `~k.1~ on s1/0`: the history does not tell whether
 * they arrived there.
 */
export function unreadPuts(facts: Facts, readers: readonly ActorName[]): string[] {
  const lastMs = new Map<string, number>();
  for (const read of facts.reads) {
    for (const [key] of shownBy(read, facts.putsByKey))
      lastMs.set(`${read.at} ${key}`, read.startMs);
  }
  return [...facts.putsByKey].flatMap(([key, all]) =>
    readers.flatMap((reader) => {
      const readMs = lastMs.get(`${reader} ${key}`) ?? -Infinity;
      return all
        .filter((put) => facts.dueMs(put, reader, readMs) > readMs)
        .map(({ value }) => `${value} on ${reader}`);
    }),
  );
}

/** An actor that shows a wrong value while others show a different one. */
function wrongHere(
  facts: Facts,
  key: string,
  rows: readonly FinalRead[],
  row: FinalRead,
): Sighting {
  const { actor, read, shown } = row;
  return {
    kind: shown === null ? "lost-put" : "divergence",
    atMs: read.startMs,
    actor,
    key,
    tell: () => {
      const wanted = winners(facts, row);
      const shownElsewhere = wanted.filter((put) => rows.some((one) => one.shown === put.value));
      const puts = shownElsewhere.length > 0 ? shownElsewhere : wanted;
      return told(facts, row, key, puts, `${actor} ${shows(shown, key, 1)}`);
    },
  };
}

/** All actors show the same wrong value. */
function wrongEverywhere(
  facts: Facts,
  key: string,
  rows: readonly FinalRead[],
  first: FinalRead,
): Sighting {
  const { actor, read, shown } = first;
  return {
    kind: shown === null ? "lost-put" : "wrong-winner",
    atMs: read.startMs,
    ...(rows.length === 1 ? { actor } : {}),
    key,
    tell: () => {
      const who = rows.length === 1 ? actor : `all of ${listed(rows.map((one) => one.actor))}`;
      const wanted = winners(facts, first);
      // If the actor that received the winner was read and does not show it, the Put was lost there.
      const own = rows.find((row) => wanted.some((put) => put.at === row.actor));
      const puts = own === undefined ? wanted : wanted.filter((put) => put.at === own.actor);
      const start = `${who} ${shows(shown, key, rows.length)}`;
      return told(facts, own ?? first, key, puts, start, wanted);
    },
  };
}

/** Actors show different Puts, each of which may win. */
function splitEnd(
  facts: Facts,
  key: string,
  all: readonly PutRecord[],
  rows: readonly FinalRead[],
): Sighting[] {
  const acked = all.filter((put) => put.outcome.ok);
  const informed = rows.filter(({ due, shown }) => shown !== null && due.length === acked.length);
  const groups = [...groupBy(informed, ({ shown }) => shown ?? "")].sort(
    ([, some], [, others]) => others.length - some.length,
  );
  const [first, second] = groups.map(([, same]) => same[0]);
  if (first === undefined || second === undefined) return [];
  return [
    {
      kind: "split",
      atMs: second.read.startMs,
      key,
      tell: () => tellSplit(facts, key, all, groups, [first, second]),
    },
  ];
}

function tellSplit(
  facts: Facts,
  key: string,
  all: readonly PutRecord[],
  groups: readonly (readonly [string, readonly FinalRead[]])[],
  [first, second]: readonly [FinalRead, FinalRead],
): Told {
  const shown = groups.map(
    ([value, rows]) => `${value} on ${listed(rows.map((row) => row.actor))}`,
  );
  const wanting = [
    { put: all.findLast(({ value }) => value === second.shown), row: first },
    { put: all.findLast(({ value }) => value === first.shown), row: second },
  ];
  const journeys = wanting.flatMap(({ put, row }) =>
    put === undefined ? [] : [{ put, row, journey: follow(facts, put, row.actor) }],
  );
  // If one of them did not arrive, only that explains the disagreement.
  const missing = journeys.filter(({ journey }) => journey.end !== "arrived");
  const stories = (missing.length > 0 ? missing : journeys).map(({ put, row, journey }) => ({
    put,
    ...tellJourney(facts, journey, row.read, row.shown),
  }));
  const took = journeys.map(({ put }) => `${put.at} ${tookIt(facts, put, put.value)}`);
  return {
    message:
      `${key} is ${shown.join(", and ")}. ${groups.length > 2 ? "Any of them" : "Either"} may win, because ${took.join(" and ")}, but all actors must choose the same one. ` +
      stories.map(({ put, text }) => `What happened to ${put.value}: ${text}.`).join(" "),
    inferred: stories.some(({ inferred }) => inferred),
    section: "5",
    timing: missing.length > 0 && stories.every(({ timing }) => timing),
    evidence: [
      first.read,
      second.read,
      ...journeys.map(({ put }) => put),
      ...stories.flatMap(({ evidence }) => evidence),
    ],
  };
}

/**
 * What one actor shows, what it should show, and what happened to that Put.
 *
 * @param winning all Puts that may win, including the wanted ones.
 */
function told(
  facts: Facts,
  { actor, read, shown }: FinalRead,
  key: string,
  wanted: readonly PutRecord[],
  start: string,
  winning = wanted,
): Told {
  const journey = furthest(wanted.map((put) => follow(facts, put, actor)));
  if (journey === undefined) throw new Error(`nothing of ${key} has to show on ${actor}`);
  const { put, end } = journey;
  const story = tellJourney(facts, journey, read, shown);
  const { server, startedMs } = facts.lives.at(serverOf(actor), read.startMs);
  const earlier = put.endMs < startedMs ? `, before ${server} started` : "";
  const others = winning.filter((other) => other.value !== put.value);
  const tie = others.length === 0 ? "" : ` (or ${others.map(({ value }) => value).join(" or ")})`;
  const sync = serverOf(put.at) === serverOf(actor) ? "5.1" : "5.2";
  return {
    message:
      `${start} and should show ${put.value}${tie}, which ${put.at} ${tookIt(facts, put)}${earlier}` +
      `${olderWords(facts, key, shown, put)}: ${story.text}.`,
    inferred: story.inferred,
    section: end === "arrived" ? "5" : sync,
    ...(story.lookAt === undefined ? {} : { lookAt: story.lookAt }),
    timing: story.timing,
    evidence: [read, put, ...story.evidence],
  };
}

/** When the shown value was put, if that was before the Put that should be shown. */
function olderWords(facts: Facts, key: string, shown: string | null, winner: PutRecord): string {
  const [put, ...others] = (facts.putsByKey.get(key) ?? []).filter(({ value }) => value === shown);
  if (put === undefined || others.length > 0) return "";
  if (facts.takenMs(put) >= facts.takenMs(winner)) return "";
  const who = put.at === winner.at ? "it" : put.at;
  return `, after ${who} received ${put.value} at ${at(facts.takenMs(put))}`;
}

/** Of the Puts that an actor must know, those that may win. */
function winners(facts: Facts, { due }: FinalRead): PutRecord[] {
  return due.filter((put) => !due.some((other) => facts.order.isClearlyLater(other, put)));
}

function shows(shown: string | null, key: string, actors: number): string {
  if (shown === null) return `${actors === 1 ? "does" : "do"} not show ${key}`;
  return `${actors === 1 ? "shows" : "show"} ${shown} for ${key}`;
}

/** When an actor handled a Put, or else when it acknowledged it. */
function tookIt(facts: Facts, put: PutRecord, it = ""): string {
  const took = facts.order.takenWith(put) === undefined ? "acknowledged" : "received";
  return [took, it, "at", at(facts.takenMs(put))].filter((word) => word !== "").join(" ");
}
