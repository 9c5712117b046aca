import {
  allSteps,
  isFlowStep,
  isTraceable,
  type AnyStep,
  type Scenario,
  type Step,
} from "../history/scenario.js";
import type { StepKind, StepKinds, StepNeeds } from "./step_kind.js";

/** The kind of a step. Throws when the assignment has none of that name. */
export function kindOf(step: AnyStep, { kinds }: StepKinds): StepKind<AnyStep> {
  const kind = kinds[step.do];
  if (kind === undefined) throw new RangeError(`there are no steps that do ${step.do}`);
  return kind;
}

/** What each of a scenario's steps needs, in the order in which they are written. */
export function* allNeeds(steps: readonly Step[], kinds: StepKinds): Generator<StepNeeds> {
  for (const step of allSteps(steps)) {
    if (!isFlowStep(step)) yield kindOf(step, kinds).needs?.(step) ?? {};
  }
}

/** The values of a scenario that can be found in messages: those of the form `~letters.digits-dashes~`. */
export function traceableValues({ steps }: Scenario, kinds: StepKinds): ReadonlySet<string> {
  const values = [...allNeeds(steps, kinds)].flatMap(({ value }) => value ?? []);
  return new Set(values.filter(isTraceable));
}

/** How many threads the process of a scenario with these steps has at most: its own, the clients', and those that its steps start. */
export function threadsOf(steps: readonly Step[], kinds: StepKinds): number {
  let total = 2;
  for (const { threads = 0 } of allNeeds(steps, kinds)) total += threads;
  return total;
}

/**
 * How long steps take when all is well, in milliseconds: waits with their allowances, paces, and what kinds of steps say
 * of themselves; not what threads need to start.
 */
export function durationOf(steps: readonly Step[], kinds: StepKinds): number {
  const ofStep = (step: Step): number => {
    if (!isFlowStep(step)) return kindOf(step, kinds).needs?.(step).lastsMs ?? 0;
    switch (step.do) {
      case "wait":
        return step.ms + Math.max(0, step.allowanceMs ?? 0);
      case "parallel":
        return Math.max(0, ...step.branches.map((branch) => durationOf(branch, kinds)));
      case "paced":
        return Math.max(0, ...step.steps.map((inner, i) => i * step.everyMs + ofStep(inner)));
      case "mark":
        return 0;
    }
  };
  return steps.reduce((sum, step) => sum + ofStep(step), 0);
}
