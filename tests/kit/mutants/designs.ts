import { edit, type Design } from "./mutant.js";

const tell = 'this.#context.tellAfter(this.#context.self, { type: "syncTick" }';

/** Solutions that are made differently and are right. A fair grader gives all of them everything. */
export const designs: readonly Design[] = [
  {
    name: "always-ticking",
    what: "The timer never stops; what is empty is not sent.",
    edits: [
      edit(
        "actor",
        `if (sent) ${tell}, tickMs);`,
        `this.#tickArmed = true;\n    ${tell}, tickMs);`,
      ),
    ],
  },
  {
    name: "heartbeats",
    what: "A message is sent every 125 ms, also when it is empty.",
    edits: [
      edit(
        "actor",
        `if (sent) ${tell}, tickMs);`,
        `this.#tickArmed = true;\n    ${tell}, tickMs);\n    if (sent) return;\n    for (const ref of [...this.#neighbours, ...this.#contacts.map((contact) => contact.ref)]) {\n      this.#context.tell(ref, { type: "sync", entries: [], origins: [], relay: false });\n    }`,
      ),
    ],
  },
  {
    name: "ten-a-second",
    what: "Messages are sent every 100 ms, the first one at once.",
    edits: [
      edit("actor", "const firstTickMs = 10;", "const firstTickMs = 0;"),
      edit("actor", "const tickMs = 125;", "const tickMs = 100;"),
    ],
  },
  {
    name: "slow-but-in-time",
    what: "Messages are sent every 240 ms, so that one that tells of a new server delays Puts by no more than allowed.",
    edits: [
      edit("actor", "const firstTickMs = 10;", "const firstTickMs = 240;"),
      edit("actor", "const tickMs = 125;", "const tickMs = 240;"),
      edit("outbox", "const maxBacklogLength = 512 * 1024;", "const maxBacklogLength = 1_500_000;"),
    ],
  },
  {
    name: "one-agreed-actor",
    what: "Every actor sends to the first actor of each other server, which passes it on.",
    edits: [edit("actor", "actors[this.#index % actors.length]", "actors[0]")],
  },
  {
    name: "gateway",
    what: "Only the first actor of a server exchanges messages with other servers, for all of its neighbours.",
    edits: [
      edit(
        "actor",
        "if (ref !== undefined) this.#contacts.push",
        "if (ref !== undefined && this.#index === 0) this.#contacts.push",
      ),
      edit(
        "actor",
        "filter(({ origin }) => origin === this.#uid)",
        "filter(({ origin }) => addressIn(origin) === this.#context.self.address)",
      ),
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);",
        "if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n      if (won && !relay) for (const { outbox } of this.#contacts) outbox.add(entry);",
      ),
      edit("actor", "if (relay) this.#armTick();", "this.#armTick();"),
    ],
  },
  {
    name: "local-leader",
    what: "The actors of a server send to their first one, which tells all of them, also the one that it has it from.",
    edits: [
      edit(
        "actor",
        "this.#neighbours = server.actors.filter((ref) => ref.id !== this.#context.self.id);",
        "this.#neighbours = index === 0 ? server.actors.slice(1) : server.actors.slice(0, 1);",
      ),
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0)",
        "if (won && (relay || this.#index === 0) && this.#neighbours.length > 0)",
      ),
      edit("actor", "if (relay) this.#armTick();", "this.#armTick();"),
    ],
  },
  {
    name: "local-ring",
    what: "Each actor sends to the next one of its server, which sends on what is new to it, all the way round.",
    edits: [
      edit(
        "actor",
        "this.#neighbours = server.actors.filter((ref) => ref.id !== this.#context.self.id);",
        "const next = server.actors[(index + 1) % server.actors.length];\n    this.#neighbours = next === undefined || server.actors.length === 1 ? [] : [next];\n    this.#all = server.actors.filter((ref) => ref.id !== this.#context.self.id);",
      ),
      edit(
        "actor",
        "  #index = 0;\n",
        "  #index = 0;\n  #all: readonly ActorRef<QueryMessage>[] = [];\n",
      ),
      edit(
        "actor",
        "const toNeighbours = this.#takeNews() ??",
        "const news = this.#takeNews();\n    if (news !== undefined) for (const other of this.#all) this.#context.tell(other, news);\n    const toNeighbours =",
      ),
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0)",
        "if (won && this.#neighbours.length > 0)",
      ),
      edit("actor", "if (relay) this.#armTick();", "this.#armTick();"),
    ],
  },
  {
    name: "state-in-large-messages",
    what: "A new server gets a million characters of old state in one message, which still fits into an RPC.",
    edits: [
      edit("outbox", "const maxBacklogLength = 512 * 1024;", "const maxBacklogLength = 1_000_000;"),
    ],
  },
  {
    name: "state-in-many-chunks",
    what: "A new server gets the old state in chunks of a few entries, one right after the other.",
    edits: [
      edit("outbox", "const maxBacklogLength = 512 * 1024;", "const maxBacklogLength = 30_000;"),
      edit(
        "actor",
        `if (sent) ${tell}, tickMs);`,
        `const busy = this.#contacts.some(({ outbox }) => outbox.hasBacklog);\n    if (sent) ${tell}, busy ? 5 : tickMs);`,
      ),
      edit(
        "outbox",
        "  /** Adds a new Put,",
        "  get hasBacklog(): boolean {\n    return this.#backlog.length > 0;\n  }\n\n  /** Adds a new Put,",
      ),
    ],
  },
  {
    name: "stamps-that-run-ahead",
    what: "An actor's times are unique: each is the clock's, or one more than its last and than that of what it replaces.",
    edits: [
      edit(
        "store",
        "current !== undefined && current.ms >= nowMs\n        ? { key, value, ms: current.ms, seq: current.seq + 1, origin }\n        : { key, value, ms: nowMs, seq: 0, origin };",
        "{ key, value, ms: (this.#last = Math.max(nowMs, this.#last + 1, (current?.ms ?? 0) + 1)), seq: 0, origin };",
      ),
      edit(
        "store",
        "  get(key: string): Entry | undefined {",
        "  #last = 0;\n\n  get(key: string): Entry | undefined {",
      ),
    ],
  },
  {
    name: "client-dials-per-call",
    what: "The client opens a connection for each call, and closes all of them when it is closed.",
    edits: [
      edit(
        "client",
        "this.#connections.set(address, dialling);",
        "this.#connections.set(`${address} ${this.#connections.size}`, dialling);",
      ),
      edit(
        "client",
        "if (this.#connections.get(address) === dialling) this.#connections.delete(address);",
        "",
      ),
    ],
  },
  {
    name: "ticks-from-the-server",
    what: "The server itself tells its actors ten times a second, by the clock, to send what is new.",
    edits: [
      edit("actor", "    this.#tickArmed = sent;\n", "    this.#tickArmed = true;\n"),
      edit("actor", `    if (sent) ${tell}, tickMs);\n`, ""),
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = true;\n"),
      edit(
        "server",
        'import { ActorSystem } from "../actor/actor_system.js";',
        'import { ActorSystem } from "../actor/actor_system.js";\nimport { platform } from "../platform/current.js";',
      ),
      edit(
        "server",
        "      return new Server(system,",
        '      const startMs = platform().monotonicNow();\n      const tick = (n: number): void => {\n        platform().after(startMs + n * 100 - platform().monotonicNow(), () => {\n          if (!ActorSystem.running().includes(system)) return;\n          for (const actor of actors) system.tell(actor, { type: "syncTick" });\n          tick(n + 1);\n        });\n      };\n      tick(1);\n      return new Server(system,',
      ),
    ],
  },
];
