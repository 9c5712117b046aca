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
];
