import type { ActorName } from "../../grader/history/scenario.js";
import { steps as kinds, type Scenario, type Step } from "../../grader/labs/cmud/steps/index.js";
import { durationOf, threadsOf } from "../../grader/run/scenario_facts.js";

/** Options of a query step. */
export interface QueryOptions {
  /** The client's name; each client has its own connection. Default: `"c"`. */
  readonly client?: string;
  /** Whether the student's client makes the call. Default: false, the RPC is sent directly. */
  readonly student?: boolean;
}

/** Waits. */
export function wait(ms: number): Step {
  return { do: "wait", ms };
}

/** Records a named moment in the history. */
export function mark(name: string): Step {
  return { do: "mark", name };
}

/** Asks every running server for its counters. */
export function stats(name: string): Step {
  return { do: "stats", name };
}

/** Runs sequences of steps concurrently. */
export function parallel(...branches: (readonly Step[])[]): Step {
  return { do: "parallel", branches };
}

/** Starts steps in order without waiting for the previous one, so queries on one connection are pipelined. */
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
 * A value that is unique in the scenario and can be recognized in the texts of messages: the `n`th value of a key. Keys
 * of tests consist of letters, digits, dots and hyphens.
 */
export function valueOf(key: string, n = 1): string {
  return `~${key}.${n}~`;
}

/** How long a scenario may take in addition to its waits before it counts as stuck, in milliseconds. */
const patienceMs = 16_000;

/** Additional time for each of its threads, which take long to start on a busy machine, in milliseconds. */
const patiencePerThreadMs = 2_000;

/** Makes a scenario from steps; its time limit is twice its waits plus some patience. */
export function scenarioOf(steps: readonly Step[], latencyMs = 0): Scenario {
  const patience = patienceMs + threadsOf(steps, kinds) * patiencePerThreadMs;
  return { steps, latencyMs, timeLimitMs: 2 * durationOf(steps, kinds) + patience };
}
