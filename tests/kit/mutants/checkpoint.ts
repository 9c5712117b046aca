import { edit, family, type Mutant } from "./mutant.js";

/** Wrong mailboxes, clients and receivers. */
export const checkpointMutants: readonly Mutant[] = [
  {
    name: "bounded-mailbox",
    why: "A mailbox with 100 slots drops what does not fit; only 10,000 pushes before the first pop show it.",
    edits: [
      edit(
        "mailbox",
        "if (this.#closed) return;",
        "if (this.#closed || this.#values.size >= 100) return;",
      ),
    ],
    failing: ["MailboxBasic2", "MailboxPushBlock"],
    passing: [...family("MailboxBasic", 1, 3), "MailboxPopBlock", "MailboxMultiple"],
  },
  {
    name: "refusing-mailbox",
    why: "A mailbox with 5,000 slots throws when it is full.",
    edits: [
      edit(
        "mailbox",
        "if (this.#closed) return;",
        'if (this.#closed) return;\n    if (this.#values.size >= 5000) throw new Error("full");',
      ),
    ],
    failing: ["MailboxPushBlock"],
    passing: [...family("MailboxBasic", 1, 2, 3), "MailboxClosePush"],
  },
  {
    name: "lifo-mailbox",
    why: "A stack, for values and for waiting pops.",
    edits: [
      edit(
        "mailbox",
        "const item = this.#items[this.#taken];\n    // The slot must not keep the item alive.\n    this.#items[this.#taken] = undefined as T;\n    this.#taken++;",
        "const item = this.#items.pop();",
      ),
    ],
    failing: [
      ...family("MailboxBasic", 2, 3),
      "MailboxPushBlock",
      "MailboxPopBlock",
      "MailboxMultiple",
    ],
    passing: ["MailboxBasic1", "MailboxClosePush"],
  },
  {
    name: "mailbox-keeps-values-after-close",
    why: "Close lets the values that are left be popped.",
    edits: [
      edit(
        "mailbox",
        "if (this.#closed) return Promise.resolve({ closed: true });",
        "if (this.#closed && this.#values.size === 0) return Promise.resolve({ closed: true });",
      ),
      edit("mailbox", "    this.#values.clear();\n", ""),
    ],
    failing: ["MailboxClosePush", "MailboxMultiple"],
    passing: ["MailboxPopBlock", "MailboxBasic1"],
  },
  {
    name: "close-wakes-nobody",
    why: "A pop that waits is not released by close.",
    edits: [
      edit(
        "mailbox",
        "for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {\n      pop({ closed: true });\n    }",
        "",
      ),
    ],
    failing: ["MailboxPopBlock"],
    passing: ["MailboxClosePush", "MailboxMultiple"],
  },
  {
    name: "mailboxes-share-their-values",
    why: "The queue is static, so two mailboxes are one.",
    edits: [
      edit(
        "mailbox",
        "readonly #values = new Queue<T>();",
        "static #all: unknown;\n  readonly #values = (Mailbox.#all ??= new Queue<T>()) as Queue<T>;",
      ),
    ],
    failing: ["MailboxMultiple"],
    passing: [...family("MailboxBasic", 1, 2), "MailboxClosePush"],
  },
  {
    name: "client-serialises",
    why: "Every call waits until the one before has ended.",
    edits: [
      edit(
        "client",
        "const query = await this.#connect();\n    const { value } = await query.get({ key });\n    return value ?? undefined;",
        "const before = this.#last;\n    let done = (): void => undefined;\n    this.#last = new Promise((resolve) => (done = resolve));\n    await before;\n    try {\n      const query = await this.#connect();\n      const { value } = await query.get({ key });\n      return value ?? undefined;\n    } finally {\n      done();\n    }",
      ),
      edit("client", "  #closed = false;", "  #closed = false;\n  #last = Promise.resolve();"),
    ],
    failing: ["ClientConcurrent", "ClientBalance"],
    passing: ["ClientGet", "ClientSequential"],
    hangs: true,
  },
  {
    name: "client-never-reconnects",
    why: "A connection is kept for ever, also when it is closed.",
    edits: [
      edit(
        "client",
        "if (this.#connections.get(address) === dialling) this.#connections.delete(address);",
        "",
      ),
    ],
    failing: ["ClientSequential", "ClientBalance"],
    passing: ["ClientGet", "ClientPut", "ClientList", "ClientConcurrent"],
    quick: true,
  },
  {
    name: "client-hides-failures",
    why: "A Get that fails is fulfilled with undefined.",
    edits: [
      edit(
        "client",
        "const { value } = await query.get({ key });",
        "const { value } = await query.get({ key }).catch(() => ({ value: null }));",
      ),
    ],
    failing: ["ClientGet", "ClientPut", "ClientBalance"],
    passing: ["ClientList"],
  },
  {
    name: "client-asks-router-once",
    why: "The address is asked for once and kept.",
    edits: [
      edit(
        "client",
        "const address = this.#router.nextAddr();",
        "const address = (this.#address ??= this.#router.nextAddr());",
      ),
      edit("client", "  #closed = false;", "  #closed = false;\n  #address: string | undefined;"),
    ],
    failing: ["ClientBalance"],
    passing: ["ClientGet", "ClientList", "ClientPut", "ClientSequential", "ClientConcurrent"],
  },
  {
    name: "client-repeats-puts",
    why: "A Put that failed is tried again, though it may have happened, and hangs on a server that is gone.",
    edits: [
      edit(
        "client",
        "await query.put({ key, value });",
        "await query.put({ key, value }).catch(() => new Promise(() => undefined));",
      ),
    ],
    failing: ["ClientPut", "ClientBalance"],
    hangs: true,
    passing: ["ClientGet"],
  },
  {
    name: "put-acknowledged-before-applied",
    why: "The receiver answers a Put and only then tells its actor.",
    edits: [
      edit(
        "receiver",
        'import type { Implementation } from "../rpc/service.js";',
        'import { platform } from "../platform/current.js";\nimport type { Implementation } from "../rpc/service.js";',
      ),
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    return first;',
        'const { ref } = this.#system.newChannelRef<null>();\n    platform().after(250, () => {\n      this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    });\n    return Promise.resolve(null);',
      ),
    ],
    failing: [
      ...family("OneActorPut", 1, 2),
      ...family("OneActorList", 1, 2),
      "OneActorTrace",
      ...family("OneActorMultiClient", 1, 2),
    ],
    passing: ["OneActorGet"],
    quick: true,
  },
  {
    name: "receiver-keeps-data",
    why: "The receiver answers from a map of its own, and no actor is asked.",
    edits: [
      edit(
        "receiver",
        "readonly #system: Outside;",
        "readonly #map = new Map<string, string>();\n  readonly #system: Outside;",
      ),
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n    return first;',
        "return Promise.resolve({ value: this.#map.get(key) ?? null });",
      ),
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    return first;',
        "this.#map.set(key, value);\n    return Promise.resolve(null);",
      ),
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<ListResult>();\n    this.#system.tell(this.#actor, { type: "list", prefix, replyTo: ref });\n    return first;',
        "const keys = [...this.#map.keys()].filter((key) => key.startsWith(prefix)).sort();\n    return Promise.resolve({ entries: keys.map((key) => ({ key, value: this.#map.get(key) ?? '' })) });",
      ),
    ],
    failing: [
      "OneActorGet",
      ...family("OneActorPut", 1, 2),
      ...family("OneActorList", 1, 2),
      "OneActorTrace",
      ...family("OneActorMultiClient", 1, 2),
    ],
    passing: [],
  },
  {
    name: "list-without-prefix",
    why: "A List shows every key from the prefix on.",
    edits: [edit("store", "if (!key.startsWith(prefix)) break;", "")],
    failing: [...family("OneActorList", 1, 2), "OneActorTrace"],
    passing: ["OneActorGet"],
  },
  {
    name: "list-in-any-order",
    why: "A List shows its entries in the order of the hash table.",
    edits: [
      edit(
        "store",
        "for (const [key, { value }] of this.#inOrder.entries(prefix)) {\n      if (!key.startsWith(prefix)) break;",
        "for (const [key, { value }] of this.#byKey) {\n      if (!key.startsWith(prefix)) continue;",
      ),
    ],
    failing: ["OneActorList2"],
    passing: ["OneActorGet"],
  },
  {
    name: "mailbox-ring-forgets-its-end",
    why: "A large ring of values that becomes smaller forgets those that have gone round.",
    edits: [
      edit(
        "mailbox",
        "/** The array is compacted at the earliest after this many items have been taken. */\nconst compactAfter = 1_024;",
        "const firstCapacity = 1_024;",
      ),
      edit(
        "mailbox",
        "/** A queue with constant-time operations at both ends; `shift` would move all items of a long array. */",
        "const shrinkAbove = 65_536;\n",
      ),
      edit(
        "mailbox",
        "  #items: T[] = [];\n  #taken = 0;",
        "  #ring = new Array<T | undefined>(firstCapacity);\n  #head = 0;\n  #size = 0;",
      ),
      edit("mailbox", "    return this.#items.length - this.#taken;", "    return this.#size;"),
      edit(
        "mailbox",
        "    this.#items.push(item);",
        "    if (this.#size === this.#ring.length) this.#grow();\n    this.#ring[(this.#head + this.#size) % this.#ring.length] = item;\n    this.#size++;",
      ),
      edit(
        "mailbox",
        "    if (this.size === 0) return undefined;\n    const item = this.#items[this.#taken];",
        "    if (this.#size === 0) return undefined;\n    const item = this.#ring[this.#head];",
      ),
      edit(
        "mailbox",
        "    this.#items[this.#taken] = undefined as T;\n    this.#taken++;\n    if (this.#taken === this.#items.length) this.clear();\n    else if (this.#taken >= compactAfter && this.#taken * 2 > this.#items.length) this.#compact();",
        "    this.#ring[this.#head] = undefined;\n    this.#head = (this.#head + 1) % this.#ring.length;\n    this.#size--;\n    const capacity = this.#ring.length;\n    if (capacity > shrinkAbove && this.#size < capacity / 4) this.#shrink();",
      ),
      edit(
        "mailbox",
        "    this.#items = [];\n    this.#taken = 0;",
        "    this.#ring = new Array<T | undefined>(firstCapacity);\n    this.#head = 0;\n    this.#size = 0;",
      ),
      edit(
        "mailbox",
        "  #compact(): void {\n    this.#items = this.#items.slice(this.#taken);\n    this.#taken = 0;",
        "  #grow(): void {\n    const items = [...this.#ring.slice(this.#head), ...this.#ring.slice(0, this.#head)];\n    items.length = this.#ring.length * 2;\n    this.#ring = items;\n    this.#head = 0;\n  }\n\n  #shrink(): void {\n    const items = this.#ring.slice(this.#head, this.#head + this.#size);\n    items.length = this.#ring.length / 2;\n    this.#ring = items;\n    this.#head = 0;",
      ),
    ],
    failing: ["MailboxPushBlock"],
    passing: ["MailboxBasic2", "MailboxPopBlock"],
  },
  {
    name: "mailbox-reserves-any-value",
    why: "A push reserves a value for the pop that it wakes, but not its own: a pop that is called before that one goes on takes it.",
    edits: [
      edit(
        "mailbox",
        "  readonly #pops = new Queue<(popped: Popped<T>) => void>();\n",
        "  readonly #pops = new Queue<(hasValue: boolean) => void>();\n  #reserved = 0;\n",
      ),
      edit(
        "mailbox",
        "    if (pop === undefined) this.#values.add(value);\n    else pop({ closed: false, value });\n",
        "    this.#values.add(value);\n    if (pop === undefined) return;\n    this.#reserved++;\n    pop(true);\n",
      ),
      edit(
        "mailbox",
        "  pop(): Promise<Popped<T>> {\n    if (this.#closed) return Promise.resolve({ closed: true });\n    if (this.#values.size > 0) {\n      return Promise.resolve({ closed: false, value: this.#values.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n    });\n",
        "  async pop(): Promise<Popped<T>> {\n    if (this.#closed) return { closed: true };\n    if (this.#values.size <= this.#reserved) {\n      const hasValue = await new Promise<boolean>((resolve) => {\n        this.#pops.add(resolve);\n      });\n      if (!hasValue) return { closed: true };\n      this.#reserved--;\n    }\n    return { closed: false, value: this.#values.take() as T };\n",
      ),
      edit(
        "mailbox",
        "    this.#values.clear();\n",
        "    if (this.#reserved === 0) this.#values.clear();\n",
      ),
      edit("mailbox", "      pop({ closed: true });\n", "      pop(false);\n"),
    ],
    failing: ["MailboxPopBlock"],
    passing: ["MailboxBasic3", "MailboxMultiple"],
  },
  {
    name: "list-in-pieces",
    why: "A List of more than a thousand keys is collected in several messages to itself, between which Puts are applied.",
    edits: [
      edit(
        "actor",
        'import type { Entry } from "./entry.js";\nimport type { Hello, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";\n',
        'import type { KeyValue, ListResult } from "../kvcommon/query_service.js";\nimport type { Entry } from "./entry.js";\nimport type { Hello, List, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";\n',
      ),
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** So many entries of a List are collected before the next message gets its turn. */\nconst entriesPerTurn = 1_000;\n\n/** A List whose entries are being collected. */\ninterface Listing {\n  readonly prefix: string;\n  readonly found: KeyValue[];\n  readonly replyTo: ActorRef<ListResult>;\n}\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  readonly #listings = new Map<number, Listing>();\n  #lastListing = 0;\n",
      ),
      edit(
        "actor",
        "        this.#context.tell(message.replyTo, { entries: this.#store.list(message.prefix) });\n",
        '        this.#onList(message);\n        return;\n      case "listMore":\n        this.#collect(message.id);\n',
      ),
      edit(
        "actor",
        "    this.#armTick();\n  }\n",
        '    this.#armTick();\n  }\n\n  #onList({ prefix, replyTo }: List): void {\n    const id = ++this.#lastListing;\n    this.#listings.set(id, { prefix, found: [], replyTo });\n    this.#collect(id);\n  }\n\n  /** Goes on with a List. A long one takes several messages, so that other queries need not wait for all of it. */\n  #collect(id: number): void {\n    const listing = this.#listings.get(id);\n    if (listing === undefined) return;\n    const { prefix, found, replyTo } = listing;\n    const last = found.at(-1);\n    // The least key that is greater than another one is that one with a NUL behind it.\n    const from = last === undefined ? prefix : `${last.key}\\0`;\n    const more = this.#store.list(prefix, from, entriesPerTurn);\n    found.push(...more);\n    if (more.length === entriesPerTurn) {\n      this.#context.tell(this.#context.self, { type: "listMore", id });\n      return;\n    }\n    this.#listings.delete(id);\n    this.#context.tell(replyTo, { entries: found });\n  }\n',
      ),
      edit(
        "store",
        "  /**\n   * The entries whose keys start with a prefix, in order. The cost depends on their number, not on the number of keys.\n   */\n  list(prefix: string): KeyValue[] {\n    const found: KeyValue[] = [];\n    for (const [key, { value }] of this.#inOrder.entries(prefix)) {\n      if (!key.startsWith(prefix)) break;\n",
        "  /** The entries whose keys start with a prefix, in order; at most `most` of them, from the key `from` on. */\n  list(prefix: string, from: string, most: number): KeyValue[] {\n    const found: KeyValue[] = [];\n    for (const [key, { value }] of this.#inOrder.entries(from)) {\n      if (!key.startsWith(prefix) || found.length === most) break;\n",
      ),
      edit(
        "messages",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick;\n",
        "export type QueryMessage =\n  Get | Put | List | ListMore | Meet | Hello | NewServers | Sync | SyncTick;\n",
      ),
      edit(
        "messages",
        "  readonly replyTo: ActorRef<ListResult>;\n",
        '  readonly replyTo: ActorRef<ListResult>;\n}\n\n/** From an actor to itself: it goes on with a List. */\nexport interface ListMore {\n  readonly type: "listMore";\n  readonly id: number;\n',
      ),
    ],
    failing: ["OneActorList2"],
    passing: ["OneActorList1", "OneActorMultiClient1"],
  },
  {
    name: "ring-that-shrinks-in-one-piece",
    why: "The queue is a ring that takes what it keeps in one piece when it shrinks, also if that goes round its end.",
    edits: [
      edit(
        "mailbox",
        "/** The array is compacted at the earliest after this many items have been taken. */\nconst compactAfter = 1_024;\n\n/** A queue with constant-time operations at both ends; `shift` would move all items of a long array. */\nclass Queue<T> {\n  #items: T[] = [];\n  #taken = 0;\n\n  get size(): number {\n    return this.#items.length - this.#taken;\n",
        "/** The ring starts with so many slots and never has fewer. A power of two, like every capacity. */\nconst minCapacity = 1_024;\n\n/** The ring gives up half of its slots when it uses at most this share of them. */\nconst shrinkBelow = 1 / 16;\n\n/** A queue in a ring of slots, with constant-time operations at both ends; it grows and shrinks with its contents. */\nclass Queue<T> {\n  #slots: (T | undefined)[] = new Array<T | undefined>(minCapacity);\n  /** The slot of the oldest item. */\n  #head = 0;\n  #size = 0;\n\n  get size(): number {\n    return this.#size;\n",
      ),
      edit(
        "mailbox",
        "    this.#items.push(item);\n",
        "    if (this.#size === this.#slots.length) this.#grow();\n    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = item;\n    this.#size++;\n",
      ),
      edit(
        "mailbox",
        "    if (this.size === 0) return undefined;\n    const item = this.#items[this.#taken];\n    // The slot must not keep the item alive.\n    this.#items[this.#taken] = undefined as T;\n    this.#taken++;\n    if (this.#taken === this.#items.length) this.clear();\n    else if (this.#taken >= compactAfter && this.#taken * 2 > this.#items.length) this.#compact();\n",
        "    if (this.#size === 0) return undefined;\n    const item = this.#slots[this.#head];\n    // The slot must not keep the item alive.\n    this.#slots[this.#head] = undefined;\n    this.#head = (this.#head + 1) & (this.#slots.length - 1);\n    this.#size--;\n    const capacity = this.#slots.length;\n    if (capacity > minCapacity && this.#size <= capacity * shrinkBelow) this.#shrink();\n",
      ),
      edit(
        "mailbox",
        "    this.#items = [];\n    this.#taken = 0;\n  }\n\n  #compact(): void {\n    this.#items = this.#items.slice(this.#taken);\n    this.#taken = 0;\n",
        "    this.#slots = new Array<T | undefined>(minCapacity);\n    this.#head = 0;\n    this.#size = 0;\n  }\n\n  /** Doubles the capacity. The ring is full, so its items are those from the head on, and then those before it. */\n  #grow(): void {\n    const items = [...this.#slots.slice(this.#head), ...this.#slots.slice(0, this.#head)];\n    items.length = this.#slots.length * 2;\n    this.#slots = items;\n    this.#head = 0;\n  }\n\n  /** Halves the capacity. */\n  #shrink(): void {\n    const items = this.#slots.slice(this.#head, this.#head + this.#size);\n    items.length = this.#slots.length / 2;\n    this.#slots = items;\n    this.#head = 0;\n",
      ),
    ],
    failing: ["MailboxBasic2"],
    passing: ["MailboxPushBlock", "MailboxBasic3"],
  },
  {
    name: "full-chunk-stays",
    why: "Values are in chunks of 1,024, and a chunk that was full and is empty stays in front of what is pushed then.",
    edits: [
      edit(
        "mailbox",
        "  readonly #values = new Queue<T>();\n  readonly #pops = new Queue<(popped: Popped<T>) => void>();\n",
        "  readonly #values = new ChunkQueue<T>();\n  #pops: ((popped: Popped<T>) => void)[] = [];\n",
      ),
      edit(
        "mailbox",
        "    const pop = this.#pops.take();\n",
        "    const pop = this.#pops.shift();\n",
      ),
      edit(
        "mailbox",
        "    if (this.#values.size > 0) {\n      return Promise.resolve({ closed: false, value: this.#values.take() as T });\n    }\n    return new Promise((resolve) => {\n      this.#pops.add(resolve);\n",
        "    const value = this.#values.take();\n    if (value !== undefined) return Promise.resolve({ closed: false, value });\n    return new Promise((resolve) => {\n      this.#pops.push(resolve);\n",
      ),
      edit(
        "mailbox",
        "    for (let pop = this.#pops.take(); pop !== undefined; pop = this.#pops.take()) {\n      pop({ closed: true });\n    }\n",
        "    const pops = this.#pops;\n    this.#pops = [];\n    for (const pop of pops) pop({ closed: true });\n",
      ),
      edit(
        "mailbox",
        "/** The array is compacted at the earliest after this many items have been taken. */\nconst compactAfter = 1_024;\n\n/** A queue with constant-time operations at both ends; `shift` would move all items of a long array. */\nclass Queue<T> {\n  #items: T[] = [];\n  #taken = 0;\n\n  get size(): number {\n    return this.#items.length - this.#taken;\n  }\n\n  add(item: T): void {\n    this.#items.push(item);\n",
        "/** The number of items in a full chunk. */\nconst chunkSize = 1_024;\n\ninterface Chunk<T> {\n  readonly items: (T | undefined)[];\n  next?: Chunk<T>;\n}\n\n/** A queue of fixed-size chunks, with constant-time operations at both ends; `shift` would move all items. */\nclass ChunkQueue<T> {\n  #head: Chunk<T> = { items: [] };\n  #tail = this.#head;\n  /** The index of the oldest item in the first chunk. */\n  #at = 0;\n\n  add(item: T): void {\n    if (this.#tail.items.length === chunkSize) {\n      const chunk: Chunk<T> = { items: [] };\n      this.#tail.next = chunk;\n      this.#tail = chunk;\n    }\n    this.#tail.items.push(item);\n",
      ),
      edit(
        "mailbox",
        "    if (this.size === 0) return undefined;\n    const item = this.#items[this.#taken];\n    // The slot must not keep the item alive.\n    this.#items[this.#taken] = undefined as T;\n    this.#taken++;\n    if (this.#taken === this.#items.length) this.clear();\n    else if (this.#taken >= compactAfter && this.#taken * 2 > this.#items.length) this.#compact();\n",
        "    const { items, next } = this.#head;\n    if (this.#at >= items.length) return undefined;\n    const item = items[this.#at];\n    // The slot must not keep the item alive.\n    items[this.#at] = undefined;\n    this.#at++;\n    if (this.#at === chunkSize && next !== undefined) {\n      this.#head = next;\n      this.#at = 0;\n    }\n",
      ),
      edit(
        "mailbox",
        "    this.#items = [];\n    this.#taken = 0;\n  }\n\n  #compact(): void {\n    this.#items = this.#items.slice(this.#taken);\n    this.#taken = 0;\n",
        "    this.#head = { items: [] };\n    this.#tail = this.#head;\n    this.#at = 0;\n",
      ),
    ],
    failing: ["MailboxBasic2"],
    passing: ["MailboxBasic1", "MailboxPopBlock", "MailboxMultiple"],
  },
];
