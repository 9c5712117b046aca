import { edit, type Mutant } from "./mutant.js";

const arriving = "for (const [key, value, ms, seq, originIndex] of entries) {";

/** What arrives in a sync message, with a key or a value that was made from the one that was sent. */
function arrives(name: "key" | "value", as: string): ReturnType<typeof edit> {
  const Name = name === "key" ? "Key" : "Value";
  const head = arriving.replace(`${name},`, `sent${Name},`);
  return edit("actor", arriving, `${head}\n      const ${name} = ${as};`);
}

function takes(put: string): ReturnType<typeof edit> {
  return edit("actor", "this.#onPut(message.key, message.value);", `this.#onPut(${put});`);
}

function lists(entries: string): ReturnType<typeof edit> {
  return edit("store", "    return found;", `    return ${entries};`);
}

const everyKey = "for (const [key, { value }] of this.#inOrder.entries()) {";
const keysFrom =
  "for (const [key, { value }] of this.#inOrder.entries(prefix)) {\n      if (!key.startsWith(prefix)) break;";

/** Stores that take strings for others or for none, and Lists that are in a wrong order or cut. */
export const dataMutants: readonly Mutant[] = [
  {
    name: "empty-value-is-none",
    why: "A key with an empty value counts as not present.",
    edits: [edit("actor", "?.value ?? null", "?.value || null")],
    failing: ["OneActorPut1"],
    passing: ["OneActorGet", "OneActorTrace"],
  },
  {
    name: "empty-key-is-not-synced",
    why: "An entry with an empty key is left out when it arrives.",
    edits: [edit("actor", arriving, `${arriving}\n      if (key === "") continue;`)],
    failing: ["LocalSyncBasic1", "RemoteSyncBasic1", "ServerStartup2"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "empty-value-is-not-synced",
    why: "An entry with an empty value is left out when it arrives.",
    edits: [edit("actor", arriving, `${arriving}\n      if (value === "") continue;`)],
    failing: ["LocalSyncBasic1", "RemoteSyncBasic1", "ServerStartup2"],
    passing: ["OneActorPut1", "LocalSyncLWW3"],
  },
  {
    name: "keys-joined-by-commas",
    why: "Entries travel as texts that are separated by commas, so a key ends at its first comma.",
    edits: [arrives("key", 'sentKey.split(",")[0] ?? ""')],
    failing: ["LocalSyncBasic1", "ServerStartup2"],
    passing: ["OneActorPut1", "LocalSyncLWW3"],
  },
  {
    name: "values-joined-by-lines",
    why: "Entries travel as lines, so a value ends at its first line break.",
    edits: [arrives("value", 'sentValue.split("\\n")[0] ?? ""')],
    failing: ["LocalSyncBasic1", "ServerStartup2"],
    passing: ["OneActorPut1", "LocalSyncLWW3"],
  },
  {
    name: "objects-as-tables",
    why: "Arriving entries are collected in an object by their keys, where __proto__ is no key.",
    edits: [
      edit(
        "actor",
        arriving,
        `const table: Record<string, (typeof entries)[number]> = {};\n    for (const entry of entries) table[entry[0]] = entry;\n    ${arriving.replace("of entries", "of Object.values(table)")}`,
      ),
    ],
    failing: ["LocalSyncBasic1", "ServerStartup2"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "keys-of-objects-are-known",
    why: "Whether a key is there is asked of an object, which has a constructor.",
    edits: [edit("actor", arriving, `${arriving}\n      if (key in {}) continue;`)],
    failing: ["LocalSyncBasic1", "ServerStartup2"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "blanks-are-cut",
    why: "Blanks around a key are cut, so two keys are one.",
    edits: [takes("message.key.trim(), message.value")],
    failing: ["OneActorPut1"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "letters-in-one-form",
    why: "Keys are normalized, so two forms of a letter are one key.",
    edits: [takes("message.key.normalize(), message.value")],
    failing: ["OneActorPut1"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "values-are-cut",
    why: "A value keeps 65,536 characters.",
    edits: [takes("message.key, message.value.slice(0, 65_536)")],
    failing: ["OneActorPut1"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "client-reads-json",
    why: "The client takes a value that is JSON text for what it says.",
    edits: [
      edit(
        "client",
        "    return value ?? undefined;",
        "    try {\n      return value === null ? undefined : String(JSON.parse(value));\n    } catch {\n      return value ?? undefined;\n    }",
      ),
    ],
    failing: ["OneActorPut1"],
    passing: ["ClientGet", "OneActorTrace"],
  },
  {
    name: "prefix-in-any-case",
    why: "A List compares prefixes regardless of case.",
    edits: [
      edit(
        "store",
        keysFrom,
        `${everyKey}\n      if (!key.toLowerCase().startsWith(prefix.toLowerCase())) continue;`,
      ),
    ],
    failing: ["OneActorList1"],
    passing: ["OneActorList2", "OneActorTrace"],
  },
  {
    name: "prefix-is-a-pattern",
    why: "A List takes its prefix for a regular expression.",
    edits: [
      edit(
        "store",
        keysFrom,
        `const start = new RegExp(\`^\${prefix}\`);\n    ${everyKey}\n      if (!start.test(key)) continue;`,
      ),
    ],
    failing: ["OneActorList1"],
    passing: ["OneActorList2"],
  },
  {
    name: "list-in-dictionary-order",
    why: "A List is in the order of letters in a dictionary.",
    edits: [lists("found.sort((a, b) => a.key.localeCompare(b.key))")],
    failing: ["OneActorList2"],
    passing: ["OneActorGet", "LocalSyncLWW3"],
  },
  {
    name: "list-in-the-order-of-bytes",
    why: "A List is in the order of its keys' bytes, where an emoji comes after what it should precede.",
    edits: [lists("found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))")],
    failing: ["OneActorList2"],
    passing: ["OneActorTrace", "LocalSyncLWW3"],
  },
  {
    name: "synced-keys-come-last",
    why: "Keys that came from another actor stand at the end of Lists.",
    edits: [
      edit(
        "store",
        "  merge(entry: Entry): boolean {",
        "  readonly #late = new Set<string>();\n\n  merge(entry: Entry): boolean {\n    if (!this.#byKey.has(entry.key)) this.#late.add(entry.key);",
      ),
      lists(
        "[false, true].flatMap((late) => found.filter(({ key }) => this.#late.has(key) === late))",
      ),
    ],
    failing: ["LocalSyncBasic2", "ServerStartup4"],
    passing: ["OneActorList2"],
  },
  {
    name: "list-of-5000",
    why: "A List ends after 5,000 entries.",
    edits: [lists("found.slice(0, 5_000)")],
    failing: ["OneActorList2"],
    passing: ["OneActorTrace", "LocalSyncSize1"],
  },
  {
    name: "list-names-keys-twice",
    why: "A List names every key twice.",
    edits: [
      edit(
        "store",
        "      found.push({ key, value });",
        "      found.push({ key, value }, { key, value });",
      ),
    ],
    failing: ["LocalSyncBasic1"],
    passing: ["OneActorGet"],
  },
  {
    name: "long-values-are-not-sent-twice",
    why: "A long value that a key had in the last message goes without it, and the receiver takes its own, which may be another by then.",
    edits: [
      edit(
        "actor",
        "    for (const [key, value, ms, seq, originIndex] of entries) {",
        '    for (const [key, newValue, ms, seq, originIndex] of entries) {\n      const value = newValue ?? this.#store.get(key)?.value ?? "";',
      ),
      edit(
        "outbox",
        "/** The approximate length of an entry's stamp and brackets. */",
        "const minLeftOutLength = 100;\n\n/** The approximate length of an entry's stamp and brackets. */",
      ),
      edit(
        "outbox",
        "  readonly #backlog: Entry[] = [];\n",
        "  readonly #backlog: Entry[] = [];\n  readonly #sent = new Map<string, string>();\n",
      ),
      edit(
        "outbox",
        "    const message = new SyncBuilder(store);",
        "    const message = new SyncBuilder(store, this.#sent);",
      ),
      edit(
        "outbox",
        "  readonly #entries: SyncEntry[] = [];",
        "  readonly #sent: Map<string, string>;\n  readonly #entries: SyncEntry[] = [];",
      ),
      edit(
        "outbox",
        "  constructor(store: Store) {",
        "  constructor(store: Store, sent: Map<string, string>) {",
      ),
      edit(
        "outbox",
        "    this.#store = store;\n  }",
        "    this.#store = store;\n    this.#sent = sent;\n  }",
      ),
      edit(
        "outbox",
        "    this.#entries.push([key, value, ms, seq, originIndex]);\n    this.length += key.length + value.length + lengthPerEntry;",
        "    const leftOut = this.#sent.get(key) === value;\n    if (value.length > minLeftOutLength) this.#sent.set(key, value);\n    else this.#sent.delete(key);\n    this.#entries.push([key, leftOut ? null : value, ms, seq, originIndex]);\n    this.length += key.length + (leftOut ? 0 : value.length) + lengthPerEntry;",
      ),
      edit("messages", "  value: string,", "  value: string | null,"),
    ],
    failing: ["RemoteSyncLWW4", "RemoteSyncLocal3"],
    passing: ["LocalSyncLWW4", "RemoteSyncBasic1"],
  },
  {
    name: "equal-puts-are-joined",
    why: "A Put that equals one in progress waits for its answer, and is not told to the actor.",
    edits: [
      edit(
        "receiver",
        "\n  constructor(system: Outside, actor: ActorRef<QueryMessage>) {\n",
        "\n  /** The Puts in progress. An equal one joins them, because it would change nothing. */\n  readonly #puts = new Map<string, Promise<null>>();\n\n  constructor(system: Outside, actor: ActorRef<QueryMessage>) {\n",
      ),
      edit(
        "receiver",
        "  put({ key, value }: { key: string; value: string }): Promise<null> {\n",
        "  put({ key, value }: { key: string; value: string }): Promise<null> {\n    const id = JSON.stringify([key, value]);\n    const same = this.#puts.get(id);\n    if (same !== undefined) return same;\n",
      ),
      edit(
        "receiver",
        '    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n',
        '    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    this.#puts.set(id, first);\n    const forget = (): void => {\n      this.#puts.delete(id);\n    };\n    first.then(forget, forget);\n',
      ),
    ],
    failing: ["OneActorPut2"],
    passing: ["OneActorTrace"],
  },
  {
    name: "ties-by-port",
    why: "Ties go by port and id, which two servers on different machines may have in common.",
    edits: [
      edit(
        "entry",
        "  return entry.origin > other.origin;\n}\n",
        '  return portAndId(entry.origin) > portAndId(other.origin);\n}\n\nfunction portAndId(uid: string): string {\n  return uid.slice(uid.lastIndexOf(":") + 1);\n}\n',
      ),
    ],
    failing: [
      "RemoteSyncLocal1",
      "RemoteSyncLWW1",
      "RemoteSyncLWW2",
      "RemoteSyncLWW3",
      "RemoteSyncLWW4",
    ],
    passing: ["RemoteSyncBasic1", "LocalSyncLWW1"],
  },
  {
    name: "nothing-is-no-value",
    why: "The reply to a Get of a key that is not present has no value, not even null; the program's own client hides that.",
    edits: [
      edit(
        "actor",
        'import type { Hello, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";\n',
        'import type { Get, Hello, Meet, NewServers, QueryMessage, ServerDesc, Sync } from "./messages.js";\n',
      ),
      edit(
        "actor",
        "        this.#context.tell(message.replyTo, { value: this.#store.get(message.key)?.value ?? null });\n",
        "        this.#onGet(message);\n",
      ),
      edit(
        "actor",
        "    }\n  }\n",
        "    }\n  }\n\n  #onGet({ key, replyTo }: Get): void {\n    const entry = this.#store.get(key);\n    this.#context.tell(replyTo, entry === undefined ? {} : { value: entry.value });\n  }\n",
      ),
      edit(
        "messages",
        'import type { GetResult, ListResult } from "../kvcommon/query_service.js";\n',
        'import type { ListResult } from "../kvcommon/query_service.js";\n',
      ),
      edit(
        "messages",
        "  readonly replyTo: ActorRef<GetResult>;\n",
        "  readonly replyTo: ActorRef<Found>;\n}\n\n/** The reply to a {@link Get}: without a value if the key is not present. */\nexport interface Found {\n  readonly value?: string;\n",
      ),
      edit(
        "receiver",
        'import type { QueryMessage } from "./messages.js";\n',
        'import type { Found, QueryMessage } from "./messages.js";\n',
      ),
      edit(
        "receiver",
        '  get({ key }: { key: string }): Promise<GetResult> {\n    const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n    return first;\n',
        '  async get({ key }: { key: string }): Promise<GetResult> {\n    const { ref, first } = this.#system.newChannelRef<Found>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n    return (await first) as GetResult;\n',
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1", "OneActorList1"],
  },
  {
    name: "lists-of-twenty-million",
    why: "A List ends where its reply would become too long, and is no error.",
    edits: [
      edit(
        "store",
        'import { beats, type Entry } from "./entry.js";\n',
        'import { beats, type Entry } from "./entry.js";\n\n/** The most characters that a reply can carry. */\nconst maxReplyLength = 20 * 1024 * 1024;\n\n/** The length of the names, quotation marks and braces around one key with its value. */\nconst lengthPerKeyValue = 23;\n',
      ),
      edit(
        "store",
        "   * The entries whose keys start with a prefix, in order. The cost depends on their number, not on the number of keys.\n",
        "   * The entries whose keys start with a prefix, in order, as many as fit into a reply. The cost depends on their\n   * number, not on the number of keys.\n",
      ),
      edit(
        "store",
        "    for (const [key, { value }] of this.#inOrder.entries(prefix)) {\n      if (!key.startsWith(prefix)) break;\n",
        "    let length = 0;\n    for (const [key, { value }] of this.#inOrder.entries(prefix)) {\n      if (!key.startsWith(prefix)) break;\n      length += key.length + value.length + lengthPerKeyValue;\n      // What does not fit into a reply could not be sent anyway.\n      if (length > maxReplyLength) break;\n",
      ),
    ],
    failing: ["OneActorList2"],
    passing: ["OneActorGet", "OneActorPut1"],
  },
  {
    name: "receiver-spreads-params",
    why: "What a query's parameters have besides those that are known overwrites members of the actor's message.",
    edits: [
      edit(
        "receiver",
        '  get({ key }: { key: string }): Promise<GetResult> {\n    const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n',
        '  get(params: { key: string }): Promise<GetResult> {\n    const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", replyTo: ref, ...params });\n',
      ),
      edit(
        "receiver",
        '  put({ key, value }: { key: string; value: string }): Promise<null> {\n    const { ref, first } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n',
        '  put(params: { key: string; value: string }): Promise<null> {\n    const { ref, first } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", replyTo: ref, ...params });\n',
      ),
      edit(
        "receiver",
        '  list({ prefix }: { prefix: string }): Promise<ListResult> {\n    const { ref, first } = this.#system.newChannelRef<ListResult>();\n    this.#system.tell(this.#actor, { type: "list", prefix, replyTo: ref });\n',
        '  list(params: { prefix: string }): Promise<ListResult> {\n    const { ref, first } = this.#system.newChannelRef<ListResult>();\n    this.#system.tell(this.#actor, { type: "list", replyTo: ref, ...params });\n',
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1", "OneActorList1", "OneActorTrace"],
  },
];
