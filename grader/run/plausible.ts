import { addTo } from "../base/group_by.js";
import type { History, HistoryRecord } from "../history/history.js";
import { isFlowStep, type Scenario, type Step } from "../history/scenario.js";
import { kindOf } from "./scenario_facts.js";
import type { StepKinds } from "./step_kind.js";

/** Times of one run may differ by this much in their fractions, in milliseconds: threads round for themselves. */
const roundingMs = 2;

/**
 * Says why a history cannot be that of a run of the scenario: each step whose record is known beforehand leaves that record
 * once, and not before the waits and paces in front of it have passed. Undefined if it can, or the run was cut short.
 *
 * Histories come from processes that run code under test; this is what can be said without believing them.
 */
export function implausibleIn(
  { steps }: Scenario,
  { records, end, droppedRecords = 0, simulated }: History,
  kinds: StepKinds,
): string | undefined {
  if (end.how !== "done" || droppedRecords > 0) return undefined;
  const due: Times = new Map();
  note(steps, 0, due, { kinds, isReal: simulated === undefined });
  const seen: Times = new Map();
  for (const record of records) {
    const facts = factsIn(record, kinds);
    if (facts !== undefined) addTo(seen, facts, (record as Timed).startMs);
  }
  for (const [facts, times] of due) {
    const starts = (seen.get(facts) ?? []).sort((a, b) => a - b);
    if (starts.length < times.length) return `it lacks ${facts}`;
    // Which record belongs to which step is unknown, but in the order of times each must be late enough.
    times.sort((a, b) => a - b);
    const early = times.find((dueMs, i) => (starts[i] ?? 0) < dueMs - roundingMs);
    if (early !== undefined) return `${facts} begins before ${Math.round(early)} ms`;
  }
  for (const [facts, starts] of seen) {
    if (starts.length > (due.get(facts)?.length ?? 0)) return `it has ${facts} too often`;
  }
  return undefined;
}

/** When each record is due, or has begun, in milliseconds, by its facts. */
type Times = Map<string, [number, ...number[]]>;

type Timed = Extract<HistoryRecord, { readonly startMs: number }>;

/** What the steps of a run are, and whether it was one on real threads, where some waits are shorter. */
interface Where {
  readonly kinds: StepKinds;
  readonly isReal: boolean;
}

/** Notes when each expected record is due at the earliest; returns when the steps can have ended at the earliest. */
function note(steps: readonly Step[], fromMs: number, due: Times, where: Where): number {
  let nowMs = fromMs;
  for (const step of steps) {
    if (!isFlowStep(step)) {
      const expected = kindOf(step, where.kinds).expects?.(step);
      if (expected !== undefined) addTo(due, textOf(expected, Object.keys(expected).sort()), nowMs);
    } else if (step.do === "wait") {
      nowMs += step.ms + (where.isReal ? Math.min(0, step.allowanceMs ?? 0) : 0);
    } else if (step.do === "parallel") {
      const ends = step.branches.map((branch) => note(branch, nowMs, due, where));
      nowMs = Math.max(nowMs, ...ends);
    } else if (step.do === "paced") {
      const ends = step.steps.map((one, i) => note([one], nowMs + i * step.everyMs, due, where));
      nowMs = Math.max(nowMs, ...ends);
    }
  }
  return nowMs;
}

/** The facts of a record that a step can expect. */
function factsIn(record: HistoryRecord, { expected }: StepKinds): string | undefined {
  const names = expected?.[record.type];
  return names === undefined ? undefined : textOf(record, inOrder(names));
}

/** The names of facts in the order in which {@link textOf} has them, made once for each list. */
function inOrder(names: readonly string[]): readonly string[] {
  let ordered = orderedNames.get(names);
  if (ordered === undefined) {
    ordered = ["type", ...names].sort();
    orderedNames.set(names, ordered);
  }
  return ordered;
}

const orderedNames = new WeakMap<readonly string[], readonly string[]>();

/** Some facts of a record as a text, which is the same for the same facts. */
function textOf(facts: object, names: readonly string[]): string {
  return JSON.stringify(facts, names as string[]);
}
