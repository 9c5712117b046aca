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

/** Something wrong in a history, and where to see it. */
export interface Finding {
  readonly kind: FindingKind;
  /** One or two sentences for a student: which actor shows which value, what it should show, and what became of that. */
  readonly message: string;
  /** Whether part of the message is concluded, not seen; the message says which part. */
  readonly inferred: boolean;
  /** When it shows, in milliseconds since the run began. */
  readonly atMs: number;
  /** The section of the assignment with the rule. */
  readonly section: string;
  /** The actor at which it shows, where there is one. */
  readonly actor?: ActorName;
  readonly key?: string;
  /** The records that show it, as indexes into the history's records, in the order of their times. */
  readonly evidence: readonly number[];
  /** How many more findings of the kind were left out; on the last one of a kind, where there are any. */
  readonly more?: number;
}
