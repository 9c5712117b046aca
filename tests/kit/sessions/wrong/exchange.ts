import type { Mutant } from "../../mutants/mutant.js";
import { edit, inParts } from "../edits.js";

/** Wrong exchanges of whole stores: when a link is made or restored, now and then, or because something is missing. */
export const exchange: readonly Mutant[] = [
  {
    name: "a-timer-for-each-connection",
    why: "Each link that is made starts a timer that sends everything once a second, for ever.",
    edits: [
      edit(
        "server",
        'ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };',
        'ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" } | { readonly type: "again"; readonly id: number };',
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "again": {\n        const to = this.#neighbours.get(message.id);\n        const entries = [...this.#store.values()];\n        if (to !== undefined) this.#context.tell(to.peer.ref, { type: "gossip", from: this.#id, entries });\n        return;\n      }\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#armTick();\n  }\n\n  #onPut",
        '    this.#context.tellEvery(this.#context.self, { type: "again", id: peer.id }, 1_000);\n    this.#armTick();\n  }\n\n  #onPut',
      ),
    ],
    failing: ["TwoServersIdle"],
    passing: ["TwoServersSpread", "ConvergeAll"],
  },
  {
    name: "everything-again-in-small-messages",
    why: "Once a second a server sends everything again, four entries a message, so the number of messages grows with the store.",
    edits: [
      edit(
        "server",
        " * what is news to the other one spreads from there. An idle system sends nothing.\n",
        " * what is news to the other one spreads from there. Once a\n * second, servers send each other everything again, in case something was lost.\n",
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '    | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | { readonly type: "gossipTick" }\n  | { readonly type: "refreshTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often servers send each other everything again, in case something was lost, in milliseconds. */\nconst refreshMs = 1_000;\n\n/** How many entries such a message has at most, so that messages stay short. */\nconst chunkSize = 4;\n",
      ),
      edit(
        "server",
        "        this.#life = message.life;\n",
        '        this.#life = message.life;\n        this.#context.tellEvery(this.#context.self, { type: "refreshTick" }, refreshMs);\n',
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#onGossipTick();\n        return;\n      case "refreshTick":\n        this.#onRefreshTick();\n',
      ),
      edit(
        "server",
        "\n  #armTick(): void {\n",
        '\n  #onRefreshTick(): void {\n    const entries = [...this.#store.values()];\n    for (const { peer } of this.#neighbours.values()) {\n      for (let i = 0; i < entries.length; i += chunkSize) {\n        const chunk = entries.slice(i, i + chunkSize);\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: chunk });\n      }\n    }\n  }\n\n  #armTick(): void {\n',
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["ConvergeAll"],
  },
  {
    name: "log-of-2500-changes",
    why: "A new link gets the keys of the last 2,500 changes in the place of all.",
    edits: [
      edit(
        "server",
        "  #tickArmed = false;\n\n",
        "  #tickArmed = false;\n  /** The keys that have changed last. */\n  readonly #recent: string[] = [];\n\n",
      ),
      edit("server", "news: new Set(this.#store.keys()) }", "news: new Set(this.#recent) }"),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n",
        "    this.#store.set(entry.key, entry);\n    this.#recent.push(entry.key);\n    if (this.#recent.length > 2_500) this.#recent.shift();\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["TwoServersOverwrite"],
  },
  {
    name: "asks-for-what-is-lost",
    why: "A server that has reported ERR_DEP asks the others every 40 ms until it knows the write, which may be lost.",
    edits: [
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | { readonly type: "gossipTick" }\n  | { readonly type: "wantTick"; readonly key: string; readonly version: Version };\n',
      ),
      edit(
        "server",
        "import { compareVersions, type Entry }",
        "import { compareVersions, type Entry, type Version }",
      ),
      edit(
        "server",
        "    if (isTooOld) this",
        "    if (isTooOld) this.#want(key, dependency);\n    if (isTooOld) this",
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#onGossipTick();\n        return;\n      case "wantTick":\n        this.#want(message.key, message.version);\n',
      ),
      edit(
        "server",
        "  #onGossip({",
        '  #want(key: string, version: Version): void {\n    const entry = this.#store.get(key);\n    if (entry !== undefined && compareVersions(entry.version, version) >= 0) return;\n    for (const { peer } of this.#neighbours.values()) {\n      this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: [] });\n    }\n    this.#context.tellAfter(this.#context.self, { type: "wantTick", key, version }, 40);\n  }\n\n  #onGossip({',
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["TwoServersIdle"],
  },
  {
    name: "confirmed-up-to-a-time",
    why: "A server confirms gossip up to a time, and is sent only later writes when the link is restored.",
    edits: [
      edit(
        "message",
        "PutReply | Get | GetReply | Gossip;\n",
        'PutReply | Get | GetReply | Gossip | Confirmed;\n\n/** The reply to {@link Gossip}. */\nexport interface Confirmed {\n  readonly type: "confirmed";\n  readonly from: number;\n  readonly upTo: number;\n}\n',
      ),
      edit(
        "message",
        '  readonly type: "gossip";\n',
        '  readonly type: "gossip";\n  /** Up to which time the sender has now sent everything. */\n  readonly upTo: number;\n',
      ),
      edit("server", "import type { Get, Gossip,", "import type { Confirmed, Get, Gossip,"),
      edit(
        "server",
        "ServerEvent<PeerMessage> | Put | Get | Gossip |",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | Confirmed |",
      ),
      edit(
        "server",
        "  #id = 0;\n",
        "  /** Up to which time other servers have confirmed what this one sent. */\n  readonly #confirmed = new Map<number, number>();\n  #id = 0;\n",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "confirmed":\n        this.#confirmed.set(message.from, message.upTo);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        "    const upTo = this.#confirmed.get(peer.id) ?? 0;\n    const later = [...this.#store.values()].filter(({ version }) => version.time > upTo);\n    this.#neighbours.set(peer.id, { peer, news: new Set(later.map(({ key }) => key)) });\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        '  #onGossip({ from, upTo, entries }: Gossip): void {\n    const sender = this.#neighbours.get(from)?.peer.ref;\n    if (sender !== undefined) {\n      this.#context.tell(sender, { type: "confirmed", from: this.#id, upTo });\n    }\n',
      ),
      edit(
        "server",
        '{ type: "gossip", from: this.#id, entries }',
        '{ type: "gossip", from: this.#id, upTo: this.#time, entries }',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["PartitionMidway", "ConvergeStar"],
  },
  {
    name: "repairs-in-a-burst",
    why: "Every ten seconds a server sends everything again at once, in messages of fifty entries.",
    edits: [
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" | "repairTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often everything is sent again, in case something was lost, in milliseconds. */\nconst repairMs = 10_000;\n\n/** How many entries such a message has. */\nconst repairEntries = 50;\n",
      ),
      edit(
        "server",
        "        this.#life = message.life;\n",
        '        this.#life = message.life;\n        this.#context.tellEvery(this.#context.self, { type: "repairTick" }, repairMs);\n',
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#onGossipTick();\n        return;\n      case "repairTick":\n        this.#onRepairTick();\n',
      ),
      edit(
        "server",
        "\n  #armTick(): void {\n",
        '\n  #onRepairTick(): void {\n    const all = [...this.#store.values()];\n    for (let start = 0; start < all.length; start += repairEntries) {\n      const entries = all.slice(start, start + repairEntries);\n      for (const { peer } of this.#neighbours.values()) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }\n  }\n\n  #armTick(): void {\n',
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["ConvergeAll"],
  },
  {
    name: "a-timer-for-each-restoring",
    why: "Servers compare what they store every five seconds, once more for each time that their link was restored.",
    edits: [
      edit(
        "server",
        " * what is news to the other one spreads from there. An idle system sends nothing.\n",
        " * what is news to the other one spreads from there. Every 5 s\n * servers compare how much they store, in case anything went wrong. An idle system sends nothing else.\n",
      ),
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, PeerMessage, Put, Summary } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | Summary\n  | { readonly type: "gossipTick" }\n  | { readonly type: "summaryTick"; readonly id: number };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often neighbours compare what they store, in milliseconds. */\nconst summaryMs = 5_000;\n",
      ),
      edit(
        "server",
        '        return;\n      case "gossipTick":\n',
        '        return;\n      case "summary":\n        this.#onSummary(message);\n        return;\n      case "summaryTick":\n        this.#onSummaryTick(message.id);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n    const tick = { type: "summaryTick", id: peer.id } as const;\n    this.#context.tellEvery(this.#context.self, tick, summaryMs);\n  }\n\n  #onSummaryTick(id: number): void {\n    const neighbour = this.#neighbours.get(id);\n    if (neighbour === undefined) return;\n    const [keys, time] = [this.#store.size, this.#time];\n    this.#context.tell(neighbour.peer.ref, { type: "summary", from: this.#id, keys, time });\n  }\n\n  #onSummary({ from, keys, time }: Summary): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined || (keys === this.#store.size && time === this.#time)) return;\n    for (const key of this.#store.keys()) neighbour.news.add(key);\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Summary;\n",
      ),
      edit(
        "message",
        "\n/** From a server to another one: entries that the other one may not have. */\n",
        '\n/** From a server to another one, now and then: how much it stores. */\nexport interface Summary {\n  readonly type: "summary";\n  readonly from: number;\n  readonly keys: number;\n  /** The newest Lamport time. */\n  readonly time: number;\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["TwoServersIdle"],
    passing: ["ConvergeLine"],
  },
  {
    name: "log-of-last-writes",
    why: "A new link brings the keys of the last 4,096 writes, of which many may be one key's.",
    edits: [
      edit(
        "server",
        "\n/** Another server, and the keys whose entries are news to it. */\n",
        "\n/** How many writes the log keeps: twice as many as there are keys. */\nconst logSize = 4_096;\n\n/** Another server, and the keys whose entries are news to it. */\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** The keys of the last writes, which others may have missed, the newest one last. */\n  readonly #log: string[] = [];\n",
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#log) });\n",
      ),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n",
        "    this.#store.set(entry.key, entry);\n    this.#log.push(entry.key);\n    if (this.#log.length > logSize) this.#log.shift();\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["PartitionHeals"],
  },
  {
    name: "asks-for-each-err-dep",
    why: "A server that reports ERR_DEP asks the others each time, however often a client wants what is lost.",
    edits: [
      edit(
        "server",
        "    if (isTooOld) this",
        '    for (const { peer } of isTooOld ? this.#neighbours.values() : []) {\n      this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: [] });\n    }\n    if (isTooOld) this',
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["TwoServersIdle"],
  },
  {
    name: "answers-when-it-has-learnt",
    why: "A new server lets clients wait until others have sent it everything, in messages of forty entries.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 20;\n\n/** How many entries a message has at most. */\nconst maxEntries = 40;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n\n",
        "  #tickArmed = false;\n  /** Whether more entries will follow; undefined for a server that is new. */\n  #isLearning: boolean | undefined;\n\n",
      ),
      edit(
        "server",
        "        this.#onPut(message);\n",
        "        if (!this.#isDeferred(message)) this.#onPut(message);\n",
      ),
      edit(
        "server",
        "        this.#onGet(message);\n",
        "        if (!this.#isDeferred(message)) this.#onGet(message);\n",
      ),
      edit(
        "server",
        "  #onPut({",
        "  #isDeferred(request: Put | Get): boolean {\n    this.#isLearning ??= false;\n    if (this.#isLearning) this.#context.tellAfter(this.#context.self, request, gossipMs);\n    return this.#isLearning;\n  }\n\n  #onPut({",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  #onGossip({ from, entries }: Gossip): void {\n    if (this.#isLearning !== false) this.#isLearning = entries.length === maxEntries;\n",
      ),
      inParts("maxEntries"),
    ],
    failing: ["ConvergeStar"],
    passing: ["CrashComesBack"],
  },
  {
    name: "pages-in-another-order",
    why: "A new link gets pages of 64 entries, sorted as in a dictionary, and then the keys behind the last one by their codes.",
    edits: [
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  /** The last key of the page that was sent last; undefined when all were sent. */\n  after: string | undefined;\n",
      ),
      edit("server", "news: new Set(this.#store.keys()) }", 'news: new Set(), after: "" }'),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news]",
        "    for (const neighbour of this.#neighbours.values()) {\n      const { peer, news, after } = neighbour;\n      if (after !== undefined) {\n        const left = [...this.#store.keys()].filter((key) => key > after);\n        const page = left.sort((a, b) => a.localeCompare(b)).slice(0, 64);\n        for (const key of page) news.add(key);\n        neighbour.after = page.at(-1);\n        this.#armTick();\n      }\n      const entries = [...news]",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["PartitionHeals"],
  },
  {
    name: "summary-of-short-hashes",
    why: "A new link brings hashes of 16 bits of what the other one stores; what has the same hash seems to be known.",
    edits: [
      edit(
        "message",
        "PutReply | Get | GetReply | Gossip;\n",
        'PutReply | Get | GetReply | Gossip | Summary;\n\n/** From a server to another one, when a link is made: the hashes of what it stores. */\nexport interface Summary {\n  readonly type: "summary";\n  readonly from: number;\n  readonly hashes: readonly number[];\n}\n',
      ),
      edit("server", "Gossip, PeerMessage, Put }", "Gossip, PeerMessage, Put, Summary }"),
      edit(
        "server",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | {",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | Summary | {",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "summary": {\n        const known = new Set(message.hashes);\n        for (const entry of this.#store.values()) {\n          if (!known.has(hashOf(entry))) this.#neighbours.get(message.from)?.news.add(entry.key);\n        }\n        this.#armTick();\n        return;\n      }\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    const hashes = [...this.#store.values()].map(hashOf);\n    this.#context.tell(peer.ref, { type: "summary", from: this.#id, hashes });\n',
      ),
      edit(
        "server",
        "/** One server of the store. */\n",
        "function hashOf({ key, version }: Entry): number {\n  const text = `${key} ${version.time} ${version.server} ${version.life}`;\n  return [...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 65_521, 7);\n}\n\n/** One server of the store. */\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["PartitionHeals"],
  },
  {
    name: "one-brings-everything",
    why: "A new server is brought everything by the one with the smallest id; if that link breaks, the others do not know what is missing.",
    edits: [
      edit(
        "server",
        '  #onConnected(peer: Peer<PeerMessage>): void {\n    if (peer.kind === "client") return;\n    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n',
        '  readonly #met = new Set<number>();\n\n  #onConnected(peer: Peer<PeerMessage>): void {\n    if (peer.kind === "client") return;\n    const isOthers =\n      !this.#met.has(peer.id) && [...this.#neighbours.keys()].some((id) => id < this.#id);\n    this.#met.add(peer.id);\n    this.#neighbours.set(peer.id, { peer, news: new Set(isOthers ? [] : this.#store.keys()) });\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["ConvergeLine", "PartitionHeals"],
  },
  {
    name: "gaps-between-digests",
    why: "Servers compare versions in ranges of 500 keys, and nobody asks for what lies between two ranges.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Digest, Get, Gossip, PeerMessage, Put, Want } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Digest\n  | Want\n  | Gossip\n  | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many keys a digest has at most. */\nconst digestSize = 500;\n",
      ),
      edit(
        "server",
        '      case "gossip":\n',
        '      case "digest":\n        this.#onDigest(message);\n        return;\n      case "want":\n        this.#onWant(message);\n        return;\n      case "gossip":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    if (this.#id < peer.id) this.#sendDigests(peer);\n  }\n\n  /** Sends the versions of all keys. There is one digest at least, and together they cover all keys that there may be. */\n  #sendDigests({ ref }: Peer<PeerMessage>): void {\n    const from = this.#id;\n    const all = [...this.#store.values()].sort((a, b) => (a.key < b.key ? -1 : 1));\n    for (let start = 0; start === 0 || start < all.length; start += digestSize) {\n      const part = all.slice(start, start + digestSize);\n      const isLast = start + digestSize >= all.length;\n      const first = start === 0 ? "" : (part[0]?.key ?? "");\n      const last = isLast ? null : (part.at(-1)?.key ?? null);\n      const versions = part.map(({ key, version }) => [key, version] as const);\n      this.#context.tell(ref, { type: "digest", from, first, last, versions });\n    }\n  }\n\n  #onDigest({ from, first, last, versions }: Digest): void {\n    const sender = this.#neighbours.get(from)?.peer;\n    if (sender === undefined) return;\n    const theirs = new Map(versions);\n    const entries = [...this.#store.values()].filter(({ key, version }) => {\n      const known = theirs.get(key);\n      if (known !== undefined) return compareVersions(known, version) < 0;\n      return key >= first && (last === null || key <= last);\n    });\n    const keys = versions.flatMap(([key, version]) => {\n      const known = this.#store.get(key)?.version;\n      return known === undefined || compareVersions(known, version) < 0 ? [key] : [];\n    });\n    if (entries.length > 0) {\n      this.#context.tell(sender.ref, { type: "gossip", from: this.#id, entries });\n    }\n    if (keys.length > 0) this.#context.tell(sender.ref, { type: "want", from: this.#id, keys });\n  }\n\n  #onWant({ from, keys }: Want): void {\n    const news = this.#neighbours.get(from)?.news;\n    for (const key of keys) news?.add(key);\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Digest | Want | Gossip;\n",
      ),
      edit(
        "message",
        "/** From a server to another one: entries that the other one may not have. */\n",
        '/** From a server to another one, when a link is made: the versions of all keys of the sender in a range. */\nexport interface Digest {\n  readonly type: "digest";\n  readonly from: number;\n  /** The first key of the range. */\n  readonly first: string;\n  /** The last key of the range; null if there is no end. */\n  readonly last: string | null;\n  readonly versions: readonly (readonly [key: string, version: Version])[];\n}\n\n/** The reply to {@link Digest}: keys of which the sender of the digest has something newer. */\nexport interface Want {\n  readonly type: "want";\n  readonly from: number;\n  readonly keys: readonly string[];\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["ConvergeStar", "PartitionHeals"],
  },
  {
    name: "restored-links-exchange-slowly",
    why: "What a restored link brings is passed on by a periodic exchange with one neighbour in turn, every two seconds.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Digest, Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | Digest\n  | { readonly type: "gossipTick" }\n  | { readonly type: "exchangeTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often a server compares its store with one of its neighbours, in milliseconds. */\nconst exchangeMs = 2_000;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** Counts the exchanges with neighbours, which take turns. */\n  #exchanges = 0;\n",
      ),
      edit(
        "server",
        "        this.#life = message.life;\n",
        '        this.#life = message.life;\n        this.#context.tellEvery(this.#context.self, { type: "exchangeTick" }, exchangeMs);\n',
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "digest":\n        this.#onDigest(message);\n        return;\n      case "exchangeTick":\n        this.#onExchangeTick();\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    this.#send(peer, [...this.#store.values()], false);\n  }\n\n  #onExchangeTick(): void {\n    const neighbours = [...this.#neighbours.values()];\n    const neighbour = neighbours[this.#exchanges++ % neighbours.length];\n    if (neighbour === undefined) return;\n    const versions = [...this.#store.values()].map(({ key, version }) => [key, version] as const);\n    this.#context.tell(neighbour.peer.ref, { type: "digest", from: this.#id, versions });\n  }\n\n  #onDigest({ from, versions }: Digest): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    const theirs = new Map(versions);\n    const missing = [...this.#store.values()].filter(({ key, version }) => {\n      const known = theirs.get(key);\n      return known === undefined || compareVersions(known, version) < 0;\n    });\n    this.#send(neighbour.peer, missing, false);\n  }\n\n  #send({ ref }: Peer<PeerMessage>, entries: readonly Entry[], fresh: boolean): void {\n    if (entries.length === 0) return;\n    this.#context.tell(ref, { type: "gossip", from: this.#id, entries, fresh });\n',
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  #onGossip({ from, entries, fresh }: Gossip): void {\n",
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n",
        "        if (fresh) this.#keep(entry, from);\n        else this.#store.set(entry.key, entry);\n",
      ),
      edit(
        "server",
        '      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n',
        "      this.#send(peer, entries, true);\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Digest;\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly entries: readonly Entry[];\n  /** Whether these are new writes, which are passed on at once. */\n  readonly fresh: boolean;\n}\n\n/** From a server to another one, from time to time: what I have. The reply is a {@link Gossip} with what I lack. */\nexport interface Digest {\n  readonly type: "digest";\n  readonly from: number;\n  readonly versions: readonly (readonly [key: string, version: Version])[];\n}\n',
      ),
    ],
    failing: ["ConvergeLine"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
  {
    name: "digests-in-parts",
    why: "Once a second a server sends the versions of all keys, in messages of 50,000 characters.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Digest, Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry, type Version } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | Digest\n  | { readonly type: "gossipTick" | "digestTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often neighbours compare what they have, in milliseconds. */\nconst digestMs = 1_000;\n\n/** About how many characters a digest has. */\nconst digestChars = 50_000;\n",
      ),
      edit(
        "server",
        "        this.#life = message.life;\n",
        '        this.#life = message.life;\n        this.#context.tellEvery(this.#context.self, { type: "digestTick" }, digestMs);\n',
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#onGossipTick();\n        return;\n      case "digestTick":\n        this.#onDigestTick();\n        return;\n      case "digest":\n        this.#onDigest(message);\n',
      ),
      edit(
        "server",
        "  #armTick(): void {\n",
        '  /** Tells all neighbours what this server has. */\n  #onDigestTick(): void {\n    let versions: (readonly [string, Version])[] = [];\n    let chars = 0;\n    const send = (): void => {\n      for (const { peer } of this.#neighbours.values()) {\n        this.#context.tell(peer.ref, { type: "digest", from: this.#id, versions });\n      }\n      versions = [];\n      chars = 0;\n    };\n    for (const { key, version } of this.#store.values()) {\n      versions.push([key, version]);\n      chars += key.length + 10;\n      if (chars >= digestChars) send();\n    }\n    if (versions.length > 0) send();\n  }\n\n  /** The other one gets what is newer here. */\n  #onDigest({ from, versions }: Digest): void {\n    const news = this.#neighbours.get(from)?.news;\n    for (const [key, version] of versions) {\n      const known = this.#store.get(key);\n      if (known === undefined || compareVersions(known.version, version) <= 0) continue;\n      news?.add(key);\n      this.#armTick();\n    }\n  }\n\n  #armTick(): void {\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        'export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Digest;\n\n/** From a server to another one, once a second: what it has, or a part of that. */\nexport interface Digest {\n  readonly type: "digest";\n  readonly from: number;\n  readonly versions: readonly (readonly [string, Version])[];\n}\n',
      ),
    ],
    failing: ["TwoServersIdle"],
    passing: ["ConvergeAll"],
  },
  {
    name: "gets-wait-for-an-exchange",
    why: "A get of what is missing waits while another server still sends its store, 100 entries every 20 ms.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 20;\n\n/** How many entries are sent at once. */\nconst pieceSize = 100;\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  /** Whether this server has sent it all that it had when the link was made. */\n  hasAll: boolean;\n  /** Whether it has sent this server all that it had. */\n  hasSentAll: boolean;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** Gets of what is probably on its way. */\n  #parked: readonly Get[] = [];\n",
      ),
      edit(
        "server",
        "        this.#neighbours.delete(message.peer.id);\n",
        "        this.#neighbours.delete(message.peer.id);\n        this.#answerParked();\n",
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        "    this.#neighbours.set(peer.id, {\n      peer,\n      news: new Set(this.#store.keys()),\n      hasAll: false,\n      hasSentAll: false,\n    });\n",
      ),
      edit(
        "server",
        "  #onGet({ key, dependency, replyTo }: Get): void {\n",
        "  #onGet(get: Get): void {\n    const { key, dependency, replyTo } = get;\n",
      ),
      edit(
        "server",
        '    if (isTooOld) this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });\n',
        '    const isExchanging = [...this.#neighbours.values()].some(({ hasSentAll }) => !hasSentAll);\n    if (isTooOld && isExchanging) this.#parked = [...this.#parked, get];\n    else if (isTooOld) this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });\n',
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  /** Answers the gets that wait, or lets them wait on. */\n  #answerParked(): void {\n    const parked = this.#parked;\n    this.#parked = [];\n    for (const get of parked) this.#onGet(get);\n  }\n\n  #onGossip({ from, entries, isLast }: Gossip): void {\n",
      ),
      edit(
        "server",
        "  }\n\n  /** Stores an entry, which is news to all neighbours except the one that it came from. */\n",
        "    const neighbour = this.#neighbours.get(from);\n    if (isLast && neighbour !== undefined) neighbour.hasSentAll = true;\n    this.#answerParked();\n  }\n\n  /** Stores an entry, which is news to all neighbours except the one that it came from. */\n",
      ),
      edit(
        "server",
        '    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n',
        '    for (const neighbour of this.#neighbours.values()) {\n      const { peer, news, hasAll } = neighbour;\n      const keys = [...news].slice(0, pieceSize);\n      for (const key of keys) news.delete(key);\n      const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n      const isLast = news.size === 0;\n      if (!isLast) this.#armTick();\n      if (entries.length > 0 || (isLast && !hasAll)) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries, isLast });\n      }\n      if (isLast) neighbour.hasAll = true;\n',
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n",
        "  readonly entries: readonly Entry[];\n  /** Whether it ends the exchange of the whole stores after the link was made. */\n  readonly isLast: boolean;\n",
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["ConvergeAll"],
  },
  {
    name: "forty-thousand-characters-a-part",
    why: "What is new is sent in parts of 40,000 characters, one every 100 ms, which takes too long for many values of some length.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How long the next part waits if there are more news than fit into a message, in milliseconds. */\nconst nextPartMs = 100;\n\n/** How many characters a part has at most, unless a single entry has more. */\nconst maxPartLength = 40_000;\n",
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "    let isMoreLeft = false;\n    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = this.#takePart(news);\n",
      ),
      edit(
        "server",
        '    }\n  }\n\n  #armTick(): void {\n    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '      isMoreLeft ||= news.size > 0;\n    }\n    if (isMoreLeft) this.#armTick(nextPartMs);\n  }\n\n  /** Takes as many entries out of news as fit into a message, the oldest news first. */\n  #takePart(news: Set<string>): readonly Entry[] {\n    const part: Entry[] = [];\n    let length = 0;\n    for (const key of news) {\n      const entry = this.#store.get(key);\n      if (entry === undefined) continue;\n      length += key.length + entry.value.length;\n      if (part.length > 0 && length > maxPartLength) break;\n      part.push(entry);\n      news.delete(key);\n    }\n    return part;\n  }\n\n  #armTick(delayMs = gossipMs): void {\n    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, delayMs);\n',
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["ConvergeLine"],
  },
  {
    name: "digests-are-sums",
    why: "The ends of a new link compare sums of numbers of writes and servers, which say nothing about which key was written.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, PeerMessage, Put, Summary } from "./peer_message.js";\nimport { checksum, compareVersions, type Entry } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | Summary | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "  /** The newest Lamport time that this server has seen. */\n  #time = 0;\n",
        "\n",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "summary":\n        this.#onSummary(message);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    this.#context.tell(peer.ref, { type: "summary", from: this.#id, ...this.#summary() });\n  }\n\n  /** Sums up what this server stores. */\n  #summary(): { readonly size: number; readonly sum: number } {\n    let sum = 0;\n    for (const entry of this.#store.values()) sum += checksum(entry);\n    return { size: this.#store.size, sum };\n  }\n\n  #onSummary({ from, size, sum }: Summary): void {\n    const neighbour = this.#neighbours.get(from);\n    const own = this.#summary();\n    if (neighbour === undefined || (own.size === size && own.sum === sum)) return;\n    for (const key of this.#store.keys()) neighbour.news.add(key);\n',
      ),
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const known = this.#store.get(key);\n    const time = Math.max(known?.version.time ?? 0, dependency?.time ?? 0) + 1;\n    const version = { time, server: this.#id, life: this.#life };\n",
      ),
      edit("server", "      this.#time = Math.max(this.#time, entry.version.time);\n", "\n"),
      edit(
        "version",
        " * Identifies a write, and orders the writes of a key: by Lamport time, then by the server that accepted it, then by the\n * life of that server. Every write gets a time above all those that its server and its client have seen, so a write that\n",
        " * Identifies a write, and orders the writes of a key: by the time (how many writes of the key led to it), then by the server that accepted it, then by the\n * life of that server. Every write gets a time above those that its server stores and its client has seen, so a write that\n",
      ),
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n}\n",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n}\n\n/** A checksum of a key and its version. */\nexport function checksum({ key, version }: Entry): number {\n  let hash = 0;\n  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) >>> 0;\n  return hash + version.time * 10_007 + version.server * 101 + version.life;\n}\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Summary;\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly entries: readonly Entry[];\n}\n\n/** From a server to another one, when there is a link: sums up what it stores. */\nexport interface Summary {\n  readonly type: "summary";\n  readonly from: number;\n  /** The number of keys. */\n  readonly size: number;\n  /** The sum of the checksums of all entries, so that their order makes no difference. */\n  readonly sum: number;\n}\n',
      ),
    ],
    failing: ["PartitionHeals"],
    passing: ["TwoServersSpread", "PartitionHidesWrites", "ConvergeAll"],
  },
  {
    name: "cursor-behind-the-news",
    why: "A server asks for what is behind the last entry that it has got, although news are sent before the rest of what it missed.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, Hello, PeerMessage, Put, Since } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Hello | Since | Gossip | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** How many missed entries go in one message. */\nconst pieceSize = 50;\n\n/** An entry, and the number under which this server has stored it. */\ninterface Stored {\n  readonly entry: Entry;\n  readonly number: number;\n}\n\n/** Another server, the keys whose entries are news to it, and those that it has missed, the oldest first. */\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  readonly missed: Set<string>;\n",
      ),
      edit(
        "server",
        "  readonly #store = new Map<string, Entry>();\n  readonly #neighbours = new Map<number, Neighbour>();\n",
        "  readonly #store = new Map<string, Stored>();\n  readonly #neighbours = new Map<number, Neighbour>();\n  /** Up to which number this server has got the entries of others, by id and life. */\n  readonly #gotUpTo = new Map<string, number>();\n  #lastNumber = 0;\n",
      ),
      edit(
        "server",
        '      case "gossip":\n',
        '      case "hello":\n        this.#onHello(message);\n        return;\n      case "since":\n        this.#onSince(message);\n        return;\n      case "gossip":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set(), missed: new Set() });\n    this.#context.tell(peer.ref, { type: "hello", from: this.#id, life: this.#life });\n  }\n\n  #onHello({ from, life }: Hello): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    const number = this.#gotUpTo.get(`${from}.${life}`) ?? 0;\n    this.#context.tell(neighbour.peer.ref, { type: "since", from: this.#id, number });\n  }\n\n  #onSince({ from, number }: Since): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    const missed = [...this.#store.values()].filter((stored) => stored.number > number);\n    missed.sort((a, b) => a.number - b.number);\n    for (const { entry } of missed) neighbour.missed.add(entry.key);\n',
      ),
      edit(
        "server",
        "    const entry = this.#store.get(key);\n",
        "    const entry = this.#store.get(key)?.entry;\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n    for (const entry of entries) {\n      this.#time = Math.max(this.#time, entry.version.time);\n      const known = this.#store.get(entry.key);\n",
        "  #onGossip({ from, life, entries, upTo }: Gossip): void {\n    const sender = `${from}.${life}`;\n    this.#gotUpTo.set(sender, Math.max(this.#gotUpTo.get(sender) ?? 0, upTo));\n    for (const entry of entries) {\n      this.#time = Math.max(this.#time, entry.version.time);\n      const known = this.#store.get(entry.key)?.entry;\n",
      ),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n    for (const { peer, news } of this.#neighbours.values()) {\n",
        "    this.#store.set(entry.key, { entry, number: ++this.#lastNumber });\n    for (const { peer, news, missed } of this.#neighbours.values()) {\n      missed.delete(entry.key);\n",
      ),
      edit(
        "server",
        '    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n',
        '    for (const { peer, news, missed } of this.#neighbours.values()) {\n      const piece = [...missed].slice(0, pieceSize);\n      for (const key of piece) missed.delete(key);\n      const stored = [...piece, ...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (stored.length > 0) {\n        const upTo = Math.max(...stored.map(({ number }) => number));\n        const entries = stored.map(({ entry }) => entry);\n        const { ref } = peer;\n        this.#context.tell(ref, { type: "gossip", from: this.#id, life: this.#life, entries, upTo });\n      }\n      if (missed.size > 0) this.#armTick();\n',
      ),
      edit(
        "server",
        "    const entries = [...this.#store.values()].map(({ key, value, version }) => {\n      const { time, server, life } = version;\n",
        "    const entries = [...this.#store.values()].map(({ entry }) => {\n      const { key, value } = entry;\n      const { time, server, life } = entry.version;\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Hello | Since | Gossip;\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly life: number;\n  readonly entries: readonly Entry[];\n  /** The number of the newest of the entries at the sender. */\n  readonly upTo: number;\n}\n\n/** From a server to another one, when a link was made: who it is. */\nexport interface Hello {\n  readonly type: "hello";\n  readonly from: number;\n  readonly life: number;\n}\n\n/** The reply to {@link Hello}: send what you have stored after this number. */\nexport interface Since {\n  readonly type: "since";\n  readonly from: number;\n  readonly number: number;\n}\n',
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["PartitionHeals", "PartitionGroups"],
  },
  {
    name: "large-chunks-with-pauses",
    why: "Much news goes in chunks of 120,000 characters with pauses between them, so of values that are longer than half of that only one goes at a time.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many characters of news a neighbour gets at once. */\nconst chunkLength = 120_000;\n\n/**\n * When it gets the next ones, in milliseconds. All that a store may hold, 3,000,000 characters, are 25 chunks, and take\n * 4 s.\n */\nconst chunkMs = 160;\n",
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "    let isMore = false;\n    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = this.#takeChunk(news);\n",
      ),
      edit(
        "server",
        '    }\n  }\n\n  #armTick(): void {\n    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '      isMore ||= news.size > 0;\n    }\n    if (isMore) this.#armTick(chunkMs);\n  }\n\n  /** Takes the first news of a neighbour: as many as fit into a chunk, and at least one. */\n  #takeChunk(news: Set<string>): readonly Entry[] {\n    const entries: Entry[] = [];\n    let length = 0;\n    for (const key of news) {\n      const entry = this.#store.get(key);\n      if (entry === undefined) continue;\n      length += key.length + entry.value.length;\n      if (length > chunkLength && entries.length > 0) break;\n      entries.push(entry);\n      news.delete(key);\n    }\n    return entries;\n  }\n\n  #armTick(delayMs = gossipMs): void {\n    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, delayMs);\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["PartitionHeals", "TwoServersSpread", "ConvergeLine"],
  },
  {
    name: "long-parts-mixed",
    why: "Long values go in parts, each of which is cut from what the store has of the key at that time.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, Part, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | Part | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** Longer values are sent in parts of this length. */\nconst partLength = 20_000;\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  /** The keys with long values which are news to it; the first one is being sent. */\n  readonly longNews: Set<string>;\n  /** How much of the first long value has been sent. */\n  offset: number;\n  /** What has arrived of a long value. */\n  received: string;\n",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "part":\n        this.#onPart(message);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, {\n      ...{ peer, news: new Set(this.#store.keys()), longNews: new Set() },\n      ...{ offset: 0, received: "" },\n    });\n',
      ),
      edit(
        "server",
        "    for (const entry of entries) {\n      this.#time = Math.max(this.#time, entry.version.time);\n      const known = this.#store.get(entry.key);\n      if (known === undefined || compareVersions(known.version, entry.version) < 0) {\n        this.#keep(entry, from);\n      }\n",
        "    for (const entry of entries) this.#learn(entry, from);\n  }\n\n  #onPart({ from, key, version, offset, text, isLast }: Part): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    neighbour.received = offset === 0 ? text : neighbour.received + text;\n    if (isLast) this.#learn({ key, value: neighbour.received, version }, from);\n  }\n\n  #learn(entry: Entry, from: number): void {\n    this.#time = Math.max(this.#time, entry.version.time);\n    const known = this.#store.get(entry.key);\n    if (known === undefined || compareVersions(known.version, entry.version) < 0) {\n      this.#keep(entry, from);\n",
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "    for (const neighbour of this.#neighbours.values()) {\n      const { peer, news, longNews } = neighbour;\n      const all = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      const entries = all.filter(({ value }) => value.length <= partLength);\n",
      ),
      edit(
        "server",
        '        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }\n',
        '        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n      for (const { key, value } of all) if (value.length > partLength) longNews.add(key);\n      this.#sendPart(neighbour);\n      if (longNews.size > 0) this.#armTick();\n    }\n  }\n\n  /** Sends the next part of the first long value. */\n  #sendPart(neighbour: Neighbour): void {\n    const { peer, longNews, offset } = neighbour;\n    const [key] = longNews;\n    const entry = key === undefined ? undefined : this.#store.get(key);\n    if (key === undefined || entry === undefined) return;\n    const { value, version } = entry;\n    const end = offset + partLength;\n    const isLast = end >= value.length;\n    const text = value.slice(offset, end);\n    this.#context.tell(peer.ref, {\n      ...{ type: "part", from: this.#id, key, version, offset, text, isLast },\n    });\n    neighbour.offset = isLast ? 0 : end;\n    if (isLast) longNews.delete(key);\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Part;\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly entries: readonly Entry[];\n}\n\n/** From a server to another one: a part of an entry with a long value. Parts follow one another, the first at 0. */\nexport interface Part {\n  readonly type: "part";\n  readonly from: number;\n  readonly key: string;\n  readonly version: Version;\n  readonly offset: number;\n  readonly text: string;\n  readonly isLast: boolean;\n}\n',
      ),
    ],
    failing: ["TwoServersOverwrite"],
    passing: ["TwoServersSpread", "PartitionHeals", "TwoServersTwice"],
  },
];
