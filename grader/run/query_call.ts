import type { Platform } from "../../starter/platform/platform.js";
import { failureOf, inWords } from "./failure.js";
import type { QueryOutcome } from "../history/history.js";
import type { Observation, QueryFacts } from "./observation.js";

/** What queries are made of: the student's client, or the bare RPCs in its shape. */
export interface QueryMethods {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  list(prefix: string): Promise<ReadonlyMap<string, string>>;
}

/** Reports an observation of the harness to a platform's trace. */
export function observe(platform: Platform, observation: Observation): void {
  platform.trace?.({ ...observation });
}

/** Makes one query and reports its start and its end. Never rejects; `methods` may throw. */
export async function makeQuery(
  platform: Platform,
  call: number,
  query: QueryFacts,
  methods: () => QueryMethods | Promise<QueryMethods>,
): Promise<void> {
  observe(platform, { type: "queryStart", call, ...query });
  let outcome: QueryOutcome;
  try {
    outcome = await outcomeOf(await methods(), query);
  } catch (error) {
    const { message, todo } = failureOf(error);
    outcome = { ok: false, error: message, todo };
  }
  observe(platform, { type: "queryEnd", call, outcome });
}

async function outcomeOf(
  methods: QueryMethods,
  { method, key = "", value = "", prefix = "" }: QueryFacts,
): Promise<QueryOutcome> {
  switch (method) {
    case "get": {
      const got: unknown = await methods.get(key);
      if (got !== undefined && typeof got !== "string") {
        return wrongResult("get", got, "a string, or undefined");
      }
      return { ok: true, value: got ?? null };
    }
    case "put":
      await methods.put(key, value);
      return { ok: true };
    case "list": {
      const listed: unknown = await methods.list(prefix);
      if (!isStringMap(listed)) return wrongResult("list", listed, "a Map of strings to strings");
      return { ok: true, entries: Object.fromEntries(listed), keys: [...listed.keys()] };
    }
  }
}

function isStringMap(value: unknown): value is ReadonlyMap<string, string> {
  return (
    value instanceof Map &&
    [...value].every(([key, entry]) => typeof key === "string" && typeof entry === "string")
  );
}

function wrongResult(method: string, found: unknown, wanted: string): QueryOutcome {
  const error = `${method} was fulfilled with ${inWords(found)}; expected ${wanted}`;
  return { ok: false, error, todo: false };
}
