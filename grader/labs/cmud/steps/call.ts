import type { StepKind } from "../../../run/step_kind.js";
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
}

export const call: StepKind<Call, QueryFacts, void> = {
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

  async run({ do: _, ...asked }, root) {
    await askClients(root, call, { call: newCall(root), at: undefined, ...asked });
  },

  inHost: (query, host) => makeQuery(host, query, () => clients(host).find(query.client)),
};
