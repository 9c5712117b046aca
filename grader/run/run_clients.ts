import type * as QueryServiceModule from "../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../starter/rpc/rpc_client.js";
import type { ClientRequest, ClientsHostData } from "./hosts/client_requests.js";
import { FakeServer } from "./fake_server.js";
import { failureOf } from "./failure.js";
import type { QueryFacts } from "./observation.js";
import type { PortPlan } from "./port_plan.js";
import { makeQuery, observe, type QueryMethods } from "./query_call.js";
import type { RunHost, RunHosts } from "./run_hosts.js";
import { RunStopped } from "./run_stopped.js";
import type { ClientStep, MailboxStep, StoreStep } from "../history/scenario.js";
import type { StagedTree } from "./staged_tree.js";
import { without } from "./without.js";

type QueryStep = Extract<StoreStep, { readonly do: "get" | "put" | "list" }>;

/** The clients, mailboxes and simulated servers of a run. */
export class RunClients {
  readonly #tree: StagedTree;
  readonly #hosts: RunHosts;
  readonly #plan: PortPlan;
  #host: Promise<RunHost<ClientRequest>> | undefined;
  #rpcModules: Promise<[typeof RpcClientModule, typeof QueryServiceModule]> | undefined;
  readonly #rpcClients = new Map<string, Promise<QueryMethods>>();
  readonly #fakes = new Map<string, FakeServer>();
  #lastCall = 0;

  constructor(tree: StagedTree, hosts: RunHosts, plan: PortPlan) {
    this.#tree = tree;
    this.#hosts = hosts;
    this.#plan = plan;
  }

  async query(step: QueryStep): Promise<void> {
    const { do: method, at, client = "c", raw, ...rest } = step;
    const query: QueryFacts = { method, at, client, ...rest };
    const address = this.#plan.queryAddressOf(at);
    const call = ++this.#lastCall;
    if (raw === true) {
      await makeQuery(this.#tree.platform, call, query, () =>
        this.#bareRpcs(`${client} at ${address}`, address),
      );
    } else {
      await this.#ask({ type: "query", call, query, address });
    }
  }

  async onClientStep(step: ClientStep): Promise<void> {
    switch (step.do) {
      case "startFake":
        await this.#startFake(step);
        return;
      case "stopFake":
        await this.#fakes.get(step.fake)?.stop();
        return;
      case "newClient": {
        const addresses = step.routes.map((route) => this.#plan.routeAddress(route));
        await this.#ask({ type: "newClient", client: step.client, addresses });
        return;
      }
      case "closeClient":
        await this.#ask({ type: "closeClient", client: step.client });
        return;
      case "call": {
        const query: QueryFacts = { at: undefined, ...without(step, "do") };
        await this.#ask({ type: "call", call: ++this.#lastCall, query });
      }
    }
  }

  async onMailboxStep(step: MailboxStep): Promise<void> {
    const call = ++this.#lastCall;
    switch (step.do) {
      case "newMailbox":
      case "closeMailbox":
        await this.#ask({ type: step.do, mailbox: step.mailbox });
        return;
      case "push":
        await this.#ask({ type: "push", call, mailbox: step.mailbox, values: step.values });
        return;
      case "pop": {
        const { mailbox, count = 1, withinMs = 1_000 } = step;
        await this.#ask({ type: "pop", call, mailbox, count, withinMs });
      }
    }
  }

  /** Stops the simulated servers. */
  async close(): Promise<void> {
    await Promise.all([...this.#fakes.values()].map((fake) => fake.stop()));
  }

  async #startFake({ fake, ...behaviour }: ClientStep & { do: "startFake" }): Promise<void> {
    try {
      const port = this.#plan.portOf(fake);
      this.#fakes.set(fake, await FakeServer.start(this.#tree, fake, port, behaviour));
    } catch (error) {
      const { message, portInUse } = failureOf(error);
      const reason = `the harness cannot start its simulated server ${fake}: ${message}`;
      throw new RunStopped({ how: "crashed", reason }, portInUse);
    }
  }

  /** Asks the clients' host, which is spawned when it is first needed. */
  async #ask(request: ClientRequest): Promise<void> {
    const data: ClientsHostData = { treeUrl: this.#tree.url };
    this.#host ??= this.#hosts.spawn("clients", "the clients", "clients_host.js", data);
    const { calls } = await this.#host;
    try {
      await calls.call(request);
    } catch (error) {
      const { message, stack } = failureOf(error);
      const details = stack === undefined ? {} : { stack };
      observe(this.#tree.platform, { type: "stepFailed", message, ...details });
    }
  }

  /** Queries as bare RPCs, over a connection that is kept. They run here, since no student code has a part in them. */
  async #bareRpcs(name: string, address: string): Promise<QueryMethods> {
    // Importing costs a lot more than a query, even when the module is there already.
    this.#rpcModules ??= Promise.all([
      this.#tree.load<typeof RpcClientModule>("rpc/rpc_client.js"),
      this.#tree.load<typeof QueryServiceModule>("kvcommon/query_service.js"),
    ]);
    const [{ RpcClient }, { queryService }] = await this.#rpcModules;
    const known = this.#rpcClients.get(name);
    if (known !== undefined) return known;
    const forget = (): void => {
      this.#rpcClients.delete(name);
    };
    const dialling = RpcClient.dial(address).then((client) => {
      client.onClose(forget);
      return bareQueries(client.use(queryService));
    });
    dialling.catch(forget);
    this.#rpcClients.set(name, dialling);
    return dialling;
  }
}

function bareQueries(
  remote: RpcClientModule.Remote<QueryServiceModule.QueryService>,
): QueryMethods {
  return {
    get: async (key) => (await remote.get({ key })).value ?? undefined,
    put: async (key, value) => {
      await remote.put({ key, value });
    },
    list: async (prefix) => {
      const { entries } = await remote.list({ prefix });
      return new Map(entries.map((entry) => [entry.key, entry.value]));
    },
  };
}
