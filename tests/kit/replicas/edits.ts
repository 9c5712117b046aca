import { replicas } from "../../../grader/labs/replicas/lab.js";
import type { Edit } from "../../../grader/trees/stage_edits.js";

/** A wrong solution: the reference solution with changes, and the report that it must get. */
export interface Wrong {
  /** In a few words with dashes; also the name of its staged tree. */
  readonly name: string;
  /** What a student would have got wrong. */
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The tests that must fail; all others must pass. */
  readonly failing: readonly string[];
  /** Whether it is run by default, and not only with all others. */
  readonly quick?: true;
}

/** A solution of another design, which must earn everything. */
export interface Design {
  readonly name: string;
  /** What is different about it. */
  readonly what: string;
  readonly edits: readonly Edit[];
}

const files = {
  replica: "replicas/replica.ts",
  replicator: "replicas/replicator.ts",
  updates: "replicas/updates.ts",
} as const;

/** Makes an edit: `find`, which must be in the file exactly once, becomes `replace`. */
export function edit(file: keyof typeof files, find: string, replace: string): Edit {
  return { file: files[file], find, replace };
}

/** Adds fields to the replica. */
export function field(text: string): Edit {
  return edit("replica", "  #retryArmed = false;\n", `  #retryArmed = false;\n${text}`);
}

type Group = `Step${1 | 2 | 3 | 4 | 5 | 6}` | "Failover";

/** The ids of all tests of some groups. */
export function allOf(...groups: readonly Group[]): string[] {
  const ids = replicas.tests.map(({ id }) => id);
  return groups.flatMap((group) => ids.filter((id) => id.startsWith(group)));
}
