import { failureOf, valueInWords } from "../../../run/failure.js";
import { perPlace, type RunRoot, type StepPlace } from "../../../run/step_kind.js";
import type { ActorName } from "../../../history/scenario.js";
import { shortText } from "./short_text.js";

/** What queries are made of: the student's client, or the bare RPCs in its shape. */
export interface QueryMethods {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  list(prefix: string): Promise<ReadonlyMap<string, string>>;
}

/** A call of a client, when it had ended. Long keys and values are cut; see {@link shortText}. */
export interface QueryRecord {
  readonly type: "query";
  /** Numbers the calls in the order in which they were made; in simulation many are made at the same instant. */
  readonly call?: number;
  readonly method: "get" | "put" | "list";
  /** The query actor, or undefined for a call to simulated servers. */
  readonly at: ActorName | undefined;
  readonly client: string;
  readonly key?: string;
  readonly value?: string;
  readonly prefix?: string;
  /** Further members that its parameters had. */
  readonly members?: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: QueryOutcome;
}

/**
 * What a call came to: of a Get, `value`, which is null when the key is not present; of a List, `entries`, and if they
 * are not in the order of the reply (an object does not keep the order of keys that look like numbers), `keys`, which
 * are. A result of the wrong type is a failure.
 */
export type QueryOutcome =
  | {
      readonly ok: true;
      readonly value?: string | null;
      readonly entries?: Record<string, string>;
      readonly keys?: readonly string[];
    }
  /**
   * `todo` when the student's code still has its TODO there; `rejected` is false when the method threw instead of
   * returning a promise, or its promise was fulfilled with a result of the wrong type; `kind` is that of the error.
   */
  | {
      readonly ok: false;
      readonly error: string;
      readonly kind?: string;
      readonly todo: boolean;
      readonly rejected?: false;
    };

declare module "../../../history/history.js" {
  interface HistoryRecords {
    query: QueryRecord;
  }
}

/** What is known of a query when it starts. */
export type QueryFacts = Omit<QueryRecord, "type" | "startMs" | "endMs" | "outcome">;

const calls = perPlace((_: RunRoot) => ({ last: 0 }));

/** Numbers the queries of a run in the order in which they are made. */
export function newCall(root: RunRoot): number {
  return ++calls(root).last;
}

/**
 * Makes one query and records it when it ends. Never rejects; `methods` may throw.
 *
 * @param again is asked when the query has failed; if it is fulfilled with true, the query is made anew, and the failure
 *   is not recorded. Default: no.
 */
export async function makeQuery(
  place: StepPlace,
  query: QueryFacts,
  methods: () => QueryMethods | Promise<QueryMethods>,
  again: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const ended = place.began<QueryRecord>({ type: "query", ...recorded(query) });
  try {
    ended({ outcome: await outcomeOf(await methods(), query) });
  } catch (error) {
    const { message, todo } = failureOf(error);
    if (!todo && (await again())) await makeQuery(place, query, methods, again);
    else ended({ outcome: { ok: false, error: message, ...kindOf(error), todo } });
  }
}

function kindOf(error: unknown): { readonly kind?: string } {
  const { kind } = (error ?? {}) as { readonly kind?: unknown };
  return typeof kind === "string" ? { kind } : {};
}

function recorded({ key, value, ...facts }: QueryFacts): QueryFacts {
  return {
    ...facts,
    ...(key === undefined ? {} : { key: shortText(key) }),
    ...(value === undefined ? {} : { value: shortText(value) }),
  };
}

async function outcomeOf(methods: QueryMethods, query: QueryFacts): Promise<QueryOutcome> {
  let result: Promise<unknown>;
  try {
    result = callOf(methods, query);
  } catch (error) {
    const { message, todo } = failureOf(error);
    const told = `${query.method} threw, and returned no promise that is rejected: ${message}`;
    return { ok: false, error: todo ? message : told, todo, rejected: false };
  }
  return resultOf(query.method, await result);
}

function callOf(
  methods: QueryMethods,
  { method, key = "", value = "", prefix = "" }: QueryFacts,
): Promise<unknown> {
  switch (method) {
    case "get":
      return methods.get(key);
    case "put":
      return methods.put(key, value);
    case "list":
      return methods.list(prefix);
  }
}

function resultOf(method: QueryFacts["method"], result: unknown): QueryOutcome {
  switch (method) {
    case "get":
      if (result !== undefined && typeof result !== "string") {
        return wrongResult(method, result, "a string, or undefined");
      }
      return { ok: true, value: result === undefined ? null : shortText(result) };
    case "put":
      return { ok: true };
    case "list": {
      if (!isStringMap(result)) return wrongResult(method, result, "a Map of strings to strings");
      const shown = [...result].map(([of, one]) => [shortText(of), shortText(one)] as const);
      const entries = Object.fromEntries(shown);
      const [keys, kept] = [shown.map(([of]) => of), Object.keys(entries)];
      const inOrder = keys.every((key, index) => key === kept[index]);
      return { ok: true, entries, ...(inOrder ? {} : { keys }) };
    }
  }
}

function isStringMap(value: unknown): value is ReadonlyMap<string, string> {
  return (
    value instanceof Map &&
    [...value.keys(), ...value.values()].every((text) => typeof text === "string")
  );
}

function wrongResult(method: string, found: unknown, wanted: string): QueryOutcome {
  const error = `${method} was fulfilled with ${valueInWords(found)}; expected ${wanted}`;
  return { ok: false, error, todo: false, rejected: false };
}
