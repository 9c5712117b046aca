import type { Edit } from "../../../grader/trees/stage_edits.js";
import type { Design } from "../mutants/mutant.js";
import { edit } from "./edits.js";

/** Begins a handler of ticks that come for ever. */
const tickAgain = "this.#tickArmed = false;\n    this.#armTick();";

const startTicking = edit(
  "server",
  "this.#life = message.life;",
  "this.#life = message.life;\n        this.#armTick();",
);

const everyTenth = edit("server", "const gossipMs = 10;", "const gossipMs = 100;");

const entriesOfTick = "const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);";

/** A version counts the writes of each server that it follows; their sum is the time. */
export const versionVectors: readonly Edit[] = [
  edit(
    "version",
    "readonly life: number;",
    "readonly life: number;\n  /** By server and life. Its sum is the time. */\n  readonly vector: Readonly<Record<string, number>>;",
  ),
  edit(
    "version",
    "/** Negative if",
    "/** The vector of a write that follows two others, at a server. */\nexport function after(one: Version | undefined, other: Version | undefined, at: string): Record<string, number> {\n  const vector: Record<string, number> = { ...one?.vector };\n  for (const [name, count] of Object.entries(other?.vector ?? {})) vector[name] = Math.max(vector[name] ?? 0, count);\n  vector[at] = (vector[at] ?? 0) + 1;\n  return vector;\n}\n\n/** Negative if",
  ),
  edit(
    "server",
    "import { compareVersions, type Entry }",
    "import { after, compareVersions, type Entry }",
  ),
  edit(
    "server",
    "this.#time = Math.max(this.#time, dependency?.time ?? 0) + 1;",
    "const vector = after(this.#store.get(key)?.version, dependency ?? undefined, `${this.#id}.${this.#life}`);\n    const time = Object.values(vector).reduce((sum, count) => sum + count, 0);",
  ),
  edit(
    "server",
    "{ time: this.#time, server: this.#id, life: this.#life }",
    "{ time, server: this.#id, life: this.#life, vector }",
  ),
  edit("server", "this.#time = Math.max(this.#time, entry.version.time);\n", "\n"),
  edit("server", "  /** The newest Lamport time that this server has seen. */\n  #time = 0;\n", ""),
];

