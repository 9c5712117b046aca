import { RpcError } from "../rpc/rpc_error.js";
import { defineService, paramsOf, type ParamsCheck } from "../rpc/service.js";

/** The maximum length of a key in a Put, in UTF-16 code units. */
export const maxKeyLength = 1_024;

/**
 * The maximum length of a value in a Put, in UTF-16 code units: a message between servers has room for any one value.
 */
export const maxValueLength = 1024 * 1024;

/** A key with its value. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** The reply to a Get: the value, or null if the key is not present. */
export interface GetResult {
  readonly value: string | null;
}

/**
 * The reply to a List: the entries in the order of their keys (by UTF-16 code units, as JavaScript compares strings).
 */
export interface ListResult {
  readonly entries: readonly KeyValue[];
}

/**
 * The queries that every query actor answers on its own port. The actor answers immediately from its own state; the
 * reply to a Put means that the actor has applied it.
 */
export interface QueryService {
  /** Returns the value of a key. */
  get(params: { key: string }): Promise<GetResult>;
  /** Sets the value of a key. */
  put(params: { key: string; value: string }): Promise<null>;
  /** Returns every key that starts with `prefix`, with its value; the empty prefix matches all keys. */
  list(params: { prefix: string }): Promise<ListResult>;
}

/**
 * The queries as an RPC service: `query.get`, `query.put`, `query.list`. A Put with a key or value that is too long is
 * rejected with `invalidParams`.
 */
export const queryService = defineService<QueryService>("query", {
  get: paramsOf({ key: "string" }),
  put: ofLength(paramsOf({ key: "string", value: "string" })),
  list: paramsOf({ prefix: "string" }),
});

function ofLength(check: ParamsCheck<KeyValue>): ParamsCheck<KeyValue> {
  return (params) => {
    const { key, value } = check(params);
    requireLength("key", key, maxKeyLength);
    requireLength("value", value, maxValueLength);
    return { key, value };
  };
}

function requireLength(name: string, text: string, most: number): void {
  if (text.length <= most) return;
  throw new RpcError(
    "invalidParams",
    `parameter "${name}": expected at most ${most} characters, got ${text.length}`,
  );
}
