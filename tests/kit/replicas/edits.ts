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

/** A newcomer is brought what a method says, and not what the store has. */
export const bringsItsState: readonly Edit[] = [
  edit(
    "replica",
    "    let left = this.#store.size;\n",
    "    const state = this.#state();\n    let left = state.size;\n",
  ),
  edit(
    "replica",
    '      this.#context.tell(replicator, { type: "replicateKeys", keys: [...this.#store.keys()] });\n    }\n    for (const [key, value] of this.#store) {\n',
    '      this.#context.tell(replicator, { type: "replicateKeys", keys: [...state.keys()] });\n    }\n    for (const [key, value] of state) {\n',
  ),
];

/** Updates can be forgotten. */
export const withForget = edit(
  "updates",
  "  /** Waits for somebody no longer. */\n",
  "  forget(id: number): void {\n    this.#entries.delete(id);\n  }\n\n  /** Waits for somebody no longer. */\n",
);

/**
 * A replicator that collects updates for 60 ms, and sends the last one of each key. `alsoRepeated` is a further condition for
 * taking an update for one that is under way.
 */
export function inBatches(alsoRepeated: string): Edit[] {
  return [
    edit(
      "replicator",
      "    if (!isRepeated) this.#start(replicate);\n",
      `    if (isRepeated || this.#batch.some((one) => one.id === replicate.id)${alsoRepeated}) return;\n    if (this.#batch.length === 0) this.#context.tellAfter(this.#context.self, { type: "flush" }, 60);\n    this.#batch.push(replicate);\n`,
    ),
    edit(
      "replicator",
      "  #onAck(",
      "  #onFlush(): void {\n    const keys = new Map<string, Replicate[]>();\n    for (const one of this.#batch.splice(0)) keys.set(one.key, [...(keys.get(one.key) ?? []), one]);\n    for (const some of keys.values()) {\n      const last = some.at(-1);\n      if (last === undefined) continue;\n      this.#replaced.set(this.#nextSeq, some.slice(0, -1));\n      this.#start(last);\n    }\n  }\n\n  #onAck(",
    ),
    edit(
      "replicator",
      "    const { key, id, replyTo } = replicate;\n",
      '    for (const one of this.#replaced.get(seq) ?? []) {\n      this.#context.tell(one.replyTo, { type: "replicated", key: one.key, id: one.id, replicator: this.#context.self });\n    }\n    this.#replaced.delete(seq);\n    const { key, id, replyTo } = replicate;\n',
    ),
    edit(
      "replicator",
      "  #resendArmed = false;\n",
      "  #resendArmed = false;\n  readonly #batch: Replicate[] = [];\n  readonly #replaced = new Map<number, Replicate[]>();\n",
    ),
    edit(
      "replicator",
      '      case "resend":\n',
      '      case "flush":\n        this.#onFlush();\n        return;\n      case "resend":\n',
    ),
    edit("replicator", '  readonly type: "resend";\n', '  readonly type: "resend" | "flush";\n'),
  ];
}

type Group = `Step${1 | 2 | 3 | 4 | 5 | 6}` | "Failover";

/** The ids of all tests of some groups. */
export function allOf(...groups: readonly Group[]): string[] {
  const ids = replicas.tests.map(({ id }) => id);
  return groups.flatMap((group) => ids.filter((id) => id.startsWith(group)));
}
