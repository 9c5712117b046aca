import type { HistoryRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";

/** The kinds of findings. */
export type FindingKind =
  /** A read shows a value that nobody put. */
  | "invented"
  /** A key that was put is missing on one or all actors. */
  | "lost-put"
  /** After all messages have arrived, an actor shows a wrong value, and others show a different one. */
  | "divergence"
  /** Actors have chosen different Puts, each of which may win. */
  | "split"
  /** All actors agree on a Put against which another one should have won. */
  | "wrong-winner"
  /** A read of an actor shows an older Put than an earlier read of the same actor. */
  | "went-back"
  /** A read does not show a Put that the same actor had acknowledged, or one that wins against it. */
  | "own-put"
  /** A read shows an outdated Put. */
  | "late"
  /** Puts are sent several times to one remote server. */
  | "double-send"
  /** Puts are sent repeatedly to actors that have them. */
  | "repetition"
  /** Old state is sent to servers that have it, or several times to a new one. */
  | "resent"
  /** An actor sends another one more messages per second than allowed. */
  | "rate";

/** A finding that is not described yet, because only the first ones of each kind are reported. */
export interface Sighting {
  readonly kind: FindingKind;
  /** When it was observed, in milliseconds since the start of the run. */
  readonly atMs: number;
  /** The actor that it concerns, if there is one. */
  readonly actor?: ActorName;
  /** The key whose value is wrong, if there is one. */
  readonly key?: string;
  readonly tell: () => Told;
}

/** The description of a finding. */
export interface Told {
  readonly message: string;
  /** Whether part of the message is inferred. */
  readonly inferred?: boolean;
  /** The section of the assignment with the rule. */
  readonly section: string;
  /** Where to look in the code, if the story is more specific than the kind. */
  readonly lookAt?: string;
  readonly evidence: readonly (HistoryRecord | undefined)[];
}
