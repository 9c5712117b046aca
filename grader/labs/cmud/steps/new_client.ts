import type { StepKind } from "../../../run/step_kind.js";
import { addressOf, isActor } from "./addresses.js";
import { askClients, clients } from "./clients.js";

/**
 * Makes a client of the student's whose router names these servers in turn: simulated ones, or query actors such as
 * `s1/0`; unknown names stand for a dead port. If the constructor throws, the client's calls fail with its error.
 */
export interface NewClient {
  readonly do: "newClient";
  readonly client: string;
  readonly routes: readonly string[];
}

interface Request {
  readonly client: string;
  readonly addresses: readonly string[];
}

export const newClient: StepKind<NewClient, Request, void> = {
  module: import.meta.url,
  inWords: ({ client }) => `making client ${client}`,

  // Routes that lead nowhere get ports too, on which nobody ever listens.
  needs: ({ routes }) => ({
    ports: Object.fromEntries(routes.filter((name) => !isActor(name)).map((name) => [name, 1])),
  }),

  async run({ client, routes }, root) {
    const addresses = routes.map((route) => addressOf(route, root.ports));
    await askClients(root, newClient, { client, addresses });
  },

  inHost({ client, addresses }, host) {
    void clients(host).findOrMake(client, addresses);
  },
};
