import type { ActorName } from "../../../history/scenario.js";
import { groupBy } from "../reading/groups.js";
import { serverOf } from "../../../history/scenario.js";
import { shownBy, type PutRecord } from "../reading/views.js";
import { at, listed } from "../reading/words.js";
import type { Facts, ReadRecord } from "./facts.js";
import { follow, furthest } from "./journey.js";
import { tellJourney } from "./journey_words.js";
import type { Sighting, Told } from "./sighting.js";

/** What an actor showed of a key when nothing was under way any more, and which Puts it had to know. */
interface FinalRead {
  readonly actor: ActorName;
  readonly read: ReadRecord;
  readonly shown: string | null;
  readonly due: readonly PutRecord[];
}

/**
 * Finds what is wrong at the end of a run: actors that show different values of a key, show it not at all, or agree on a
 * Put against which another one has to win. What counts is the last read of each actor and key.
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

/** The last read of each actor, by key, of those that begin when all is quiet. */
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
 * The Puts that no read of some actor has to show, in words such as `~k.1~ on s1/0`: those about whose end a history says
 * nothing.
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

/** An actor that shows what it must not, while others show something else. */
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

/** All show the same, and it must not be that. */
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
      // Even the actor that took the winner does not show it, so that is where it was lost, if it was read.
      const own = rows.find((row) => wanted.some((put) => put.at === row.actor));
      const puts = own === undefined ? wanted : wanted.filter((put) => put.at === own.actor);
      const start = `${who} ${shows(shown, key, rows.length)}`;
      return told(facts, own ?? first, key, puts, start, wanted);
    },
  };
}

/** Actors that show different Puts, each of which may win. */
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
  // If one of them did not arrive, that is the reason, and that the other one did is none.
  const missing = journeys.filter(({ journey }) => journey.end !== "arrived");
  const stories = (missing.length > 0 ? missing : journeys).map(({ put, row, journey }) => ({
    put,
    ...tellJourney(facts, journey, row.read, row.shown),
  }));
  const took = journeys.map(({ put }) => `${put.at} ${tookIt(facts, put, put.value)}`);
  return {
    message:
      `${key} is ${shown.join(", and ")}: ${groups.length > 2 ? "any" : "either"} may win, since ${took.join(" and ")}, but all have to choose the same one. ` +
      stories.map(({ put, text }) => `What became of ${put.value}: ${text}.`).join(" "),
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
 * What one actor shows, what it should show, and what became of that.
 *
 * @param winning the Puts that may win as well as the wanted ones.
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
  const earlier = put.endMs < startedMs ? `, before ${server} had started` : "";
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

/** When the value that is shown was put, which was before the one that should be. */
function olderWords(facts: Facts, key: string, shown: string | null, winner: PutRecord): string {
  const [put, ...others] = (facts.putsByKey.get(key) ?? []).filter(({ value }) => value === shown);
  if (put === undefined || others.length > 0) return "";
  if (facts.takenMs(put) >= facts.takenMs(winner)) return "";
  const who = put.at === winner.at ? "it" : put.at;
  return `, after ${who} had taken ${put.value} at ${at(facts.takenMs(put))}`;
}

/** The Puts of those that an actor has to know that may win against the others. */
function winners(facts: Facts, { due }: FinalRead): PutRecord[] {
  return due.filter((put) => !due.some((other) => facts.order.isClearlyLater(other, put)));
}

function shows(shown: string | null, key: string, actors: number): string {
  if (shown === null) return `${actors === 1 ? "does" : "do"} not show ${key}`;
  return `${actors === 1 ? "shows" : "show"} ${shown} for ${key}`;
}

/** When an actor took a Put: when it handled it, or had acknowledged it. */
function tookIt(facts: Facts, put: PutRecord, it = ""): string {
  const took = facts.order.takenWith(put) === undefined ? "acknowledged" : "took";
  return [took, it, "at", at(facts.takenMs(put))].filter((word) => word !== "").join(" ");
}
