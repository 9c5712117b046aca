import type { HistoryRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import type { FindingKind } from "./finding.js";

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
