/**
 * A scenario says what is done to a tree: plain data, so that it can be handed to another process, shown, and replayed.
 * What comes of it is a {@link History}, and whether that is right a check decides, elsewhere.
 *
 * `S` is the union of the steps that an assignment adds to those about the order of other steps.
 */
export interface Scenario<S extends AnyStep = AnyStep> {
  /** What is done, in this order. */
  readonly steps: readonly Step<S>[];
  /** One-way latency between servers, in milliseconds, from the start on. Default 0. */
  readonly latencyMs?: number;
  /** How long the whole may take, in milliseconds of its own time; what takes longer is ended as a time-out. */
  readonly timeLimitMs: number;
}

/**
 * One step. Steps run one after the other, each when the one before has ended; `parallel` and `paced` say otherwise. A
 * step that fails (a rejected query, say) is recorded and the scenario goes on, except that a server which did not start
 * ends it.
 */
export type Step<S extends AnyStep = AnyStep> = FlowStep<S> | S;

/** A step of some assignment; `do` says what is done, and so what else there is to it. */
export interface AnyStep {
  readonly do: string;
}

/** Steps about the order of other steps. */
export type FlowStep<S extends AnyStep = AnyStep> =
  /** On real threads it waits `allowanceMs` longer, for what timers and a busy machine may take; default 0. */
  | { readonly do: "wait"; readonly ms: number; readonly allowanceMs?: number }
  /** Runs the branches side by side; ends when all have ended. */
  | { readonly do: "parallel"; readonly branches: readonly (readonly Step<S>[])[] }
  /** Starts a step every `everyMs` milliseconds, whether or not the ones before have ended; ends when all have. */
  | { readonly do: "paced"; readonly everyMs: number; readonly steps: readonly Step<S>[] }
  /** Leaves a named moment in the history. */
  | { readonly do: "mark"; readonly name: string };

/** An actor of a server: the server's name and the actor's index, such as `s1/0`. */
export type ActorName = `${string}/${number}`;

/** The server of a query actor. */
export function serverOf(actor: string): string {
  return actor.slice(0, actor.lastIndexOf("/"));
}

/** The place of a query actor among its server's, from 0 on. */
export function indexOf(actor: string): number {
  return Number(actor.slice(actor.lastIndexOf("/") + 1));
}

/** Matches the values that are looked for in messages; see {@link TellRecord.values}. */
export const traceableValue = /~[A-Za-z0-9.-]+~/g;

/** Whether the whole of a value has the form of those that are looked for in messages. */
export function isTraceable(value: string): boolean {
  return new RegExp(`^${traceableValue.source}$`).test(value);
}

/** Whether a step is about the order of other steps. */
export function isFlowStep<S extends AnyStep>(step: Step<S>): step is FlowStep<S> {
  return ["wait", "parallel", "paced", "mark"].includes(step.do);
}

/** Every step of a scenario, those inside of other steps included, in the order in which they are written. */
export function* allSteps<S extends AnyStep>(steps: readonly Step<S>[]): Generator<Step<S>> {
  for (const step of steps) {
    yield step;
    if (!isFlowStep(step)) continue;
    if (step.do === "parallel") for (const branch of step.branches) yield* allSteps(branch);
    if (step.do === "paced") yield* allSteps(step.steps);
  }
}
