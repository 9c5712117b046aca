import { serverOf, type ActorName } from "../../../history/scenario.js";
import { groupBy } from "../../../base/group_by.js";
import type { PutRecord } from "../reading/views.js";
import { asWord, listed } from "../reading/words.js";
import { isUnknown, type Facts, type Shown } from "./facts.js";
import { follow, furthest } from "./journey.js";
import { tellJourney } from "./journey_words.js";
import type { Sighting, Told } from "./sighting.js";

/**
 * Finds what is wrong at the end of a run: actors that show different values for a key, do not show it, or agree on a
 * Put against which another one must win. The last read of each actor and key counts, among those that begin in the
 * quiet period at the end.
 */
export function wrongEnds(facts: Facts): Sighting[] {
  const lastOf = new Map<string, Map<ActorName, Shown>>();
  for (const shown of facts.shown) {
    if (shown.read.startMs < facts.quietFromMs || isUnknown(shown)) continue;
    const ofKey = lastOf.get(shown.key) ?? new Map<ActorName, Shown>();
    lastOf.set(shown.key, ofKey.set(shown.actor, shown));
  }
  return [...lastOf.values()].flatMap((ofKey) => {
    const rows = [...ofKey.values()];
    const wrong = rows.filter((row) => !facts.isAllowed(row));
    const [first] = wrong;
    if (first === undefined) return splitEnd(facts, rows);
    const values = new Set(rows.map(({ value }) => value));
    if (values.size === 1 && wrong.length === rows.length) {
      return [wrongEverywhere(facts, rows, first)];
    }
    return wrong.map((row) => wrongHere(facts, rows, row));
  });
}

/**
 * The Puts that no read of some actor must show, in words such as `~k.1~ on s1/0`: the history does not tell whether
 * they arrived there.
 */
export function unreadPuts(facts: Facts, readers: readonly ActorName[]): string[] {
  return readers.flatMap((reader) => {
    const left = new Map(facts.putsByKey);
    const unread: PutRecord[] = [];
    for (const read of facts.reads.filter(({ at: actor }) => actor === reader).reverse()) {
      // Only the last read of a key counts.
      for (const key of read.method === "get" ? [read.key ?? ""] : [...left.keys()]) {
        if (read.method === "list" && !key.startsWith(read.prefix ?? "")) continue;
        unread.push(...(left.get(key) ?? []).filter((put) => !facts.isDue(put, read)));
        left.delete(key);
      }
    }
    unread.push(...[...left.values()].flat());
    return unread.map(({ value }) => `${value} on ${reader}`);
  });
}

/** An actor that shows a wrong value while others show a different one. */
function wrongHere(facts: Facts, rows: readonly Shown[], row: Shown): Sighting {
  const { actor, key, read, value } = row;
  return {
    kind: value === null ? "lost-put" : "divergence",
    atMs: read.startMs,
    actor,
    key,
    tell: () => {
      const wanted = winners(facts, row);
      const shownElsewhere = wanted.filter((put) => rows.some((one) => one.value === put.value));
      const puts = shownElsewhere.length > 0 ? shownElsewhere : wanted;
      return told(facts, row, puts, `${actor} ${shows(row, 1)}`);
    },
  };
}

/** All actors show the same wrong value. */
function wrongEverywhere(facts: Facts, rows: readonly Shown[], first: Shown): Sighting {
  const { actor, key, read, value } = first;
  return {
    kind: value === null ? "lost-put" : "wrong-winner",
    atMs: read.startMs,
    ...(rows.length === 1 ? { actor } : {}),
    key,
    tell: () => {
      const who = rows.length === 1 ? actor : `all of ${listed(rows.map((one) => one.actor))}`;
      const wanted = winners(facts, first);
      // If the actor that received the winner was read and does not show it, the Put was lost there.
      const own = rows.find((row) => wanted.some((put) => put.at === row.actor));
      const puts = own === undefined ? wanted : wanted.filter((put) => put.at === own.actor);
      return told(facts, own ?? first, puts, `${who} ${shows(first, rows.length)}`, wanted);
    },
  };
}

