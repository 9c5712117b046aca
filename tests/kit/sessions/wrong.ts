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
    passing: ["PartitionHidesWrites", "TwoServersLaterWins"],
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
    passing: ["PartitionHeals", "PartitionGroups"],
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
];
