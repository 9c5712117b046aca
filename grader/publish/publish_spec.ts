import type { TreeSpec } from "../trees/tree_spec.js";

/** What the handout and the release must know about an assignment. Plain data. */
export interface PublishSpec extends TreeSpec {
  /** The course's name, for headings. */
  readonly course: string;
  /** The assignment's name, for headings. */
  readonly title: string;
  /** In the order in which they are due; at least one. */
  readonly parts: readonly PublishedPart[];
  /** In the order in which they are listed. */
  readonly tests: readonly PublishedTest[];
  /** When students get the assignment, as ISO 8601 with its offset from UTC. */
  readonly released: string;
  readonly late: LatePolicy;
  /** The pieces of work, in the order in which students do them. */
  readonly effort: readonly Effort[];
  /**
   * The folder with the pages of the handout, relative to the kit. What is built of it goes to the folder of the same
   * name in `build/`.
   */
  readonly handout: string;
  /**
   * The folders of the starter whose exports are the reference, in the order in which a student meets them. What they
   * name in their signatures must be in one of them.
   */
  readonly reference: readonly string[];
  /** The numbers and texts that pages name by their paths in it, such as `{{limits.localVisibilityMs}}`. */
  readonly values: object;
  /** The README of what students get, relative to the kit. It may name values, as pages do. */
  readonly readme: string;
}

/** What is published about a part. */
export interface PublishedPart {
  /** As it stands on the command line, such as `final`. */
  readonly name: string;
  /** ISO 8601 with its offset from UTC. */
  readonly due: string;
  readonly formattingPoints: number;
  readonly manual: { readonly points: number; readonly what: string } | undefined;
}

/** What is published about a test. */
export interface PublishedTest {
  readonly id: string;
  /** The names of the parts that run it. */
  readonly parts: readonly string[];
  readonly group: string;
  readonly points: number;
  readonly section: string;
  readonly file: string;
  readonly goal: string;
  readonly rule: string;
  /** The modules of the tree that it loads first, without their extension. */
  readonly entries: readonly string[];
  /** Whether it runs on real threads and sockets as well. */
  readonly real: boolean;
}

/** What happens after a deadline. */
export interface LatePolicy {
  /** The number of days after a deadline until which work is accepted. */
  readonly maxLateDays: number;
  /** What a late day costs, in points. */
  readonly penaltyPerDay: number;
}

/** A piece of the work, and what it takes. */
export interface Effort {
  readonly work: string;
  /** The name of the part with which it is due. */
  readonly dueFor: string;
  readonly difficulty: string;
  /** For a pair. */
  readonly hours: number;
  /** Of the reference solution. */
  readonly lines: number;
}
