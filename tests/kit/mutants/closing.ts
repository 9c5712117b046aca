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
  {
    name: "waiters-trimmed-too-far",
    why: "Pops that were served are removed in blocks, and the position of the next one is then off by one.",
    edits: [
      edit(
        "mailbox",
        "  // At most one of the two is not empty: either values wait for pops, or pops wait for values.\n  readonly #values = new Queue<T>();\n  readonly #pops = new Queue<(popped: Popped<T>) => void>();\n",
        "  // Pushes go to the end of one array, pops take from the end of the other, which is refilled by turning the first over.\n  #pushed: T[] = [];\n  #popping: T[] = [];\n  #waiters: ((popped: Popped<T>) => void)[] = [];\n  /** The position of the first waiter that has not been served. */\n  #nextWaiter = 0;\n",
      ),
      edit(
        "mailbox",
        "    const pop = this.#pops.take();\n    if (pop === undefined) this.#values.add(value);\n    else pop({ closed: false, value });\n",
        "    const waiter = this.#takeWaiter();\n    if (waiter === undefined) this.#pushed.push(value);\n    else waiter({ closed: false, value });\n",
      ),
      edit(
        "mailbox",
        "    if (this.#values.size > 0) {\n      return Promise.resolve({ closed: false, value: this.#values.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n",
        "    if (this.#popping.length === 0) {\n      this.#popping = this.#pushed.reverse();\n      this.#pushed = [];\n    }\n    const value = this.#popping.pop();\n    if (value !== undefined) return Promise.resolve({ closed: false, value });\n    return new Promise((resolve) => {\n      this.#waiters.push(resolve);\n",
      ),
      edit(
        "mailbox",
        "    this.#values.clear();\n    for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {\n      pop({ closed: true });\n    }\n",
        "    this.#pushed = [];\n    this.#popping = [];\n    const waiters = this.#waiters.slice(this.#nextWaiter);\n    this.#waiters = [];\n    this.#nextWaiter = 0;\n    for (const waiter of waiters) waiter({ closed: true });\n  }\n\n  /** Removes the waiter that came first; undefined if there is none. */\n  #takeWaiter(): ((popped: Popped<T>) => void) | undefined {\n    const waiter = this.#waiters[this.#nextWaiter];\n    if (waiter === undefined) return undefined;\n    this.#nextWaiter++;\n    if (this.#nextWaiter === this.#waiters.length) {\n      this.#waiters = [];\n      this.#nextWaiter = 0;\n    } else if (this.#nextWaiter > trimAfter) {\n      this.#waiters.splice(0, trimAfter);\n      this.#nextWaiter = 0;\n    }\n    return waiter;\n",
      ),
      edit(
        "mailbox",
        "/** The array is compacted at the earliest after this many items have been taken. */\nconst compactAfter = 1_024;\n\n/** A queue with constant-time operations at both ends; `shift` would move all items of a long array. */\nclass Queue<T> {\n  #items: T[] = [];\n  #taken = 0;\n\n  get size(): number {\n    return this.#items.length - this.#taken;\n  }\n\n  add(item: T): void {\n    this.#items.push(item);\n  }\n\n  /** Removes the oldest item; undefined if there is none. */\n  take(): T | undefined {\n    if (this.size === 0) return undefined;\n    const item = this.#items[this.#taken];\n    // The slot must not keep the item alive.\n    this.#items[this.#taken] = undefined as T;\n    this.#taken++;\n    if (this.#taken === this.#items.length) this.clear();\n    else if (this.#taken >= compactAfter && this.#taken * 2 > this.#items.length) this.#compact();\n    return item;\n  }\n\n  clear(): void {\n    this.#items = [];\n    this.#taken = 0;\n  }\n\n  #compact(): void {\n    this.#items = this.#items.slice(this.#taken);\n    this.#taken = 0;\n  }\n}\n",
        "/** So many waiters that have been served are kept before they are removed together; `shift` would move all others. */\nconst trimAfter = 128;\n",
      ),
    ],
    failing: ["MailboxPopBlock"],
    passing: [
      "MailboxBasic1",
      "MailboxBasic2",
      "MailboxBasic3",
      "MailboxPushBlock",
      "MailboxClosePush",
      "MailboxMultiple",
    ],
  },
];
