import { groupBy } from "../reading/groups.js";
import { serverOf } from "../../../history/scenario.js";
import { shownBy, type PutRecord } from "../reading/views.js";
import { at } from "../reading/words.js";
import type { Facts, ReadRecord } from "./facts.js";
import type { Sighting } from "./sighting.js";

/**
 * Finds the first read of each actor and key that shows an older Put than an earlier read of the same actor: one that
 * is clearly older, none at all, or one that had already been replaced there.
 */
export function backwardReads(facts: Facts): Sighting[] {
  const found: Sighting[] = [];
  const byActor = groupBy(facts.reads, (read) => {
    return `${read.at} ${facts.lives.at(serverOf(read.at), read.startMs).startingMs}`;
  });
  for (const reads of byActor.values()) {
    const seenOf = new Map<string, Map<string | null, Seen>>();
    const done = new Set<string>();
    for (const read of reads) {
      for (const [key, shown] of shownBy(read, facts.putsByKey)) {
        const all = facts.putsByKey.get(key) ?? [];
        if (done.has(key) || facts.vagueKeys.has(key) || !facts.isKnown(shown, all)) continue;
        const seen = seenOf.get(key) ?? new Map<string | null, Seen>();
        seenOf.set(key, seen);
        const before = [...seen.values()].find((earlier) =>
          wentBack(facts, all, seen, earlier, shown, read),
        );
        if (before !== undefined) {
          done.add(key);
          found.push(backward(facts, key, all, before, shown, read));
        }
        seen.set(shown, { shown, first: seen.get(shown)?.first ?? read, last: read });
      }
    }
  }
  return found;
}

/** The first and the last read so far that showed a value. */
interface Seen {
  readonly shown: string | null;
  readonly first: ReadRecord;
  readonly last: ReadRecord;
}

function wentBack(
  facts: Facts,
  all: readonly PutRecord[],
  seen: ReadonlyMap<string | null, Seen>,
  earlier: Seen,
  shown: string | null,
  read: ReadRecord,
): boolean {
  if (earlier.shown === shown || earlier.shown === null) return false;
  if (earlier.first.endMs > read.startMs) return false;
  if (shown === null) return true;
  const same = seen.get(shown);
  if (same !== undefined && facts.isUnique(shown) && facts.isUnique(earlier.shown)) {
    // It was shown, replaced, and is shown again, which no order of Puts allows.
    if (same.first.endMs <= earlier.last.startMs && earlier.last.endMs <= read.startMs) return true;
  }
  const newer = all.filter((put) => put.value === earlier.shown);
  return all
    .filter((put) => put.value === shown)
    .every((put) => newer.every((other) => facts.order.isClearlyLater(other, put)));
}

function backward(
  facts: Facts,
  key: string,
  all: readonly PutRecord[],
  before: Seen,
  shown: string | null,
  read: ReadRecord,
): Sighting {
  const actor = read.at;
  const shownBefore = before.last.endMs <= read.startMs ? before.last : before.first;
  return {
    kind: "went-back",
    atMs: read.startMs,
    actor,
    key,
    tell: () => {
      const older = all.findLast((put) => put.value === shown);
      const newer = all.findLast((put) => put.value === before.shown);
      const taken = (put: PutRecord): string =>
        `${put.at} received ${put.value} at ${at(facts.takenMs(put))}`;
      const why =
        newer === undefined
          ? ""
          : older === undefined
            ? `; ${taken(newer)}, and a Put never disappears`
            : facts.order.isClearlyLater(newer, older)
              ? `; ${taken(older)} and ${taken(newer)}, which wins`
              : `, although ${newer.value} had already replaced it there`;
      return {
        message:
          `${actor} showed ${before.shown ?? "nothing"} for ${key} at ${at(shownBefore.startMs)}, and then ` +
          `${shown ?? "nothing"} again at ${at(read.startMs)}${why}.`,
        section: "5",
        evidence: [shownBefore, read, older, newer],
      };
    },
  };
}
