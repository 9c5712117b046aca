import type { Mutant } from "../../mutants/mutant.js";
import { edit, inParts, newer } from "../edits.js";

/** Wrong gossip: what servers tell each other, how much of it and when. */
export const gossip: readonly Mutant[] = [
  {
    name: "no-gossip",
    why: "Servers tell each other nothing.",
    edits: [edit("server", "if (entries.length > 0) {", "if (entries.length < 0) {")],
    failing: ["TwoServersSpread", "PartitionHeals", "ConvergeLine"],
    passing: ["OneServerPutGet", "PartitionHidesWrites"],
    quick: true,
  },
  {
    name: "gossip-ends-at-the-first-server",
    why: "News are not passed on, so they do not get through a server in the middle.",
    edits: [edit("server", "this.#keep(entry, from);", "this.#store.set(entry.key, entry);")],
    failing: ["ConvergeLine", "ConvergeStar", "CrashInTheMiddle"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
  {
    name: "only-one-entry-at-a-time",
    why: "Of several news only the first one is sent, and the others are forgotten.",
    edits: [
      edit(
        "server",
        "from: this.#id, entries });",
        "from: this.#id, entries: entries.slice(0, 1) });",
      ),
    ],
    failing: ["PartitionMidway", "CrashComesBack"],
    passing: ["PartitionHidesWrites"],
  },
  {
    name: "twenty-entries-at-most",
    why: "A message has room for twenty entries, and what does not fit is forgotten.",
    edits: [
      edit(
        "server",
        "from: this.#id, entries });",
        "from: this.#id, entries: entries.slice(0, 20) });",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["CrashComesBack", "ConvergeAll"],
  },
  {
    name: "rest-of-a-batch-waits",
    why: "What does not fit into a message waits for the next news.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** A gossip message has no more entries than this. */\nconst maxEntries = 64;\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const keys = [...news].slice(0, maxEntries);\n      const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n      for (const key of keys) news.delete(key);\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "drips",
    why: "One entry is sent every 200 ms, which takes too long when there are many.",
    edits: [
      edit("server", "const gossipMs = 10;", "const gossipMs = 200;"),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const [next] = news;\n      if (next === undefined) continue;\n      news.delete(next);\n      if (news.size > 0) this.#armTick();\n      const entries = [this.#store.get(next) ?? []].flat();\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["TwoServersSpread", "ConvergeLine"],
  },
  {
    name: "slow-gossip",
    why: "News wait for two seconds at each server, so they do not get through a line of five in time.",
    edits: [edit("server", "const gossipMs = 10;", "const gossipMs = 2_000;")],
    failing: ["ConvergeLine"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "round-in-circles",
    why: "A server passes on what it knows already, so gossip never ends.",
    edits: [edit("server", newer, newer.replace("< 0", "<= 0"))],
    failing: ["ConvergeAll"],
    passing: ["TwoServersSpread", "ConvergeLine"],
  },
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
    name: "empty-value-is-no-news",
    why: "An empty value is not told to other servers.",
    edits: [
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
        "      const entries = [...news].flatMap((key) => {\n        const entry = this.#store.get(key);\n        return entry?.value ? [entry] : [];\n      });\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["OneServerValues"],
  },
  {
    name: "gossip-in-an-object",
    why: "A message carries its entries in an object, in which a key may be the name of a built-in property.",
    edits: [
      edit(
        "server",
        "    for (const entry of entries) {\n",
        "    for (const entry of Object.values(entries)) {\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n",
        "      const entries: Record<string, Entry> = {};\n      for (const key of news) {\n        const entry = this.#store.get(key);\n        if (entry !== undefined) entries[key] = entry;\n      }\n      news.clear();\n      if (Object.keys(entries).length > 0) {\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n",
        "  readonly entries: Readonly<Record<string, Entry>>;\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["OneServerValues"],
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
    name: "three-hundred-entries-a-second",
    why: "Messages are few and short while there is much to tell, too.",
    edits: [
      edit(
        "server",
        " * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n",
        " * one that it came from, together with other news of the last 50 ms. What is no news is not sent on, so gossip ends. When\n",
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 50;\n\n/** How many entries a message has at most; the other ones wait for the next tick. */\nconst batchSize = 16;\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const batch = [...news].slice(0, batchSize);\n      const entries = batch.flatMap((key) => this.#store.get(key) ?? []);\n      for (const key of batch) news.delete(key);\n      if (news.size > 0) this.#armTick();\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["TwoServersOverwrite"],
  },
  {
    name: "gossip-as-text",
    why: "A message has each entry as a text, whose parts are separated by what may be in a value.",
    edits: [
      edit(
        "server",
        'import { compareVersions, type Entry } from "./version.js";\n',
        'import { compareVersions, packEntry, unpackEntry, type Entry } from "./version.js";\n',
      ),
      edit(
        "server",
        "    for (const entry of entries) {\n",
        "    for (const entry of entries.map(unpackEntry)) {\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []).map(packEntry);\n",
      ),
      edit(
        "version",
        "\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n",
        '\n/** An entry as one line of a gossip message. */\nexport function packEntry({ key, value, version }: Entry): string {\n  return `${version.time} ${version.server} ${version.life} ${key}:${value}`;\n}\n\n/** The opposite of {@link packEntry}. */\nexport function unpackEntry(text: string): Entry {\n  const [head = "", value = ""] = text.split(":");\n  const [time, server, life, key = ""] = head.split(" ");\n  return { key, value, version: { time: Number(time), server: Number(server), life: Number(life) } };\n}\n\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n',
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n",
        "  /** One text per entry: time, server, life, and key:value. */\n  readonly entries: readonly string[];\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["OneServerValues"],
  },
  {
    name: "values-of-255-characters",
    why: "A message has room for 255 characters of a value.",
    edits: [
      edit(
        "server",
        "(key) => this.#store.get(key) ?? []);",
        "(key) => {\n        const entry = this.#store.get(key);\n        return entry === undefined ? [] : { ...entry, value: entry.value.slice(0, 255) };\n      });",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["OneServerValues"],
  },
  {
    name: "a-beat-for-each-client",
    why: "Servers tell each other their times twice a second for each link that they have ever had to a client.",
    edits: [
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | { readonly type: "gossipTick" }\n  | { readonly type: "beatTick" };\n',
      ),
      edit(
        "server",
        '    if (peer.kind === "client") return;\n',
        '    if (peer.kind === "client") {\n      this.#context.tellEvery(this.#context.self, { type: "beatTick" }, 500);\n      return;\n    }\n',
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#onGossipTick();\n        return;\n      case "beatTick":\n        for (const { peer } of this.#neighbours.values()) {\n          this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: [] });\n        }\n',
      ),
    ],
    failing: ["TwoServersIdle"],
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
    name: "same-value-is-no-news",
    why: "A server that learns of a newer write with the value that it stores does not pass that on.",
    edits: [
      edit(
        "server",
        "        this.#keep(entry, from);\n",
        "        if (known?.value === entry.value) this.#store.set(entry.key, entry);\n        else this.#keep(entry, from);\n",
      ),
    ],
    failing: ["ConvergeLine"],
    passing: ["ReadsOfSameValue", "TwoServersSpread"],
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
    name: "throttled-by-clock",
    why: "A server gossips at most twice a second by its clock, which may stand still.",
    edits: [
      edit(
        "server",
        " * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n",
        " * one that it came from, together with other news, at most twice a second. What is no news is not sent on, so gossip ends. When\n",
      ),
      edit(
        "server",
        "/** How long news wait for others to be sent with them, in milliseconds. */\nconst gossipMs = 10;\n",
        "/** The least time between two rounds of gossip, in milliseconds. */\nconst gossipMs = 500;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** When the last round of gossip was. */\n  #lastRoundMs = 0;\n",
      ),
      edit(
        "server",
        "    this.#tickArmed = false;\n",
        "    this.#tickArmed = false;\n    const nowMs = this.#context.now();\n    if (nowMs - this.#lastRoundMs < gossipMs) {\n      this.#armTick();\n      return;\n    }\n    this.#lastRoundMs = nowMs;\n",
      ),
      edit(
        "server",
        '    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '    const passedMs = this.#context.now() - this.#lastRoundMs;\n    const leftMs = Math.max(0, gossipMs - passedMs);\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, leftMs);\n',
      ),
    ],
    failing: ["TwoServersSpread", "PartitionHeals", "ConvergeLine"],
    passing: ["OneServerNoConnection"],
  },
  {
    name: "fanout-three",
    why: "News goes to three neighbours, which pass it on; not all others are their neighbours.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many neighbours are told news; they pass it on to the others. */\nconst fanOut = 3;\n",
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      if (peer.id === from) news.delete(entry.key);\n      else news.add(entry.key);\n    }\n    this.#armTick();\n  }\n",
        "    if (from !== undefined) this.#neighbours.get(from)?.news.delete(entry.key);\n    for (const { news } of this.#nextOnes(from)) news.add(entry.key);\n    this.#armTick();\n  }\n\n  /** The neighbours that news is passed on to: those with the next ids, as in a ring. */\n  #nextOnes(from?: number): readonly Neighbour[] {\n    const others = [...this.#neighbours.values()]\n      .filter(({ peer }) => peer.id !== from)\n      .sort((a, b) => a.peer.id - b.peer.id);\n    const larger = others.filter(({ peer }) => peer.id > this.#id);\n    const smaller = others.filter(({ peer }) => peer.id < this.#id);\n    return [...larger, ...smaller].slice(0, fanOut);\n  }\n",
      ),
    ],
    failing: ["ConvergeStar"],
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
    name: "rest-waits-for-news",
    why: "A message has 1,000 entries at most, and what does not fit waits for the next news.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many entries a message has at most. */\nconst maxEntries = 1_000;\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const keys = [...news].slice(0, maxEntries);\n      const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n      for (const key of keys) news.delete(key);\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["PartitionHeals"],
  },
  {
    name: "too-long-for-a-message",
    why: "A message has room for 16,000 characters, and a longer entry holds up what comes behind it.",
    edits: [
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const entries: Entry[] = [];\n      let left = 16_000;\n      for (const key of news) {\n        const entry = this.#store.get(key);\n        left -= JSON.stringify(entry).length;\n        if (left < 0) break;\n        if (entry !== undefined) entries.push(entry);\n        news.delete(key);\n      }\n      if (news.size > 0) this.#armTick();\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["ConvergeLine"],
  },
  {
    name: "eight-hops-at-most",
    why: "An entry is not sent on after eight hops, although later servers may have it from one another.",
    edits: [
      edit(
        "version",
        "  readonly version: Version;\n",
        "  readonly version: Version;\n  /** From how many servers to others it has come here. */\n  readonly hops: number;\n",
      ),
      edit(
        "server",
        "this.#keep({ key, value, version });",
        "this.#keep({ key, value, version, hops: 0 });",
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n",
        "        this.#keep({ ...entry, hops: entry.hops + 1 }, from);\n",
      ),
      edit(
        "server",
        "const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);",
        "const entries = [...news]\n        .flatMap((key) => this.#store.get(key) ?? [])\n        .filter(({ hops }) => hops < 8);",
      ),
    ],
    failing: ["CrashInTheMiddle"],
    passing: ["ConvergeLine"],
  },
  {
    name: "gossip-waits-for-silence",
    why: "News wait until no client has asked for anything for 20 ms, and a client may read without a pause.",
    edits: [
      edit("server", "  #tickArmed = false;\n\n", "  #cancelTick: (() => void) | undefined;\n\n"),
      edit("server", "    this.#tickArmed = false;\n", "    this.#cancelTick = undefined;\n"),
      edit(
        "server",
        '    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '    const { self } = this.#context;\n    this.#cancelTick ??= this.#context.tellAfter(self, { type: "gossipTick" }, 2 * gossipMs);\n',
      ),
      edit(
        "server",
        "  #onGet({ key, dependency, replyTo }: Get): void {\n",
        "  #onGet({ key, dependency, replyTo }: Get): void {\n    if (this.#cancelTick !== undefined) {\n      this.#cancelTick();\n      this.#cancelTick = undefined;\n      this.#armTick();\n    }\n",
      ),
    ],
    failing: ["TwoServersOverwrite"],
    passing: ["TwoServersTwice"],
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
    name: "rest-of-a-million-characters-waits",
    why: "A message has a million characters at most, and the rest waits for the next news.",
    edits: [
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const entries: Entry[] = [];\n      let length = 0;\n      for (const key of news) {\n        const entry = this.#store.get(key);\n        if (entry === undefined) continue;\n        length += key.length + entry.value.length;\n        if (length > 1_000_000 && entries.length > 0) break;\n        entries.push(entry);\n        news.delete(key);\n      }\n",
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["ConvergeStar", "PartitionMidway"],
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
    name: "neighbours-take-turns",
    why: "Each 10 ms, one neighbour gets at most ten entries, which is too slow where a server has many neighbours.",
    edits: [
      edit(
        "server",
        "/** How long news wait for others to be sent with them, in milliseconds. */\nconst gossipMs = 10;\n",
        "/** How long news wait for others to be sent with them, and the time between two messages, in milliseconds. */\nconst gossipMs = 10;\n\n/** How many entries one message has at most. */\nconst batchSize = 10;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** The neighbour that was served last. */\n  #served = -1;\n",
      ),
      edit(
        "server",
        '    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }\n',
        '    const waiting = [...this.#neighbours.values()].filter(({ news }) => news.size > 0);\n    waiting.sort((a, b) => a.peer.id - b.peer.id);\n    const next = waiting.find(({ peer }) => peer.id > this.#served) ?? waiting[0];\n    if (next === undefined) return;\n    const { peer, news } = next;\n    this.#served = peer.id;\n    const keys = [...news].slice(0, batchSize);\n    for (const key of keys) news.delete(key);\n    const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n    this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n    this.#armTick();\n',
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["ConvergeLine", "PartitionGroups"],
  },
  {
    name: "sleeps-after-twenty-quiet-seconds",
    why: "When nothing has happened for 20 seconds, news wait for two seconds at each server.",
    edits: [
      edit(
        "server",
        "  #tickArmed = false;\n\n  constructor",
        "  #tickArmed = false;\n  #busyMs = 0;\n\n  constructor",
      ),
      edit(
        "server",
        '    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '    const now = this.#context.now();\n    const waitMs = now - this.#busyMs > 20_000 ? 2_000 : gossipMs;\n    this.#busyMs = now;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, waitMs);\n',
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["ConvergeLine", "WritesMissing"],
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
    name: "four-hops-for-ever",
    why: "An entry is passed on four times, whichever lives of servers it has passed through.",
    edits: [
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n\n/** How often an entry is passed on: a line of five servers has four links. */\nconst maxHops = 4;\n',
      ),
      edit(
        "server",
        "    this.#keep({ key, value, version });\n",
        "    this.#keep({ key, value, version, hops: maxHops });\n",
      ),
      edit(
        "server",
        "      else news.add(entry.key);\n",
        "      else if (entry.hops > 0) news.add(entry.key);\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
        "      const entries = [...news]\n        .flatMap((key) => this.#store.get(key) ?? [])\n        .map((entry) => ({ ...entry, hops: Math.max(0, entry.hops - 1) }));\n",
      ),
      edit(
        "version",
        "  readonly version: Version;\n",
        "  readonly version: Version;\n  /** How many more times it may be passed on. */\n  readonly hops: number;\n",
      ),
    ],
    failing: ["CrashInTheMiddle"],
    passing: ["ConvergeLine", "CrashComesBack"],
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
    name: "batches-of-bytes",
    why: "Gossip is sent in batches of at most 128 KiB, and an entry of more bytes is left out.",
    edits: [
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** The size of a gossip message; more than that of the longest key and value. */\nconst maxBatchBytes = 128 * 1024;\n\n/** Another server, and the keys whose entries are news to it. */\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n}\n\n/** Splits entries into batches, none of which is larger than a message may be. */\nfunction inBatches(entries: readonly Entry[]): Entry[][] {\n  const batches: Entry[][] = [];\n  let batch: Entry[] = [];\n  let batchBytes = 0;\n  for (const entry of entries) {\n    const bytes = byteLength(entry.key) + byteLength(entry.value);\n    if (bytes > maxBatchBytes) continue;\n    if (batchBytes + bytes > maxBatchBytes) {\n      batches.push(batch);\n      batch = [];\n      batchBytes = 0;\n    }\n    batch.push(entry);\n    batchBytes += bytes;\n  }\n  if (batch.length > 0) batches.push(batch);\n  return batches;\n}\n\n/** The length of a text in UTF-8. */\nfunction byteLength(text: string): number {\n  let bytes = 0;\n  for (let i = 0; i < text.length; i++) {\n    const code = text.charCodeAt(i);\n    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;\n  }\n  return bytes;\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n",
        "      const all = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      for (const entries of inBatches(all)) {\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["PartitionGroups"],
  },
  {
    name: "rest-of-a-large-message-waits",
    why: "A message carries two million characters, and the rest waits until there is more news.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many characters one gossip message carries. */\nconst maxGossipChars = 2_000_000;\n",
      ),
      edit(
        "server",
        '    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }\n',
        '    for (const neighbour of this.#neighbours.values()) {\n      const entries = this.#takeNews(neighbour);\n      if (entries.length > 0) {\n        this.#context.tell(neighbour.peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }\n  }\n\n  /** Takes as much news as a message carries; the rest goes with the next one. */\n  #takeNews({ news }: Neighbour): Entry[] {\n    const entries: Entry[] = [];\n    let chars = 0;\n    for (const key of news) {\n      const entry = this.#store.get(key);\n      if (entry === undefined) continue;\n      chars += entry.key.length + entry.value.length;\n      if (chars > maxGossipChars && entries.length > 0) break;\n      entries.push(entry);\n      news.delete(key);\n    }\n    return entries;\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["TwoServersSpread"],
  },
];
