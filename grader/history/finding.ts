import type { History } from "./history.js";
import type { ActorName } from "./scenario.js";

/** What looks through a history for whatever is certainly wrong in it: the worst first, nothing when all is well. */
export type Oracle = (history: History) => readonly Finding[];

/** Something wrong in a history, and where to see it. */
export interface Finding {
  /** What kind of wrong, such as `divergence`; each assignment has kinds of its own. */
  readonly kind: string;
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
  /** The key whose value is wrong; with no actor, at every one that shows it. */
  readonly key?: string;
  /** Whether each value of the key that actors show may be right, and only not all of them together. */
  readonly tie?: true;
  /** The records that show it, as indexes into the history's records, in the order of their times. */
  readonly evidence: readonly number[];
  /** How many more findings of the kind were left out; on the last one of a kind, where there are any. */
  readonly more?: number;
}
