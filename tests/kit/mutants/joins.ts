import { edit, type Mutant } from "./mutant.js";

/** Solutions that go wrong when servers join: while there is load, one after another, or with much old state. */
export const joinMutants: readonly Mutant[] = [
  {
    name: "newcomer-replaces-newcomer",
    why: "The actor that is greeted remembers one new server until its next message, so the first of two is forgotten.",
    edits: [
      edit(
        "actor",
        "if (this.#neighbours.length > 0) this.#newServers.push(server);",
        "if (this.#neighbours.length > 0) this.#newServers = [server];",
      ),
    ],
    failing: ["ServerStartup5"],
    passing: ["ServerStartup2", "ServerStartup4"],
  },
  {
    name: "join-delays-local-puts",
    why: "Messages leave every 300 ms, and one that tells of a new server takes the place of one with Puts, which are too late then.",
    edits: [
      edit("actor", "const tickMs = 125;", "const tickMs = 300;"),
      edit(
        "outbox",
        "const maxBacklogLength = 512 * 1024;",
        "const maxBacklogLength = 1.25 * 1024 * 1024;",
      ),
    ],
    failing: ["ServerStartup4"],
    passing: ["LocalSyncBasic4", "ServerStartup2"],
  },
  {
    name: "join-eats-a-message",
    why: "A message that tells of a new server takes the place of one with Puts, which are forgotten.",
    edits: [
      edit(
        "actor",
        "const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);",
        "const puts = this.#neighboursOutbox.take(this.#store, false);\n    const toNeighbours = this.#takeNews() ?? puts;",
      ),
    ],
    failing: ["ServerStartup4"],
    passing: ["ServerStartup2"],
  },
  {
    name: "old-state-waits-for-quiet",
    why: "Old state goes out with messages that have no new Puts, so under load a new server waits for it.",
    edits: [
      edit(
        "outbox",
        "Math.min(message.length + maxBacklogLength, maxMessageLength)",
        "message.length > 0 ? 0 : maxBacklogLength",
      ),
    ],
    failing: ["ServerStartup3"],
    passing: ["ServerStartup2"],
  },
  {
    name: "news-wait-for-old-state",
    why: "New Puts for a new server wait until it has all old state.",
    edits: [
      edit(
        "outbox",
        "      if (message.length >= maxMessageLength) break;",
        "      if (message.length >= maxMessageLength || this.#backlog.length > 0) break;",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "length-without-keys",
    why: "Messages are split by the lengths of their values, so one with many long keys is too long.",
    edits: [
      edit(
        "outbox",
        "this.length += key.length + value.length + lengthPerEntry;",
        "this.length += value.length;",
      ),
      edit("outbox", "const lengthPerEntry = 32;", "export const lengthPerEntry = 32;"),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "early-puts-of-the-first-actor",
    why: "Of the Puts that a new server took before its actors knew others, only those of the first actor go to older servers.",
    edits: [
      edit(
        "actor",
        "if (entry.origin === this.#uid) for",
        "if (entry.origin === this.#uid && index === 0) for",
      ),
    ],
    failing: ["ServerStartup3", "ServerStartup4"],
    passing: ["ServerStartup2"],
  },
  {
    name: "early-puts-wait-for-the-next",
    why: "What a new server's actor took before it knew others goes out with its next message, which may never come.",
    edits: [
      edit(
        "actor",
        "    this.#armTick();\n    this.#context.tell(replyTo, null);",
        "    this.#context.tell(replyTo, null);",
      ),
    ],
    failing: ["ServerStartup3"],
    passing: ["ServerStartup2"],
  },
  {
    name: "neighbours-hear-after-the-transfer",
    why: "The actor that is greeted tells its neighbours of the new server when it has sent its own old state.",
    edits: [
      edit(
        "outbox",
        "  /** Adds old Puts, for",
        "  get hasBacklog(): boolean {\n    return this.#backlog.length > 0;\n  }\n\n  /** Adds old Puts, for",
      ),
      edit(
        "actor",
        "if (servers.length === 0) return undefined;",
        "if (servers.length === 0) return undefined;\n    if (this.#contacts.some(({ outbox }) => outbox.hasBacklog)) return undefined;",
      ),
      edit(
        "actor",
        "    this.#tickArmed = sent;",
        "    sent ||= this.#newServers.length > 0;\n    this.#tickArmed = sent;",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2", "ServerStartup4"],
  },
  {
    name: "history-for-newcomers",
    why: "A new server gets every Put that was ever made, and not only the latest of each key.",
    edits: [
      edit(
        "outbox",
        "if (this.#store.get(key) !== entry) return;",
        "if (this.#store.get(key) === undefined) return;",
      ),
      edit(
        "actor",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    for",
        "    this.#ownPuts.push(entry);\n    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    for",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  readonly #ownPuts: Entry[] = [];\n",
      ),
      edit(
        "actor",
        "outbox.addBacklog(own);",
        "outbox.addBacklog(own.length === 0 ? [] : this.#ownPuts);",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2", "ServerStartup3"],
  },
  {
    name: "transfer-ends-at-a-gap",
    why: "A message takes 1,000 old Puts; if all of them have been overwritten there is none, and the transfer ends.",
    edits: [
      edit(
        "outbox",
        "    while (message.length < lengthWithBacklog) {",
        "    for (let count = 0; count < 1_000 && message.length < lengthWithBacklog; count++) {",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
];
