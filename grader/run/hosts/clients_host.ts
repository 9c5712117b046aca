/** Runs on the thread of a scenario's clients and mailboxes: all of the student's code that runs outside of servers. */
import type * as ClientModule from "../../../starter/kvclient/client.js";
import type * as QueryRouterModule from "../../../starter/kvclient/query_router.js";
import type { Port } from "../../../starter/platform/platform.js";
import { makeQuery } from "../query_call.js";
import { serveCalls } from "../port_calls.js";
import { openTree, type StagedTree } from "../staged_tree.js";
import type { ClientRequest, ClientsHostData } from "./client_requests.js";
import { MailboxBench } from "./mailbox_bench.js";

type Client = ClientModule.Client;

/** The entry of the thread; see `Platform.spawn`. Student code is loaded with the first request, not before. */
export async function main(port: Port, data: string): Promise<void> {
  const { treeUrl } = JSON.parse(data) as ClientsHostData;
  const host = new ClientsHost(await openTree(treeUrl));
  serveCalls(port, (request) => host.handle(request as ClientRequest));
}

class ClientsHost {
  readonly #tree: StagedTree;
  readonly #bench: MailboxBench;
  /** A client that could not be made stays here as its error, so that its calls fail with it. */
  readonly #clients = new Map<string, Promise<Client>>();

  constructor(tree: StagedTree) {
    this.#tree = tree;
    this.#bench = new MailboxBench(tree);
  }

  handle(request: ClientRequest): unknown {
    switch (request.type) {
      case "query": {
        const { call, query, address } = request;
        return makeQuery(this.#tree.platform, call, query, () => {
          return this.#clientFor(`${query.client} at ${address}`, [address]);
        });
      }
      case "newClient":
        void this.#clientFor(request.client, request.addresses);
        return undefined;
      case "call": {
        const { call, query } = request;
        return makeQuery(this.#tree.platform, call, query, () => this.#find(query.client));
      }
      case "closeClient":
        return this.#find(request.client).then((client) => {
          client.close();
        });
      case "newMailbox":
        return this.#bench.make(request.mailbox);
      case "push":
        this.#bench.push(request);
        return undefined;
      case "pop":
        return this.#bench.pop(request);
      case "closeMailbox":
        this.#bench.close(request.mailbox);
        return undefined;
    }
  }

  #find(name: string): Promise<Client> {
    const client = this.#clients.get(name);
    if (client !== undefined) return client;
    return Promise.reject(new RangeError(`the scenario makes no client ${name}`));
  }

  #clientFor(name: string, addresses: readonly string[]): Promise<Client> {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const making = this.#makeClient(addresses);
    // Whoever calls the client learns of the error; until then it must not count as unhandled.
    making.catch(() => undefined);
    this.#clients.set(name, making);
    return making;
  }

  async #makeClient(addresses: readonly string[]): Promise<Client> {
    const [{ Client }, { rotatingRouter }] = await Promise.all([
      this.#tree.load<typeof ClientModule>("kvclient/client.js"),
      this.#tree.load<typeof QueryRouterModule>("kvclient/query_router.js"),
    ]);
    return new Client(rotatingRouter(addresses));
  }
}