/** Solutions that are made differently and are right. A fair grader gives all of them everything. */
export const designs: readonly Design[] = [
  {
    name: "full-state",
    what: "Ten times a second, every server sends all that it stores to each neighbour.",
    edits: [
      everyTenth,
      startTicking,
      edit("server", "this.#tickArmed = false;", tickAgain),
      edit("server", entriesOfTick, "const entries = [...this.#store.values()];"),
    ],
  },
  {
    name: "push",
    what: "Every write is passed on at once, by itself.",
    edits: [
      edit(
        "server",
        "else news.add(entry.key);",
        'else this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries: [entry] });',
      ),
    ],
  },
  {
    name: "pull",
    what: "Ten times a second, every server asks each neighbour for what is newer there than here.",
    edits: [
      everyTenth,
      startTicking,
      edit(
        "message",
        "/** From a server to another one: entries",
        '/** Asks for what is newer than this. */\nexport interface Pull {\n  readonly type: "pull";\n  readonly from: number;\n  readonly versions: readonly (readonly [key: string, version: Version])[];\n}\n\n/** From a server to another one: entries',
      ),
      edit("message", "GetReply | Gossip;", "GetReply | Gossip | Pull;"),
      edit("server", "import type { Get, Gossip,", "import type { Get, Gossip, Pull,"),
      edit("server", "| Put | Get | Gossip |", "| Put | Get | Gossip | Pull |"),
      edit(
        "server",
        'case "gossipTick":',
        'case "pull":\n        this.#onPull(message);\n        return;\n      case "gossipTick":',
      ),
      edit("server", "this.#tickArmed = false;", tickAgain),
      edit(
        "server",
        entriesOfTick,
        'const versions = [...this.#store.values()].map(({ key, version }) => [key, version] as const);\n      this.#context.tell(peer.ref, { type: "pull", from: this.#id, versions });\n      const entries: Entry[] = [];',
      ),
      edit(
        "server",
        "#armTick(): void {",
        '#onPull({ from, versions }: Pull): void {\n    const known = new Map(versions);\n    const entries = [...this.#store.values()].filter(({ key, version }) => {\n      const there = known.get(key);\n      return there === undefined || compareVersions(there, version) < 0;\n    });\n    const asking = this.#neighbours.get(from);\n    if (asking === undefined || entries.length === 0) return;\n    this.#context.tell(asking.peer.ref, { type: "gossip", from: this.#id, entries });\n  }\n\n  #armTick(): void {',
      ),
    ],
  },
  {
    name: "version-vectors",
    what: "A version counts the writes of each server that it follows; concurrent ones are ordered by their sums.",
    edits: versionVectors,
  },
  {
    name: "logs",
    what: "Servers keep all writes in a log for each server and life, tell each other how far theirs go, and send what is missing.",
    edits: [
      everyTenth,
      startTicking,
      edit(
        "version",
        "readonly life: number;",
        "readonly life: number;\n  /** Counts the writes of a server in one life, from 1. */\n  readonly number: number;",
      ),
      edit(
        "message",
        "/** From a server to another one: entries",
        '/** How long the logs of a server are. */\nexport interface LogLengths {\n  readonly type: "logLengths";\n  readonly from: number;\n  readonly lengths: readonly (readonly [log: string, length: number])[];\n}\n\n/** From a server to another one: entries',
      ),
      edit("message", "GetReply | Gossip;", "GetReply | Gossip | LogLengths;"),
      edit("server", "import type { Get, Gossip,", "import type { Get, Gossip, LogLengths,"),
      edit("server", "| Put | Get | Gossip |", "| Put | Get | Gossip | LogLengths |"),
      edit(
        "server",
        'case "gossipTick":',
        'case "logLengths":\n        this.#onLogLengths(message);\n        return;\n      case "gossipTick":',
      ),
      edit(
        "server",
        "#tickArmed = false;\n\n",
        "#tickArmed = false;\n  readonly #logs = new Map<string, Entry[]>();\n\n",
      ),
      edit(
        "server",
        "{ time: this.#time, server: this.#id, life: this.#life }",
        "{\n      ...{ time: this.#time, server: this.#id, life: this.#life },\n      number: (this.#logs.get(`${this.#id}.${this.#life}`)?.length ?? 0) + 1,\n    }",
      ),
      edit(
        "server",
        "this.#keep({ key, value, version });",
        "this.#append({ key, value, version });",
      ),
      edit("server", "#onGossip({ from, entries }: Gossip)", "#onGossip({ entries }: Gossip)"),
      edit(
        "server",
        "const known = this.#store.get(entry.key);\n      if (known === undefined || compareVersions(known.version, entry.version) < 0) {\n        this.#keep(entry, from);\n      }",
        "this.#append(entry);",
      ),
      edit(
        "server",
        "/** Stores an entry, which is news to all neighbours except the one that it came from. */\n  #keep(entry: Entry, from?: number): void {\n    this.#store.set(entry.key, entry);\n    for (const { peer, news } of this.#neighbours.values()) {\n      if (peer.id === from) news.delete(entry.key);\n      else news.add(entry.key);\n    }\n    this.#armTick();\n  }",
        '#append(entry: Entry): void {\n    const { server, life, number } = entry.version;\n    const log = this.#logs.get(`${server}.${life}`) ?? [];\n    this.#logs.set(`${server}.${life}`, log);\n    if (number !== log.length + 1) return;\n    log.push(entry);\n    const known = this.#store.get(entry.key);\n    if (known === undefined || compareVersions(known.version, entry.version) < 0) {\n      this.#store.set(entry.key, entry);\n    }\n  }\n\n  #onLogLengths({ from, lengths }: LogLengths): void {\n    const known = new Map(lengths);\n    const entries = [...this.#logs].flatMap(([name, log]) => log.slice(known.get(name) ?? 0));\n    const asking = this.#neighbours.get(from);\n    if (asking === undefined || entries.length === 0) return;\n    this.#context.tell(asking.peer.ref, { type: "gossip", from: this.#id, entries });\n  }',
      ),
      edit(
        "server",
        'this.#tickArmed = false;\n    for (const { peer, news } of this.#neighbours.values()) {\n      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n      if (entries.length > 0) {\n        this.#context.tell(peer.ref, { type: "gossip", from: this.#id, entries });\n      }\n    }',
        'this.#tickArmed = false;\n    this.#armTick();\n    const lengths = [...this.#logs].map(([name, log]) => [name, log.length] as const);\n    for (const { peer } of this.#neighbours.values()) {\n      this.#context.tell(peer.ref, { type: "logLengths", from: this.#id, lengths });\n    }',
      ),
    ],
  },
];
