import type { HistoryRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";

/** What kind of wrong a finding is. */
export type FindingKind =
  /** Query actors show different values of a key although nothing is under way any more. */
  | "divergence"
  /** All agree on a Put that another one should have won against. */
  | "wrong-winner"
  /** No actor, or not every one, shows a key that was put. */
  | "lost-put"
  /** A read shows a Put that is too old for its time. */
  | "late"
  /** A read of an actor shows an older Put than an earlier read of the same actor. */
  | "went-back"
  /** A read shows a value that nobody put. */
  | "invented"
  /** An actor sends another one more messages in a second than the limit. */
  | "rate"
  /** A Put is sent to several actors of one remote server, or several times. */
  | "double-send";

/** Something wrong that was found and is not told yet: of many of a kind, only the first are told. */
export interface Wrong {
  readonly kind: FindingKind;
  /** When it shows, in milliseconds since the run began. */
  readonly atMs: number;
  /** The actor at which it shows, where there is one. */
  readonly actor?: ActorName;
  readonly key?: string;
  readonly tell: () => Told;
}

/** Something wrong in words. */
export interface Told {
  readonly message: string;
  readonly inferred: boolean;
  /** The section of the assignment with the rule. */
  readonly section: string;
  readonly evidence: readonly (HistoryRecord | undefined)[];
}
