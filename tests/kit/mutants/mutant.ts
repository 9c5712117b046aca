import type { Edit } from "../../../grader/trees/stage_edits.js";

/** A wrong solution: the reference solution with changes, and the report that it must get. */
export interface Mutant {
  /** In a few words with dashes; also the name of its staged tree. */
  readonly name: string;
  /** What a student would have got wrong, and how the tests see it. */
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The tests that must fail, and the {@link checks}. */
  readonly failing: readonly string[];
  /** Tests that must pass all the same: those that look at something near by. */
  readonly passing: readonly string[];
  /** Whether it may leave calls unanswered for ever, so that tests end by their time limits. */
  readonly hangs?: true;
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

/** What finds wrong solutions beside tests: checks of every grading, as reports name them. */
export const checks = ["Lint", "Formatting", "Design comment"] as const;

/** The student files that edits name. */
export const files = {
  mailbox: "actor/mailbox.ts",
  remoteTell: "actor/remote_tell.ts",
  client: "kvclient/client.ts",
  actor: "kvserver/query_actor.ts",
  receiver: "kvserver/query_receiver.ts",
  server: "kvserver/server.ts",
  store: "kvserver/store.ts",
  entry: "kvserver/entry.ts",
  outbox: "kvserver/outbox.ts",
  messages: "kvserver/messages.ts",
} as const;

/** Makes an edit: `find`, which must be in the file exactly once, becomes `replace`. */
export function edit(file: keyof typeof files, find: string, replace: string): Edit {
  return { file: files[file], find, replace };
}

/** The ids of a family of tests by their numbers, such as `LocalSyncBasic1` and `LocalSyncBasic2`. */
export function family(name: string, ...numbers: readonly number[]): string[] {
  return numbers.map((number) => `${name}${number}`);
}

/** The numbers of most families. */
export const oneToFour = [1, 2, 3, 4] as const;
