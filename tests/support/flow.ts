import type { AnyStep, FlowStep, Scenario, Step } from "../../grader/history/scenario.js";
import { durationOf, threadsOf } from "../../grader/run/scenario_facts.js";
import type { StepKinds } from "../../grader/run/step_kind.js";

/** Waits. */
export function wait(ms: number): FlowStep<never> {
  return { do: "wait", ms };
}

/** Records a named moment in the history. */
export function mark(name: string): FlowStep<never> {
  return { do: "mark", name };
}

/** Runs sequences of steps concurrently. */
export function parallel<S extends AnyStep>(
  ...branches: readonly (readonly Step<S>[])[]
): FlowStep<S> {
  return { do: "parallel", branches };
}

/** Starts steps in order without waiting for the previous one, so queries on one connection are pipelined. */
export function together<S extends AnyStep>(steps: readonly Step<S>[]): FlowStep<S> {
  return { do: "parallel", branches: steps.map((step) => [step]) };
}

/** Starts a step every `everyMs` milliseconds. */
export function paced<S extends AnyStep>(everyMs: number, steps: readonly Step<S>[]): FlowStep<S> {
  return { do: "paced", everyMs, steps };
}

/** How long a scenario may take in addition to its waits before it counts as stuck, in milliseconds. */
const patienceMs = 16_000;

/** Additional time for each of its threads, which take long to start on a busy machine, in milliseconds. */
const patiencePerThreadMs = 2_000;

/** Makes a scenario from steps; its time limit is twice its waits plus some patience. */
export function scenarioWith<S extends AnyStep>(
  kinds: StepKinds<S>,
  steps: readonly Step<S>[],
  latencyMs = 0,
): Scenario<S> {
  const patience = patienceMs + threadsOf(steps, kinds) * patiencePerThreadMs;
  return { steps, latencyMs, timeLimitMs: 2 * durationOf(steps, kinds) + patience };
}
