import type { Mutant } from "../../mutants/mutant.js";
import { edit, inParts } from "../edits.js";

/** A client that knows, of each key, the server that its dependency comes from. */
const knowsSources = [
  edit(
    "client",
    "  #pending: PutCommand | GetCommand | undefined;\n",
    "  #pending: PutCommand | GetCommand | undefined;\n  /** Of each key, the server that the dependency comes from. */\n  readonly #sources = new Map<string, number>();\n",
  ),
  edit(
    "client",
    "    const known = this.#dependencies.get(key);\n",
    "    const from = this.#servers.at(-1);\n    if (from !== undefined) this.#sources.set(key, from.id);\n    const known = this.#dependencies.get(key);\n",
  ),
];

/** A get asks a method for the dependency on its key. */
const asksForDependency = edit(
  "client",
  "    const dependency = this.#dependencies.get(key) ?? null;\n",
  "    const dependency = this.#dependencyOn(key) ?? null;\n",
);

/** Wrong session guarantees: dependencies that are missing, lost or compared wrongly. */
export const dependencies: readonly Mutant[] = [
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
    name: "dependency-without-life",
    why: "A dependency is compared by time and server, so the write of another life satisfies it.",
    edits: [
      edit(
        "server",
        "      (entry === undefined || compareVersions(entry.version, dependency) < 0);\n",
        "      (entry === undefined ||\n        compareVersions({ ...entry.version, life: dependency.life }, dependency) < 0);\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["PartitionTie"],
  },
  {
    name: "writes-create-no-dependency",
    why: "A client depends on what it reads only.",
    edits: [edit("client", "this.#depend(command.key, version);", "void version;")],
    failing: ["WritesOlderValue", "WritesMissing", "WritesAtTwoServers"],
    passing: ["ReadsMissing"],
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
    failing: ["WritesPerKey", "WritesMissing", "WritesOlderValue"],
    passing: [],
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
    name: "own-keys-of-an-object",
    why: "Dependencies are kept in an object, and only its own properties count; __proto__ never becomes one.",
    edits: [
      edit("client", "new Map<string, Version>()", "{} as Record<string, Version>"),
      asksForDependency,
      edit(
        "client",
        "  #depend(key: string, version: Version): void {\n    const known = this.#dependencies.get(key);\n",
        "  #dependencyOn(key: string): Version | undefined {\n    return Object.hasOwn(this.#dependencies, key) ? this.#dependencies[key] : undefined;\n  }\n\n  #depend(key: string, version: Version): void {\n    const known = this.#dependencyOn(key);\n",
      ),
      edit("client", "this.#dependencies.set(key, version);", "this.#dependencies[key] = version;"),
    ],
    failing: ["WritesPerKey", "ReadsMissing"],
    passing: ["OneServerValues"],
  },
  {
    name: "nothing-was-read",
    why: "A client that has read an empty value thinks that it has read nothing.",
    edits: [
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    if (reply.entry.value) this.#depend(command.key, reply.entry.version);\n",
      ),
    ],
    failing: ["ReadsOlderValue"],
    passing: ["OneServerValues"],
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
    name: "known-writes-are-forgotten",
    why: "A client forgets what all servers have that its server is linked to, although new ones may come.",
    edits: [
      edit(
        "message",
        '  | { readonly type: "getReply"; readonly entry: Entry }\n',
        '  | { readonly type: "getReply"; readonly entry: Entry; readonly isKnown: boolean }\n',
      ),
      edit(
        "server",
        '    else this.#context.tell(replyTo, { type: "getReply", entry });\n',
        '    else {\n      const neighbours = [...this.#neighbours.values()];\n      const isKnown = neighbours.length > 0 && neighbours.every(({ news }) => !news.has(key));\n      this.#context.tell(replyTo, { type: "getReply", entry, isKnown });\n    }\n',
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    if (reply.isKnown) this.#dependencies.delete(command.key);\n    else this.#depend(command.key, reply.entry.version);\n",
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["ReadsOlderValue"],
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
    passing: ["ReadsOlderValue"],
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
  {
    name: "a-hundred-reads",
    why: "A client forgets what it has read of the keys that it has not read lately.",
    edits: [
      edit(
        "client",
        "\n/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
        "\n/** Of how many keys a client remembers what it has read. */\nconst maxReads = 100;\n\n/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
      ),
      edit(
        "client",
        "  /** Of each key, the newest version that this client has written or read. */\n  readonly #dependencies = new Map<string, Version>();\n",
        "  /** Of each key, the newest version that this client has written. */\n  readonly #written = new Map<string, Version>();\n  /** Of the keys that this client has read last, the newest version, the last one last. */\n  readonly #read = new Map<string, Version>();\n",
      ),
      edit(
        "client",
        "    const dependency = this.#dependencies.get(key) ?? null;\n",
        "    const dependency = this.#dependencyOn(key);\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, version);\n",
        "    this.#written.set(command.key, version);\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    this.#remember(command.key, reply.entry.version);\n",
      ),
      edit(
        "client",
        "  #depend(key: string, version: Version): void {\n    const known = this.#dependencies.get(key);\n    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n",
        "  #dependencyOn(key: string): Version | null {\n    const [written, read] = [this.#written.get(key), this.#read.get(key)];\n    if (written === undefined || read === undefined) return written ?? read ?? null;\n    return compareVersions(written, read) < 0 ? read : written;\n  }\n\n  #remember(key: string, version: Version): void {\n    this.#read.delete(key);\n    this.#read.set(key, version);\n    for (const oldest of this.#read.keys()) {\n      if (this.#read.size <= maxReads) return;\n      this.#read.delete(oldest);\n",
      ),
    ],
    failing: ["ReadsMissing"],
    passing: ["WritesMissing"],
  },
  {
    name: "what-was-read-hides-what-was-written",
    why: "A get carries what its client has read of the key, and only if that is nothing, what it has written.",
    edits: [
      edit(
        "client",
        "  /** Of each key, the newest version that this client has written or read. */\n  readonly #dependencies = new Map<string, Version>();\n",
        "  /** Of each key, the newest version that this client has written. */\n  readonly #written = new Map<string, Version>();\n  /** Of each key, the newest version that this client has read. */\n  readonly #read = new Map<string, Version>();\n",
      ),
      edit(
        "client",
        "    const dependency = this.#dependencies.get(key) ?? null;\n",
        "    const [written, read] = [this.#written.get(key), this.#read.get(key)];\n",
      ),
      edit(
        "client",
        "      const { value } = command;\n",
        "      const { value } = command;\n      const isReadNewer =\n        read !== undefined && (written === undefined || compareVersions(written, read) < 0);\n      const dependency = (isReadNewer ? read : written) ?? null;\n",
      ),
      edit(
        "client",
        "    } else {\n",
        "    } else {\n      const dependency = read ?? written ?? null;\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, version);\n",
        "    this.#written.set(command.key, version);\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    this.#read.set(command.key, reply.entry.version);\n",
      ),
      edit(
        "client",
        "\n  #depend(key: string, version: Version): void {\n    const known = this.#dependencies.get(key);\n    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n    }\n  }\n",
        "",
      ),
    ],
    failing: ["WritesOlderValue"],
    passing: ["ReadsOlderValue"],
  },
  {
    name: "session-of-two-minutes",
    why: "A client forgets what it depends on when it has run no command for two minutes.",
    edits: [
      edit(
        "client",
        "  #pending: PutCommand | GetCommand | undefined;\n",
        "  #pending: PutCommand | GetCommand | undefined;\n  /** When the last command came. */\n  #usedMs = 0;\n",
      ),
      edit(
        "client",
        "    const server = this.#servers.at(-1);\n",
        "    const nowMs = this.#context.now();\n    if (nowMs - this.#usedMs > 120_000) this.#dependencies.clear();\n    this.#usedMs = nowMs;\n    const server = this.#servers.at(-1);\n",
      ),
    ],
    failing: ["WritesMissing"],
    passing: ["WritesOlderValue"],
  },
  {
    name: "trusts-a-server-id",
    why: "A client asks for a key without its dependency at the server that it has it from, which may be another life by now.",
    edits: [
      ...knowsSources,
      edit(
        "client",
        '{ type: "get", key, dependency, replyTo }',
        '{\n        type: "get",\n        key,\n        dependency: this.#sources.get(key) === server.id ? null : dependency,\n        replyTo,\n      }',
      ),
      edit(
        "client",
        "    if (!wasCurrent || this.#pending === undefined) return;\n",
        "    if (!wasCurrent) return;\n    for (const [key, from] of this.#sources) if (from === id) this.#sources.delete(key);\n    if (this.#pending === undefined) return;\n",
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["MoveThereAndBack"],
  },
  {
    name: "puts-without-dependency-at-home",
    why: "A client puts without its dependency at the server that it has it from, which may be another life by now.",
    edits: [
      ...knowsSources,
      edit(
        "client",
        '{ type: "put", key, value, dependency, replyTo }',
        '{\n        type: "put",\n        key,\n        value,\n        dependency: this.#sources.get(key) === server.id ? null : dependency,\n        replyTo,\n      }',
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["WritesAtTwoServers"],
  },
  {
    name: "two-thousand-dependencies",
    why: "A client remembers the 2,000 keys that it has used last.",
    edits: [
      edit(
        "client",
        "export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;\n",
        "export type ClientMessage = ClientEvent<PeerMessage> | PutReply | GetReply;\n\n/** A store has up to 2,000 keys; dependencies on more need not be kept. */\nconst maxDependencies = 2_000;\n",
      ),
      edit(
        "client",
        "    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n",
        "    const newest = known !== undefined && compareVersions(known, version) > 0 ? known : version;\n    // The keys used last are at the end.\n    this.#dependencies.delete(key);\n    this.#dependencies.set(key, newest);\n    if (this.#dependencies.size <= maxDependencies) return;\n    for (const oldest of this.#dependencies.keys()) {\n      this.#dependencies.delete(oldest);\n      return;\n",
      ),
    ],
    failing: ["ReadsMissing"],
    passing: ["ReadsOlderValue"],
  },
  {
    name: "ties-by-time-only",
    why: "A client compares versions by time only, and keeps the older one of two writes of the same time.",
    edits: [
      edit(
        "client",
        'import { compareVersions, type Version } from "./version.js";\n',
        'import type { Version } from "./version.js";\n',
      ),
      edit(
        "client",
        "    if (known === undefined || compareVersions(known, version) < 0) {\n",
        "    if (known === undefined || known.time < version.time) {\n",
      ),
    ],
    failing: ["PartitionTie"],
    passing: ["ReadsOlderValue"],
  },
  {
    name: "same-value-same-dependency",
    why: "A client that reads a value that it knows does not depend on the newer write.",
    edits: [
      edit(
        "client",
        'import { compareVersions, type Version } from "./version.js";\n',
        'import { compareVersions, type Entry } from "./version.js";\n',
      ),
      edit(
        "client",
        "  /** Of each key, the newest version that this client has written or read. */\n  readonly #dependencies = new Map<string, Version>();\n",
        "  /** Of each key, the newest value that this client has written or read, with its version. */\n  readonly #dependencies = new Map<string, Entry>();\n",
      ),
      edit(
        "client",
        "    const dependency = this.#dependencies.get(key) ?? null;\n",
        "    const dependency = this.#dependencies.get(key)?.version ?? null;\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, version);\n",
        "    const { key, value } = command;\n    this.#depend({ key, value, version });\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n    this.#context.tell(command.replyTo, { value: reply.entry.value });\n",
        "    const { entry } = reply;\n    // Nothing new if it is what the client knows.\n    if (this.#dependencies.get(entry.key)?.value !== entry.value) this.#depend(entry);\n    this.#context.tell(command.replyTo, { value: entry.value });\n",
      ),
      edit(
        "client",
        "  #depend(key: string, version: Version): void {\n    const known = this.#dependencies.get(key);\n    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n",
        "  #depend(entry: Entry): void {\n    const known = this.#dependencies.get(entry.key);\n    if (known === undefined || compareVersions(known.version, entry.version) < 0) {\n      this.#dependencies.set(entry.key, entry);\n",
      ),
    ],
    failing: ["ReadsOfSameValue"],
    passing: ["WritesOlderValue"],
  },
  {
    name: "lost-after-three-servers",
    why: "A client gives up a dependency that three servers do not know.",
    edits: [
      edit(
        "client",
        'import { compareVersions, type Version } from "./version.js";\n',
        'import { compareVersions, type Version } from "./version.js";\n\n/** A write that so many servers do not know is lost: the server that had accepted it was killed. */\nconst lostAfter = 3;\n',
      ),
      edit(
        "client",
        "  readonly #dependencies = new Map<string, Version>();\n",
        "  readonly #dependencies = new Map<string, Version>();\n  /** Of each key, the servers that did not know what this client depends on. */\n  readonly #unknownAt = new Map<string, Set<number>>();\n",
      ),
      edit(
        "client",
        '    if ("error" in reply) {\n',
        '    if ("error" in reply) {\n      if (reply.error === "ERR_DEP") this.#onUnknown(command.key);\n',
      ),
      edit(
        "client",
        "\n  #depend(key: string, version: Version): void {\n",
        "\n  /** Gives a dependency up that nobody can satisfy any more. */\n  #onUnknown(key: string): void {\n    const server = this.#servers.at(-1);\n    if (server === undefined) return;\n    const unknownAt = this.#unknownAt.get(key) ?? new Set();\n    this.#unknownAt.set(key, unknownAt.add(server.id));\n    if (unknownAt.size < lostAfter) return;\n    this.#dependencies.delete(key);\n    this.#unknownAt.delete(key);\n  }\n\n  #depend(key: string, version: Version): void {\n    this.#unknownAt.delete(key);\n",
      ),
    ],
    failing: ["MoveToNewest"],
    passing: ["WritesMissing"],
  },
  {
    name: "dependency-kept-for-an-hour",
    why: "A client forgets its dependencies after an hour.",
    edits: [
      edit(
        "client",
        "\n/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
        "\n/** After this time a write has reached all servers, so that nobody needs to remember it; in milliseconds. */\nconst forgetMs = 3_600_000;\n\n/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
      ),
      edit(
        "client",
        "  /** Of each key, the newest version that this client has written or read. */\n  readonly #dependencies = new Map<string, Version>();\n",
        "  /** Of each key, the newest version that this client has written or read, and when that was. */\n  readonly #dependencies = new Map<string, { readonly version: Version; readonly ms: number }>();\n",
      ),
      edit(
        "client",
        "    const dependency = this.#dependencies.get(key) ?? null;\n",
        "    const dependency = this.#dependencyOn(key);\n",
      ),
      edit(
        "client",
        "\n  #depend(key: string, version: Version): void {\n    const known = this.#dependencies.get(key);\n    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n",
        "\n  #dependencyOn(key: string): Version | null {\n    const known = this.#dependencies.get(key);\n    if (known === undefined) return null;\n    if (this.#context.now() - known.ms <= forgetMs) return known.version;\n    this.#dependencies.delete(key);\n    return null;\n  }\n\n  #depend(key: string, version: Version): void {\n    const known = this.#dependencyOn(key);\n    if (known === null || compareVersions(known, version) <= 0) {\n      this.#dependencies.set(key, { version, ms: this.#context.now() });\n",
      ),
    ],
    failing: ["WritesMissing"],
    passing: ["ReadsMissing"],
  },
  {
    name: "dependencies-by-hash",
    why: "A client keeps its dependencies under hashes of 32 bits of the keys.",
    edits: [
      edit("client", "new Map<string, Version>()", "new Map<number, Version>()"),
      edit(
        "client",
        "this.#dependencies.get(key) ?? null",
        "this.#dependencies.get(hashOf(key)) ?? null",
      ),
      edit("client", "this.#dependencies.get(key);", "this.#dependencies.get(hashOf(key));"),
      edit(
        "client",
        "this.#dependencies.set(key, version);",
        "this.#dependencies.set(hashOf(key), version);",
      ),
      edit(
        "client",
        "/** One client of",
        "/** FNV-1a. */\nfunction hashOf(key: string): number {\n  let hash = 0x811c9dc5;\n  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);\n  return hash;\n}\n\n/** One client of",
      ),
    ],
    failing: ["WritesPerKey"],
    passing: ["WritesMissing"],
  },
  {
    name: "learnt-up-to-a-time",
    why: "A server that has got a write of a server takes all earlier ones of that for known, although they may come in the next message.",
    edits: [
      edit(
        "server",
        "  #tickArmed = false;\n\n",
        "  #tickArmed = false;\n  /** By server and life, the time up to which it has learnt the writes. */\n  readonly #learnt = new Map<string, number>();\n\n",
      ),
      edit(
        "server",
        "      dependency !== null &&\n      (entry",
        "      dependency !== null &&\n      dependency.time > (this.#learnt.get(`${dependency.server}.${dependency.life}`) ?? 0) &&\n      (entry",
      ),
      edit(
        "server",
        "      this.#time = Math.max(this.#time, entry.version.time);\n",
        "      const { time, server, life } = entry.version;\n      this.#time = Math.max(this.#time, time);\n      const origin = `${server}.${life}`;\n      this.#learnt.set(origin, Math.max(this.#learnt.get(origin) ?? 0, time));\n",
      ),
      inParts("100"),
    ],
    failing: ["ConvergeStar"],
    passing: ["WritesMissing"],
  },
  {
    name: "full-table-forgets",
    why: "A client that depends on as many keys as it ever may forgets one for each further write, also of a key that it has.",
    edits: [
      edit(
        "client",
        "    if (known === undefined || compareVersions(known, version) < 0) {\n",
        "    if (known === undefined || compareVersions(known, version) < 0) {\n      const [oldest] = this.#dependencies.keys();\n      if (oldest !== undefined && this.#dependencies.size >= 7_000) this.#dependencies.delete(oldest);\n",
      ),
    ],
    failing: ["ReadsMissing"],
    passing: ["WritesMissing"],
  },
  {
    name: "forgets-for-what-was-not-there",
    why: "A client remembers the 7,000 keys that it asked for last, also those that nobody has written.",
    edits: [
      edit(
        "client",
        "  readonly #dependencies = new Map<string, Version>();\n",
        "  readonly #dependencies = new Map<string, Version>();\n  readonly #used = new Set<string>();\n",
      ),
      edit(
        "client",
        "    const dependency = this.#dependencies.get(key) ?? null;\n",
        "    const dependency = this.#dependencies.get(key) ?? null;\n    this.#used.delete(key);\n    this.#used.add(key);\n    for (const oldest of this.#used) {\n      if (this.#used.size <= 7_000) break;\n      this.#used.delete(oldest);\n      this.#dependencies.delete(oldest);\n    }\n",
      ),
    ],
    failing: ["ReadsMissing"],
    passing: ["ReadsOfNewerValue", "WritesOlderValue"],
  },
  {
    name: "forgets-reads-of-a-lost-connection",
    why: "A client that loses its newest connection forgets what it has read there, if it has another one.",
    edits: [
      edit(
        "client",
        "  /** The command that a server is working on. */",
        "  readonly #read = new Map<string, number>();\n  /** The command that a server is working on. */",
      ),
      edit(
        "client",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n    for (const [key, at] of this.#servers.length > 0 ? this.#read : []) {\n      if (at === id) this.#dependencies.delete(key);\n    }\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    this.#depend(command.key, reply.entry.version);\n    this.#read.set(command.key, this.#servers.at(-1)?.id ?? -1);\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, version);\n",
        "    this.#depend(command.key, version);\n    this.#read.delete(command.key);\n",
      ),
    ],
    failing: ["MoveToNewest"],
    passing: ["ReadsOfNewerValue", "MoveThereAndBack"],
  },
  {
    name: "depends-on-its-last-operations",
    why: "The client remembers its last 8,192 reads and writes, not one of each key.",
    edits: [
      edit(
        "client",
        "/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
        "/** How much the client remembers; more than the 7,000 keys that a client may depend on. */\nconst sessionLength = 8_192;\n\n/** A write that the client has made or read. */\ninterface Seen {\n  readonly key: string;\n  readonly version: Version;\n}\n\n/** One client of the store: passes commands to the newest of its servers, one at a time. */\n",
      ),
      edit(
        "client",
        "  /** Of each key, the newest version that this client has written or read. */\n  readonly #dependencies = new Map<string, Version>();\n",
        "  /** What this client has written and read, the newest last. */\n  readonly #session: Seen[] = [];\n",
      ),
      asksForDependency,
      edit(
        "client",
        "    const known = this.#dependencies.get(key);\n    if (known === undefined || compareVersions(known, version) < 0) {\n      this.#dependencies.set(key, version);\n    }\n",
        "    const known = this.#dependencyOn(key);\n    if (known !== undefined && compareVersions(known, version) > 0) return;\n    this.#session.push({ key, version });\n    if (this.#session.length > sessionLength) this.#session.shift();\n  }\n\n  #dependencyOn(key: string): Version | undefined {\n    for (let i = this.#session.length - 1; i >= 0; i--) {\n      const seen = this.#session[i];\n      if (seen?.key === key) return seen.version;\n    }\n    return undefined;\n",
      ),
    ],
    failing: ["ReadsMissing"],
    passing: ["ReadsOfNewerValue"],
  },
  {
    name: "asks-for-each-missing-key",
    why: "A server asks its neighbours for each key that a client misses, at most once a second for a key.",
    edits: [
      edit(
        "server",
        'import type { Get, Gossip, PeerMessage, Put } from "./peer_message.js";\nimport { compareVersions, type Entry } from "./version.js";\n',
        'import type { Get, Gossip, PeerMessage, Put, Want } from "./peer_message.js";\nimport { compareVersions, type Entry, type Version } from "./version.js";\n',
      ),
      edit(
        "server",
        '  ServerEvent<PeerMessage> | Put | Get | Gossip | { readonly type: "gossipTick" };\n',
        '  | ServerEvent<PeerMessage>\n  | Put\n  | Get\n  | Gossip\n  | Want\n  | { readonly type: "gossipTick" }\n  | { readonly type: "wantedLongEnough"; readonly key: string };\n',
      ),
      edit(
        "server",
        "const gossipMs = 10;\n",
        "const gossipMs = 10;\n\n/** How long a server waits before it asks for the same key again, in milliseconds. */\nconst wantMs = 1_000;\n",
      ),
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** Keys that it has asked its neighbours for not long ago. */\n  readonly #wanted = new Set<string>();\n",
      ),
      edit(
        "server",
        "        this.#onGossip(message);\n",
        '        this.#onGossip(message);\n        return;\n      case "want":\n        this.#onWant(message);\n        return;\n      case "wantedLongEnough":\n        this.#wanted.delete(message.key);\n',
      ),
      edit(
        "server",
        '    if (isTooOld) this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });\n    else if (entry === undefined)\n      this.#context.tell(replyTo, { type: "getReply", error: "ERR_KEY" });\n    else this.#context.tell(replyTo, { type: "getReply", entry });\n',
        '    if (isTooOld) {\n      this.#context.tell(replyTo, { type: "getReply", error: "ERR_DEP" });\n      this.#want(key, dependency);\n    } else if (entry === undefined)\n      this.#context.tell(replyTo, { type: "getReply", error: "ERR_KEY" });\n    else this.#context.tell(replyTo, { type: "getReply", entry });\n  }\n\n  /** Asks the neighbours for what a client depends on, but not too often. */\n  #want(key: string, dependency: Version): void {\n    if (this.#wanted.has(key)) return;\n    this.#wanted.add(key);\n    this.#context.tellAfter(this.#context.self, { type: "wantedLongEnough", key }, wantMs);\n    for (const { peer } of this.#neighbours.values()) {\n      this.#context.tell(peer.ref, { type: "want", from: this.#id, key, dependency });\n    }\n  }\n\n  #onWant({ from, key, dependency }: Want): void {\n    const entry = this.#store.get(key);\n    const neighbour = this.#neighbours.get(from);\n    if (entry === undefined || neighbour === undefined) return;\n    if (compareVersions(entry.version, dependency) < 0) return;\n    neighbour.news.add(key);\n    this.#armTick();\n',
      ),
      edit(
        "message",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip;\n",
        "export type PeerMessage = Put | PutReply | Get | GetReply | Gossip | Want;\n",
      ),
      edit(
        "message",
        "/** From a server to another one: entries that the other one may not have. */\n",
        '/** From a server to another one: a client depends on something newer of this key than the server has. */\nexport interface Want {\n  readonly type: "want";\n  readonly from: number;\n  readonly key: string;\n  readonly dependency: Version;\n}\n\n/** From a server to another one: entries that the other one may not have. */\n',
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["WritesMissing"],
  },
  {
    name: "gossips-what-a-client-reads-first",
    why: "What a client reads for the first time is sent to the neighbours once more.",
    edits: [
      edit(
        "server",
        '    else this.#context.tell(replyTo, { type: "getReply", entry });\n',
        '    else {\n      this.#context.tell(replyTo, { type: "getReply", entry });\n      // The client may move on with what it has just learnt; make sure that the others have it by then.\n      if (dependency === null || compareVersions(dependency, entry.version) < 0) this.#repair(key);\n    }\n  }\n\n  #repair(key: string): void {\n    for (const { news } of this.#neighbours.values()) news.add(key);\n    this.#armTick();\n',
      ),
    ],
    failing: ["PartitionGroups"],
    passing: ["ConvergeAll"],
  },
];
