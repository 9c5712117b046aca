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
import type { ActorName } from "../../../history/scenario.js";
import { groupBy } from "../reading/groups.js";
import { backwardReads } from "./backward_reads.js";
import { crowdedSeconds, crowdedStarts } from "./crowded_seconds.js";
import { Facts, type FactOptions } from "./facts.js";
import { wrongEnds } from "./final_reads.js";
import { inventedValues } from "./invented_values.js";
import { oldReads } from "./old_reads.js";
import { doubleSends, repetitions } from "./redundancy.js";
import { ruleOf } from "./rules.js";
import type { FindingKind, Sighting } from "./sighting.js";

/** A finding of this oracle. */
export interface StoreFinding extends Finding {
  readonly kind: FindingKind;
  /** What the assignment wants there. */
  readonly rule: string;
  /** Where to look in the code. */
  readonly lookAt: string;
  /** Whether a busy machine alone could have brought it about. It is not so in a simulation, where time is exact. */
  readonly timing: boolean;
}

/** The kinds of wrong that reads show: the worst first, what is wrong for good, and then what was wrong for a time. */
export const readKinds = [
  "invented",
  "lost-put",
  "divergence",
  "split",
  "wrong-winner",
  "went-back",
  "own-put",
  "late",
] as const satisfies readonly FindingKind[];

/** The kinds of wrong that messages show, which cost too much. */
export const messageKinds = [
  "double-send",
  "repetition",
  "rate",
] as const satisfies readonly FindingKind[];

const allKinds: readonly FindingKind[] = [...readKinds, ...messageKinds];

/** Options of {@link wrongsIn}. */
export interface FindOptions {
  /** The kinds of wrong to look for; default: all. */
  readonly kinds?: readonly FindingKind[];
  /** So many findings of a kind are told at most; default 4. */
  readonly maxPerKind?: number;
}

/**
 * Finds what is wrong in a history: the worst and most telling first, and of each kind those that show first. Where there
 * are more of a kind, the last one of it says how many. No findings mean that nothing is certainly wrong.
 */
export function findWrongs(
  history: History,
  options: FindOptions & FactOptions = {},
): StoreFinding[] {
  return wrongsIn(new Facts(history, options), options);
}

/** The same for a history that has been put in order already. */
export function wrongsIn(
  facts: Facts,
  { kinds = allKinds, maxPerKind = 4 }: FindOptions = {},
): StoreFinding[] {
  const wants = (some: readonly FindingKind[]): boolean => some.some((one) => kinds.includes(one));
  const found = groupBy(
    [
      ...(wants(readKinds) ? inReads(facts) : []),
      ...(wants(messageKinds) ? inMessages(facts) : []),
    ],
    ({ kind }) => kind,
  );
  return allKinds
    .filter((kind) => kinds.includes(kind))
    .flatMap((kind) => tellSome(facts, found.get(kind) ?? [], maxPerKind));
}

function inReads(facts: Facts): Sighting[] {
  const ends = wrongEnds(facts);
  const atEnd = new Set(ends.map(({ actor, key }) => nameOf(actor, key)));
  // What is wrong to the end was too old before, and need not be told twice.
  const old = oldReads(facts).filter(
    ({ actor, key }) => !atEnd.has(nameOf(actor, key)) && !atEnd.has(nameOf(undefined, key)),
  );
  return [...inventedValues(facts), ...ends, ...backwardReads(facts), ...old];
}

function inMessages(facts: Facts): Sighting[] {
  return [
    ...doubleSends(facts),
    ...repetitions(facts),
    ...crowdedSeconds(facts),
    ...crowdedStarts(facts),
  ];
}

function nameOf(actor: ActorName | undefined, key = ""): string {
  return `${actor ?? ""} ${key}`;
}

/** Tells the first ones of a kind: those of the first time, in the order in which they were found. */
function tellSome(facts: Facts, sightings: readonly Sighting[], max: number): StoreFinding[] {
  const told = [...sightings].sort((a, b) => a.atMs - b.atMs).slice(0, max);
  const left = sightings.length - told.length;
  return told.map(({ kind, atMs, actor, key, tell }, index) => {
    const { message, inferred = false, section, lookAt, timing = false, evidence } = tell();
    const rule = ruleOf(kind, facts.limits);
    const more = index === told.length - 1 ? left : 0;
    return {
      kind,
      message: more === 0 ? message : `${message} (And ${more} more like this.)`,
      inferred,
      atMs,
      section,
      rule: rule.text,
      lookAt: lookAt ?? rule.lookAt,
      timing,
      ...(actor === undefined ? {} : { actor }),
      ...(key === undefined ? {} : { key }),
      ...(kind === "split" ? { tie: true } : {}),
      evidence: facts.indexesOf(evidence),
      ...(more === 0 ? {} : { more }),
    };
  });
}
