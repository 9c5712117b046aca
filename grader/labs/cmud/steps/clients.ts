/** What the kinds of steps have in common whose student code runs outside of servers: clients and mailboxes. */
import type * as ClientModule from "../../../../starter/kvclient/client.js";
import type * as QueryRouterModule from "../../../../starter/kvclient/query_router.js";
import { failureOf } from "../../../run/failure.js";
import { perPlace, type RunRoot, type StepKind, type StudentHost } from "../../../run/step_kind.js";

type Client = ClientModule.Client;

/** The host of a run's clients and mailboxes, which is spawned when it is first needed. */
const clientsHost = perPlace((root: RunRoot) => root.spawn("clients", "the clients"));

/** Asks the host of clients and mailboxes. What fails there becomes a record. */
export async function askClients<Request>(
  root: RunRoot,
  kind: StepKind<never, Request>,
  request: Request,
): Promise<void> {
  const host = await clientsHost(root);
  try {
    await host.ask(kind, request);
  } catch (error) {
    const { message, stack } = failureOf(error);
    const details = stack === undefined ? {} : { stack };
    root.record({ type: "error", server: "clients", message, ...details });
  }
}

/** The clients of a host, by their names. */
export const clients = perPlace((host: StudentHost) => new Clients(host));

class Clients {
  readonly #host: StudentHost;
  /** A client that could not be made stays here as its error, so that its calls fail with it. */
  readonly #clients = new Map<string, Promise<Client>>();

  constructor(host: StudentHost) {
    this.#host = host;
  }

  /** The client of a name. Rejects with the error of its constructor, and when nobody has made it. */
  find(name: string): Promise<Client> {
    const client = this.#clients.get(name);
    if (client !== undefined) return client;
    return Promise.reject(new RangeError(`the scenario makes no client ${name}`));
  }

  /** The client of a name; it is made when there is none. Its router names the addresses in turn. */
  findOrMake(name: string, addresses: readonly string[]): Promise<Client> {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const making = this.#make(name, addresses);
    // Whoever calls the client learns of the error; until then it must not count as unhandled.
    making.catch(() => undefined);
    this.#clients.set(name, making);
    return making;
  }

  async #make(name: string, addresses: readonly string[]): Promise<Client> {
    const { tree } = this.#host;
    const [{ Client }, { rotatingRouter }] = await Promise.all([
      tree.loadFor<typeof ClientModule>(name, "kvclient/client.js"),
      tree.loadFor<typeof QueryRouterModule>(name, "kvclient/query_router.js"),
    ]);
    return new Client(rotatingRouter(addresses));
  }
}
