import type { Mutant } from "../../mutants/mutant.js";
import { versionVectors } from "../designs.js";
import { edit, newer } from "../edits.js";

/** Wrong versions of writes, and wrong orders of them. */
export const versions: readonly Mutant[] = [
  {
    name: "last-arrival-wins",
    why: "A server takes whatever arrives.",
    edits: [edit("server", newer, newer.replace("< 0", "!== 0"))],
    failing: ["PartitionTie"],
    passing: ["PartitionHidesWrites", "OneServerPutGet"],
  },
  {
    name: "first-arrival-wins",
    why: "A server never overwrites what it has by what arrives.",
    edits: [edit("server", newer, "known === undefined")],
    failing: ["TwoServersTwice", "TwoServersLaterWins", "TwoServersOverwrite"],
    passing: ["PartitionHidesWrites"],
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
    name: "clock-stays-behind-its-writes",
    why: "A put is newer than what its client depends on, but the server's own clock does not move past that.",
    edits: [
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const time = Math.max(++this.#time, (dependency?.time ?? 0) + 1);\n    const version = { time, server: this.#id, life: this.#life };\n",
      ),
    ],
    failing: ["WritesAtTwoServers"],
    passing: ["ReadsOfNewerValue"],
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
    passing: ["OneServerPutGet", "PartitionHidesWrites"],
  },
  {
    name: "clock-with-a-byte",
    why: "Times are those of a wall clock with a counter behind them, which begins again after 256 writes.",
    edits: [
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n",
        "    this.#time = this.#after(Math.max(this.#time, dependency?.time ?? 0));\n",
      ),
      edit(
        "server",
        "  /** Stores an entry, which is news",
        "  /** The milliseconds of a time stand above its low byte, which counts the writes of one of them. */\n  #after(time: number): number {\n    const now = Math.floor(this.#context.now()) * 256;\n    if (now > time) return now;\n    return time % 256 === 255 ? time - 255 : time + 1;\n  }\n\n  /** Stores an entry, which is news",
      ),
    ],
    failing: ["TwoServersOverwrite"],
    passing: ["TwoServersLaterWins"],
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
    name: "life-is-ignored",
    why: "A server that comes back uses the numbers of its former life again.",
    edits: [edit("server", "life: this.#life }", "life: 1 }")],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack", "CrashLosesWrite"],
  },
  {
    name: "life-is-one-bit",
    why: "Versions tell only even lives from odd ones.",
    edits: [edit("server", "life: this.#life }", "life: this.#life % 2 }")],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack", "CrashLosesWrite"],
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
    failing: ["ReadsOfSameValue", "ConvergeLine"],
    passing: ["TwoServersSpread", "ConvergeStar"],
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
    name: "packed-version-number",
    why: "A version is a number with three digits for the id, which may be larger.",
    edits: [
      edit(
        "server",
        'import { compareVersions, type Entry } from "./version.js";\n',
        'import { compareVersions, packTime, timeOf, type Entry } from "./version.js";\n',
      ),
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    this.#time = Math.max(this.#time, dependency === null ? 0 : timeOf(dependency)) + 1;\n    const version = { stamp: packTime(this.#time, this.#id), life: this.#life };\n",
      ),
      edit(
        "server",
        "      this.#time = Math.max(this.#time, entry.version.time);\n",
        "      this.#time = Math.max(this.#time, timeOf(entry.version));\n",
      ),
      edit(
        "server",
        "      const { time, server, life } = version;\n      return { key, value, version: `${time}@${server}.${life}` };\n",
        "      return { key, value, version: `${version.stamp}.${version.life}` };\n",
      ),
      edit(
        "version",
        "  readonly time: number;\n  readonly server: number;\n",
        "  /** Lamport time and server in one number; see {@link packTime}. */\n  readonly stamp: number;\n",
      ),
      edit(
        "version",
        "\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n",
        "\n/** The factor by which times are multiplied to make room for the id of a server. */\nconst room = 1000;\n\n/** A number that orders by time, and then by server. */\nexport function packTime(time: number, server: number): number {\n  return time * room + server;\n}\n\n/** The time in a version. */\nexport function timeOf({ stamp }: Version): number {\n  return Math.floor(stamp / room);\n}\n\n/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */\n",
      ),
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n",
        "  return a.stamp - b.stamp || a.life - b.life;\n",
      ),
    ],
    failing: ["PartitionTie"],
    passing: ["PartitionMidway"],
  },
  {
    name: "a-thousand-writes-a-life",
    why: "Each life counts its writes from a thousand times its number.",
    edits: [
      edit(
        "server",
        " * Every write gets a version (Lamport time, server, life), and servers keep the newest write of each key, so they agree\n",
        " * Every write gets a version (Lamport time, server), and servers keep the newest write of each key, so they agree\n",
      ),
      edit("server", "  #life = 0;\n", ""),
      edit(
        "server",
        "        this.#life = message.life;\n",
        "        // No two lives count alike.\n        this.#time = message.life * 1_000;\n",
      ),
      edit(
        "server",
        "    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const version = { time: this.#time, server: this.#id };\n",
      ),
      edit(
        "server",
        "      const { time, server, life } = version;\n      return { key, value, version: `${time}@${server}.${life}` };\n",
        "      const { time, server } = version;\n      return { key, value, version: `${time}@${server}` };\n",
      ),
      edit(
        "version",
        " * Identifies a write, and orders the writes of a key: by Lamport time, then by the server that accepted it, then by the\n * life of that server. Every write gets a time above all those that its server and its client have seen, so a write that\n",
        " * Identifies a write, and orders the writes of a key: by Lamport time, then by the server that accepted it. Each life of\n * a server has times of its own. Every write gets a time above all those that its server and its client have seen, so a write that\n",
      ),
      edit("version", "  readonly life: number;\n", ""),
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n",
        "  return a.time - b.time || a.server - b.server;\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack"],
  },
  {
    name: "clock-begins-with-the-life",
    why: "Each life counts from a million times its number, and its clock still follows those of others.",
    edits: [
      edit("server", "  #life = 0;\n", ""),
      edit(
        "server",
        "        this.#life = message.life;\n",
        "        this.#time = message.life * 1_000_000;\n",
      ),
      edit(
        "server",
        "    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const version = { time: this.#time, server: this.#id, life: 0 };\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack"],
  },
  {
    name: "same-value-is-no-write",
    why: "A put of the value that the server stores makes no new write, although its client depends on another one.",
    edits: [
      edit(
        "server",
        "  #onPut({ key, value, dependency, replyTo }: Put): void {\n",
        '  #onPut({ key, value, dependency, replyTo }: Put): void {\n    const known = this.#store.get(key);\n    if (known?.value === value) {\n      this.#context.tell(replyTo, { type: "putReply", version: known.version });\n      return;\n    }\n',
      ),
    ],
    failing: ["WritesAtTwoServers"],
    passing: ["OneServerPutGet"],
  },
  {
    name: "same-value-again-is-no-write",
    why: "A put of the value that the server stores makes no new write if its client knows nothing newer.",
    edits: [
      edit(
        "server",
        "  #onPut({ key, value, dependency, replyTo }: Put): void {\n",
        '  #onPut({ key, value, dependency, replyTo }: Put): void {\n    const known = this.#store.get(key);\n    const isNew =\n      known === undefined ||\n      (dependency !== null && compareVersions(known.version, dependency) < 0);\n    if (!isNew && known.value === value) {\n      this.#context.tell(replyTo, { type: "putReply", version: known.version });\n      return;\n    }\n',
      ),
    ],
    failing: ["ReadsOfSameValue"],
    passing: ["WritesAtTwoServers"],
  },
  {
    name: "vectors-with-ties-by-id",
    why: "Version vectors order writes that know of each other, and ids the others, which together is no order.",
    edits: [
      ...versionVectors,
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n}\n",
        "  const [isNewer, isOlder] = [includes(a, b), includes(b, a)];\n  if (isNewer !== isOlder) return isNewer ? 1 : -1;\n  return a.server - b.server || a.life - b.life || a.time - b.time;\n}\n\n/** Whether a write knows of all that another one knows of. */\nfunction includes(a: Version, b: Version): boolean {\n  return Object.entries(b.vector).every(([name, count]) => (a.vector[name] ?? 0) >= count);\n}\n",
      ),
    ],
    failing: ["PartitionTie"],
    passing: ["PartitionGroups"],
  },
  {
    name: "versions-as-text",
    why: "Versions are compared as texts, in which times have three digits.",
    edits: [
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n}\n",
        '  const [one, other] = [textOf(a), textOf(b)];\n  return one < other ? -1 : one > other ? 1 : 0;\n}\n\n/** Texts of versions sort as the versions do. */\nfunction textOf({ time, server, life }: Version): string {\n  return [time, server, life].map((part) => String(part).padStart(3, "0")).join(".");\n}\n',
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["TwoServersOverwrite"],
  },
  {
    name: "life-is-three-bits",
    why: "Versions tell a life only from the seven before and behind it.",
    edits: [edit("server", "life: this.#life }", "life: this.#life % 8 }")],
    failing: ["CrashNewLife"],
    passing: ["CrashComesBack", "CrashLosesWrite"],
  },
  {
    name: "as-late-as-its-dependency",
    why: "A put may get the very time of what its client has written before.",
    edits: [
      edit(
        "server",
        "Math.max(this.#time, dependency?.time ?? 0) + 1",
        "Math.max(this.#time + 1, dependency?.time ?? 0)",
      ),
    ],
    failing: ["WritesAtTwoServers"],
    passing: ["MoveThereAndBack"],
  },
  {
    name: "life-is-a-digit",
    why: "Of concurrent writes those are the same whose servers and lives make the same number, ten times the server and the life.",
    edits: [
      edit("version", "a.server - b.server || a.life - b.life;", "nodeOf(a) - nodeOf(b);"),
      edit(
        "version",
        "\n/** Negative if",
        "\n/** One number for a server in one of its lives. */\nfunction nodeOf({ server, life }: Version): number {\n  return server * 10 + life;\n}\n\n/** Negative if",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["PartitionTie"],
  },
  {
    name: "a-new-life-is-newer",
    why: "Versions of one server are ordered by its life first, and others by time, which together is no order.",
    edits: [
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n",
        "  if (a.server === b.server && a.life !== b.life) return a.life - b.life;\n  return a.time - b.time || a.server - b.server;\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["PartitionTie"],
  },
  {
    name: "life-in-millions",
    why: "Server and life make one number, in which the largest id is taken for the next life of server 0.",
    edits: [
      edit("version", "a.server - b.server || a.life - b.life;", "originOf(a) - originOf(b);"),
      edit(
        "version",
        "\n/** Negative if",
        "\n/** One number for a server in one of its lives. */\nfunction originOf({ server, life }: Version): number {\n  return life * 1_000_000 + server;\n}\n\n/** Negative if",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["PartitionTie"],
  },
  {
    name: "a-joiner-keeps-its-clock",
    why: "A server's clock does not follow the first message over a link, which brings all that the other one stores.",
    edits: [
      edit(
        "server",
        "  readonly #neighbours = new Map<number, Neighbour>();\n",
        "  readonly #neighbours = new Map<number, Neighbour>();\n  readonly #silent = new Set<number>();\n",
      ),
      edit(
        "server",
        "    this.#neighbours.set(peer.id,",
        "    this.#silent.add(peer.id);\n    this.#neighbours.set(peer.id,",
      ),
      edit(
        "server",
        "    for (const entry of entries) {\n      this.#time = Math.max(this.#time, entry.version.time);\n",
        "    const isFirst = this.#silent.delete(from);\n    for (const entry of entries) {\n      if (!isFirst) this.#time = Math.max(this.#time, entry.version.time);\n",
      ),
    ],
    failing: ["TwoServersLaterWins"],
    passing: ["PartitionHeals"],
  },
  {
    name: "shown-version-without-separator",
    why: "In the version that a server tells, nothing stands between time and server.",
    edits: [edit("server", "`${time}@${server}.${life}`", "`${time}${server}.${life}`")],
    failing: ["ReadsOfSameValue"],
    passing: ["PartitionTie"],
  },
  {
    name: "life-behind-a-point",
    why: "A writer is the number of its server with its life behind the point, so life 10 is taken for life 1.",
    edits: [
      edit(
        "server",
        " * Every write gets a version (Lamport time, server, life), and servers keep the newest write of each key, so they agree\n",
        " * Every write gets a version (Lamport time, server.life), and servers keep the newest write of each key, so they agree\n",
      ),
      edit(
        "server",
        "  #life = 0;\n",
        "  /** This server in this life, such as 2.1. */\n  #writer = 0;\n",
      ),
      edit(
        "server",
        "        this.#life = message.life;\n",
        "        this.#writer = Number(`${message.id}.${message.life}`);\n",
      ),
      edit(
        "server",
        "    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const version = { time: this.#time, writer: this.#writer };\n",
      ),
      edit(
        "server",
        "      const { time, server, life } = version;\n      return { key, value, version: `${time}@${server}.${life}` };\n",
        "      return { key, value, version: `${version.time}@${version.writer}` };\n",
      ),
      edit(
        "version",
        "  readonly server: number;\n  readonly life: number;\n",
        "  /** The server that accepted it, and its life behind the point. */\n  readonly writer: number;\n",
      ),
      edit(
        "version",
        "  return a.time - b.time || a.server - b.server || a.life - b.life;\n",
        "  return a.time - b.time || a.writer - b.writer;\n",
      ),
    ],
    failing: ["CrashNewLife"],
    passing: ["PartitionTie"],
  },
  {
    name: "times-far-ahead-are-ignored",
    why: "A version has the time of the clock, or a later one that was seen; one that is ten seconds ahead is taken for a broken clock's.",
    edits: [
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n",
        "    this.#see(dependency?.time ?? 0);\n    this.#time = Math.max(this.#time + 1, this.#context.now());\n",
      ),
      edit(
        "server",
        "      this.#time = Math.max(this.#time, entry.version.time);\n",
        "      this.#see(entry.version.time);\n",
      ),
      edit(
        "server",
        "  #onGossipTick(): void {\n",
        "  #see(time: number): void {\n    if (time > this.#context.now() + 10_000) return;\n    this.#time = Math.max(this.#time, time);\n  }\n\n  #onGossipTick(): void {\n",
      ),
    ],
    failing: ["CrashLosesWrite"],
    passing: ["PartitionHeals"],
  },
  {
    name: "clock-instead-of-life",
    why: "A version is the time of the server's clock, or just above what it stores and the client knows; a later life may make it again.",
    edits: [
      edit(
        "server",
        "    this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;\n    const version = { time: this.#time, server: this.#id, life: this.#life };\n",
        "    const seen = Math.max(this.#store.get(key)?.version.time ?? 0, dependency?.time ?? 0);\n    const time = Math.max(this.#context.now(), seen + 1);\n    const version = { time, server: this.#id, life: 0 };\n",
      ),
    ],
    failing: ["CrashInTheMiddle"],
    passing: ["PartitionHeals"],
  },
  {
    name: "news-of-former-lives-is-dropped",
    why: "Writes of a former life are dropped where a write of the next one has arrived.",
    edits: [
      edit(
        "server",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** The newest life of each server that this one has heard of. */\n  readonly #lives = new Map<number, number>();\n",
      ),
      edit(
        "server",
        "    for (const entry of entries) {\n",
        "    // A server that was killed has lost what it had: late news of its former life count no more.\n    const current = entries.filter(\n      ({ version }) => version.life >= (this.#lives.get(version.server) ?? 0),\n    );\n    for (const { version } of current) {\n      this.#lives.set(\n        version.server,\n        Math.max(version.life, this.#lives.get(version.server) ?? 0),\n      );\n    }\n    for (const entry of current) {\n",
      ),
    ],
    failing: ["CrashInTheMiddle"],
    passing: ["CrashComesBack"],
  },
];
