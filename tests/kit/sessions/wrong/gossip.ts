import type { Mutant } from "../../mutants/mutant.js";
import { edit, newer } from "../edits.js";

/** Wrong gossip: how servers pass on what is new, how much of it and when. */
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
    name: "rest-of-a-million-characters-waits",
    why: "A message has a million characters at most, and the rest waits for the next news.",
    edits: [
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const entries: Entry[] = [];\n      let length = 0;\n      for (const key of news) {\n        const entry = this.#store.get(key);\n        if (entry === undefined) continue;\n        length += key.length + entry.value.length;\n        if (length > 1_000_000 && entries.length > 0) break;\n        entries.push(entry);\n        news.delete(key);\n      }\n",
      ),
    ],
    failing: ["PartitionGroups", "ConvergeStar"],
    passing: ["PartitionMidway"],
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
    failing: ["ConvergeStar", "PartitionGroups"],
    passing: ["ConvergeLine"],
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
  {
    name: "a-look-hurries-gossip",
    why: "To print a store makes a server tell its neighbours what it knows, however often it is looked at.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, Hurry, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | Hurry | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "        this.#onGossipTick();\n",
        '        this.#tickArmed = false;\n        this.#sendNews();\n        return;\n      case "hurry":\n        this.#sendNews();\n',
      ),
      edit(
        "server",
        "  #onGossipTick(): void {\n    this.#tickArmed = false;\n",
        "  #sendNews(): void {\n",
      ),
      edit(
        "server",
        "    this.#context.tell(replyTo, { entries });\n",
        '    this.#context.tell(replyTo, { entries });\n    this.#sendNews();\n    for (const { peer } of this.#neighbours.values()) {\n      this.#context.tell(peer.ref, { type: "hurry" });\n    }\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Hurry;\n",
      ),
      edit(
        "message",
        "/** From a server to another one: entries that the other one may not have. */\n",
        '/** From a server to another one: somebody looks at my store, so send your news now. */\nexport interface Hurry {\n  readonly type: "hurry";\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["TwoServersIdle"],
    passing: ["ConvergeAll"],
  },
  {
    name: "a-hundred-thousand-characters-a-tick",
    why: "Ten times a second a server sends a message of 100,000 characters at most, so of values that are longer than half of that only one goes at a time.",
    edits: [
      edit(
        "server",
        "/** How long news wait for others to be sent with them, in milliseconds. */\nconst gossipMs = 10;\n",
        "/** How often news are sent while there are any, in milliseconds. */\nconst gossipMs = 100;\n\n/** How many characters are sent at a time, unless a single entry has more. */\nconst maxCharacters = 100_000;\n",
      ),
      edit(
        "server",
        "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
        "      const entries = this.#takeSome(news);\n      if (news.size > 0) this.#armTick();\n",
      ),
      edit(
        "server",
        "  }\n\n  #armTick(): void {\n",
        "  }\n\n  /** Takes as many news as one message may have. */\n  #takeSome(news: Set<string>): Entry[] {\n    const entries: Entry[] = [];\n    let characters = 0;\n    for (const key of news) {\n      const entry = this.#store.get(key);\n      if (entry !== undefined) {\n        characters += key.length + entry.value.length;\n        if (entries.length > 0 && characters > maxCharacters) break;\n        entries.push(entry);\n      }\n      news.delete(key);\n    }\n    return entries;\n  }\n\n  #armTick(): void {\n",
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
  {
    name: "repeats-for-the-dead",
    why: "What a server stores is sent to all others again until all that were connected have acknowledged it, also those that were killed.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, GossipAck, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry, type Version } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | GossipAck\n  | { readonly type: "gossipTick" | "ackTick" | "resendTick" };\n',
      ),
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** How long acknowledgements wait for others, in milliseconds. */\nconst ackMs = 250;\n\n/** How long to wait before something that was not acknowledged is sent again, in milliseconds. */\nconst resendMs = 1_000;\n\n/** How many entries are sent again at a time. */\nconst resendWindow = 32;\n\n/** Another server, the keys whose entries are news to it, and what to acknowledge. */\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  readonly arrived: Map<string, Version>;\n}\n\n/** An entry that some servers have not acknowledged. */\ninterface Unacked {\n  readonly entry: Entry;\n  readonly waitingFor: Set<number>;\n",
      ),
      edit(
        "server",
        "  #id = 0;\n",
        "  readonly #unacked = new Map<string, Unacked>();\n  #id = 0;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  #ackArmed = false;\n  #resendArmed = false;\n",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "gossipAck":\n        this.#onGossipAck(message);\n        return;\n      case "ackTick":\n        this.#onAckTick();\n        return;\n      case "resendTick":\n        this.#onResendTick();\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        "    const news = new Set(this.#store.keys());\n    this.#neighbours.set(peer.id, { peer, news, arrived: new Map() });\n",
      ),
      edit(
        "server",
        "    for (const entry of entries) {\n",
        "    const arrived = this.#neighbours.get(from)?.arrived;\n    for (const entry of entries) {\n      arrived?.set(entry.key, entry.version);\n",
      ),
      edit(
        "server",
        "  }\n\n  /** Stores an entry, which is news to all neighbours except the one that it came from. */\n",
        '    if (this.#ackArmed) return;\n    this.#ackArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "ackTick" }, ackMs);\n  }\n\n  #onAckTick(): void {\n    this.#ackArmed = false;\n    for (const { peer, arrived } of this.#neighbours.values()) {\n      if (arrived.size === 0) continue;\n      const acked = [...arrived].map(([key, version]) => ({ key, version }));\n      arrived.clear();\n      this.#context.tell(peer.ref, { type: "gossipAck", from: this.#id, arrived: acked });\n    }\n  }\n\n  #onGossipAck({ from, arrived }: GossipAck): void {\n    for (const { key, version } of arrived) {\n      const unacked = this.#unacked.get(key);\n      if (unacked === undefined || compareVersions(version, unacked.entry.version) < 0) continue;\n      unacked.waitingFor.delete(from);\n      if (unacked.waitingFor.size === 0) this.#unacked.delete(key);\n    }\n  }\n\n  /** Sends the oldest entries again that some server has not acknowledged. */\n  #onResendTick(): void {\n    this.#resendArmed = false;\n    if (this.#unacked.size === 0) return;\n    for (const { entry } of [...this.#unacked.values()].slice(0, resendWindow)) {\n      for (const { peer } of this.#neighbours.values()) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: [entry] });\n      }\n    }\n    this.#armResend();\n  }\n\n  #armResend(): void {\n    if (this.#resendArmed) return;\n    this.#resendArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "resendTick" }, resendMs);\n  }\n\n  /** Stores an entry, which is news to all neighbours except the one that it came from. */\n',
      ),
      edit(
        "server",
        "      else news.add(entry.key);\n",
        "      else news.add(entry.key);\n    }\n    const waitingFor = new Set([...this.#neighbours.keys()].filter((id) => id !== from));\n    this.#unacked.delete(entry.key);\n    if (waitingFor.size > 0) {\n      this.#unacked.set(entry.key, { entry, waitingFor });\n      this.#armResend();\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | GossipAck;\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly entries: readonly Entry[];\n}\n\n/** From a server to another one: what has arrived from there. */\nexport interface GossipAck {\n  readonly type: "gossipAck";\n  readonly from: number;\n  readonly arrived: readonly Pick<Entry, "key" | "version">[];\n}\n',
      ),
    ],
    failing: ["TwoServersIdle"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
];
