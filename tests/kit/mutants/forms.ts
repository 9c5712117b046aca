import { edit, family, type Mutant } from "./mutant.js";

/** Solutions that are right for the usual forms of names, keys and values, and for the usual numbers of them. */
export const formMutants: readonly Mutant[] = [
  {
    name: "whole-emojis",
    why: "A prefix ends where a character ends, so half of an emoji begins nothing.",
    edits: [
      edit(
        "store",
        "      found.push({ key, value });",
        '      const { length } = [...prefix];\n      if ([...key].slice(0, length).join("") === prefix) found.push({ key, value });',
      ),
    ],
    failing: ["OneActorList1"],
    passing: ["OneActorPut1", "OneActorTrace"],
  },
  {
    name: "functions-wait",
    why: "One queue holds values or waiting pops, and whatever is a function counts as a pop.",
    edits: [
      edit(
        "mailbox",
        "  readonly #values = new Queue<T>();\n  readonly #pops = new Queue<(popped: Popped<T>) => void>();\n",
        "  readonly #items = new Queue<T | ((popped: Popped<T>) => void)>();\n",
      ),
      edit(
        "mailbox",
        "    const pop = this.#pops.take();\n    if (pop === undefined) this.#values.add(value);\n    else pop({ closed: false, value });\n",
        '    if (typeof this.#items.first !== "function") this.#items.add(value);\n    else (this.#items.take() as (popped: Popped<T>) => void)({ closed: false, value });\n',
      ),
      edit(
        "mailbox",
        "    if (this.#values.size > 0) {\n      return Promise.resolve({ closed: false, value: this.#values.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n",
        '    if (this.#items.size > 0 && typeof this.#items.first !== "function") {\n      return Promise.resolve({ closed: false, value: this.#items.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#items.add(resolve);\n',
      ),
      edit(
        "mailbox",
        "    this.#values.clear();\n    for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {\n      pop({ closed: true });\n",
        '    for (let one = this.#items.take(); one !== undefined; one = this.#items.take()) {\n      if (typeof one === "function") (one as (popped: Popped<T>) => void)({ closed: true });\n',
      ),
      edit(
        "mailbox",
        "  #items: T[] = [];\n  #taken = 0;\n",
        "  #items: T[] = [];\n  #taken = 0;\n\n  get first(): T | undefined {\n    return this.#items[this.#taken];\n  }\n",
      ),
    ],
    failing: ["MailboxMultiple"],
    passing: ["MailboxBasic2", "MailboxPopBlock"],
  },
  {
    name: "thousand-calls-at-once",
    why: "A Get waits while a thousand others are under way, since a batch may have a thousand calls.",
    edits: [
      edit(
        "client",
        "  async get(key: string): Promise<string | undefined> {\n",
        "  async get(key: string): Promise<string | undefined> {\n    while (this.#underWay.size >= 1_000) await Promise.race(this.#underWay).catch(() => undefined);\n    const call: Promise<string | undefined> = this.#get(key).finally(() => {\n      this.#underWay.delete(call);\n    });\n    this.#underWay.add(call);\n    return call;\n  }\n\n  async #get(key: string): Promise<string | undefined> {\n",
      ),
      edit(
        "client",
        "  #closed = false;\n",
        "  readonly #underWay = new Set<Promise<string | undefined>>();\n  #closed = false;\n",
      ),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientConcurrent", "ClientGet"],
  },
  {
    name: "desc-without-ipv6",
    why: "A desc is checked with a pattern for names and IPv4 addresses.",
    edits: [
      edit(
        "server",
        "    if (Array.isArray(actors) && actors.length > 0) return { actors };",
        '    const isAddress = /^[\\w.-]+:\\d+$/.test(actors?.[0]?.address ?? "");\n    if (isAddress && Array.isArray(actors) && actors.length > 0) return { actors };',
      ),
    ],
    failing: ["ServerStartup2", "RemoteSyncBasic1"],
    passing: ["LocalSyncBasic1"],
  },
  {
    name: "ties-by-hash",
    why: "Ties go to the uid with the greater hash, so some pairs of actors tie for ever.",
    edits: [
      edit(
        "entry",
        "  return entry.origin > other.origin;\n}",
        "  return hashOf(entry.origin) > hashOf(other.origin);\n}\n\nfunction hashOf(text: string): number {\n  let hash = 0;\n  for (let i = 0; i < text.length; i++) hash = (31 * hash + text.charCodeAt(i)) | 0;\n  return hash;\n}",
      ),
    ],
    failing: ["RemoteSyncLWW1"],
    passing: ["LocalSyncLWW1", "RemoteSyncBasic4"],
  },
  {
    name: "all-again-after-a-while",
    why: "Every thousandth message carries all Puts of its sender, in case one was lost.",
    edits: [
      edit(
        "actor",
        "  #onSyncTick(): void {\n    let sent = false;\n",
        "  #ticks = 0;\n\n  #onSyncTick(): void {\n    let sent = false;\n    if (++this.#ticks % 1_000 === 0) {\n      for (const entry of this.#store.entries()) this.#neighboursOutbox.add(entry);\n    }\n",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: family("LocalSyncSize", 1, 2),
  },
  {
    name: "told-before-all-ports-are-open",
    why: "The first actor joins the other servers before the others run, and a server that tries again is a second one.",
    edits: [
      edit(
        "server",
        "      const actors = await startActors(system, startPort, queryActorCount);\n      await introduce(system, actors, others);\n",
        "      const [first] = await startActors(system, startPort, 1);\n      if (first === undefined) throw new Error();\n      await introduce(system, [first], others);\n      const more = await startActors(system, startPort + 1, queryActorCount - 1);\n      const actors = [first, ...more];\n      if (more.length > 0) await introduce(system, actors, others);\n",
      ),
      edit(
        "server",
        "server: { actors }, others, replyTo",
        "server: { actors }, others: index === 0 && actors.length > 1 ? [] : others, replyTo",
      ),
      edit(
        "actor",
        "    if (former >= 0) this.#contacts.splice(former, 1);\n",
        "    void former;\n",
      ),
    ],
    failing: ["RemoteSyncFrequency2"],
    passing: ["RemoteSyncFrequency1"],
  },
  {
    name: "values-make-the-length",
    why: "A key counts as 64 characters, however long it is, so a message with many long keys is longer than may be sent.",
    edits: [
      edit(
        "outbox",
        "    this.length += key.length + value.length + lengthPerEntry;",
        "    this.length += value.length + 2 * lengthPerEntry;",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "places-run-out",
    why: "Puts of a key at one time of the clock are numbered up to 31.",
    edits: [
      edit(
        "store",
        "seq: current.seq + 1, origin }",
        "seq: Math.min(current.seq + 1, 31), origin }",
      ),
    ],
    failing: ["LocalSyncLWW2"],
    passing: ["LocalSyncLWW1", "OneActorPut2"],
  },
  {
    name: "four-neighbours",
    why: "An actor syncs with four others of its server.",
    edits: [
      edit(
        "actor",
        "(ref) => ref.id !== this.#context.self.id);\n    for (const other",
        "(ref) => ref.id !== this.#context.self.id).slice(0, 4);\n    for (const other",
      ),
    ],
    failing: ["LocalSyncLWW3"],
    passing: ["LocalSyncLWW4", "ServerStartup4"],
  },
  {
    name: "together-by-their-length",
    why: "The messages of one turn travel together up to a length that does not count what JSON adds.",
    edits: [
      edit(
        "remoteTell",
        '  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        "  const waiting = batches.get(client) ?? { texts: [], length: 0 };\n  if (waiting.length + text.length > 16 * 1024 * 1024) flush(client);\n  if (waiting.texts.length === 0) platform().after(0, () => flush(client));\n  waiting.texts.push({ address: ref.address, id: ref.id, text });\n  waiting.length += text.length;\n  batches.set(client, waiting);\n",
      ),
      edit(
        "remoteTell",
        "/**\n * Sends one message",
        'interface Tell {\n  readonly address: string;\n  readonly id: number;\n  readonly text: string;\n}\n\nconst batches = new WeakMap<RpcClient, { texts: Tell[]; length: number }>();\n\nfunction flush(client: RpcClient): void {\n  const waiting = batches.get(client);\n  if (waiting === undefined || waiting.texts.length === 0) return;\n  const text = JSON.stringify(waiting.texts.splice(0));\n  waiting.length = 0;\n  try {\n    client.notify(remoteTells, "tell", { address: "", id: 0, text });\n  } catch {\n    // What cannot be delivered is dropped.\n  }\n}\n\n/**\n * Sends one message',
      ),
      edit(
        "remoteTell",
        "    tell: ({ address, id, text }) => {\n      system.deliver({ address, id }, text);\n",
        "    tell: ({ text: texts }) => {\n      for (const { address, id, text } of JSON.parse(texts) as Tell[]) system.deliver({ address, id }, text);\n",
      ),
      edit(
        "remoteTell",
        "import type { RpcClient }",
        'import { platform } from "../platform/current.js";\nimport type { RpcClient }',
      ),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock"],
  },
];
