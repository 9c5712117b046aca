/**
 * A scenario says what is done to a tree. It is plain data, so that it can be sent to another process, shown, and
 * replayed. Its result is a {@link History}; a check decides elsewhere whether that is right.
 *
 * `S` is the union of the steps that an assignment adds to those about the order of other steps.
 */
export interface Scenario<S extends AnyStep = AnyStep> {
  /** The steps, in order. */
  readonly steps: readonly Step<S>[];
  /** The initial one-way latency between servers, in milliseconds. Default: 0. */
  readonly latencyMs?: number;
  /** The time limit of the whole scenario, in milliseconds of its own time. A longer run ends with a timeout. */
  readonly timeLimitMs: number;
}

/**
 * One step. Steps run one after another, each after the previous one has ended, except in `parallel` and `paced`. A
 * failed step (such as a rejected query) is recorded and the scenario continues, but a server that does not start ends
 * it.
 */
export type Step<S extends AnyStep = AnyStep> = FlowStep<S> | S;

/** A step of any assignment; `do` determines its other properties. */
export interface AnyStep {
  readonly do: string;
}

/** Steps about the order of other steps. */
export type FlowStep<S extends AnyStep = AnyStep> =
  /**
   * On real threads it waits `allowanceMs` longer, to allow for timers and a busy machine; default: 0. A negative one
   * makes long waits short there.
   */
  | { readonly do: "wait"; readonly ms: number; readonly allowanceMs?: number }
  /** Runs the branches concurrently; ends when all of them have ended. */
  | { readonly do: "parallel"; readonly branches: readonly (readonly Step<S>[])[] }
  /** Starts a step every `everyMs` milliseconds, even if earlier ones are still running; ends when all have ended. */
  | { readonly do: "paced"; readonly everyMs: number; readonly steps: readonly Step<S>[] }
  /** Records a named moment in the history. */
  | { readonly do: "mark"; readonly name: string };

/** An actor of a server: the server's name and the actor's index, such as `s1/0`. */
export type ActorName = `${string}/${number}`;

/** The server of a query actor. */
export function serverOf(actor: string): string {
  return actor.slice(0, actor.lastIndexOf("/"));
}

/** The index of a query actor within its server, counted from 0. */
export function indexOf(actor: string): number {
  return Number(actor.slice(actor.lastIndexOf("/") + 1));
}

/** Matches the values that are searched in messages; see {@link TellRecord.values}. */
export const traceableValue = /~[A-Za-z0-9.-]+~/g;

/** Whether a value has the form of those that are searched in messages. */
export function isTraceable(value: string): boolean {
  return new RegExp(`^${traceableValue.source}$`).test(value);
}

/** Whether a step is about the order of other steps. */
export function isFlowStep<S extends AnyStep>(step: Step<S>): step is FlowStep<S> {
  return ["wait", "parallel", "paced", "mark"].includes(step.do);
}

/** Every step of a scenario, including nested ones, in the order in which they are written. */
export function* allSteps<S extends AnyStep>(steps: readonly Step<S>[]): Generator<Step<S>> {
  for (const step of steps) {
    yield step;
    if (!isFlowStep(step)) continue;
    if (step.do === "parallel") for (const branch of step.branches) yield* allSteps(branch);
    if (step.do === "paced") yield* allSteps(step.steps);
  }
}
