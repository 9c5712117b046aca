import type { StepKind } from "../../../run/step_kind.js";
import { makeHeldCalls } from "./call.js";
import { askClients, clients } from "./clients.js";

/** Closes a client that `newClient` made. */
export interface CloseClient {
  readonly do: "closeClient";
  readonly client: string;
}

export const closeClient: StepKind<CloseClient, string, void> = {
  module: import.meta.url,
  inWords: ({ client }) => `closing client ${client}`,
  run: ({ client }, root) => askClients(root, closeClient, client),
  inHost(name, host) {
    makeHeldCalls(host);
    return clients(host)
      .find(name)
      .then((client) => {
        client.close();
      });
  },
};
