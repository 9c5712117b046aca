import type { ClassJob } from "./class_job.js";
import type { Engine } from "./engine.js";
import { hasVerdict } from "./verdicts.js";

/** How often a hand-in is tried whose worker fails. */
const tries = 3;

/** What happens while a class is graded. */
export type ClassEvent =
  | { readonly type: "begin"; readonly left: number; readonly total: number }
  | { readonly type: "started"; readonly id: string }
  | { readonly type: "graded"; readonly id: string }
  | {
      readonly type: "failed";
      readonly id: string;
      readonly problem: string;
      readonly again: boolean;
    };

/**
 * Grades what has no verdict yet, and tries again where a worker failed: killed, crashed, or hanging.
 *
 * @returns why hand-ins still have none, by their ids.
 */
export async function gradeAll(
  folder: string,
  { handIns }: ClassJob,
  engine: Engine,
  onEvent: (event: ClassEvent) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const problems = new Map<string, string>();
  const left = (): number[] =>
    handIns.flatMap((handIn, number) => (hasVerdict(folder, handIn) ? [] : [number]));
  onEvent({ type: "begin", left: left().length, total: handIns.length });
  for (let round = 1; round <= tries; round++) {
    const numbers = left();
    if (numbers.length === 0 || signal.aborted) break;
    await engine.run(
      numbers,
      {
        onStart: (number) => {
          onEvent({ type: "started", id: handIns[number]?.id ?? "" });
        },
        onEnd: (number, problem) => {
          const handIn = handIns[number];
          if (handIn === undefined) return;
          const { id } = handIn;
          if (hasVerdict(folder, handIn)) {
            problems.delete(id);
            onEvent({ type: "graded", id });
            return;
          }
          if (signal.aborted) return;
          const why = problem ?? "ended without a verdict";
          problems.set(id, why);
          onEvent({ type: "failed", id, problem: why, again: round < tries });
        },
      },
      signal,
    );
  }
  return problems;
}
