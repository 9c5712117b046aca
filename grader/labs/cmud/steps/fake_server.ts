import type * as QueryServiceModule from "../../../../starter/kvcommon/query_service.js";
import type { Link, Listener } from "../../../../starter/platform/platform.js";
import { failureOf } from "../../../run/failure.js";
import type { RunRoot } from "../../../run/step_kind.js";

/** How a simulated query server behaves. */
export interface FakeBehaviour {
  readonly entries?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Answer every query with this error instead. */
  readonly error?: string;
  /** Never answer a query of this key. */
  readonly silentOn?: string;
}

/** An RPC that a simulated query server got. */
export interface FakeRpcRecord {
  readonly type: "fakeRpc";
  readonly atMs: number;
  readonly fake: string;
  readonly method: string;
  readonly params: unknown;
}

/** A connection to a simulated query server was opened or closed. */
export interface FakeLinkRecord {
  readonly type: "fakeLink";
  readonly atMs: number;
  readonly fake: string;
  readonly event: "opened" | "closed";
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    fakeLink: FakeLinkRecord;
    fakeRpc: FakeRpcRecord;
  }
}

/** JSON-RPC's codes for what a simulated server answers with by itself; see `starter/rpc/rpc_error.ts`. */
const codes = {
  parseError: -32_700,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  error: -32_603,
};

/**
 * A query server that the harness plays. It answers JSON-RPC by hand, since it has to write down every RPC that it gets,
 * also those that no query server knows.
 */
export class FakeServer {
  readonly #root: RunRoot;
  readonly #service: typeof QueryServiceModule.queryService;
  readonly #name: string;
  readonly #behaviour: FakeBehaviour;
  readonly #entries: Map<string, string>;
  #listener: Listener | undefined;

  /** Starts to listen. Throws `port-in-use` and `listen-failed` as `Platform.listen` does. */
  static async start(root: RunRoot, name: string, behaviour: FakeBehaviour): Promise<FakeServer> {
    const { tree, ports } = root;
    const { queryService } = await tree.load<typeof QueryServiceModule>(
      "kvcommon/query_service.js",
    );
    const server = new FakeServer(root, queryService, name, behaviour);
    server.#listener = await tree.platform.listen({ port: ports.portOf(name) }, (link) => {
      root.record({ type: "fakeLink", fake: name, event: "opened" });
      link.onClose(() => {
        root.record({ type: "fakeLink", fake: name, event: "closed" });
      });
      link.onMessage((text) => {
        server.#onText(link, text);
      });
    });
    return server;
  }

  private constructor(
    root: RunRoot,
    service: typeof QueryServiceModule.queryService,
    name: string,
    behaviour: FakeBehaviour,
  ) {
    this.#root = root;
    this.#service = service;
    this.#name = name;
    this.#behaviour = behaviour;
    this.#entries = new Map(Object.entries(behaviour.entries ?? {}));
  }

  /** Stops listening and closes every connection; replies that were to come are lost. */
  async stop(): Promise<void> {
    await this.#listener?.close();
  }

  #onText(link: Link, text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      const error = { code: codes.parseError, message: "Parse error" };
      link.send(JSON.stringify({ jsonrpc: "2.0", id: null, error }));
      return;
    }
    const requests = (Array.isArray(message) ? message : [message]) as Request[];
    const replies = requests.flatMap((request) => this.#onRequest(request));
    if (replies.length === 0) return;
    const reply = JSON.stringify(Array.isArray(message) ? replies : replies[0]);
    this.#root.tree.platform.after(this.#behaviour.delayMs ?? 0, () => {
      link.send(reply);
    });
  }

  /** The reply, or none for a notification. */
  #onRequest({ id, method, params }: Request): object[] {
    this.#root.record({ type: "fakeRpc", fake: this.#name, method, params });
    const { key } = (params ?? {}) as { readonly key?: unknown };
    if (key !== undefined && key === this.#behaviour.silentOn) return [];
    const answer = this.#answer(method, params);
    return id === undefined ? [] : [{ jsonrpc: "2.0", id, ...answer }];
  }

  #answer(method: string, params: unknown): { result: unknown } | { error: object } {
    if (this.#behaviour.error !== undefined) {
      return { error: { code: codes.error, message: this.#behaviour.error } };
    }
    const { checks, name } = this.#service;
    try {
      switch (method) {
        case `${name}.get`:
          return { result: { value: this.#entries.get(checks.get(params).key) ?? null } };
        case `${name}.put`: {
          const { key, value } = checks.put(params);
          this.#entries.set(key, value);
          return { result: null };
        }
        case `${name}.list`:
          return { result: { entries: this.#list(checks.list(params).prefix) } };
        default:
          return { error: { code: codes.methodNotFound, message: `Method not found: ${method}` } };
      }
    } catch (error) {
      return { error: { code: codes.invalidParams, message: failureOf(error).message } };
    }
  }

  #list(prefix: string): { key: string; value: string }[] {
    return [...this.#entries]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value }));
  }
}

interface Request {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: unknown;
}
