import type { Edit } from "../../../grader/trees/stage_edits.js";
import { edit, type Mutant } from "./mutant.js";

const callsThroughOneMethod: readonly Edit[] = [
  edit(
    "client",
    "    const query = await this.#connect();\n    const { value } = await query.get({ key });\n",
    "    const { value } = await this.#call((query) => query.get({ key }));\n",
  ),
  edit(
    "client",
    "    const query = await this.#connect();\n    await query.put({ key, value });\n",
    "    await this.#call((query) => query.put({ key, value }));\n",
  ),
  edit(
    "client",
    "    const query = await this.#connect();\n    const { entries } = await query.list({ prefix });\n",
    "    const { entries } = await this.#call((query) => query.list({ prefix }));\n",
  ),
];

/** Clients that go wrong with several calls or servers at a time, or between two calls. */
export const clientMutants: readonly Mutant[] = [
  {
    name: "failed-get-closes-all",
    why: "A Get that fails closes the connection, on which other calls are in progress.",
    edits: [
      edit(
        "client",
        "    const { value } = await query.get({ key });\n",
        "    const { value } = await query.get({ key }).catch((error: unknown) => {\n      for (const connection of this.#connections.values()) closeWhenOpen(connection);\n      throw error;\n    });\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientConcurrent"],
  },
  {
    name: "client-close-misses-dialling",
    why: "Closing a client closes the connections that are open, and not those that are being opened.",
    edits: [
      edit(
        "client",
        "    for (const connection of this.#connections.values()) closeWhenOpen(connection);",
        "    for (const client of this.#open) client.close();",
      ),
      edit(
        "client",
        "      client.onClose(forget);",
        "      this.#open.add(client);\n      client.onClose(forget);",
      ),
      edit(
        "client",
        "  #closed = false;",
        "  #closed = false;\n  readonly #open = new Set<RpcClient>();",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientSequential", "ClientPut"],
  },
  {
    name: "client-idle-loss-costs-a-call",
    why: "A connection is forgotten when a call fails on it, so one that was lost between calls costs a call.",
    edits: [
      edit(
        "client",
        "      client.onClose(forget);",
        "      client.onClose(() => {\n        this.#lost.add(address);\n      });",
      ),
      edit(
        "client",
        "  #closed = false;",
        "  #closed = false;\n  readonly #lost = new Set<string>();",
      ),
      edit(
        "client",
        "    return (await connection).use(queryService);",
        "    const query = (await connection).use(queryService);\n    if (this.#lost.delete(address)) this.#connections.delete(address);\n    return query;",
      ),
    ],
    failing: ["ClientSequential", "ClientBalance"],
    passing: ["ClientGet"],
  },
  {
    name: "client-pool-of-sixty",
    why: "A sixty-first connection closes the first one, even if calls are in progress on it.",
    edits: [
      edit(
        "client",
        "    const dialling = RpcClient.dial(address, { batch: true });",
        "    for (const [oldest, connection] of this.#connections) {\n      if (this.#connections.size < 60) break;\n      this.#connections.delete(oldest);\n      closeWhenOpen(connection);\n    }\n    const dialling = RpcClient.dial(address, { batch: true });",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientConcurrent"],
  },
  {
    name: "client-shares-lists",
    why: "A List that is called while another one with its prefix is in progress makes no RPC.",
    edits: [
      edit(
        "client",
        "    const query = await this.#connect();\n    const { entries } = await query.list({ prefix });\n    return new Map(",
        "    const known = this.#lists.get(prefix);\n    if (known !== undefined) return known;\n    const listing = this.#list(prefix).finally(() => this.#lists.delete(prefix));\n    this.#lists.set(prefix, listing);\n    return listing;\n  }\n\n  readonly #lists = new Map<string, Promise<Map<string, string>>>();\n\n  async #list(prefix: string): Promise<Map<string, string>> {\n    const query = await this.#connect();\n    const { entries } = await query.list({ prefix });\n    return new Map(",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientGet", "ClientList"],
  },
  {
    name: "client-error-closes-the-connection",
    why: "An error that a server answers with closes the connection, and with it the calls that are in progress.",
    edits: [
      edit(
        "client",
        "    await query.put({ key, value });",
        "    await query.put({ key, value }).catch((error: unknown) => {\n      for (const connection of this.#connections.values()) closeWhenOpen(connection);\n      throw error;\n    });",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientPut", "ClientSequential"],
  },
  {
    name: "client-renews-connections",
    why: "A connection is closed when it is half a minute old, even if calls are in progress on it.",
    edits: [
      edit(
        "client",
        "      client.onClose(forget);",
        "      client.onClose(forget);\n      platform().after(30_000, () => {\n        client.close();\n      });",
      ),
      edit(
        "client",
        "import type { QueryRouter }",
        'import { platform } from "../platform/current.js";\nimport type { QueryRouter }',
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientPut"],
  },
  {
    name: "client-repeats-reads",
    why: "A Get whose connection is lost is made again instead of being rejected.",
    edits: [
      edit(
        "client",
        "const { value } = await query.get({ key });",
        'const { value } = await query.get({ key }).catch(async (error: unknown) => {\n      if ((error as { kind?: unknown }).kind !== "connectionLost") throw error;\n      return (await this.#connect()).get({ key });\n    });',
      ),
    ],
    failing: ["ClientPut"],
    passing: ["ClientGet", "ClientSequential"],
  },
  {
    name: "client-repeats-stale-reads",
    why: "A Get is made again if its connection is lost and had not been used for half a minute.",
    edits: [
      edit(
        "client",
        "const { value } = await query.get({ key });",
        "const nowMs = platform().monotonicNow();\n    const isStale = nowMs > this.#usedMs + 30_000;\n    this.#usedMs = nowMs;\n    const { value } = await query.get({ key }).catch(async (error: unknown) => {\n      if (!isStale) throw error;\n      return (await this.#connect()).get({ key });\n    });",
      ),
      edit("client", "  #closed = false;", "  #closed = false;\n  #usedMs = Infinity;"),
      edit(
        "client",
        "import type { QueryRouter }",
        'import { platform } from "../platform/current.js";\nimport type { QueryRouter }',
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientPut", "ClientSequential"],
  },
  {
    name: "client-backs-off",
    why: "After three attempts that failed, an address is left alone for a second, even if the server is back.",
    edits: [
      edit(
        "client",
        "    const dialling = RpcClient.dial(address, { batch: true });",
        "    const backMs = (this.#failedMs.at(-3) ?? 0) === 0 ? 0 : (this.#failedMs.at(-1) ?? 0) + 1_000;\n    if (platform().monotonicNow() < backMs) throw new Error(`${address} cannot be reached`);\n    const dialling = RpcClient.dial(address, { batch: true });\n    dialling.then(\n      () => (this.#failedMs.length = 0),\n      () => this.#failedMs.push(platform().monotonicNow()),\n    );",
      ),
      edit(
        "client",
        "  #closed = false;",
        "  #closed = false;\n  readonly #failedMs: number[] = [];",
      ),
      edit(
        "client",
        "import type { QueryRouter }",
        'import { platform } from "../platform/current.js";\nimport type { QueryRouter }',
      ),
    ],
    failing: ["ClientSequential"],
    passing: ["ClientList", "ClientPut"],
  },
  {
    name: "client-counts-bytes",
    why: "The client rejects values that are too long in bytes, which may be short enough in characters.",
    edits: [
      edit(
        "client",
        'import { queryService, type QueryService } from "../kvcommon/query_service.js";',
        'import { maxValueLength, queryService, type QueryService } from "../kvcommon/query_service.js";',
      ),
      edit(
        "client",
        "  async put(key: string, value: string): Promise<void> {\n    const query = await this.#connect();",
        '  async put(key: string, value: string): Promise<void> {\n    if (Buffer.byteLength(value) > maxValueLength) {\n      throw new RangeError(`the value of "${key}" is longer than ${maxValueLength}`);\n    }\n    const query = await this.#connect();',
      ),
    ],
    failing: ["OneActorPut1"],
    passing: ["ClientPut", "OneActorTrace"],
  },
  {
    name: "closed-client-lists",
    why: "A list does not ask whether the client was closed.",
    edits: [
      edit("client", '    if (this.#closed) throw new Error("the client is closed");\n', ""),
      edit(
        "client",
        "  async get(key: string): Promise<string | undefined> {\n",
        "  async get(key: string): Promise<string | undefined> {\n    this.#requireOpen();\n",
      ),
      edit(
        "client",
        "  async put(key: string, value: string): Promise<void> {\n",
        "  async put(key: string, value: string): Promise<void> {\n    this.#requireOpen();\n",
      ),
      edit(
        "client",
        "\n  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */\n",
        '\n  #requireOpen(): void {\n    if (this.#closed) throw new Error("the client is closed");\n  }\n\n  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */\n',
      ),
    ],
    failing: ["ClientSequential"],
    passing: ["ClientConcurrent"],
  },
  {
    name: "client-error-forgets-the-connection",
    why: "A call that fails takes its connection out of the client's table, and leaves it open.",
    edits: [
      ...callsThroughOneMethod,
      edit(
        "client",
        "  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */\n  async #connect(): Promise<Remote<QueryService>> {\n",
        "  /** Makes a call to the server that the router chooses, on the existing connection or a new one. */\n  async #call<R>(call: (query: Remote<QueryService>) => Promise<R>): Promise<R> {\n",
      ),
      edit(
        "client",
        "    return (await connection).use(queryService);\n",
        "    try {\n      return await call((await connection).use(queryService));\n    } catch (error) {\n      // The connection does not work any more; the next call makes a new one.\n      if (this.#connections.get(address) === connection) this.#connections.delete(address);\n      throw error;\n    }\n",
      ),
    ],
    failing: ["ClientBalance", "ClientConcurrent"],
    passing: ["ClientSequential"],
  },
  {
    name: "client-fails-over",
    why: "When a server cannot be reached, the client asks its router once more and goes to another one.",
    edits: [
      edit(
        "client",
        "    const address = this.#router.nextAddr();\n",
        "    const address = this.#router.nextAddr();\n    try {\n      return await this.#open(address);\n    } catch (error) {\n      // Nothing has been sent yet, so another server can take the call.\n      const other = this.#router.nextAddr();\n      if (other === address) throw error;\n      return this.#open(other);\n    }\n  }\n\n  async #open(address: string): Promise<Remote<QueryService>> {\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientSequential", "ClientConcurrent"],
  },
  {
    name: "client-puts-of-one-key-in-turn",
    why: "A Put waits until an earlier one of the same key has been answered.",
    edits: [
      edit(
        "client",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n  /** The last Put of each key that is in progress. */\n  readonly #puts = new Map<string, Promise<void>>();\n",
      ),
      edit(
        "client",
        "  async put(key: string, value: string): Promise<void> {\n    const query = await this.#connect();\n    await query.put({ key, value });\n",
        "  put(key: string, value: string): Promise<void> {\n    const previous = this.#puts.get(key);\n    const send = (): Promise<void> => this.#put(key, value);\n    // The later of two Puts for one key must win, even if the router sends them to different servers.\n    const done = previous === undefined ? send() : previous.then(send, send);\n    this.#puts.set(key, done);\n    const forget = (): void => {\n      if (this.#puts.get(key) === done) this.#puts.delete(key);\n    };\n    done.then(forget, forget);\n    return done;\n",
      ),
      edit(
        "client",
        "    this.#connections.clear();\n",
        "    this.#connections.clear();\n  }\n\n  async #put(key: string, value: string): Promise<void> {\n    const query = await this.#connect();\n    await query.put({ key, value });\n",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientPut", "ClientBalance"],
  },
  {
    name: "client-asks-router-per-batch",
    why: "Calls of the same turn share one answer of the router, and go to the same server.",
    edits: [
      edit(
        "client",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n  /** The connection for the calls of this turn, which travel together. */\n  #turn: Promise<RpcClient> | undefined;\n",
      ),
      edit(
        "client",
        '    if (this.#closed) throw new Error("the client is closed");\n',
        '    if (this.#closed) throw new Error("the client is closed");\n    this.#turn ??= this.#choose();\n    return (await this.#turn).use(queryService);\n  }\n\n  /** Chooses the server for the calls of this turn. */\n  #choose(): Promise<RpcClient> {\n',
      ),
      edit(
        "client",
        "    const connection = this.#connections.get(address) ?? this.#dial(address);\n    return (await connection).use(queryService);\n",
        "    void Promise.resolve().then(() => {\n      this.#turn = undefined;\n    });\n    return this.#connections.get(address) ?? this.#dial(address);\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientConcurrent", "ClientSequential"],
  },
  {
    name: "client-repeats-what-did-not-happen",
    why: "A call that the server refuses is made once more, since it was not carried out.",
    edits: [
      edit(
        "client",
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";\n',
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport { RpcError } from "../rpc/rpc_error.js";\n',
      ),
      edit(
        "client",
        " * says so. The client does not retry, because only the caller knows whether it is safe to repeat a Put.\n",
        " * says so. Only a call that has certainly not been executed is made once more.\n",
      ),
      ...callsThroughOneMethod,
      edit(
        "client",
        "    this.#connections.clear();\n",
        "    this.#connections.clear();\n  }\n\n  /** Makes a call; once more if the connection turns out to be closed before it was sent. */\n  async #call<R>(make: (query: Remote<QueryService>) => Promise<R>): Promise<R> {\n    try {\n      return await make(await this.#connect());\n    } catch (error) {\n      const safeToRepeat = error instanceof RpcError && !error.mayHaveHappened;\n      if (!safeToRepeat) throw error;\n      return make(await this.#connect());\n    }\n",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientSequential", "ClientBalance"],
  },
  {
    name: "client-dials-for-each-call-that-finds-it-lost",
    why: "Calls that find the connection lost dial at once, each for itself, and the client remembers the last of these connections.",
    edits: [
      edit(
        "client",
        "    return (await connection).use(queryService);\n",
        "    let client = await connection;\n    if (client.closed) client = await this.#dial(address);\n    return client.use(queryService);\n",
      ),
      edit(
        "client",
        "    dialling.then((client) => {\n      client.onClose(forget);\n    }, forget);\n",
        "    dialling.catch(forget);\n",
      ),
    ],
    failing: ["ClientSequential"],
    passing: ["ClientGet", "ClientConcurrent"],
  },
  {
    name: "client-throws-at-once",
    why: "Calls that cannot be made throw, instead of returning a promise that is rejected.",
    edits: [
      edit(
        "client",
        "  async get(key: string): Promise<string | undefined> {\n    const query = await this.#connect();\n    const { value } = await query.get({ key });\n    return value ?? undefined;\n",
        "  get(key: string): Promise<string | undefined> {\n    return this.#connect().then(async (query) => {\n      const { value } = await query.get({ key });\n      return value ?? undefined;\n    });\n",
      ),
      edit(
        "client",
        "  async put(key: string, value: string): Promise<void> {\n    const query = await this.#connect();\n    await query.put({ key, value });\n",
        "  put(key: string, value: string): Promise<void> {\n    return this.#connect().then(async (query) => {\n      await query.put({ key, value });\n    });\n",
      ),
      edit(
        "client",
        "  async list(prefix: string): Promise<Map<string, string>> {\n    const query = await this.#connect();\n    const { entries } = await query.list({ prefix });\n    return new Map(entries.map(({ key, value }) => [key, value]));\n",
        "  list(prefix: string): Promise<Map<string, string>> {\n    return this.#connect().then(async (query) => {\n      const { entries } = await query.list({ prefix });\n      return new Map(entries.map(({ key, value }) => [key, value]));\n    });\n",
      ),
      edit(
        "client",
        "  async #connect(): Promise<Remote<QueryService>> {\n",
        "  #connect(): Promise<Remote<QueryService>> {\n",
      ),
      edit(
        "client",
        "    return (await connection).use(queryService);\n",
        "    return connection.then((client) => client.use(queryService));\n",
      ),
    ],
    failing: ["ClientSequential"],
    passing: ["ClientGet", "ClientConcurrent"],
  },
  {
    name: "client-leaks-at-the-deadline",
    why: "After a deadline the client forgets the connection, and does not close it.",
    edits: [
      edit(
        "client",
        'import type { QueryRouter } from "./query_router.js";\n',
        'import { RpcError } from "../rpc/rpc_error.js";\nimport type { QueryRouter } from "./query_router.js";\n',
      ),
      ...callsThroughOneMethod,
      edit(
        "client",
        "  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */\n  async #connect(): Promise<Remote<QueryService>> {\n",
        "  /** Makes a call to the server that the router chooses, over the existing connection or a new one. */\n  async #call<T>(call: (query: Remote<QueryService>) => Promise<T>): Promise<T> {\n",
      ),
      edit(
        "client",
        "    return (await connection).use(queryService);\n",
        '    const client = await connection;\n    if (this.#isClosed()) throw new Error("the client is closed");\n    try {\n      return await call(client.use(queryService));\n    } catch (error) {\n      // Nothing comes over this connection any more, so the next call tries a new one. Calls that are still in\n      // progress on the old one keep it, since their replies may yet come.\n      const silent = error instanceof RpcError && error.kind === "deadlineExceeded";\n      if (silent && this.#connections.get(address) === connection) {\n        this.#connections.delete(address);\n      }\n      throw error;\n    }\n  }\n\n  // A method, because the compiler assumes that a field does not change across an await.\n  #isClosed(): boolean {\n    return this.#closed;\n',
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientSequential", "ClientConcurrent"],
  },
  {
    name: "client-dials-again-when-closed",
    why: "A call that finds its connection closed dials again, also if the client was closed in the same turn.",
    edits: [
      edit(
        "client",
        "  #closed = false;\n",
        "  readonly #open = new Set<RpcClient>();\n  #closed = false;\n",
      ),
      edit(
        "client",
        "    for (const connection of this.#connections.values()) closeWhenOpen(connection);\n",
        "    for (const client of [...this.#open]) client.close();\n    for (const connection of this.#connections.values()) closeWhenOpen(connection);\n",
      ),
      edit(
        "client",
        "    const connection = this.#connections.get(address) ?? this.#dial(address);\n    return (await connection).use(queryService);\n",
        "    for (;;) {\n      const client = await (this.#connections.get(address) ?? this.#dial(address));\n      // It may have been lost in the meantime. Nothing has been sent yet, so the call takes a new one.\n      if (!client.closed) return client.use(queryService);\n    }\n",
      ),
      edit(
        "client",
        "      client.onClose(forget);\n",
        "      this.#open.add(client);\n      client.onClose(() => {\n        this.#open.delete(client);\n        forget();\n      });\n",
      ),
    ],
    failing: ["ClientConcurrent"],
    passing: ["ClientSequential", "ClientBalance"],
  },
  {
    name: "idle-from-a-calls-start",
    why: "A connection is closed five seconds after the start of the last call, also when that has not been answered yet.",
    edits: [
      edit(
        "client",
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport type { QueryRouter } from "./query_router.js";\n',
        'import { platform } from "../platform/current.js";\nimport type { CancelTimer } from "../platform/platform.js";\nimport { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport type { QueryRouter } from "./query_router.js";\n\n/** A connection that has not been used for this time is closed, in milliseconds: the player may have moved. */\nconst idleMs = 5_000;\n\n/** A connection to one server, open or being opened. */\ninterface Connection {\n  readonly client: Promise<RpcClient>;\n  cancelIdle: CancelTimer;\n}\n',
      ),
      edit(
        "client",
        " * the router for an address and makes one RPC. The client keeps one connection per address, and opens a new one when a\n * call finds it closed. If the server cannot be reached or the connection is lost, the call is rejected with an error that\n",
        " * the router for an address and makes one RPC. The client keeps one connection per address while it is used, and opens a\n * new one when a call finds none. If the server cannot be reached or the connection is lost, the call is rejected with an error that\n",
      ),
      edit(
        "client",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n",
        "  readonly #connections = new Map<string, Connection>();\n",
      ),
      edit(
        "client",
        "    for (const connection of this.#connections.values()) closeWhenOpen(connection);\n",
        "    for (const { client, cancelIdle } of this.#connections.values()) {\n      cancelIdle();\n      closeWhenOpen(client);\n    }\n",
      ),
      edit(
        "client",
        "    return (await connection).use(queryService);\n  }\n\n  #dial(address: string): Promise<RpcClient> {\n    // Concurrent calls share the connection while it is still being opened.\n    const dialling = RpcClient.dial(address, { batch: true });\n    const forget = (): void => {\n      if (this.#connections.get(address) === dialling) this.#connections.delete(address);\n    };\n    this.#connections.set(address, dialling);\n    dialling.then((client) => {\n      client.onClose(forget);\n    }, forget);\n    return dialling;\n",
        "    this.#used(address, connection);\n    return (await connection.client).use(queryService);\n  }\n\n  /** Closes the connection when it has not been used again for a while. */\n  #used(address: string, connection: Connection): void {\n    connection.cancelIdle();\n    connection.cancelIdle = platform().after(idleMs, () => {\n      if (this.#connections.get(address) === connection) this.#connections.delete(address);\n      closeWhenOpen(connection.client);\n    });\n  }\n\n  #dial(address: string): Connection {\n    // Concurrent calls share the connection while it is still being opened.\n    const connection: Connection = {\n      client: RpcClient.dial(address, { batch: true }),\n      cancelIdle: () => undefined,\n    };\n    const forget = (): void => {\n      connection.cancelIdle();\n      if (this.#connections.get(address) === connection) this.#connections.delete(address);\n    };\n    this.#connections.set(address, connection);\n    connection.client.then((client) => {\n      client.onClose(forget);\n    }, forget);\n    return connection;\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientSequential", "ClientConcurrent"],
  },
  {
    name: "asks-again-when-a-connection-was-lost",
    why: "A call that finds its connection lost starts over, and asks the router once more.",
    edits: [
      edit(
        "client",
        '    if (this.#closed) throw new Error("the client is closed");\n    const address = this.#router.nextAddr();\n    const connection = this.#connections.get(address) ?? this.#dial(address);\n    return (await connection).use(queryService);\n',
        '    for (;;) {\n      if (this.#closed) throw new Error("the client is closed");\n      const address = this.#router.nextAddr();\n      const connection = this.#connections.get(address) ?? this.#dial(address);\n      const client = await connection;\n      if (!client.closed) return client.use(queryService);\n      this.#forget(address, connection);\n    }\n',
      ),
      edit(
        "client",
        "    const forget = (): void => {\n      if (this.#connections.get(address) === dialling) this.#connections.delete(address);\n    };\n    this.#connections.set(address, dialling);\n    dialling.then((client) => {\n      client.onClose(forget);\n    }, forget);\n    return dialling;\n",
        "    this.#connections.set(address, dialling);\n    dialling.catch(() => {\n      this.#forget(address, dialling);\n    });\n    return dialling;\n  }\n\n  #forget(address: string, connection: Promise<RpcClient>): void {\n    if (this.#connections.get(address) === connection) this.#connections.delete(address);\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientSequential"],
  },
  {
    name: "lost-is-told-as-closed",
    why: "A call whose connection was lost is rejected as if the client had been closed.",
    edits: [
      edit(
        "client",
        'import type { QueryRouter } from "./query_router.js";\n',
        'import { RpcError } from "../rpc/rpc_error.js";\nimport type { QueryRouter } from "./query_router.js";\n',
      ),
      edit(
        "client",
        "    const { value } = await query.get({ key });\n",
        "    const { value } = await query.get({ key }).catch(explain);\n",
      ),
      edit(
        "client",
        "    await query.put({ key, value });\n",
        "    await query.put({ key, value }).catch(explain);\n",
      ),
      edit(
        "client",
        "    const { entries } = await query.list({ prefix });\n",
        "    const { entries } = await query.list({ prefix }).catch(explain);\n",
      ),
      edit(
        "client",
        "function closeWhenOpen(connection: Promise<RpcClient>): void {\n",
        '/** Closing the client ends its connections, on which calls may be in progress: says that instead. */\nfunction explain(error: unknown): never {\n  if (error instanceof RpcError && error.kind === "connectionLost") {\n    throw new Error("the client is closed", { cause: error });\n  }\n  throw error;\n}\n\nfunction closeWhenOpen(connection: Promise<RpcClient>): void {\n',
      ),
    ],
    failing: ["ClientPut"],
    passing: ["ClientSequential", "ClientConcurrent"],
  },
  {
    name: "client-replaces-an-old-connection",
    why: "A connection of five minutes is closed and replaced at the next call, although calls on it are in progress.",
    edits: [
      edit(
        "client",
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport type { QueryRouter } from "./query_router.js";\n',
        'import { platform } from "../platform/current.js";\nimport { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport type { QueryRouter } from "./query_router.js";\n\n/**\n * A connection that is older than this is replaced, in milliseconds: the machine behind a name may have changed, and one\n * that is to be taken out of service should not keep its clients for ever.\n */\nconst maxAgeMs = 5 * 60 * 1_000;\n\ninterface Connection {\n  readonly opening: Promise<RpcClient>;\n  readonly sinceMs: number;\n}\n',
      ),
      edit(
        "client",
        "  readonly #connections = new Map<string, Promise<RpcClient>>();\n",
        "  readonly #connections = new Map<string, Connection>();\n",
      ),
      edit(
        "client",
        "    for (const connection of this.#connections.values()) closeWhenOpen(connection);\n",
        "    for (const { opening } of this.#connections.values()) closeWhenOpen(opening);\n",
      ),
      edit(
        "client",
        "    const connection = this.#connections.get(address) ?? this.#dial(address);\n    return (await connection).use(queryService);\n  }\n\n  #dial(address: string): Promise<RpcClient> {\n    // Concurrent calls share the connection while it is still being opened.\n    const dialling = RpcClient.dial(address, { batch: true });\n    const forget = (): void => {\n      if (this.#connections.get(address) === dialling) this.#connections.delete(address);\n    };\n    this.#connections.set(address, dialling);\n    dialling.then((client) => {\n      client.onClose(forget);\n    }, forget);\n    return dialling;\n",
        "    const { opening } = this.#youngConnection(address) ?? this.#dial(address);\n    return (await opening).use(queryService);\n  }\n\n  /** The connection to an address, unless there is none or it has become too old. */\n  #youngConnection(address: string): Connection | undefined {\n    const connection = this.#connections.get(address);\n    if (connection === undefined) return undefined;\n    if (platform().monotonicNow() - connection.sinceMs <= maxAgeMs) return connection;\n    this.#connections.delete(address);\n    closeWhenOpen(connection.opening);\n    return undefined;\n  }\n\n  #dial(address: string): Connection {\n    // Concurrent calls share the connection while it is still being opened.\n    const opening = RpcClient.dial(address, { batch: true });\n    const connection = { opening, sinceMs: platform().monotonicNow() };\n    const forget = (): void => {\n      if (this.#connections.get(address) === connection) this.#connections.delete(address);\n    };\n    this.#connections.set(address, connection);\n    opening.then((client) => {\n      client.onClose(forget);\n    }, forget);\n    return connection;\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientList", "ClientPut", "ClientSequential"],
  },
  {
    name: "lost-is-told-vaguely",
    why: "A call whose connection is lost is rejected with an error that only says that it failed.",
    edits: [
      edit(
        "client",
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";\n',
        'import { PlatformError } from "../platform/platform.js";\nimport { RpcClient, type Remote } from "../rpc/rpc_client.js";\nimport { RpcError } from "../rpc/rpc_error.js";\n',
      ),
      ...callsThroughOneMethod,
      edit(
        "client",
        "    this.#connections.clear();\n",
        '    this.#connections.clear();\n  }\n\n  /** Makes one query. Callers need not know the errors of the layers below. */\n  async #call<R>(query: (service: Remote<QueryService>) => Promise<R>): Promise<R> {\n    try {\n      return await query(await this.#connect());\n    } catch (error) {\n      if (isConnectionError(error)) throw new Error("the query failed");\n      throw error;\n    }\n',
      ),
      edit(
        "client",
        "function closeWhenOpen(connection: Promise<RpcClient>): void {\n",
        'function isConnectionError(error: unknown): boolean {\n  if (error instanceof PlatformError) return true;\n  return error instanceof RpcError && ["connectionLost", "notConnected"].includes(error.kind);\n}\n\nfunction closeWhenOpen(connection: Promise<RpcClient>): void {\n',
      ),
    ],
    failing: ["ClientPut"],
    passing: ["ClientGet", "ClientList", "ClientBalance", "ClientSequential"],
  },
  {
    name: "client-wraps-errors",
    why: "Every failed call is rejected with an error of the client's own, which has no kind.",
    edits: [
      ...callsThroughOneMethod,
      edit(
        "client",
        '  /** Returns a connection to the server that the router chooses: the existing one, or a new one. */\n  async #connect(): Promise<Remote<QueryService>> {\n    if (this.#closed) throw new Error("the client is closed");\n    const address = this.#router.nextAddr();\n    const connection = this.#connections.get(address) ?? this.#dial(address);\n    return (await connection).use(queryService);\n',
        '  /** Makes a query on the server that the router chooses, over the existing connection or a new one. */\n  async #call<T>(query: (remote: Remote<QueryService>) => Promise<T>): Promise<T> {\n    if (this.#closed) throw new Error("the client is closed");\n    const address = this.#router.nextAddr();\n    try {\n      const connection = await (this.#connections.get(address) ?? this.#dial(address));\n      return await query(connection.use(queryService));\n    } catch (error) {\n      const reason = error instanceof Error ? error.message : String(error);\n      throw new Error(`the query on ${address} has failed: ${reason}`, { cause: error });\n    }\n',
      ),
    ],
    failing: ["ClientPut"],
    passing: ["ClientGet", "ClientList", "ClientBalance", "ClientSequential"],
  },
  {
    name: "client-sorts-pairs",
    why: "The client sorts the entries of a List as texts in which the value follows the key behind a comma.",
    edits: [
      edit(
        "client",
        "    return new Map(entries.map(({ key, value }) => [key, value]));\n",
        "    const pairs = entries.map(({ key, value }): [string, string] => [key, value]);\n    return new Map(pairs.sort());\n",
      ),
    ],
    failing: ["OneActorList2"],
    passing: ["ClientList", "OneActorList1", "ClientGet"],
  },
  {
    name: "client-forgets-all",
    why: "When one connection is lost, the client forgets the others, too, and does not close them.",
    edits: [
      edit(
        "client",
        "      client.onClose(forget);\n    }, forget);\n    return dialling;\n",
        "      client.onClose(() => {\n        this.#reconnect();\n      });\n    }, forget);\n    return dialling;\n  }\n\n  /** After a connection was lost, the next calls make new ones. */\n  #reconnect(): void {\n    this.#connections.clear();\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientPut", "ClientSequential"],
  },
];
