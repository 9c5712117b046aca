import { expect } from "chai";
import type {
  HandledRecord,
  History,
  HistoryRecord,
  MarkRecord,
  ServerRecord,
  TellRecord,
} from "../../../../grader/history/history.js";
import type {
  FakeRpcRecord,
  PopRecord,
  PushRecord,
  QueryRecord,
  ReceivedRecord,
} from "../../../../grader/labs/cmud/steps/index.js";
import type { ActorName } from "../../../../grader/history/scenario.js";
import { indexOf, serverOf } from "../../../../grader/history/scenario.js";
import { CheckFailure } from "../../../../grader/suite/check_failure.js";

/** Records, and lists of records. */
export type Records = (HistoryRecord | readonly HistoryRecord[])[];

/** A history of some records. */
export function historyOf(...records: Records): History {
  return { records: records.flat(), end: { how: "done" }, output: "", durationMs: 0 };
}

/** A Put that took 1 ms, acknowledged. */
export function put(at: ActorName, key: string, value: string, startMs: number): QueryRecord {
  return query({ method: "put", at, key, value, startMs, outcome: { ok: true } });
}

/** A Get that took 1 ms. */
export function get(
  at: ActorName,
  key: string,
  value: string | null,
  startMs: number,
): QueryRecord {
  return query({ method: "get", at, key, startMs, outcome: { ok: true, value } });
}

/** A List that took 1 ms. */
export function list(
  at: ActorName,
  prefix: string,
  entries: Record<string, string>,
  startMs: number,
): QueryRecord {
  const outcome = { ok: true, entries } as const;
  return query({ method: "list", at, prefix, startMs, outcome });
}

/** Any query; takes 1 ms unless it says otherwise. */
export function query(
  fields: Pick<QueryRecord, "method" | "at" | "startMs" | "outcome"> & Partial<QueryRecord>,
): QueryRecord {
  return { type: "query", client: "c", endMs: fields.startMs + 1, ...fields };
}

/** What a history says of its simulation; of runs on real threads it says nothing. */
export const simulated = { seed: 1, conditions: [], clockUncertaintyMs: 0 };

/** A message between actors, each named by server and number such as `s1/2`, with values in it. */
export function tell(
  from: ActorName,
  to: ActorName,
  atMs: number,
  values: readonly string[] = [],
  bytes = 100,
): TellRecord {
  return {
    type: "tell",
    atMs,
    server: serverOf(from),
    from: uidOf(from),
    toServer: serverOf(to),
    to: uidOf(to),
    bytes,
    values,
  };
}

/** A message as an actor handled it; its text says which values are in it. */
export function handled(
  actor: ActorName,
  atMs: number,
  values: readonly string[] = [],
): HandledRecord {
  const server = serverOf(actor);
  return { type: "handled", atMs, server, actor: uidOf(actor), values, text: values.join() };
}

/** A server that took 10 ms to start. */
export function started(server: string, actors: number, startedMs: number): ServerRecord[] {
  return [
    { type: "server", server, event: "starting", atMs: startedMs - 10 },
    { type: "server", server, event: "started", atMs: startedMs, actors },
  ];
}

/** The uid of a query actor: ids are given from 1 on. */
function uidOf(actor: ActorName): string {
  return `localhost:${serverOf(actor)}/${indexOf(actor) + 1}`;
}

/** A named moment. */
export function mark(name: string, atMs: number): MarkRecord {
  return { type: "mark", name, atMs };
}

/** A push that returned at once. */
export function push(values: readonly number[], startMs = 0): PushRecord {
  return { type: "push", mailbox: "m", values, startMs, endMs: startMs };
}

/** A pop of the mailbox `m`, or the late end of one. */
export function pop(
  got: number | "closed" | "waiting",
  startMs: number,
  endMs = startMs,
  type: PopRecord["type"] = "pop",
): PopRecord {
  const outcome = typeof got === "number" ? ({ got: "value", value: got } as const) : { got };
  return { type, mailbox: "m", startMs, endMs, outcome };
}

/** An RPC that a simulated server got. */
export function fakeRpc(
  fake: string,
  method: string,
  params: unknown,
  atMs: number,
): FakeRpcRecord {
  return { type: "fakeRpc", fake, method, params, atMs };
}

/** A message that arrived at a system. */
export function received(system: string, message: string, atMs: number): ReceivedRecord {
  return { type: "received", system, message, atMs };
}

/** Demands that a check fails with a message for the student that says this, and returns the failure. */
export function expectFailure(check: () => void, ...says: readonly RegExp[]): CheckFailure {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    for (const pattern of [/^Done: /, /\nExpected: .*\(section /, /\nLook at: /, ...says]) {
      expect(error.message).to.match(pattern);
    }
    return error;
  }
  throw new Error("the check passed");
}
