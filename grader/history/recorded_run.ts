import type { Finding } from "./finding.js";
import type { History } from "./history.js";
import type { ActorName } from "./scenario.js";

/** A run with all that is known of it, for those who draw it: what happened, what is wrong, what its actors held. */
export interface RecordedRun {
  /** What the run was, such as `RemoteSyncLWW1`. */
  readonly title: string;
  /** The tree that ran, as it was named on the command line. */
  readonly tree: string;
  /** What failed, for people; undefined when nothing did. */
  readonly message: string | undefined;
  /** The command that runs it again. */
  readonly replay: string;
  /** The run's history, as detailed as there is one. */
  readonly history: History;
  readonly findings: readonly Finding[];
  /** In the order of their times; empty when nobody probed. */
  readonly snapshots: readonly StoreSnapshot[];
  /** At how many more instants stores may have changed and nobody looked, because there were too many; default 0. */
  readonly unseenInstants?: number;
}

/** What one query actor would have answered to a List of everything, at one instant. */
export interface StoreSnapshot {
  /** In milliseconds since the run began; holds until the actor's next snapshot. */
  readonly atMs: number;
  readonly actor: ActorName;
  readonly entries: Readonly<Record<string, string>>;
}
