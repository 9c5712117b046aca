import type { History } from "./history.js";
import type { ActorName } from "./scenario.js";

/** Finds what is certainly wrong in a history, the worst first; nothing if all is well. */
export type Oracle = (history: History) => readonly Finding[];

/** Something wrong in a history, with its evidence. */
export interface Finding {
  /** The kind of the finding, such as `divergence`; each assignment has its own kinds. */
  readonly kind: string;
  /**
   * One or two sentences for a student: which actor shows which value, what it should show, and what happened to that.
   */
  readonly message: string;
  /** Whether part of the message is inferred; the message says which part. */
  readonly inferred: boolean;
  /** When it was observed, in milliseconds since the start of the run. */
  readonly atMs: number;
  /** The section of the assignment with the rule. */
  readonly section: string;
  /** The actor that it concerns, if there is one. */
  readonly actor?: ActorName;
  /** The key whose value is wrong; with no actor, at every one that shows it. */
  readonly key?: string;
  /** Whether each shown value of the key may be right, although they may not differ. */
  readonly tie?: true;
  /** The records that show it, as indexes into the history's records, in the order of their times. */
  readonly evidence: readonly number[];
  /** How many more findings of the kind were omitted; only on the last one of a kind. */
  readonly more?: number;
}
