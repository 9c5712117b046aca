import { edit, type Mutant } from "./mutant.js";

const closesConnections =
  "    for (const connection of this.#connections.values()) closeWhenOpen(connection);\n";

/** Clients and servers that leave something running. */
export const closingMutants: readonly Mutant[] = [
  {
    name: "client-close-does-nothing",
    why: "A closed client works on.",
    edits: [
      edit(
        "client",
        `    this.#closed = true;\n${closesConnections}    this.#connections.clear();\n`,
        "",
      ),
    ],
    failing: ["ClientSequential", "ClientConcurrent", "ClientPut"],
    passing: ["ClientGet"],
  },
  {
    name: "client-keeps-connections",
    why: "A closed client rejects calls, but its connections stay open, and calls in progress go on.",
    edits: [edit("client", closesConnections, "")],
    failing: ["ClientSequential", "ClientConcurrent"],
    passing: ["ClientGet", "ClientPut"],
  },
  {
    name: "client-reopens",
    why: "A call on a closed client opens a new connection.",
    edits: [edit("client", 'if (this.#closed) throw new Error("the client is closed");', "")],
    failing: ["ClientSequential"],
    passing: ["ClientGet", "ClientConcurrent"],
  },
  {
    name: "server-close-does-nothing",
    why: "A closed server works on.",
    edits: [edit("server", "    return this.#system.close();", "    return Promise.resolve();")],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "four-actors-at-most",
    why: "A server has four query actors, however many it should have.",
    edits: [
      edit(
        "server",
        "Array.from({ length: count }, (_, index) =>",
        "Array.from({ length: Math.min(count, 4) }, (_, index) =>",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1", "LocalSyncBasic3"],
  },
  {
    name: "client-retries-puts",
    why: "A Put whose connection was lost is made again, although it may have happened.",
    edits: [
      edit(
        "client",
        "    await query.put({ key, value });",
        "    try {\n      await query.put({ key, value });\n    } catch {\n      await new Promise<void>((resolve) => platform().after(500, resolve));\n      await (await this.#connect()).put({ key, value });\n    }",
      ),
      edit(
        "client",
        'import { RpcClient, type Remote } from "../rpc/rpc_client.js";',
        'import { platform } from "../platform/current.js";\nimport { RpcClient, type Remote } from "../rpc/rpc_client.js";',
      ),
    ],
    failing: ["ClientPut", "ClientBalance"],
    passing: ["ClientGet"],
  },
  {
    name: "server-closes-once",
    why: "Closing a server twice fails.",
    edits: [
      edit(
        "server",
        "    return this.#system.close();",
        '    if (this.#closed) return Promise.reject(new Error("already closed"));\n    this.#closed = true;\n    return this.#system.close();',
      ),
      edit(
        "server",
        "  readonly #system: ActorSystem;",
        "  readonly #system: ActorSystem;\n  #closed = false;",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "failed-start-keeps-its-port",
    why: "A start that fails leaves the actor system running.",
    edits: [
      edit("server", "      await system.close();\n      throw error;", "      throw error;"),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
    quick: true,
  },
  {
    name: "client-closes-one-connection",
    why: "A closed client closes its latest connection, and not those to other servers.",
    edits: [
      edit(
        "client",
        closesConnections,
        "    const latest = [...this.#connections.values()].at(-1);\n    if (latest !== undefined) closeWhenOpen(latest);\n",
      ),
    ],
    failing: ["ClientBalance", "ClientConcurrent"],
    passing: ["ClientSequential"],
  },
  {
    name: "failed-start-ends-later",
    why: "A start that fails is rejected while what had been started still runs.",
    edits: [
      edit(
        "server",
        "      await system.close();\n      throw error;",
        "      void system.close();\n      throw error;",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "server-close-does-not-wait",
    why: "Closing a server resolves while the server still runs.",
    edits: [
      edit(
        "server",
        "    return this.#system.close();",
        "    void this.#system.close();\n    return Promise.resolve();",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "second-close-does-not-wait",
    why: "Closing a server a second time resolves at once, even if the first close is in progress.",
    edits: [
      edit(
        "server",
        "    return this.#system.close();",
        "    if (this.#closed) return Promise.resolve();\n    this.#closed = true;\n    return this.#system.close();",
      ),
      edit(
        "server",
        "  readonly #system: ActorSystem;",
        "  readonly #system: ActorSystem;\n  #closed = false;",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "served-pop-sees-the-close",
    why: "A pop that a push has served looks once more whether the mailbox is closed, and loses its value if that happened right behind the push.",
    edits: [
      edit(
        "mailbox",
        "  readonly #pops = new Queue<(popped: Popped<T>) => void>();\n",
        "  readonly #pops = new Queue<(value: T | undefined) => void>();\n",
      ),
      edit("mailbox", "    else pop({ closed: false, value });\n", "    else pop(value);\n"),
      edit(
        "mailbox",
        "  pop(): Promise<Popped<T>> {\n    if (this.#closed) return Promise.resolve({ closed: true });\n    if (this.#values.size > 0) {\n      return Promise.resolve({ closed: false, value: this.#values.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n    });\n",
        "  async pop(): Promise<Popped<T>> {\n    if (this.#closed) return { closed: true };\n    const value = this.#values.take() ?? (await this.#nextPush());\n    // It may have been closed in the meantime.\n    if (this.#isClosed() || value === undefined) return { closed: true };\n    return { closed: false, value };\n",
      ),
      edit(
        "mailbox",
        "      pop({ closed: true });\n    }\n",
        "      pop(undefined);\n    }\n  }\n\n  /** Waits for the next value that no earlier pop waits for; undefined if the mailbox is closed before that. */\n  #nextPush(): Promise<T | undefined> {\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n    });\n  }\n\n  // A method, because the compiler assumes that a field does not change across an await.\n  #isClosed(): boolean {\n    return this.#closed;\n",
      ),
    ],
    failing: ["MailboxPopBlock"],
    passing: ["MailboxBasic1", "MailboxClosePush"],
  },
];
