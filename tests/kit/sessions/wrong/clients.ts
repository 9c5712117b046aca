import type { Mutant } from "../../mutants/mutant.js";
import { edit } from "../edits.js";

/** Wrong answers to single commands, and clients at the wrong server. */
export const clients: readonly Mutant[] = [
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
    failing: ["OneServerPutGet", "WritesMissing"],
    passing: [],
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
    name: "oldest-connection",
    why: "A client stays with the first of its servers as long as it can.",
    edits: [
      edit("client", "const server = this.#servers.at(-1);", "const server = this.#servers[0];"),
    ],
    failing: ["MoveToNewest"],
    passing: ["MoveThereAndBack", "WritesOlderValue"],
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
    name: "client-waits-for-ever",
    why: "A client does not notice that its link is broken, and waits for a reply.",
    edits: [
      edit("client", "this.#servers = this.#servers.filter((server) => server.id !== id);\n", ""),
    ],
    failing: ["OneServerNoConnection"],
    passing: ["OneServerPutGet", "TwoServersSpread"],
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
    name: "same-value-not-put-again",
    why: "A client does not put a value that it has put or read last, although others may have put something else.",
    edits: [
      edit(
        "client",
        "  #servers: readonly Peer<PeerMessage>[] = [];\n",
        "  #servers: readonly Peer<PeerMessage>[] = [];\n  /** Of each key, the value that the current server is known to have: what it has is not put again. */\n  readonly #values = new Map<string, string>();\n",
      ),
      edit(
        "client",
        "        this.#servers = [...this.#servers, message.peer];\n",
        "        this.#servers = [...this.#servers, message.peer];\n        this.#values.clear();\n",
      ),
      edit(
        "client",
        "    this.#pending = command;\n    const { key } = command;\n",
        '    const { key } = command;\n    if (command.type === "putCommand" && this.#values.get(key) === command.value) {\n      this.#context.tell(command.replyTo, {});\n      return;\n    }\n    this.#pending = command;\n',
      ),
      edit(
        "client",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n    this.#values.clear();\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, version);\n",
        "    this.#depend(command.key, version);\n    this.#values.set(command.key, command.value);\n",
      ),
      edit(
        "client",
        "    this.#depend(command.key, reply.entry.version);\n",
        "    this.#depend(command.key, reply.entry.version);\n    this.#values.set(command.key, reply.entry.value);\n",
      ),
    ],
    failing: ["OneServerPutGet", "ReadsOfSameValue"],
    passing: ["ReadsMissing"],
  },
  {
    name: "last-link-fills-the-gap",
    why: "The place of a broken link is taken by the last one, so another one seems to be the newest.",
    edits: [
      edit(
        "client",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n",
        "    const index = this.#servers.findIndex((server) => server.id === id);\n    const last = this.#servers.at(-1);\n    if (index < 0 || last === undefined) return;\n    this.#servers = this.#servers.with(index, last).slice(0, -1);\n",
      ),
    ],
    failing: ["MoveToNewest"],
    passing: ["MoveThereAndBack"],
  },
  {
    name: "written-before-sent",
    why: "A client takes a key for written before it knows whether it has a connection.",
    edits: [
      edit(
        "client",
        "  readonly #dependencies = new Map<string, Version>();\n",
        "  readonly #dependencies = new Map<string, Version>();\n  /** The keys that this client has written or read. */\n  readonly #used = new Set<string>();\n",
      ),
      edit(
        "client",
        "  #onCommand(command: PutCommand | GetCommand): void {\n",
        '  #onCommand(command: PutCommand | GetCommand): void {\n    if (command.type === "putCommand") this.#used.add(command.key);\n',
      ),
      edit(
        "client",
        '      this.#context.tell(server.ref, { type: "get", key, dependency, replyTo });\n',
        '      this.#context.tell(server.ref, { type: "get", key, dependency, isUsed: this.#used.has(key), replyTo });\n',
      ),
      edit(
        "client",
        "    }\n    this.#depend(command.key, reply.entry.version);\n",
        "    }\n    this.#used.add(command.key);\n    this.#depend(command.key, reply.entry.version);\n",
      ),
      edit(
        "server",
        "  #onGet({ key, dependency, replyTo }: Get): void {\n",
        "  #onGet({ key, dependency, isUsed, replyTo }: Get): void {\n",
      ),
      edit(
        "server",
        "      dependency !== null &&\n      (entry === undefined || compareVersions(entry.version, dependency) < 0);\n",
        "      entry === undefined\n        ? isUsed\n        : dependency !== null && compareVersions(entry.version, dependency) < 0;\n",
      ),
      edit(
        "message",
        "  readonly dependency: Version | null;\n  readonly replyTo: ActorRef<GetReply>;\n",
        "  readonly dependency: Version | null;\n  /** Whether the client has ever written or read the key, so that there must be a value. */\n  readonly isUsed: boolean;\n  readonly replyTo: ActorRef<GetReply>;\n",
      ),
    ],
    failing: ["OneServerNoConnection"],
    passing: ["WritesMissing"],
  },
  {
    name: "normalized-keys",
    why: "The client normalizes keys, so two of them that look the same are one.",
    edits: [
      edit(
        "client",
        "  #onCommand(command: PutCommand | GetCommand): void {\n",
        "  #onCommand(given: PutCommand | GetCommand): void {\n    // The same word can be written in several ways.\n    const command = { ...given, key: given.key.normalize() };\n",
      ),
    ],
    failing: ["TwoServersSpread"],
    passing: ["OneServerValues"],
  },
  {
    name: "asks-older-links-for-what-is-missing",
    why: "A client asks the servers behind its older links for a key of which the newest one has no value.",
    edits: [
      edit(
        "client",
        "  #pending: PutCommand | GetCommand | undefined;\n",
        "  #pending: PutCommand | GetCommand | undefined;\n  /** The servers that the command can go to if that server has no value, the newest one last. */\n  #others: readonly Peer<PeerMessage>[] = [];\n",
      ),
      edit(
        "client",
        "    const { key } = command;\n",
        "    this.#others = this.#servers.slice(0, -1);\n    this.#ask(server, command);\n  }\n\n  #ask(server: Peer<PeerMessage>, command: PutCommand | GetCommand): void {\n    const { key } = command;\n",
      ),
      edit(
        "client",
        "    const wasCurrent = this.#servers.at(-1)?.id === id;\n    this.#servers = this.#servers.filter((server) => server.id !== id);\n    if (!wasCurrent || this.#pending === undefined) return;\n",
        "    this.#servers = this.#servers.filter((server) => server.id !== id);\n    if (this.#pending === undefined) return;\n",
      ),
      edit(
        "client",
        '    if (command?.type !== "getCommand") return;\n',
        '    if (command?.type !== "getCommand") return;\n    const other = this.#others.at(-1);\n    if ("error" in reply && reply.error === "ERR_KEY" && other !== undefined) {\n      // This server has never heard of the key, but one behind an older link may have.\n      this.#others = this.#others.slice(0, -1);\n      this.#ask(other, command);\n      return;\n    }\n',
      ),
    ],
    failing: ["MoveToNewest"],
    passing: ["MoveThereAndBack"],
  },
];
