import type { ActorName } from "../../grader/history/scenario.js";
import { steps as kinds, type Scenario, type Step } from "../../grader/labs/cmud/steps/index.js";
import { scenarioWith } from "./flow.js";

/** Options of a query step. */
export interface QueryOptions {
  /** The client's name; each client has its own connection. Default: `"c"`. */
  readonly client?: string;
  /** Whether the student's client makes the call. Default: false, the RPC is sent directly. */
  readonly student?: boolean;
  /** Whether the server is just starting, so that the query is made as soon as its query actor answers. */
  readonly early?: boolean;
  /** Whether it is sent in one batch with others of its client that are made at once. */
  readonly batched?: boolean;
  /** Further members of its parameters, which servers ignore. */
  readonly members?: Readonly<Record<string, string>>;
}

/** Asks every running server for its counters. */
export function stats(name: string): Step {
  return { do: "stats", name };
}

/** Steps on a network with another latency, after which it is as before. Times are in milliseconds. */
export function atLatency(ms: number, steps: readonly Step[], beforeMs: number): Step[] {
  return [{ do: "latency", ms }, ...steps, { do: "latency", ms: beforeMs }];
}

/** Puts a key on a query actor. */
export function put(at: ActorName, key: string, value: string, options: QueryOptions = {}): Step {
  return { do: "put", at, key, value, ...callerOf(options) };
}

/** Puts a long value on a query actor: a text, and as many of one character as make it that long. */
export function putLong(
  at: ActorName,
  key: string,
  value: string,
  padded: { readonly with: string; readonly to: number },
): Step {
  return { do: "put", at, key, value, padded, ...callerOf({}) };
}

/** Gets a key from a query actor. */
export function get(at: ActorName, key: string, options: QueryOptions = {}): Step {
  return { do: "get", at, key, ...callerOf(options) };
}

/** Lists a prefix on a query actor. */
export function list(at: ActorName, prefix: string, options: QueryOptions = {}): Step {
  return { do: "list", at, prefix, ...callerOf(options) };
}

function callerOf(
  options: QueryOptions,
): Pick<Step & { do: "get" }, "client" | "raw" | "early" | "batched" | "members"> {
  return {
    ...(options.members === undefined ? {} : { members: options.members }),
    ...(options.client === undefined ? {} : { client: options.client }),
    ...(options.early === true ? { early: true } : {}),
    ...(options.batched === true ? { batched: true } : {}),
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

/** Makes a scenario of steps. See {@link scenarioWith}. */
export function scenarioOf(steps: readonly Step[], latencyMs = 0): Scenario {
  return scenarioWith(kinds, steps, latencyMs);
}