/** Actors show different Puts, each of which may win. */
function splitEnd(facts: Facts, rows: readonly Shown[]): Sighting[] {
  const informed = rows.filter(
    ({ puts, value, read }) =>
      value !== null && puts.every((put) => !put.outcome.ok || facts.isDue(put, read)),
  );
  const groups = [...groupBy(informed, ({ value }) => value).values()].sort(
    (some, others) => others.length - some.length,
  );
  const [first, second] = groups.map(([row]) => row);
  if (first === undefined || second === undefined) return [];
  const tell = (): Told => tellSplit(facts, groups, [first, second]);
  return [{ kind: "split", atMs: second.read.startMs, key: first.key, tell }];
}

function tellSplit(
  facts: Facts,
  groups: readonly (readonly Shown[])[],
  [first, second]: readonly [Shown, Shown],
): Told {
  const shown = groups.map(
    (rows) => `${asWord(rows[0]?.value ?? "")} on ${listed(rows.map((row) => row.actor))}`,
  );
  const wanting = [
    { put: first.puts.findLast(({ value }) => value === second.value), row: first },
    { put: first.puts.findLast(({ value }) => value === first.value), row: second },
  ];
  const journeys = wanting.flatMap(({ put, row }) =>
    put === undefined ? [] : [{ put, row, journey: follow(facts, put, row.actor) }],
  );
  // If one of them did not arrive, only that explains the disagreement.
  const missing = journeys.filter(({ journey }) => journey.end !== "arrived");
  const stories = (missing.length > 0 ? missing : journeys).map(({ put, row, journey }) => ({
    put,
    ...tellJourney(facts, journey, row),
  }));
  const took = journeys.map(({ put }) => `${put.at} ${facts.takenInWords(put, asWord(put.value))}`);
  const any = groups.length > 2 ? "Any of them" : "Either";
  return {
    message:
      `${asWord(first.key)} is ${shown.join(", and ")}. ${any} may win, because ${took.join(" and ")}, but all actors must choose ` +
      `the same one. ${stories.map(({ put, text }) => `What happened to ${asWord(put.value)}: ${text}.`).join(" ")}`,
    inferred: stories.some(({ inferred }) => inferred),
    section: "5",
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
  row: Shown,
  wanted: readonly PutRecord[],
  start: string,
  winning = wanted,
): Told {
  const { actor, key, read } = row;
  const journey = furthest(wanted.map((put) => follow(facts, put, actor)));
  if (journey === undefined) throw new Error(`nothing of ${key} has to show on ${actor}`);
  const { put, end } = journey;
  const { text, evidence, ...story } = tellJourney(facts, journey, row);
  const { server, startedMs } = facts.lives.at(serverOf(actor), read.startMs);
  const earlier = put.endMs < startedMs ? `, before ${server} started` : "";
  const others = winning.filter((other) => other.value !== put.value);
  const tie =
    others.length === 0 ? "" : ` (or ${others.map(({ value }) => asWord(value)).join(" or ")})`;
  const sync = serverOf(put.at) === serverOf(actor) ? "5.1" : "5.2";
  return {
    ...story,
    message:
      `${start} and should show ${asWord(put.value)}${tie}, which ${put.at} ${facts.takenInWords(put)}${earlier}` +
      `${olderWords(facts, row, put)}: ${text}.`,
    section: end === "arrived" ? "5" : sync,
    evidence: [read, put, ...evidence],
  };
}

/** When the shown value was put, if that was before the Put that should be shown. */
function olderWords(facts: Facts, { puts, value }: Shown, winner: PutRecord): string {
  const [put, ...others] = puts.filter((one) => one.value === value);
  if (put === undefined || others.length > 0) return "";
  if (facts.takenMs(put) >= facts.takenMs(winner)) return "";
  const who = put.at === winner.at ? "it" : put.at;
  return `, after ${who} ${facts.takenInWords(put, asWord(put.value))}`;
}

/** Of the Puts that an actor must know, those that may win. */
function winners(facts: Facts, row: Shown): PutRecord[] {
  const due = facts.dueFor(row);
  return due.filter((put) => !due.some((other) => facts.order.isClearlyLater(other, put)));
}

function shows({ key, value }: Shown, actors: number): string {
  if (value === null) return `${actors === 1 ? "does" : "do"} not show ${asWord(key)}`;
  return `${actors === 1 ? "shows" : "show"} ${asWord(value)} for ${asWord(key)}`;
}
