import type { Mutant } from "../mutants/mutant.js";
import { edit } from "./edits.js";

const newer = "known === undefined || compareVersions(known.version, entry.version) < 0";
const allNews = "news: new Set(this.#store.keys())";

/** Wrong solutions of the sessions lab: each guarantee broken in several ways. */
export const wrong: readonly Mutant[] = [
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
    passing: ["TwoServersSpread", "PartitionHeals", "ConvergeAll"],
  },
  {
    name: "gossip-needs-a-new-put",
    why: "Servers that are connected again exchange only what is put from then on.",
    edits: [edit("server", allNews, "news: new Set<string>()")],
    failing: ["PartitionHeals", "PartitionTie", "CrashComesBack"],
    passing: ["TwoServersTwice", "ConvergeAll"],
  },
  {
    name: "one-side-sends",
    why: "When a link is made, only the server with the higher id sends what it has.",
    edits: [edit("server", allNews, "news: new Set(peer.id < this.#id ? this.#store.keys() : [])")],
    failing: ["PartitionHeals"],
    passing: ["TwoServersSpread"],
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
    name: "round-in-circles",
    why: "A server passes on what it knows already, so gossip never ends.",
    edits: [edit("server", newer, newer.replace("< 0", "<= 0"))],
    failing: ["ConvergeAll"],
    passing: ["TwoServersSpread", "ConvergeLine"],
  },
  {
    name: "last-arrival-wins",
    why: "A server takes whatever arrives.",
    edits: [edit("server", newer, newer.replace("< 0", "!== 0"))],
    failing: ["PartitionTie"],
    passing: ["TwoServersSpread", "OneServerPutGet"],
  },
  {
    name: "first-arrival-wins",
    why: "A server never overwrites what it has by what arrives.",
    edits: [edit("server", newer, "known === undefined")],
    failing: ["TwoServersTwice", "TwoServersLaterWins", "TwoServersOverwrite"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
  {
    name: "no-tie-break",
    why: "Of two concurrent writes with the same time each server keeps its own.",
    edits: [
      edit(
        "version",
        "return a.time - b.time || a.server - b.server || a.life - b.life;",
        "return a.time - b.time;",
      ),
    ],
    failing: ["PartitionTie", "PartitionGroups"],
    passing: ["TwoServersLaterWins", "WritesAtTwoServers"],
  },
  {
    name: "a-put-forgets-its-client",
    why: "A put does not carry what the client has seen, so its second write can lose to its first.",
    edits: [edit("server", "Math.max(this.#time, dependency?.time ?? 0) + 1", "this.#time + 1")],
    failing: ["WritesAtTwoServers"],
    passing: ["TwoServersLaterWins", "WritesOlderValue"],
    quick: true,
  },
  {
    name: "gossip-forgets-time",
    why: "A server's clock does not follow the writes that it gets from others.",
    edits: [edit("server", "this.#time = Math.max(this.#time, entry.version.time);\n", "\n")],
    failing: ["TwoServersLaterWins"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "wall-clock",
    why: "Versions are times of wall clocks, which differ from server to server and stand still now and then.",
    edits: [
      edit(
        "server",
        "this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;",
        "void dependency;\n    this.#time = this.#context.now();",
      ),
    ],
    failing: ["TwoServersLaterWins", "TwoServersOverwrite"],
    passing: ["TwoServersSpread", "PartitionHidesWrites"],
  },
  {
    name: "server-id-before-time",
    why: "The server with the higher id always wins.",
    edits: [
      edit(
        "version",
        "return a.time - b.time || a.server - b.server || a.life - b.life;",
        "return a.server - b.server || a.life - b.life || a.time - b.time;",
      ),
    ],
    failing: ["TwoServersLaterWins"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "life-is-ignored",
    why: "A server that comes back uses the numbers of its former life again.",
    edits: [edit("server", "life: this.#life }", "life: 1 }")],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack", "CrashLosesWrite"],
  },
  {
    name: "nothing-is-too-old",
    why: "Servers do not look at dependencies.",
    edits: [edit("server", "dependency !== null &&\n", "dependency === undefined &&\n")],
    failing: ["WritesOlderValue", "WritesMissing", "ReadsOlderValue"],
    passing: ["WritesAtTwoServers", "PartitionHeals"],
  },
  {
    name: "err-key-for-err-dep",
    why: "A key that is missing is ERR_KEY, whether the client depends on it or not.",
    edits: [
      edit(
        "server",
        "(entry === undefined || compareVersions",
        "(entry !== undefined && compareVersions",
      ),
    ],
    failing: ["WritesMissing", "ReadsMissing"],
    passing: ["WritesOlderValue", "ReadsOlderValue"],
  },
  {
    name: "err-dep-for-err-key",
    why: "A key that nobody has put is ERR_DEP.",
    edits: [edit("server", 'error: "ERR_KEY" }', 'error: "ERR_DEP" }')],
    failing: ["OneServerPutGet", "ReadsMissing"],
    passing: ["WritesOlderValue", "TwoServersSpread"],
  },
  {
    name: "newer-is-not-enough",
    why: "A dependency is met by that very write only, and not by a newer one.",
    edits: [
      edit(
        "server",
        "compareVersions(entry.version, dependency) < 0",
        "compareVersions(entry.version, dependency) !== 0",
      ),
    ],
    failing: ["WritesNewerValue"],
    passing: ["WritesMissing", "ReadsMissing"],
  },
  {
    name: "writes-create-no-dependency",
    why: "A client depends on what it reads only.",
    edits: [edit("client", "this.#depend(command.key, version);", "void version;")],
    failing: ["WritesOlderValue", "WritesMissing", "WritesAtTwoServers"],
    passing: ["ReadsOlderValue", "ReadsMissing"],
  },
  {
    name: "reads-create-no-dependency",
    why: "A client depends on what it writes only.",
    edits: [edit("client", "this.#depend(command.key, reply.entry.version);", "")],
    failing: ["ReadsOlderValue", "ReadsMissing", "ReadsOfNewerValue"],
    passing: ["WritesOlderValue"],
    quick: true,
  },
  {
    name: "first-dependency-stays",
    why: "A client depends on the first write of a key that it has seen.",
    edits: [
      edit(
        "client",
        "if (known === undefined || compareVersions(known, version) < 0) {",
        "if (known === undefined) {",
      ),
      edit("client", "import { compareVersions, type Version }", "import type { Version }"),
    ],
    failing: ["ReadsOfNewerValue"],
    passing: ["WritesMissing", "ReadsMissing"],
  },
  {
    name: "one-dependency-for-all-keys",
    why: "Dependencies belong to the client, and not to each key.",
    edits: [
      edit("client", "this.#dependencies.get(key) ?? null", 'this.#dependencies.get("") ?? null'),
      edit("client", "this.#dependencies.get(key);", 'this.#dependencies.get("");'),
      edit(
        "client",
        "this.#dependencies.set(key, version);",
        'void key;\n      this.#dependencies.set("", version);',
      ),
    ],
    failing: ["WritesPerKey", "WritesMissing"],
    passing: ["WritesOlderValue"],
  },
  {
    name: "an-error-clears-the-dependency",
    why: "Once it was reported, the client forgets what it depends on, and reads the older value.",
    edits: [
      edit(
        "client",
        'if ("error" in reply) {',
        'if ("error" in reply) {\n      this.#dependencies.delete(command.key);',
      ),
    ],
    failing: ["WritesOlderValue", "ReadsOlderValue"],
    passing: ["WritesPerKey", "WritesAtTwoServers"],
  },
  {
    name: "moving-clears-dependencies",
    why: "Dependencies end with the connection.",
    edits: [
      edit("client", "const wasCurrent =", "this.#dependencies.clear();\n    const wasCurrent ="),
    ],
    failing: ["WritesOlderValue", "ReadsOlderValue", "MoveThereAndBack", "CrashLosesWrite"],
    passing: ["TwoServersSpread", "PartitionHeals"],
  },
  {
    name: "dependencies-on-values",
    why: "A server thinks that a dependency is met if it shows the same value, which an older write may have, too.",
    edits: [
      edit(
        "message",
        "/** The reply to {@link Get}. */",
        "export interface Seen {\n  readonly seen?: string | undefined;\n}\n\n/** The reply to {@link Get}. */",
      ),
      edit("message", "export interface Get {", "export interface Get extends Seen {"),
      edit(
        "client",
        "#pending: PutCommand | GetCommand | undefined;",
        "#pending: PutCommand | GetCommand | undefined;\n  readonly #seen = new Map<string, string>();",
      ),
      edit(
        "client",
        '{ type: "get", key, dependency, replyTo }',
        '{ type: "get", key, dependency, replyTo, seen: this.#seen.get(key) }',
      ),
      edit(
        "client",
        "this.#context.tell(command.replyTo, { value: reply.entry.value });",
        "this.#seen.set(command.key, reply.entry.value);\n    this.#context.tell(command.replyTo, { value: reply.entry.value });",
      ),
      edit(
        "server",
        "#onGet({ key, dependency, replyTo }: Get)",
        "#onGet({ key, dependency, replyTo, seen }: Get)",
      ),
      edit(
        "server",
        "(entry === undefined || compareVersions(entry.version, dependency) < 0)",
        "(entry === undefined || (entry.value !== seen && compareVersions(entry.version, dependency) < 0))",
      ),
    ],
    failing: ["ReadsOfSameValue"],
    passing: ["ReadsOlderValue", "WritesOlderValue"],
  },
  {
    name: "put-does-not-wait",
    why: "A client says that a put is done before any server has it.",
    edits: [
      edit(
        "client",
        'this.#context.tell(server.ref, { type: "put", key, value, dependency, replyTo });',
        'this.#context.tell(server.ref, { type: "put", key, value, dependency, replyTo });\n      this.#context.tell(command.replyTo, {});',
      ),
    ],
    failing: ["WritesMissing"],
    passing: ["OneServerPutGet"],
  },
  {
    name: "oldest-connection",
    why: "A client stays with the first of its servers as long as it can.",
    edits: [
      edit("client", "const server = this.#servers.at(-1);", "const server = this.#servers[0];"),
    ],
    failing: ["MoveToNewest"],
    passing: ["MoveThereAndBack", "WritesOlderValue"],
  },
  {
    name: "client-waits-for-ever",
    why: "A client does not notice that its link is broken, and waits for a reply.",
    edits: [
      edit("client", "this.#servers = this.#servers.filter((server) => server.id !== id);\n", ""),
    ],
    failing: ["OneServerNoConnection"],
    passing: ["OneServerPutGet", "TwoServersSpread"],
  },
  {
    name: "keys-of-an-object",
    why: "Dependencies are kept in an object, which has built-in properties.",
    edits: [
      edit("client", "new Map<string, Version>()", "{} as Record<string, Version | undefined>"),
      edit("client", "this.#dependencies.get(key) ?? null", "this.#dependencies[key] ?? null"),
      edit("client", "this.#dependencies.get(key);", "this.#dependencies[key];"),
      edit("client", "this.#dependencies.set(key, version);", "this.#dependencies[key] = version;"),
    ],
    failing: ["OneServerValues"],
    passing: ["OneServerPutGet", "WritesOlderValue"],
  },
  {
    name: "empty-is-missing",
    why: "A value of no characters counts as none.",
    edits: [
      edit(
        "server",
        "else if (entry === undefined)",
        'else if (entry === undefined || entry.value === "")',
      ),
    ],
    failing: ["OneServerValues"],
    passing: ["OneServerPutGet", "TwoServersSpread"],
  },

  {
    name: "falls-back-to-the-oldest",
    why: "A client that loses its newest server goes on with the oldest of the others.",
    edits: [
      edit(
        "client",
        "this.#servers = this.#servers.filter((server) => server.id !== id);\n",
        "const others = this.#servers.filter((server) => server.id !== id);\n    this.#servers = wasCurrent ? others.reverse() : others;\n",
      ),
    ],
    failing: ["MoveToNewest"],
    passing: ["MoveThereAndBack", "OneServerNoConnection"],
  },
  {
    name: "reads-do-not-order-puts",
    why: "A put carries what its client has written, and not what it has read, so it can lose to that.",
    edits: [
      edit(
        "client",
        "readonly #dependencies = new Map<string, Version>();\n",
        "readonly #dependencies = new Map<string, Version>();\n  readonly #written = new Map<string, Version>();\n",
      ),
      edit(
        "client",
        'this.#context.tell(server.ref, { type: "put", key, value, dependency, replyTo });',
        'this.#context.tell(server.ref, { type: "put", key, value, dependency: this.#written.get(key) ?? null, replyTo });',
      ),
      edit(
        "client",
        "this.#depend(command.key, version);",
        "this.#written.set(command.key, version);\n    this.#depend(command.key, version);",
      ),
    ],
    failing: ["WritesAtTwoServers"],
    passing: ["ReadsOfNewerValue", "WritesNewerValue"],
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
    failing: ["TwoServersOverwrite"],
    passing: ["CrashComesBack", "ConvergeAll"],
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
    failing: ["TwoServersOverwrite"],
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
    name: "life-is-one-bit",
    why: "Versions tell only even lives from odd ones.",
    edits: [edit("server", "life: this.#life }", "life: this.#life % 2 }")],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack", "CrashLosesWrite"],
  },
  {
    name: "a-timer-for-each-connection",
    why: "Each link that is made starts a timer that sends everything ten times a second, for ever.",
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
        '    this.#context.tellEvery(this.#context.self, { type: "again", id: peer.id }, 100);\n    this.#armTick();\n  }\n\n  #onPut',
      ),
    ],
    failing: ["ConvergeAll"],
    passing: ["TwoServersSpread", "ConvergeStar"],
  },
  {
    name: "version-of-the-moment",
    why: "A server tells another version of a write each time that it is asked, so stabilize never ends.",
    edits: [
      edit(
        "server",
        "version: `${time}@${server}.${life}` };",
        "version: `${time}@${server}.${life} ${this.#context.now()} ${this.#id}` };",
      ),
    ],
    failing: ["TwoServersIdle", "TwoServersSpread"],
    passing: ["OneServerPutGet"],
  },
  {
    name: "version-is-the-value",
    why: "The version that a server tells is the value, so stabilize takes two writes of one value for one.",
    edits: [
      edit("server", "const { time, server, life } = version;\n", "void version;\n"),
      edit("server", "version: `${time}@${server}.${life}` };", "version: value };"),
    ],
    failing: ["ReadsOfSameValue"],
    passing: ["TwoServersSpread", "ConvergeLine"],
  },
  {
    name: "get-waits-for-gossip",
    why: "A server that does not know a dependency waits for a second before it says so.",
    edits: [
      edit(
        "server",
        'if (isTooOld) this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });',
        'if (isTooOld) this.#context.tellAfter(replyTo, { type: "getReply", error: "ERR_DEP" }, 1_000);',
      ),
    ],
    failing: ["WritesMissing"],
    passing: ["TwoServersSpread"],
  },
  {
    name: "async-handler",
    why: "The server's handler is an async function.",
    edits: [
      edit(
        "server",
        "  onMessage(message: ServerMessage): void {\n",
        "  async onMessage(message: ServerMessage): Promise<void> {\n    await Promise.resolve();\n",
      ),
    ],
    failing: ["Lint"],
    passing: [],
  },
  {
    name: "timer-of-its-own",
    why: "The server gossips by setTimeout.",
    edits: [
      edit(
        "server",
        '    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);',
        "    setTimeout(() => {\n      this.#onGossipTick();\n    }, gossipMs);",
      ),
    ],
    failing: ["Lint", "TwoServersSpread"],
    passing: [],
  },
  {
    name: "no-protocol-comment",
    why: "The comment at the top does not say how dependencies are kept.",
    edits: [
      edit(
        "server",
        " * A client keeps the version of what it last wrote or read of each key: its dependency. It sends the dependency along\n",
        " * A client keeps the version of what it last wrote or read of each key. It sends that along\n",
      ),
    ],
    failing: ["Design comment"],
    passing: [],
  },
  {
    name: "dependency-by-time",
    why: "A dependency is compared by its time alone, so of two writes with one time either satisfies it.",
    edits: [
      edit(
        "server",
        "      (entry === undefined || compareVersions(entry.version, dependency) < 0);\n",
        "      (entry === undefined || entry.version.time < dependency.time);\n",
      ),
    ],
    failing: ["PartitionTie"],
    passing: ["WritesOlderValue"],
  },
  {
    name: "fifty-dependencies",
    why: "A client keeps the dependencies of the fifty keys that it used last.",
    edits: [
      edit(
        "client",
        "export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;\n",
        "export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;\n\n/** A client remembers no more keys than this; older ones have reached all servers anyway. */\nconst maxKeys = 50;\n",
      ),
      edit(
        "client",
        "    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n",
        "    const isNewer = known === undefined || compareVersions(known, version) < 0;\n    this.#dependencies.delete(key);\n    this.#dependencies.set(key, isNewer ? version : known);\n    const [oldest] = this.#dependencies.keys();\n    if (this.#dependencies.size > maxKeys && oldest !== undefined) {\n      this.#dependencies.delete(oldest);\n",
      ),
    ],
    failing: ["WritesMissing"],
    passing: ["WritesOlderValue"],
  },
  {
    name: "newer-than-its-client-only",
    why: "A put is newer than what its client depends on, and not than what its server stores.",
    edits: [
      edit(
        "server",
        "  /** The newest Lamport time that this server has seen. */\n  #time = 0;\n",
        "",
      ),
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const before = dependency ?? this.#store.get(key)?.version;\n    const version = { time: (before?.time ?? 0) + 1, server: this.#id, life: this.#life };\n",
      ),
      edit("server", "      this.#time = Math.max(this.#time, entry.version.time);\n", ""),
    ],
    failing: ["TwoServersLaterWins"],
    passing: ["WritesAtTwoServers"],
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
    failing: ["TwoServersOverwrite"],
    passing: ["TwoServersSpread"],
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
    name: "version-shows-time-only",
    why: "The version that a server tells has no server in it, so two writes may look the same.",
    edits: [
      edit(
        "server",
        "      const { time, server, life } = version;\n      return { key, value, version: `${time}@${server}.${life}` };\n",
        "      return { key, value, version: `${version.time}` };\n",
      ),
    ],
    failing: ["ReadsOfSameValue"],
    passing: ["TwoServersSpread"],
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
    name: "lives-come-first",
    why: "Versions are ordered by the server's life first.",
    edits: [
      edit(
        "version",
        " * Identifies a write, and orders the writes of a key: by Lamport time, then by the server that accepted it, then by the\n * life of that server. Every write gets a time above all those that its server and its client have seen, so a write that\n",
        " * Identifies a write, and orders the writes of a key: by the life of the server that accepted it, then by Lamport\n * time, then by that server. Every write gets a time above all those that its server and its client have seen, so a write that\n",
      ),
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n",
        "  return a.life - b.life || a.time - b.time || a.server - b.server;\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack"],
  },
  {
    name: "shown-version-without-life",
    why: "The version that a server tells has no life in it.",
    edits: [
      edit(
        "server",
        "      const { time, server, life } = version;\n      return { key, value, version: `${time}@${server}.${life}` };\n",
        "      const { time, server } = version;\n      return { key, value, version: `${time}@${server}` };\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack"],
  },
  {
    name: "waits-for-a-link",
    why: "A client without a connection waits for one before it says so.",
    edits: [
      edit(
        "client",
        "export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;\n",
        'export type ClientMessage =\n  | ClientEvent<PeerMessage>\n  | PutReply\n  | GetReply\n  | { readonly type: "giveUp"; readonly command: PutCommand | GetCommand };\n\n/** How long a link may take to come back, in milliseconds. */\nconst patienceMs = 400;\n',
      ),
      edit(
        "client",
        '        return;\n      case "putReply":\n',
        '        return;\n      case "giveUp":\n        this.#onCommand(message.command, true);\n        return;\n      case "putReply":\n',
      ),
      edit(
        "client",
        "  #onCommand(command: PutCommand | GetCommand): void {\n",
        "  #onCommand(command: PutCommand | GetCommand, hasWaited = false): void {\n",
      ),
      edit(
        "client",
        "      this.#refuse(command);\n",
        '      const { self } = this.#context;\n      if (hasWaited) this.#refuse(command);\n      else this.#context.tellAfter(self, { type: "giveUp", command }, patienceMs);\n',
      ),
    ],
    failing: ["OneServerNoConnection"],
    passing: ["OneServerPutGet"],
  },
  {
    name: "waits-for-the-write",
    why: "A server that is linked to another one waits for what it lacks before it says so.",
    edits: [
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | { readonly type: "gossipTick" }\n  | { readonly type: "lateGet"; readonly get: Get };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** What a client depends on may be on its way for so long, in milliseconds. */\nconst patienceMs = 300;\n",
      ),
      edit(
        "server",
        '        return;\n      case "gossip":\n',
        '        return;\n      case "lateGet":\n        this.#onGet(message.get, true);\n        return;\n      case "gossip":\n',
      ),
      edit(
        "server",
        "  #onGet({ key, dependency, replyTo }: Get): void {\n",
        "  #onGet(get: Get, hasWaited = false): void {\n    const { key, dependency, replyTo } = get;\n",
      ),
      edit(
        "server",
        "      (entry === undefined || compareVersions(entry.version, dependency) < 0);\n",
        '      (entry === undefined || compareVersions(entry.version, dependency) < 0);\n    if (isTooOld && !hasWaited && this.#neighbours.size > 0) {\n      this.#context.tellAfter(this.#context.self, { type: "lateGet", get }, patienceMs);\n      return;\n    }\n',
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["TwoServersSpread"],
  },
];
