import type { ActorName } from "../../grader/history/scenario.js";
import { steps as kinds, type Scenario, type Step } from "../../grader/labs/cmud/steps/index.js";
import { durationOf, threadsOf } from "../../grader/run/scenario_facts.js";

/** Options of a query step. */
export interface QueryOptions {
  /** The client's name; each has a connection of its own. Default `"c"`. */
  readonly client?: string;
  /** Whether the student's client makes the call. Default false: the RPC is sent as it is. */
  readonly student?: boolean;
}

/** Waits. */
export function wait(ms: number): Step {
  return { do: "wait", ms };
}

/** Leaves a named moment in the history. */
export function mark(name: string): Step {
  return { do: "mark", name };
}

/** Asks every running server for its counters. */
export function stats(name: string): Step {
  return { do: "stats", name };
}

/** Runs sequences of steps side by side. */
export function parallel(...branches: (readonly Step[])[]): Step {
  return { do: "parallel", branches };
}

/** Starts single steps in order, none waiting for the one before: queries on one connection are pipelined. */
export function together(steps: readonly Step[]): Step {
  return { do: "parallel", branches: steps.map((step) => [step]) };
}

/** Starts a step every `everyMs` milliseconds. */
export function paced(everyMs: number, steps: readonly Step[]): Step {
  return { do: "paced", everyMs, steps };
}

/** Puts a key on a query actor. */
export function put(at: ActorName, key: string, value: string, options: QueryOptions = {}): Step {
  return { do: "put", at, key, value, ...callerOf(options) };
}

/** Gets a key from a query actor. */
export function get(at: ActorName, key: string, options: QueryOptions = {}): Step {
  return { do: "get", at, key, ...callerOf(options) };
}

/** Lists a prefix on a query actor. */
export function list(at: ActorName, prefix: string, options: QueryOptions = {}): Step {
  return { do: "list", at, prefix, ...callerOf(options) };
}

function callerOf(options: QueryOptions): { client?: string; raw?: true } {
  return {
    ...(options.client === undefined ? {} : { client: options.client }),
    ...(options.student === true ? {} : { raw: true }),
  };
}

/**
 * A value that no other Put of the scenario has and that can be found again in the texts of messages: the `n`th value of
 * a key. Keys of tests consist of letters, digits, dots and hyphens.
 */
export function valueOf(key: string, n = 1): string {
  return `~${key}.${n}~`;
}

/** What a scenario may take on top of its waits before it is ended as stuck, in milliseconds. */
const patienceMs = 16_000;

/** And for each of its threads, which take long to start on a busy machine. */
const patiencePerThreadMs = 2_000;

/** Makes a scenario of steps; its time limit is twice its waits and then some. */
export function scenarioOf(steps: readonly Step[], latencyMs = 0): Scenario {
  const patience = patienceMs + threadsOf(steps, kinds) * patiencePerThreadMs;
  return { steps, latencyMs, timeLimitMs: 2 * durationOf(steps, kinds) + patience };
}
