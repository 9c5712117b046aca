import type { Finding } from "./finding.js";
import type { History } from "./history.js";
import type { ActorName } from "./scenario.js";

/** A run with everything that is needed to draw it: what happened, what is wrong, what its actors stored. */
export interface RecordedRun {
  /** The name of the run, such as `RemoteSyncLWW1`. */
  readonly title: string;
  /** The tree that ran, as named on the command line. */
  readonly tree: string;
  /** What failed, for people; undefined if nothing did. */
  readonly message: string | undefined;
  /** The command that runs it again. */
  readonly replay: string;
  /** The run's history, as detailed as possible. */
  readonly history: History;
  readonly findings: readonly Finding[];
  /** In the order of their times; empty when nobody probed. */
  readonly snapshots: readonly StoreSnapshot[];
}

/** What one query actor would have answered to a List of everything, from one instant to its next snapshot. */
export interface StoreSnapshot {
  /** In milliseconds since the run began. */
  readonly atMs: number;
  readonly actor: ActorName;
  /**
   * What it no longer held as in its snapshot before; null for a key that is gone. In its first snapshot, and after one
   * without, all that it held. Undefined when that is not known.
   */
  readonly changed?: Readonly<Record<string, string | null>>;
}
