import { perPlace, type StepKind, type StudentHost } from "../../../run/step_kind.js";
import { askClients, clients } from "./clients.js";
import { makeQuery, newCall, type QueryFacts } from "./make_query.js";

/** A call of a client that `newClient` made. */
export type Call = CallOf &
  (
    | { readonly method: "get"; readonly key: string }
    | { readonly method: "put"; readonly key: string; readonly value: string }
    | { readonly method: "list"; readonly prefix: string }
  );

interface CallOf {
  readonly do: "call";
  readonly client: string;
  /**
   * Holds the call back until the next one that is not held, or the next client is closed, so that both happen in the
   * same turn; default no.
   */
  readonly held?: true;
}

interface CallRequest {
  readonly query: QueryFacts;
  readonly held: boolean;
}

/** Functions that make the calls of a host that have not been made yet. */
const unmadeCalls = perPlace((_: StudentHost): (() => void)[] => []);

/** Makes the calls of a host that were held back. */
export function makeHeldCalls(host: StudentHost): void {
  for (const make of unmadeCalls(host).splice(0)) make();
}

export const call: StepKind<Call, CallRequest, void> = {
  module: import.meta.url,
  inWords(step) {
    switch (step.method) {
      case "get":
        return `client ${step.client} getting ${step.key}`;
      case "put":
        return `client ${step.client} putting ${step.key} = ${step.value}`;
      case "list":
        return `client ${step.client} listing "${step.prefix}"`;
    }
  },

  needs: (step) => (step.method === "put" ? { value: step.value } : {}),

  expects: ({ method, client }) => ({ type: "query", method, client }),

  async run({ do: _, held = false, ...asked }, root) {
    const query = { call: newCall(root), at: undefined, ...asked };
    await askClients(root, call, { query, held });
  },

  inHost({ query, held }, host) {
    const made = new Promise<void>((resolve) => {
      unmadeCalls(host).push(() => {
        resolve(makeQuery(host, query, () => clients(host).find(query.client)));
      });
    });
    if (!held) makeHeldCalls(host);
    return made;
  },
};
