import type { HistoryRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";

/** What kind of wrong a finding is. */
export type FindingKind =
  /** A read shows a value that nobody put. */
  | "invented"
  /** No actor, or not every one, shows a key that was put. */
  | "lost-put"
  /** An actor shows what it must not, although nothing is under way any more, and others show something else. */
  | "divergence"
  /** Of Puts of which any may win, actors have chosen different ones. */
  | "split"
  /** All agree on a Put that another one should have won against. */
  | "wrong-winner"
  /** A read of an actor shows an older Put than an earlier read of the same actor. */
  | "went-back"
  /** A read does not show a Put that the same actor had acknowledged, or one that wins against it. */
  | "own-put"
  /** A read shows a Put that is too old for its time. */
  | "late"
  /** Puts are sent several times to one remote server. */
  | "double-send"
  /** Puts are sent again and again to actors that have them. */
  | "repetition"
  /** An actor sends another one more messages in a second than the limit. */
  | "rate";

/** Something wrong that was found and is not told yet: of many of a kind, only the first are told. */
export interface Sighting {
  readonly kind: FindingKind;
  /** When it shows, in milliseconds since the run began. */
  readonly atMs: number;
  /** The actor at which it shows, where there is one. */
  readonly actor?: ActorName;
  /** The key whose value is wrong, where it is one's. */
  readonly key?: string;
  readonly tell: () => Told;
}

/** Something wrong in words. */
export interface Told {
  readonly message: string;
  /** Whether part of the message is concluded, not seen. */
  readonly inferred?: boolean;
  /** The section of the assignment with the rule. */
  readonly section: string;
  /** Where to look in the code, where the story knows it better than the kind. */
  readonly lookAt?: string;
  /** Whether a busy machine alone could have brought it about. */
  readonly timing?: boolean;
  readonly evidence: readonly (HistoryRecord | undefined)[];
}
