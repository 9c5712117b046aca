import { failureOf, isThreadEnd, tidyThreadEnd } from "./failure.js";
import type { RunHost, RunRoot, StepKind } from "./step_kind.js";

/** The minimum that a started server reports about itself. */
export interface Started {
  /** The address of its actor system; undefined if it has none. */
  readonly address: string | undefined;
}

/** How a server is started. */
export interface ServerStart<Request, S extends Started> {
  readonly server: string;
  /** Names it for people: "server s1". */
  readonly what: string;
  /** How many actors it has. */
  readonly actors: number;
  /** The kind of step that starts it in its host, and what that is asked. */
  readonly kind: StepKind<never, Request, S>;
  readonly request: Request;
}

interface RunningServer<S> {
  readonly host: RunHost;
  readonly started: S;
  /** Whether it was killed. Its report remains available. */
  killed: boolean;
}

/**
 * The servers of a run, each in a host of its own. The history tells when each starts, has started, fails and closes.
 */
export class RunServers<S extends Started> {
  /** The one-way latency with which servers start from now on, in milliseconds. */
  latencyMs: number;
  readonly #root: RunRoot;
  /** In the order in which they were started. */
  readonly #running = new Map<string, RunningServer<S>>();

  constructor(root: RunRoot) {
    this.#root = root;
    this.latencyMs = root.latencyMs;
  }

  /** The names of the servers that run and were not killed, in the order in which they were started. */
  get alive(): string[] {
    return [...this.#running].filter(([, { killed }]) => !killed).map(([name]) => name);
  }

  /** What a server has told of itself; also one that was killed. Throws when it was not started, or was closed. */
  started(server: string): S {
    return this.#find(server).started;
  }

  /** Starts a server. If it does not start, the run ends. */
  async start<Request>(start: ServerStart<Request, S>): Promise<void> {
    const { server, what, actors, kind, request } = start;
    this.#root.record({ type: "server", server, event: "starting" });
    const host = await this.#root.spawn(server, what, this.latencyMs);
    let started: S | typeof wasKilled;
    try {
      started = await ask(host, kind, request);
    } catch (error) {
      const { message, portInUse } = this.#reportFailure(server, error);
      if (isThreadEnd(message)) {
        const rootHost = this.#root.tree.platform.host;
        const reason = `${what}: ${tidyThreadEnd(message, rootHost)}`;
        this.#root.stop({ how: "crashed", reason });
      }
      this.#root.stop({ how: "done" }, portInUse);
    }
    if (started === wasKilled) return;
    const running: RunningServer<S> = { host, started, killed: false };
    void host.ended.then(() => (running.killed = true));
    this.#running.set(server, running);
    const address = started.address ?? this.#root.ports.addressOf(server);
    this.#root.record({ type: "server", server, event: "started", address, actors });
  }

  /** Closes a server; `kind` does it in its host, and its host ends. */
  async close(server: string, kind: StepKind<never, null>): Promise<void> {
    const { host } = this.#find(server);
    this.#running.delete(server);
    try {
      const closed = await ask(host, kind, null);
      if (closed === wasKilled) return;
      this.#root.record({ type: "server", server, event: "closed" });
    } catch (error) {
      this.#reportFailure(server, error);
    }
    await host.close();
  }

  /** Kills a server, as a crash would; see {@link RunHost.kill}. It can be started again. */
  async kill(server: string): Promise<void> {
    const { host } = this.#find(server);
    const text = `${server} was killed`;
    this.#root.record({ type: "fault", what: "crash", text, servers: [server] });
    await host.kill();
  }

  /** Asks the host of one server. Undefined when it is killed meanwhile. */
  async ask<Request, Reply>(
    server: string,
    kind: StepKind<never, Request, Reply>,
    request: Request,
  ): Promise<Reply | undefined> {
    const reply = await ask(this.#find(server).host, kind, request);
    return reply === wasKilled ? undefined : reply;
  }

  /** Asks the hosts of all servers that run; `take` gets each reply when it comes. */
  async askAll<Request, Reply>(
    kind: StepKind<never, Request, Reply>,
    request: Request,
    take: (server: string, reply: Reply) => void = () => undefined,
  ): Promise<void> {
    await Promise.all(
      [...this.#running].map(async ([server, { host }]) => {
        const reply = await ask(host, kind, request);
        if (reply !== wasKilled) take(server, reply);
      }),
    );
  }

  #reportFailure(server: string, error: unknown): { message: string; portInUse: boolean } {
    const { message, todo, portInUse } = failureOf(error);
    this.#root.record({
      type: "server",
      server,
      event: "failed",
      error: message,
      ...(todo ? { todo } : {}),
    });
    return { message, portInUse };
  }

  #find(server: string): RunningServer<S> {
    const found = this.#running.get(server);
    if (found === undefined)
      throw new RangeError(`the scenario names ${server}, which is not running`);
    return found;
  }
}

/** In the place of a reply that a killed server gives no more. */
const wasKilled = Symbol("the server was killed");

function ask<Request, Reply>(
  host: RunHost,
  kind: StepKind<never, Request, Reply>,
  request: Request,
): Promise<Reply | typeof wasKilled> {
  const killed = host.ended.then((): typeof wasKilled => wasKilled);
  return Promise.race([host.ask(kind, request), killed]);
}
