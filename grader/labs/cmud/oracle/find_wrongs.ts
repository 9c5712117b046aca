/*
 * The oracle: what is wrong in a recorded history, and where it went wrong. It knows nothing of how a program works; it
 * sees calls, answers and messages, and follows Puts through them by their values.
 *
 * Which Put has to win is computed from calls alone. The rule is the latest server-side time, which a history does not
 * show, but it lies between a Put's call and its acknowledgement. So of two Puts on different query actors one has to win
 * only if they lie further apart than the clocks may be off (see PutOrder); of those closer together any may, as long as
 * all actors choose the same one. Of two Puts on one actor the later one wins, always. The possible winners of a key are
 * the Puts that no other one clearly wins against, and an actor may show any of them, of those that it has to know by
 * then: each Put from its visibility limit on. A Put that failed may have happened or not, so it may be shown and need not.
 *
 * Programs are right in many ways, and a false alarm costs a student more than a missed one. What a history cannot decide
 * is no finding, and what is concluded rather than seen is marked as such.
 */
import type { Finding } from "../../../history/finding.js";
import type { History } from "../../../history/history.js";
import { groupBy } from "../reading/group_by.js";
import { backwardReads } from "./backward_reads.js";
import { crowdedSeconds } from "./crowded_seconds.js";
import { doubleSends } from "./double_sends.js";
import { Facts, type FactOptions } from "./facts.js";
import { wrongEnds } from "./final_reads.js";
import { inventedValues } from "./invented_values.js";
import { lateReads } from "./late_reads.js";
import type { FindingKind, Wrong } from "./wrong.js";

/** Options of {@link findWrongs}. */
export interface FindOptions extends FactOptions {
  /** So many findings of a kind are told at most; default 4. */
  readonly maxPerKind?: number;
}

/** A finding of this oracle. */
export interface StoreFinding extends Finding {
  readonly kind: FindingKind;
}

/**
 * Finds what is wrong in a history: the worst and most telling first, and of each kind those that show first. Where there
 * are more of a kind, the last one of it says how many. No findings mean that nothing is certainly wrong.
 */
export function findWrongs(history: History, options: FindOptions = {}): StoreFinding[] {
  const facts = new Facts(history, options);
  const ends = wrongEnds(facts);
  const atEnd = new Set(ends.map(({ actor, key }) => `${actor} ${key}`));
  const keysAtEnd = new Set(
    ends.flatMap(({ actor, key }) => (actor === undefined ? (key ?? []) : [])),
  );
  // What is wrong to the end was late before, and need not be told twice.
  const late = lateReads(facts).filter(
    ({ actor, key = "" }) => !atEnd.has(`${actor} ${key}`) && !keysAtEnd.has(key),
  );
  const all = [
    ...inventedValues(facts),
    ...ends,
    ...backwardReads(facts),
    ...late,
    ...doubleSends(facts),
    ...crowdedSeconds(facts),
  ];
  const byKind = groupBy(all, ({ kind }) => kind);
  return kindsInOrder.flatMap((kind) =>
    tellSome(facts, byKind.get(kind) ?? [], options.maxPerKind ?? 4),
  );
}

/** The worst first: what is wrong for good, then what was wrong for a time, then what costs too much. */
const kindsInOrder: readonly FindingKind[] = [
  "invented",
  "lost-put",
  "divergence",
  "wrong-winner",
  "went-back",
  "late",
  "double-send",
  "rate",
];

/** Tells the first ones of a kind: those of the first time, in the order in which they were found. */
function tellSome(facts: Facts, wrongs: readonly Wrong[], max: number): StoreFinding[] {
  const told = [...wrongs].sort((a, b) => a.atMs - b.atMs).slice(0, max);
  const left = wrongs.length - told.length;
  return told.map(({ kind, atMs, actor, key, tell }, index) => {
    const { message, inferred, section, evidence } = tell();
    const more = index === told.length - 1 ? left : 0;
    return {
      kind,
      message: more === 0 ? message : `${message} (And ${more} more like this.)`,
      inferred,
      atMs,
      section,
      ...(actor === undefined ? {} : { actor }),
      ...(key === undefined ? {} : { key }),
      evidence: facts.indexesOf(evidence),
      ...(more === 0 ? {} : { more }),
    };
  });
}
