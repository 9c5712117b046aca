import { together } from "../flow.js";
import type { CmudStep, Step } from "../../../grader/labs/cmud/steps/index.js";

/** Options of a simulated query server. */
export type FakeOptions = Omit<Extract<CmudStep, { do: "startFake" }>, "do" | "fake">;

/** Starts a simulated query server. */
export function startFake(fake: string, options: FakeOptions = {}): Step {
  return { do: "startFake", fake, ...options };
}

/** Ends a simulated query server and cuts its connections. */
export function stopFake(fake: string): Step {
  return { do: "stopFake", fake };
}

/** Makes a client of the student's whose router names these servers in turn. */
export function newClient(client: string, ...routes: string[]): Step {
  return { do: "newClient", client, routes };
}

/** Closes a client. */
export function closeClient(client: string): Step {
  return { do: "closeClient", client };
}

/** Gets a key with a client. */
export function callGet(client: string, key: string): Step {
  return { do: "call", client, method: "get", key };
}

/** Puts a key with a client. */
export function callPut(client: string, key: string, value: string): Step {
  return { do: "call", client, method: "put", key, value };
}

/** Lists a prefix with a client. */
export function callList(client: string, prefix: string): Step {
  return { do: "call", client, method: "list", prefix };
}

/** Gets keys with a client, all in the same turn. */
export function callGets(client: string, ...keys: readonly string[]): Step {
  const calls = keys.map((key, index): Step => {
    const isLast = index === keys.length - 1;
    return { do: "call", client, method: "get", key, ...(isLast ? {} : { held: true }) };
  });
  return together(calls);
}

/** Gets a key with a client, and closes the client in the same turn. */
export function callGetAndClose(client: string, key: string): Step {
  return together([{ do: "call", client, method: "get", key, held: true }, closeClient(client)]);
}

/** The RPC of a Get as a query server gets it. */
export function getRpc(key: string): { method: string; params: unknown } {
  return { method: "query.get", params: { key } };
}

/** The RPC of a Put as a query server gets it. */
export function putRpc(key: string, value: string): { method: string; params: unknown } {
  return { method: "query.put", params: { key, value } };
}

/** The RPC of a List as a query server gets it. */
export function listRpc(prefix: string): { method: string; params: unknown } {
  return { method: "query.list", params: { prefix } };
}
