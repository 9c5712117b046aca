import type { Mutant } from "../../mutants/mutant.js";
import { edit, inParts } from "../edits.js";

const allNews = "news: new Set(this.#store.keys())";

const importsAckAndHello = edit(
  "server",
  'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
  'import type { Ack, Get, Gossip, Hello, PeerMessage, Put } from "./peer_message.js";\n',
);

const handlesHello = edit(
  "server",
  '        return;\n      case "gossip":\n',
  '        return;\n      case "hello":\n        this.#onHello(message);\n        return;\n      case "gossip":\n',
);

/** Wrong gossip over links that break and are made again. */
export const links: readonly Mutant[] = [
  {
    name: "gossip-needs-a-new-put",
    why: "Servers that are connected again exchange only what is put from then on.",
    edits: [edit("server", allNews, "news: new Set<string>()")],
    failing: ["PartitionHeals", "PartitionTie", "CrashComesBack", "ConvergeAll"],
    passing: ["TwoServersTwice"],
  },
  {
    name: "one-side-sends",
    why: "When a link is made, only the server with the higher id sends what it has.",
    edits: [edit("server", allNews, "news: new Set(peer.id < this.#id ? this.#store.keys() : [])")],
    failing: ["PartitionHeals"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "what-was-under-way-is-lost",
    why: "A server that is connected again gets what was put in between, but not what was lost with the link.",
    edits: [
      edit("server", "readonly news: Set<string>;", "readonly news: Set<string>;\n  up: boolean;"),
      edit(
        "server",
        "this.#neighbours.delete(message.peer.id);",
        "(this.#neighbours.get(message.peer.id) ?? { up: true }).up = false;",
      ),
      edit(
        "server",
        `{ peer, ${allNews} }`,
        "{ peer, up: true, news: this.#neighbours.get(peer.id)?.news ?? new Set(this.#store.keys()) }",
      ),
      edit(
        "server",
        "for (const { peer, news } of this.#neighbours.values()) {\n      const entries",
        "for (const { peer, news, up } of this.#neighbours.values()) {\n      if (!up) continue;\n      const entries",
      ),
    ],
    failing: ["CrashComesBack", "CrashInTheMiddle"],
    passing: ["PartitionHeals"],
  },
  {
    name: "skips-whom-the-sender-told",
    why: "News are not passed on to those whom their sender has told, too, whether they got it or not.",
    edits: [
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  /** By key, the entries' senders and whom those have told: they need not hear it from this server. */\n  readonly news: Map<string, readonly number[]>;\n",
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        "    const news = new Map([...this.#store.keys()].map((key) => [key, [] as readonly number[]]));\n    this.#neighbours.set(peer.id, { peer, news });\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  #onGossip({ from, told, entries }: Gossip): void {\n",
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n",
        "        this.#keep(entry, [from, ...told]);\n",
      ),
      edit(
        "server",
        "  /** Stores an entry, which is news to all neighbours except the one that it came from. */\n  #keep(entry: Entry, from?: number): void {\n",
        "  /** Stores an entry, which is news to all neighbours except those who know it. */\n  #keep(entry: Entry, knowing: readonly number[] = []): void {\n",
      ),
      edit(
        "server",
        "      if (peer.id === from) news.delete(entry.key);\n      else news.add(entry.key);\n",
        "      if (knowing.includes(peer.id)) news.delete(entry.key);\n      else news.set(entry.key, knowing);\n",
      ),
      edit(
        "server",
        '      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n',
        '      const entries = [...news.keys()].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length === 0) continue;\n      const told = [...this.#neighbours.keys()];\n      this.#context.tell(peer.ref, { type: "gossip", from: this.#id, told, entries });\n',
      ),
      edit(
        "message",
        "  readonly from: number;\n",
        "  readonly from: number;\n  /** The servers that the sender tells the same. */\n  readonly told: readonly number[];\n",
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["TwoServersSpread", "ConvergeLine"],
  },
  {
    name: "vector-with-gaps",
    why: "A server tells how far it has heard, although something before that is missing.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, Heard, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, originOf, type Entry } from "./version.js";\n\ninterface CatchUpTick {\n  readonly type: "catchUpTick";\n}\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | Heard | CatchUpTick | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** How long a neighbour that has missed something is left in peace first, in milliseconds. */\nconst catchUpMs = 250;\n\n/** Another server, the keys whose entries are news to it, and those that it has missed. */\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  readonly missed: Set<string>;\n",
      ),
      edit(
        "server",
        "  readonly #neighbours = new Map<number, Neighbour>();\n",
        "  readonly #neighbours = new Map<number, Neighbour>();\n  /** Of each origin, the newest time that this server has heard of. */\n  readonly #heard = new Map<string, number>();\n",
      ),
      edit(
        "server",
        '        return;\n      case "gossipTick":\n',
        '        return;\n      case "heard":\n        this.#onHeard(message);\n        return;\n      case "catchUpTick":\n        this.#onCatchUpTick();\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set(), missed: new Set() });\n    this.#context.tell(peer.ref, { type: "heard", from: this.#id, times: [...this.#heard] });\n  }\n\n  /** What a neighbour has not heard of is news to it. */\n  #onHeard({ from, times }: Heard): void {\n    const heard = new Map(times);\n    for (const { key, version } of this.#store.values()) {\n      if (version.time <= (heard.get(originOf(version)) ?? 0)) continue;\n      this.#neighbours.get(from)?.missed.add(key);\n    }\n    this.#context.tellAfter(this.#context.self, { type: "catchUpTick" }, catchUpMs);\n  }\n\n  #onCatchUpTick(): void {\n    for (const { news, missed } of this.#neighbours.values()) {\n      for (const key of missed) news.add(key);\n      missed.clear();\n    }\n',
      ),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n",
        "    this.#store.set(entry.key, entry);\n    const origin = originOf(entry.version);\n    this.#heard.set(origin, Math.max(this.#heard.get(origin) ?? 0, entry.version.time));\n",
      ),
      edit(
        "version",
        "\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n",
        "\n/** Who has accepted a write. */\nexport function originOf({ server, life }: Version): string {\n  return `${server}.${life}`;\n}\n\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        'export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Heard;\n\n/** From a server to another one when a link is made: how far it has heard from each origin of writes. */\nexport interface Heard {\n  readonly type: "heard";\n  readonly from: number;\n  readonly times: readonly (readonly [origin: string, time: number])[];\n}\n',
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "resends-last-batch-only",
    why: "When a link is restored, only the last message that it may have lost is sent again.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, Hello, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | Hello | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** A gossip message has no more entries than this. */\nconst maxEntries = 8;\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  /** Undefined until it has said which life it is. */\n  life: number | undefined;\n  /** What was sent last, and may be on its way. */\n  last: readonly string[];\n  isUp: boolean;\n",
      ),
      edit(
        "server",
        "        this.#neighbours.delete(message.peer.id);\n",
        '        this.#onDisconnected(message.peer);\n        return;\n      case "hello":\n        this.#onHello(message);\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n",
        '    const known = this.#neighbours.get(peer.id);\n    const { news, life, last } = known ?? { news: new Set<string>(), life: undefined, last: [] };\n    this.#neighbours.set(peer.id, { peer, news, life, last, isUp: false });\n    this.#context.tell(peer.ref, { type: "hello", from: this.#id, life: this.#life });\n  }\n\n  #onHello({ from, life }: Hello): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    // A new one knows nothing.\n    if (neighbour.life !== life) for (const key of this.#store.keys()) neighbour.news.add(key);\n    neighbour.life = life;\n    neighbour.isUp = true;\n    this.#armTick();\n  }\n\n  #onDisconnected({ id }: Peer<PeerMessage>): void {\n    const neighbour = this.#neighbours.get(id);\n    if (neighbour === undefined) return;\n    neighbour.isUp = false;\n    for (const key of neighbour.last) neighbour.news.add(key);\n',
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
        "    for (const neighbour of this.#neighbours.values()) {\n      const { peer, news, isUp } = neighbour;\n      if (!isUp) continue;\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
      ),
      edit(
        "server",
        '        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n',
        '        for (let start = 0; start < entries.length; start += maxEntries) {\n          const batch = entries.slice(start, start + maxEntries);\n          neighbour.last = batch.map(({ key }) => key);\n          this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: batch });\n        }\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        'export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Hello;\n\n/** The first message between servers over a new or restored link. */\nexport interface Hello {\n  readonly type: "hello";\n  readonly from: number;\n  readonly life: number;\n}\n',
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["PartitionHeals"],
  },
  {
    name: "writer-is-not-told",
    why: "News are not passed on to the server that has written them, although that may be another life.",
    edits: [
      edit(
        "server",
        " * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n",
        " * one that it came from and the one that has written it, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n",
      ),
      edit(
        "server",
        "      if (peer.id === from) news.delete(entry.key);\n",
        "      // Whoever has sent or written it has it already.\n      const hasIt = peer.id === from || peer.id === entry.version.server;\n      if (hasIt) news.delete(entry.key);\n",
      ),
    ],
    failing: ["CrashInTheMiddle"],
    passing: ["CrashComesBack"],
  },
  {
    name: "stores-of-one-checksum",
    why: "Servers exchange what they have only if checksums differ, which add the codes of all characters.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Checksum, Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | {",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | Checksum | {",
      ),
      edit(
        "server",
        '        return;\n      case "gossipTick":\n',
        '        return;\n      case "checksum":\n        this.#onChecksum(message);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n  }\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    this.#context.tell(peer.ref, { type: "checksum", from: this.#id, sum: this.#checksum() });\n  }\n\n  #onChecksum({ from, sum }: Checksum): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined || sum === this.#checksum()) return;\n    for (const key of this.#store.keys()) neighbour.news.add(key);\n    this.#armTick();\n  }\n\n  #checksum(): number {\n    let sum = 0;\n    for (const { key, value, version } of this.#store.values()) {\n      const text = `${key}=${value}=${version.time}@${version.server}.${version.life}`;\n      for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);\n    }\n    return sum;\n  }\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        'export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Checksum;\n\n/** From a server to another one when a link is made: tells whether they store the same. */\nexport interface Checksum {\n  readonly type: "checksum";\n  readonly from: number;\n  readonly sum: number;\n}\n',
      ),
    ],
    failing: ["PartitionHeals"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "first-piece-counts-for-all",
    why: "A long transfer goes in pieces, and with the first one the other server counts as told.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\n',
        'import type { Get, Gossip, Have, PeerMessage, Put } from "./peer_message.js";\n',
      ),
      edit(
        "server",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | {",
        "ServerEvent<PeerMessage> | Put | Get | Gossip | Have | {",
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** A gossip message has no more entries than this. */\nconst maxEntries = 64;\n",
      ),
      edit(
        "server",
        "  readonly #neighbours = new Map<number, Neighbour>();\n",
        "  readonly #neighbours = new Map<number, Neighbour>();\n  /** How many changes this store has had, and of each key, which was the last one. */\n  #changes = 0;\n  readonly #changed = new Map<string, number>();\n  /** Of each life of another server, how many of its changes have come. */\n  readonly #got = new Map<string, number>();\n",
      ),
      edit(
        "server",
        '        return;\n      case "gossipTick":\n',
        '        return;\n      case "have":\n        this.#onHave(message);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n  }\n",
        '    this.#neighbours.set(peer.id, { peer, news: new Set() });\n    this.#context.tell(peer.ref, { type: "have", from: this.#id, got: [...this.#got] });\n  }\n\n  #onHave({ from, got }: Have): void {\n    const upTo = new Map(got).get(`${this.#id}.${this.#life}`) ?? 0;\n    for (const [key, change] of this.#changed) {\n      if (change > upTo) this.#neighbours.get(from)?.news.add(key);\n    }\n    this.#armTick();\n  }\n',
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  #onGossip({ from, life, upTo, entries }: Gossip): void {\n    this.#got.set(`${from}.${life}`, upTo);\n",
      ),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n",
        "    this.#store.set(entry.key, entry);\n    this.#changed.set(entry.key, ++this.#changes);\n",
      ),
      inParts("maxEntries"),
      edit(
        "server",
        '        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n',
        '        const [life, upTo] = [this.#life, this.#changes];\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, life, upTo, entries });\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        'export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Have;\n\n/** From a server to another one when a link is made: how many changes of which life have come. */\nexport interface Have {\n  readonly type: "have";\n  readonly from: number;\n  readonly got: readonly (readonly [life: string, changes: number])[];\n}\n',
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n",
        "  readonly entries: readonly Entry[];\n  readonly life: number;\n  /** How many changes the sender has had. */\n  readonly upTo: number;\n",
      ),
    ],
    failing: ["ConvergeStar", "PartitionMidway"],
    passing: ["PartitionHeals"],
  },
  {
    name: "pages-by-offset",
    why: "A store is sent in pages by their offsets, while changes move what stands in it.",
    edits: [
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How many entries of a store a message has. */\nconst pageSize = 100;\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  /** How many entries of the store were sent since the link was made. */\n  sent: number;\n",
      ),
      edit("server", allNews, "news: new Set(), sent: 0"),
      edit(
        "server",
        "    this.#store.set(entry.key, entry);\n",
        "    // The newest ones stand last.\n    this.#store.delete(entry.key);\n    this.#store.set(entry.key, entry);\n",
      ),
      edit(
        "server",
        "    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n",
        "    for (const neighbour of this.#neighbours.values()) {\n      const { peer, news, sent } = neighbour;\n      const page = [...this.#store.values()].slice(sent, sent + pageSize);\n      neighbour.sent += page.length;\n      if (page.length > 0) this.#armTick();\n      const entries = [...page, ...[...news].flatMap((key) => this.#store.get(key) ?? [])];\n",
      ),
    ],
    failing: ["ConvergeStar"],
    passing: ["PartitionHeals"],
  },
  {
    name: "one-acknowledgement-for-all",
    why: "An acknowledgement counts for all that is on its way, also for what was sent after what it is for.",
    edits: [
      edit(
        "server",
        " * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n * a link is made or restored, both servers send each other everything, since messages may have been lost with the link;\n * what is news to the other one spreads from there. An idle system sends nothing.\n",
        " * one that it came from, together with other news of the last 2 ms. What is no news is not sent on, so gossip ends. When\n * a link is made or restored, both servers send each other what the other one has not acknowledged (a new life: everything),\n * since messages may have been lost with the link; what is news to the other one spreads from there. An idle system sends nothing.\n",
      ),
      importsAckAndHello,
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | Hello\n  | Ack\n  | { readonly type: "gossipTick" };\n',
      ),
      edit("server", "const gossipMs = 10;\n", "const gossipMs = 2;\n"),
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** Another server, now or formerly connected, and the keys whose entries are news to it. */\n",
      ),
      edit(
        "server",
        "  readonly peer: Peer<PeerMessage>;\n  readonly news: Set<string>;\n",
        "  peer: Peer<PeerMessage>;\n  readonly news: Set<string>;\n  /** What was sent, and not acknowledged yet. */\n  readonly inFlight: Set<string>;\n  /** Its last life that said hello; 0 for none. */\n  life: number;\n  /** Whether the link is up, and it has said hello. */\n  ready: boolean;\n",
      ),
      edit(
        "server",
        "        this.#neighbours.delete(message.peer.id);\n",
        "        this.#onDisconnected(message.peer);\n",
      ),
      edit(
        "server",
        "        this.#onGossip(message);\n",
        '        this.#onGossip(message);\n        return;\n      case "hello":\n        this.#onHello(message);\n        return;\n      case "ack":\n        this.#neighbours.get(message.from)?.inFlight.clear();\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    const known = this.#neighbours.get(peer.id);\n    if (known !== undefined) known.peer = peer;\n    else {\n      const [news, inFlight] = [new Set<string>(), new Set<string>()];\n      this.#neighbours.set(peer.id, { peer, news, inFlight, life: 0, ready: false });\n    }\n    this.#context.tell(peer.ref, { type: "hello", from: this.#id, life: this.#life });\n  }\n\n  #onDisconnected({ id }: Peer<PeerMessage>): void {\n    const neighbour = this.#neighbours.get(id);\n    if (neighbour !== undefined) neighbour.ready = false;\n  }\n\n  #onHello({ from, life }: Hello): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    const { news, inFlight } = neighbour;\n    // What was in flight was lost with the link; a new life knows nothing.\n    for (const key of neighbour.life === life ? inFlight : this.#store.keys()) news.add(key);\n    inFlight.clear();\n    neighbour.life = life;\n    neighbour.ready = true;\n',
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n      }\n    }\n  }\n\n",
        '        this.#keep(entry, from);\n      }\n    }\n    const sender = this.#neighbours.get(from);\n    if (sender !== undefined) {\n      this.#context.tell(sender.peer.ref, { type: "ack", from: this.#id });\n    }\n  }\n\n',
      ),
      edit(
        "server",
        "    this.#tickArmed = false;\n    for (const { peer, news } of this.#neighbours.values()) {\n",
        "    this.#tickArmed = false;\n    for (const { peer, news, inFlight, ready } of this.#neighbours.values()) {\n      if (!ready) continue;\n      for (const key of news) inFlight.add(key);\n",
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Hello | Ack;\n",
      ),
      edit(
        "message",
        "\n/** From a server to another one: entries that the other one may not have. */\n",
        '\n/** The first message of a server over a new link. */\nexport interface Hello {\n  readonly type: "hello";\n  readonly from: number;\n  readonly life: number;\n}\n\n/** The reply to {@link Gossip}. */\nexport interface Ack {\n  readonly type: "ack";\n  readonly from: number;\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["PartitionHeals"],
  },
  {
    name: "confirmed-by-key",
    why: "A confirmation names keys only, so that of an older write counts for a newer one that is still on its way.",
    edits: [
      edit(
        "server",
        " * one that it came from, together with other news of the last 10 ms. What is no news is not sent on, so gossip ends. When\n * a link is made or restored, both servers send each other everything, since messages may have been lost with the link;\n * what is news to the other one spreads from there. An idle system sends nothing.\n",
        " * one that it came from. What is no news is not sent on, so gossip ends. Servers confirm the keys that they get. When a\n * link is restored, both servers say which life they are, and send each other what was not confirmed, or everything to a\n * life that they have not met before. An idle system sends nothing.\n",
      ),
      importsAckAndHello,
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        "  ServerEvent<PeerMessage> | Put | Get | Hello | Gossip | Ack;\n",
      ),
      edit(
        "server",
        "/** How long news wait for others to be sent with them, in milliseconds. */\nconst gossipMs = 10;\n\n/** Another server, and the keys whose entries are news to it. */\n",
        "/** Another server that this one has or had a link to. */\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly life: number;\n  /** Whether it can be told something. */\n  isUp: boolean;\n  /** The keys of entries that it has not confirmed. */\n  readonly unconfirmed: Set<string>;\n",
      ),
      edit(
        "server",
        "  readonly #store = new Map<string, Entry>();\n",
        "  readonly #store = new Map<string, Entry>();\n  readonly #linked = new Map<number, Peer<PeerMessage>>();\n",
      ),
      edit("server", "  #tickArmed = false;\n", ""),
      edit(
        "server",
        "        this.#neighbours.delete(message.peer.id);\n",
        "        this.#onDisconnected(message.peer);\n",
      ),
      handlesHello,
      edit(
        "server",
        '      case "gossipTick":\n        this.#onGossipTick();\n',
        '      case "ack":\n        this.#onAck(message);\n',
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n",
        '    this.#linked.set(peer.id, peer);\n    this.#context.tell(peer.ref, { type: "hello", from: this.#id, life: this.#life });\n  }\n\n  #onDisconnected({ id }: Peer<PeerMessage>): void {\n    this.#linked.delete(id);\n    const neighbour = this.#neighbours.get(id);\n    if (neighbour !== undefined) neighbour.isUp = false;\n  }\n\n  #onHello({ from, life }: Hello): void {\n    const peer = this.#linked.get(from);\n    if (peer === undefined) return;\n    const before = this.#neighbours.get(from);\n    // A new life knows nothing.\n    const unconfirmed =\n      before?.life === life ? before.unconfirmed : new Set<string>(this.#store.keys());\n    const neighbour = { peer, life, isUp: true, unconfirmed };\n    this.#neighbours.set(from, neighbour);\n    this.#send(neighbour, [...unconfirmed]);\n  }\n\n  #onAck({ from, keys }: Ack): void {\n    const neighbour = this.#neighbours.get(from);\n    for (const key of keys) neighbour?.unconfirmed.delete(key);\n',
      ),
      edit(
        "server",
        "    this.#keep({ key, value, version });\n",
        "    this.#keep({ key, value, version });\n    this.#spread([key]);\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        '  #onGossip({ from, entries }: Gossip): void {\n    const sender = this.#linked.get(from);\n    if (sender !== undefined) {\n      const keys = entries.map(({ key }) => key);\n      this.#context.tell(sender.ref, { type: "ack", from: this.#id, keys });\n    }\n    const news = new Set<string>();\n',
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n      }\n    }\n  }\n\n",
        "        this.#keep(entry, from);\n        news.add(entry.key);\n      }\n    }\n    this.#spread([...news], from);\n  }\n\n",
      ),
      edit(
        "server",
        '    for (const { peer, news } of this.#neighbours.values()) {\n      if (peer.id === from) news.delete(entry.key);\n      else news.add(entry.key);\n    }\n    this.#armTick();\n  }\n\n  #onGossipTick(): void {\n    this.#tickArmed = false;\n    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n',
        "    for (const { peer, unconfirmed } of this.#neighbours.values()) {\n      if (peer.id === from) unconfirmed.delete(entry.key);\n      else unconfirmed.add(entry.key);\n",
      ),
      edit(
        "server",
        '  #armTick(): void {\n    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);\n',
        '  /** Sends news to all that are connected, except the one that they came from. */\n  #spread(keys: readonly string[], from?: number): void {\n    for (const neighbour of this.#neighbours.values()) {\n      if (neighbour.isUp && neighbour.peer.id !== from) this.#send(neighbour, keys);\n    }\n  }\n\n  #send({ peer }: Neighbour, keys: readonly string[]): void {\n    const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n    if (entries.length === 0) return;\n    this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Hello | Gossip | Ack;\n",
      ),
      edit(
        "message",
        "\n/** From a server to another one: entries that the other one may not have. */\n",
        '\n/** The first message of a server over a link: which life of it this is. */\nexport interface Hello {\n  readonly type: "hello";\n  readonly from: number;\n  readonly life: number;\n}\n\n/** The reply to {@link Gossip}: the keys that have arrived. */\nexport interface Ack {\n  readonly type: "ack";\n  readonly from: number;\n  readonly keys: readonly string[];\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["PartitionHeals"],
  },
  {
    name: "vector-with-each-chunk",
    why: "Each part of an exchange says that the receiver has it all, so a break in the middle loses the rest.",
    edits: [
      edit(
        "message",
        "  readonly from: number;\n",
        "  readonly from: number;\n  /** What the sender has seen, and with these entries the receiver as well. */\n  readonly seen: Vector;\n",
      ),
      edit(
        "message",
        "/** From a server to another one: entries that the other one may not have. */\n",
        '/** What a server has: the time of the newest write of each server and life. */\nexport type Vector = readonly (readonly [origin: string, time: number])[];\n\n/** From a server to another one, when their link is made: send me what I have not seen. */\nexport interface Hello {\n  readonly type: "hello";\n  readonly from: number;\n  readonly seen: Vector;\n}\n\n/** From a server to another one: entries that the other one has not seen. */\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Hello | Gossip;\n",
      ),
      edit(
        "server",
        " * a link is made or restored, both servers send each other everything, since messages may have been lost with the link;\n * what is news to the other one spreads from there. An idle system sends nothing.\n",
        " * a link is made or restored, messages may have been lost with it; so both servers tell each other the newest write that\n * they have seen of each server and life, and send what the other one has not seen. An idle system sends nothing.\n",
      ),
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, Hello, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry, type Version } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  ServerEvent<PeerMessage> | Put | Get | Hello | Gossip | { readonly type: "gossipTick" };\n',
      ),
      edit(
        "server",
        "/** Another server, and the keys whose entries are news to it. */\n",
        "/** How many entries a message has at most. */\nconst chunkSize = 100;\n\n/** Another server, and the keys whose entries are news to it; undefined until it has said what it has. */\n",
      ),
      edit("server", "  readonly news: Set<string>;\n", "  news: Set<string> | undefined;\n"),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** The time of the newest write of each server and life that this server has, with all before it. */\n  readonly #seen = new Map<string, number>();\n",
      ),
      handlesHello,
      edit(
        "server",
        "    this.#neighbours.set(peer.id, { peer, news: new Set(this.#store.keys()) });\n",
        '    this.#neighbours.set(peer.id, { peer, news: undefined });\n    this.#context.tell(peer.ref, { type: "hello", from: this.#id, seen: [...this.#seen] });\n  }\n\n  #onHello({ from, seen }: Hello): void {\n    const neighbour = this.#neighbours.get(from);\n    if (neighbour === undefined) return;\n    const theirs = new Map(seen);\n    const unseen = [...this.#store.values()].filter(\n      ({ version }) => version.time > (theirs.get(originOf(version)) ?? 0),\n    );\n    neighbour.news = new Set(unseen.map(({ key }) => key));\n',
      ),
      edit(
        "server",
        "    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const version = { time: this.#time, server: this.#id, life: this.#life };\n    this.#seen.set(originOf(version), version.time);\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n",
        "  #onGossip({ from, seen, entries }: Gossip): void {\n",
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n      }\n    }\n  }\n\n",
        "        this.#keep(entry, from);\n      }\n    }\n    for (const [origin, time] of seen) {\n      this.#seen.set(origin, Math.max(this.#seen.get(origin) ?? 0, time));\n    }\n  }\n\n",
      ),
      edit(
        "server",
        "      if (peer.id === from) news.delete(entry.key);\n      else news.add(entry.key);\n",
        "      if (peer.id === from) news?.delete(entry.key);\n      else news?.add(entry.key);\n",
      ),
      edit(
        "server",
        '      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n',
        '      const entries = [...(news ?? [])].flatMap((key) => this.#store.get(key) ?? []);\n      news?.clear();\n      const seen = [...this.#seen];\n      for (let start = 0; start < entries.length; start += chunkSize) {\n        const chunk = entries.slice(start, start + chunkSize);\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, seen, entries: chunk });\n',
      ),
      edit(
        "server",
        "  }\n}\n",
        "  }\n}\n\n/** Names the server and life that accepted a write. */\nfunction originOf({ server, life }: Version): string {\n  return `${server}.${life}`;\n}\n",
      ),
    ],
    failing: ["PartitionMidway"],
    passing: ["PartitionHeals"],
  },
  {
    name: "resend-until-all-acked",
    why: "News is repeated until all that were connected have confirmed it, also a server that was killed.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, GossipAck, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry, type Version } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | GossipAck\n  | { readonly type: "gossipTick" }\n  | { readonly type: "resendTick" };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How often news are repeated that others have not confirmed, in milliseconds. */\nconst resendMs = 40;\n",
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n}\n\n/** News that some servers have not confirmed yet. */\ninterface Unconfirmed {\n  readonly version: Version;\n  readonly missing: Set<number>;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** News of which some servers have not said that they have arrived, by key. */\n  readonly #unconfirmed = new Map<string, Unconfirmed>();\n  #resendArmed = false;\n",
      ),
      edit(
        "server",
        "        this.#onGossip(message);\n",
        '        this.#onGossip(message);\n        return;\n      case "gossipAck":\n        this.#onGossipAck(message);\n        return;\n      case "resendTick":\n        this.#onResendTick();\n',
      ),
      edit(
        "server",
        "        this.#keep(entry, from);\n      }\n    }\n  }\n\n",
        '        this.#keep(entry, from);\n      }\n    }\n    const got = entries.map(({ key, version }) => ({ key, version }));\n    const sender = this.#neighbours.get(from)?.peer;\n    if (sender !== undefined) {\n      this.#context.tell(sender.ref, { type: "gossipAck", from: this.#id, got });\n    }\n  }\n\n  #onGossipAck({ from, got }: GossipAck): void {\n    for (const { key, version } of got) {\n      const unconfirmed = this.#unconfirmed.get(key);\n      if (unconfirmed === undefined || compareVersions(unconfirmed.version, version) !== 0) continue;\n      unconfirmed.missing.delete(from);\n      if (unconfirmed.missing.size === 0) this.#unconfirmed.delete(key);\n    }\n  }\n\n  /** Repeats what not all others have confirmed: they may have missed it. */\n  #onResendTick(): void {\n    this.#resendArmed = false;\n    if (this.#unconfirmed.size === 0) return;\n    const entries = [...this.#unconfirmed.keys()].flatMap((key) => this.#store.get(key) ?? []);\n    for (const { peer } of this.#neighbours.values()) {\n      this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n    }\n    this.#armResend();\n  }\n\n  #armResend(): void {\n    if (this.#resendArmed) return;\n    this.#resendArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "resendTick" }, resendMs);\n  }\n\n',
      ),
      edit(
        "server",
        "    }\n    this.#armTick();\n",
        "    }\n    const missing = new Set([...this.#neighbours.keys()].filter((id) => id !== from));\n    if (missing.size > 0) this.#unconfirmed.set(entry.key, { version: entry.version, missing });\n    else this.#unconfirmed.delete(entry.key);\n    this.#armResend();\n    this.#armTick();\n",
      ),
      edit(
        "message",
        "  readonly entries: readonly Entry[];\n}\n",
        '  readonly entries: readonly Entry[];\n}\n\n/** The reply to {@link Gossip}: what has arrived. */\nexport interface GossipAck {\n  readonly type: "gossipAck";\n  readonly from: number;\n  readonly got: readonly { readonly key: string; readonly version: Version }[];\n}\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | GossipAck;\n",
      ),
    ],
    failing: ["TwoServersIdle", "CrashInTheMiddle"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "staged-until-complete",
    why: "A new link's exchange comes in parts, which are stored together when the last one is there, also over what a client has put meanwhile.",
    edits: [
      edit(
        "server",
        '{ readonly type: "gossipTick" };',
        '{ readonly type: "gossipTick" } | { readonly type: "partTick"; readonly neighbour: number; readonly keys: readonly string[] };',
      ),
      edit(
        "server",
        "  readonly news: Set<string>;\n",
        "  readonly news: Set<string>;\n  readonly staged: Map<string, Entry>;\n",
      ),
      edit(
        "server",
        '      case "gossipTick":\n',
        '      case "partTick":\n        this.#sendPart(message.neighbour, message.keys);\n        return;\n      case "gossipTick":\n',
      ),
      edit(
        "server",
        "{ peer, news: new Set(this.#store.keys()) });\n    this.#armTick();\n",
        "{ peer, news: new Set(), staged: new Map() });\n    this.#sendPart(peer.id, [...this.#store.keys()]);\n",
      ),
      edit(
        "server",
        "  #onGossip({ from, entries }: Gossip): void {\n    for (const entry of entries) {\n",
        '  #sendPart(id: number, keys: readonly string[]): void {\n    const neighbour = this.#neighbours.get(id);\n    if (neighbour === undefined || keys.length === 0) return;\n    const entries = keys.slice(0, 100).flatMap((key) => this.#store.get(key) ?? []);\n    const left = keys.slice(100);\n    this.#context.tell(neighbour.peer.ref, { type: "gossip", from: this.#id, entries, isLast: left.length === 0 });\n    this.#context.tellAfter(this.#context.self, { type: "partTick", neighbour: id, keys: left }, 5);\n  }\n\n  #onGossip({ from, entries, isLast }: Gossip): void {\n    const { staged } = this.#neighbours.get(from) ?? { staged: new Map<string, Entry>() };\n    for (const entry of entries) {\n      if (isLast !== undefined) staged.set(entry.key, entry);\n      const stored = this.#store.get(entry.key);\n      if (stored !== undefined && compareVersions(stored.version, entry.version) >= 0) staged.delete(entry.key);\n    }\n    if (isLast === true) {\n      for (const entry of staged.values()) this.#keep(entry, from);\n      staged.clear();\n    }\n    for (const entry of isLast === undefined ? entries : []) {\n',
      ),
      edit(
        "message",
        '  readonly type: "gossip";\n',
        '  readonly type: "gossip";\n  readonly isLast?: boolean;\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["PartitionHeals", "TwoServersSpread"],
  },
];
