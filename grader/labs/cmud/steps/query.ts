import type * as QueryServiceModule from "../../../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../../../starter/rpc/rpc_client.js";
import type { ActorName } from "../../../history/scenario.js";
import { perPlace, type RunRoot, type StepKind } from "../../../run/step_kind.js";
import { addressOf } from "./addresses.js";
import { askClients, clients } from "./clients.js";
import { makeQuery, newCall, type QueryFacts, type QueryMethods } from "./make_query.js";

/**
 * Queries by the student's client, pinned to one query actor. Each pair of `client` (default `"c"`) and actor has a
 * client of its own, kept through the scenario. `raw: true` sends the RPC without the student's client.
 */
export type Query = QueryBase &
  (
    | { readonly do: "get"; readonly key: string }
    | {
        readonly do: "put";
        readonly key: string;
        readonly value: string;
        /** Makes the value that long, in characters, with one: scenarios with long values are short themselves. */
        readonly padded?: { readonly with: string; readonly to: number };
      }
    | { readonly do: "list"; readonly prefix: string }
  );

interface QueryBase {
  readonly at: ActorName;
  readonly client?: string;
  readonly raw?: boolean;
  /**
   * Asks again and again, without the student's client, until the query is answered, and records only that one: for a
   * server that is just starting.
   */
  readonly early?: boolean;
  /** Of raw queries: sends it in one batch with the others of its client in this turn; default no. */
  readonly batched?: boolean;
  /** Of raw queries: further members of the parameters, which servers ignore. */
  readonly members?: Readonly<Record<string, string>>;
}

/** How long to wait before a server that is just starting is asked again, and when to stop, in milliseconds. */
const askAgainMs = 2;
const giveUpMs = 10_000;

interface Request {
  readonly query: QueryFacts;
  readonly address: string;
}

const query: StepKind<Query, Request, void> = {
  module: import.meta.url,
  inWords(step) {
    switch (step.do) {
      case "get":
        return `getting ${step.key} at ${step.at}`;
      case "put":
        return `putting ${step.key} = ${step.value} at ${step.at}`;
      case "list":
        return `listing "${step.prefix}" at ${step.at}`;
    }
  },

  needs: (step) => (step.do === "put" ? { value: step.value } : {}),

  // Keys and values may be shortened in records.
  expects: ({ do: method, at, client = "c" }) => ({ type: "query", method, at, client }),

  async run(step, root) {
    const { do: method, at, client = "c", raw, early, batched = false, ...asked } = inFull(step);
    const address = addressOf(at, root.ports);
    const facts: QueryFacts = { call: newCall(root), method, at, client, ...asked };
    if (early === true) {
      const { platform } = root.tree;
      const endMs = platform.monotonicNow() + giveUpMs;
      const again = async (): Promise<boolean> => {
        await new Promise<void>((resolve) => platform.after(askAgainMs, resolve));
        return platform.monotonicNow() < endMs;
      };
      // Others must not wait for a connection that was tried before the server listened.
      const name = `${client}, early`;
      await makeQuery(root, facts, () => bareRpcs(root).at(address, name), again);
    } else if (raw === true) {
      await makeQuery(root, facts, () => bareRpcs(root).at(address, client, batched, step.members));
    } else {
      await askClients(root, query, { query: facts, address });
    }
  },

  inHost({ query: facts, address }, host) {
    // Where nothing is shared, a client does not know what it has put, so what it gets is what the server has.
    const reads = host.tree.isolated && facts.method !== "put" ? ", reading," : "";
    const name = `${facts.client}${reads} at ${address}`;
    return makeQuery(host, facts, () => clients(host).findOrMake(name, [address]));
  },
};

/** A step with the value as it is put. */
function inFull(step: Query): Query {
  if (step.do !== "put" || step.padded === undefined) return step;
  const { padded, ...put } = step;
  return { ...put, value: put.value.padEnd(padded.to, padded.with) };
}

export { query as get, query as put, query as list };

const bareRpcs = perPlace((root: RunRoot) => new BareRpcs(root));

/** Queries as bare RPCs, over connections that are kept. They run here, since no student code has a part in them. */
class BareRpcs {
  readonly #root: RunRoot;
  readonly #connections = new Map<string, Promise<Remote>>();
  #modules: Promise<[typeof RpcClientModule, typeof QueryServiceModule]> | undefined;

  constructor(root: RunRoot) {
    this.#root = root;
  }

  /** The queries of a client to an address, of which those of one turn travel in a batch if it says so. */
  async at(
    address: string,
    client: string,
    batch = false,
    members: object = {},
  ): Promise<QueryMethods> {
    return bareQueries(await this.#remote(address, client, batch), members);
  }

  async #remote(address: string, client: string, batch: boolean): Promise<Remote> {
    const { tree } = this.#root;
    // Importing costs a lot more than a query, even when the module is there already.
    this.#modules ??= Promise.all([
      tree.load<typeof RpcClientModule>("rpc/rpc_client.js"),
      tree.load<typeof QueryServiceModule>("kvcommon/query_service.js"),
    ]);
    const [{ RpcClient }, { queryService }] = await this.#modules;
    const name = `${client} at ${address}${batch ? ", in batches" : ""}`;
    const known = this.#connections.get(name);
    if (known !== undefined) return known;
    const forget = (): void => {
      this.#connections.delete(name);
    };
    const dialling = RpcClient.dial(address, { batch }).then((connection) => {
      connection.onClose(forget);
      return connection.use(queryService);
    });
    dialling.catch(forget);
    this.#connections.set(name, dialling);
    return dialling;
  }
}

type Remote = RpcClientModule.Remote<QueryServiceModule.QueryService>;

function bareQueries(remote: Remote, members: object): QueryMethods {
  return {
    get: async (key) => {
      const { value } = (await remote.get({ key, ...members })) as {
        readonly value?: string | null;
      };
      if (value === undefined) throw new Error("the reply to the Get has no value, not even null");
      return value ?? undefined;
    },
    put: async (key, value) => {
      await remote.put({ key, value, ...members });
    },
    list: async (prefix) => {
      const { entries } = await remote.list({ prefix, ...members });
      const found = new Map(entries.map((entry) => [entry.key, entry.value]));
      if (found.size < entries.length) throw new Error("the List contains a key more than once");
      return found;
    },
  };
}
