import { serverOf } from "../../../history/scenario.js";
import { asWord, at } from "../reading/words.js";
import type { PutRecord } from "../reading/views.js";
import { isUnknown, type Facts, type Shown } from "./facts.js";
import type { Sighting } from "./sighting.js";

/**
 * Finds the first read of each actor and key that shows an older Put than an earlier read of the same actor: one that
 * is clearly older, none at all, or one that had already been replaced there.
 */
export function backwardReads(facts: Facts): Sighting[] {
  const found: Sighting[] = [];
  /** What the reads of an actor in one life of its server have shown so far, by key. */
  const lives = new Map<string, Map<string, KeySeen>>();
  let ofLife = new Map<string, KeySeen>();
  let previous: Shown["read"] | undefined;
  for (const shown of facts.shown) {
    const { actor, key, value, read } = shown;
    if (read !== previous) {
      const life = `${actor} ${lifeOf(facts, read)}`;
      ofLife = lives.get(life) ?? new Map<string, KeySeen>();
      lives.set(life, ofLife);
      previous = read;
    }
    const known = ofLife.get(key);
    // Nothing is older than nothing.
    if (known === undefined ? value === null : known.isFound) continue;
    if (isUnknown(shown)) continue;
    const seen = known ?? { byValue: new Map<string | null, Seen>(), isFound: false };
    ofLife.set(key, seen);
    const { byValue } = seen;
    const before = [...byValue.values()].find((earlier) =>
      wentBack(facts, byValue, earlier, shown),
    );
    if (before !== undefined) {
      seen.isFound = true;
      found.push(backward(facts, before, shown));
    }
    byValue.set(value, { first: byValue.get(value)?.first ?? shown, last: shown });
  }
  return found;
}

/** When the life of the server began in which a read of it took place. */
function lifeOf({ lives }: Facts, { at: actor, startMs }: Shown["read"]): number {
  return lives.at(serverOf(actor), startMs).startingMs;
}

/** What was shown of one key so far. */
interface KeySeen {
  readonly byValue: Map<string | null, Seen>;
  /** Whether something wrong was found already; the first finding is enough. */
  isFound: boolean;
}

/** The first and the last read so far that showed a value. */
interface Seen {
  readonly first: Shown;
  readonly last: Shown;
}

function wentBack(
  facts: Facts,
  seen: ReadonlyMap<string | null, Seen>,
  earlier: Seen,
  { puts, value, read }: Shown,
): boolean {
  const before = earlier.first.value;
  if (before === value || before === null) return false;
  if (earlier.first.read.endMs > read.startMs) return false;
  if (value === null) return true;
  const same = seen.get(value);
  if (same !== undefined && facts.isUnique(value) && facts.isUnique(before)) {
    // It was shown, replaced, and is shown again, which no order of Puts allows.
    const isReplaced = same.first.read.endMs <= earlier.last.read.startMs;
    if (isReplaced && earlier.last.read.endMs <= read.startMs) return true;
  }
  const newer = puts.filter((put) => put.value === before);
  return puts
    .filter((put) => put.value === value)
    .every((put) => newer.every((other) => facts.order.isClearlyLater(other, put)));
}

function backward(facts: Facts, before: Seen, { actor, key, puts, value, read }: Shown): Sighting {
  const { read: readBefore, value: valueBefore } =
    before.last.read.endMs <= read.startMs ? before.last : before.first;
  return {
    kind: "went-back",
    atMs: read.startMs,
    actor,
    key,
    tell: () => {
      const older = puts.findLast((put) => put.value === value);
      const newer = puts.findLast((put) => put.value === valueBefore);
      const taken = (put: PutRecord): string =>
        `${put.at} ${facts.takenInWords(put, asWord(put.value))}`;
      const why =
        newer === undefined
          ? ""
          : older === undefined
            ? `; ${taken(newer)}, and a Put never disappears`
            : facts.order.isClearlyLater(newer, older)
              ? `; ${taken(older)} and ${taken(newer)}, which wins`
              : `, although ${asWord(newer.value)} had already replaced it there`;
      return {
        message:
          `${actor} showed ${inWords(valueBefore)} for ${asWord(key)} at ${at(readBefore.startMs)}, and then ` +
          `${inWords(value)} again at ${at(read.startMs)}${why}.`,
        section: "5",
        evidence: [readBefore, read, older, newer],
      };
    },
  };
}

function inWords(value: string | null): string {
  return value === null ? "nothing" : asWord(value);
}
