/*
 * The oracle finds what is wrong in a recorded history, and where it went wrong. It knows nothing about how a program
 * works: it sees calls, replies and messages, and follows Puts through them by their values.
 *
 * It computes from calls alone which Put must win. The rule is the latest server-side time. A history does not contain
 * that time, but it lies between a Put's call and its acknowledgement. So of two Puts on different query actors one
 * must win only if they are further apart than the uncertainty of the clocks (see PutOrder); otherwise any of them may
 * win, as long as all actors choose the same one. Of two Puts on one actor, the later one always wins. The possible
 * winners of a key are the Puts that no other one clearly wins against. An actor may show any of them, and must know
 * each Put from its visibility limit on. A failed Put may or may not have happened, so it may be shown or not.
 *
 * There are many correct designs, and a false alarm is worse for a student than a missed bug. If a history is not
 * conclusive, there is no finding; inferences are marked as such.
 */
import { groupBy } from "../../../base/group_by.js";
import type { Finding } from "../../../history/finding.js";
import type { History } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import { backwardReads } from "./backward_reads.js";
import { crowdedSeconds, crowdedStarts } from "./crowded_seconds.js";
import { Facts, type FactOptions } from "./facts.js";
import { wrongEnds } from "./final_reads.js";
import { inventedValues } from "./invented_values.js";
import { oldReads } from "./old_reads.js";
import { doubleSends, repetitions } from "./redundancy.js";
import { resentState } from "./resent_state.js";
import { ruleOf } from "./rules.js";
import type { FindingKind, Sighting } from "./sighting.js";

/** A finding of this oracle. */
export interface StoreFinding extends Finding {
  readonly kind: FindingKind;
  /** The rule of the assignment. */
  readonly rule: string;
  /** Where to look in the code. */
  readonly lookAt: string;
}

/** The kinds of findings in reads, the worst first: permanent errors before temporary ones. */
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

/** The kinds of findings in messages that cost too much. */
const messageKinds = [
  "double-send",
  "repetition",
  "resent",
  "rate",
] as const satisfies readonly FindingKind[];

/** A kind of wrong that messages show. */
export type MessageKind = (typeof messageKinds)[number];

const allKinds: readonly FindingKind[] = [...readKinds, ...messageKinds];

/** Options of {@link wrongsIn}. */
export interface FindOptions {
  /** The kinds of findings to look for; default: all. */
  readonly kinds?: readonly FindingKind[];
  /** The maximum number of findings of each kind; default: 4. */
  readonly maxPerKind?: number;
}

/**
 * Finds what is wrong in a history: the worst and most informative findings first, and the earliest ones of each kind.
 * If there are more of a kind, the last one says how many. No findings mean that nothing is certainly wrong.
 */
export function findWrongs(
  history: History,
  options: FindOptions & FactOptions = {},
): StoreFinding[] {
  return wrongsIn(new Facts(history, options), options);
}

/** Like {@link findWrongs}, for facts that have already been extracted. */
export function wrongsIn(
  facts: Facts,
  { kinds = allKinds, maxPerKind = 4 }: FindOptions = {},
): StoreFinding[] {
  const wants = (some: readonly FindingKind[]): boolean => some.some((one) => kinds.includes(one));
  const found = groupBy(
    [
      ...(wants(readKinds) ? inReads(facts) : []),
      ...messageKinds
        .filter((kind) => kinds.includes(kind))
        .flatMap((kind) => inMessages[kind](facts)),
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
  // What is wrong at the end was also outdated before, and should not be reported twice.
  const old = oldReads(facts).filter(
    ({ actor, key }) => !atEnd.has(nameOf(actor, key)) && !atEnd.has(nameOf(undefined, key)),
  );
  return [...inventedValues(facts), ...ends, ...backwardReads(facts), ...old];
}

const inMessages: Readonly<Record<MessageKind, (facts: Facts) => Sighting[]>> = {
  "double-send": doubleSends,
  repetition: repetitions,
  resent: resentState,
  // The rate is a rule of syncing. Where nothing is put, given actors send what tests make them send.
  rate: (facts) =>
    facts.putsByKey.size === 0 ? [] : [...crowdedSeconds(facts), ...crowdedStarts(facts)],
};

function nameOf(actor: ActorName | undefined, key = ""): string {
  return `${actor ?? ""} ${key}`;
}

/** Reports the earliest findings of a kind. */
function tellSome(facts: Facts, sightings: readonly Sighting[], max: number): StoreFinding[] {
  const told = [...sightings].sort((a, b) => a.atMs - b.atMs).slice(0, max);
  const left = sightings.length - told.length;
  return told.map(({ kind, atMs, actor, key, tell }, index) => {
    const { message, inferred = false, section, lookAt, evidence } = tell();
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
      ...(actor === undefined ? {} : { actor }),
      ...(key === undefined ? {} : { key }),
      ...(kind === "split" ? { tie: true } : {}),
      evidence: facts.indexesOf(evidence),
      ...(more === 0 ? {} : { more }),
    };
  });
}
