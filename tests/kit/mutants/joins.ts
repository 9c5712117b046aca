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
  {
    name: "recent-puts-for-a-newcomer",
    why: "Only the first server sends all old state; the others add what is less than 500 ms old.",
    edits: [
      edit("actor", "const tickMs = 125;\n", "const tickMs = 125;\n\nconst recentMs = 500;\n"),
      edit(
        "actor",
        '      const greeted = others.flatMap(addressOf);\n      for (const { ref } of this.#contacts) {\n        this.#context.tell(ref, { type: "hello", server, greeted });',
        '      for (const [place, { ref }] of this.#contacts.entries()) {\n        this.#context.tell(ref, { type: "hello", server, whole: place === 0 });',
      ),
      edit(
        "actor",
        "  #onHello({ server, greeted }: Hello): void {\n    const orphans = this.#orphans(server, greeted);\n    const outbox = this.#welcome(server);\n    outbox.addBacklog(orphans);",
        "  #onHello({ server, whole }: Hello): void {\n    this.#welcome(server, whole ? [...this.#store.entries()] : this.#recent());",
      ),
      edit(
        "actor",
        "    for (const server of servers) this.#welcome(server);",
        "    for (const server of servers) this.#welcome(server, this.#recent());",
      ),
      edit(
        "actor",
        "  /** The Puts that a new server lacks and for which no server that it knows is responsible. */\n  #orphans(newcomer: ServerDesc, greeted: readonly string[]): Entry[] {\n    const senders = new Set([this.#context.self.address, ...greeted]);\n    // Its own Puts may have arrived before its hello. Only a restarted server has lost them.\n    if (this.#contactOf(newcomer) < 0) for (const own of addressOf(newcomer)) senders.add(own);\n    return [...this.#store.entries()].filter(({ origin }) => !senders.has(addressIn(origin)));",
        "  #recent(): Entry[] {\n    const sinceMs = this.#context.now() - recentMs;\n    return [...this.#store.entries()].filter(\n      ({ origin, ms }) => origin === this.#uid && ms >= sinceMs,\n    );",
      ),
      edit(
        "actor",
        "  /** Starts sending to a new server, including the Puts that this actor has already received from clients. */\n  #welcome(server: ServerDesc): Outbox {",
        "  #welcome(server: ServerDesc, old: readonly Entry[]): void {",
      ),
      edit(
        "actor",
        "    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n    outbox.addBacklog(own);",
        "    outbox.addBacklog(old);",
      ),
      edit("actor", "    this.#armTick();\n    return outbox;", "    this.#armTick();"),
      edit(
        "actor",
        '/** The address part of an actor\'s uid. */\nfunction addressIn(actorUid: string): string {\n  return actorUid.slice(0, actorUid.lastIndexOf("/"));\n}\n',
        "",
      ),
      edit(
        "outbox",
        "const maxBacklogLength = 512 * 1024;",
        "const maxBacklogLength = 1024 * 1024;",
      ),
      edit(
        "messages",
        "  /** The addresses of all servers that the new one greets. */\n  readonly greeted: readonly string[];",
        "  readonly whole: boolean;",
      ),
    ],
    failing: ["ServerStartup5"],
    passing: ["ServerStartup2"],
  },
  {
    name: "neighbours-add-the-newest",
    why: "Neighbours of the greeted actor send a new server only their Puts of the last 150 ms.",
    edits: [
      edit(
        "actor",
        " * next tick, instead of sending Puts. Each actor then treats the new server like any other, and adds the Puts that it\n * has received from clients so far to the new server's outbox, as a backlog that is sent in chunks behind new Puts.\n * Every Put has one responsible actor, so the new server gets the whole state once; Puts of servers that no longer run\n * come from the greeted actor. The new server sends its own Puts to all older servers from the start.\n",
        " * next tick, instead of sending Puts. The greeted actor sends everything it has, as a backlog in chunks behind new Puts;\n * its neighbours add only their Puts of the last 150 ms, which may not have reached the greeted actor before the hello.\n * From then on all treat the new server like any other. The new server sends its own Puts to all older servers from the\n * start.\n",
      ),
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** A Put that is older than this has reached the neighbours: it waits for at most one tick. */\nconst recentMs = 150;\n",
      ),
      edit(
        "actor",
        "  #onHello({ server, greeted }: Hello): void {\n    const orphans = this.#orphans(server, greeted);\n    const outbox = this.#welcome(server);\n    outbox.addBacklog(orphans);\n",
        "  #onHello({ server }: Hello): void {\n    const senders = addressOf(server);\n    const all = [...this.#store.entries()];\n    this.#welcome(\n      server,\n      all.filter(({ origin }) => !senders.includes(addressIn(origin))),\n    );\n",
      ),
      edit(
        "actor",
        "    for (const server of servers) this.#welcome(server);\n",
        "    const since = this.#context.now() - recentMs;\n    const recent = [...this.#store.entries()].filter(\n      ({ origin, ms }) => origin === this.#uid && ms >= since,\n    );\n    for (const server of servers) this.#welcome(server, recent);\n",
      ),
      edit(
        "actor",
        "  /** The Puts that a new server lacks and for which no server that it knows is responsible. */\n  #orphans(newcomer: ServerDesc, greeted: readonly string[]): Entry[] {\n    const senders = new Set([this.#context.self.address, ...greeted]);\n    // Its own Puts may have arrived before its hello. Only a restarted server has lost them.\n    if (this.#contactOf(newcomer) < 0) for (const own of addressOf(newcomer)) senders.add(own);\n    return [...this.#store.entries()].filter(({ origin }) => !senders.has(addressIn(origin)));\n  }\n\n  /** Starts sending to a new server, including the Puts that this actor has already received from clients. */\n  #welcome(server: ServerDesc): Outbox {\n",
        "  /** Starts sending to a new server, beginning with old Puts. */\n  #welcome(server: ServerDesc, old: readonly Entry[]): void {\n",
      ),
      edit(
        "actor",
        "    const outbox = this.#addContact(server);\n    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n    outbox.addBacklog(own);\n    this.#armTick();\n    return outbox;\n",
        "    this.#addContact(server).addBacklog(old);\n    this.#armTick();\n",
      ),
    ],
    failing: ["ServerStartup4"],
    passing: ["ServerStartup1"],
  },
  {
    name: "desc-says-localhost",
    why: "A description holds only the port, and whoever reads it looks for the server on its own machine.",
    edits: [
      edit(
        "server",
        "      return new Server(system, JSON.stringify({ actors } satisfies ServerDesc));\n",
        "      return new Server(system, describe(startPort, queryActorCount));\n",
      ),
      edit(
        "server",
        "\nfunction parseDesc(desc: string): ServerDesc {\n",
        "\n/** What later servers need to know of a server. */\ninterface Description {\n  readonly port: number;\n  readonly actorCount: number;\n}\n\nfunction describe(port: number, actorCount: number): string {\n  return JSON.stringify({ port, actorCount } satisfies Description);\n}\n\n/** The actors of a described server. An actor system numbers its actors from 1. */\nfunction parseDesc(desc: string): ServerDesc {\n",
      ),
      edit(
        "server",
        "    const { actors } = JSON.parse(desc) as Partial<ServerDesc>;\n    if (Array.isArray(actors) && actors.length > 0) return { actors };\n",
        "    const { port, actorCount } = JSON.parse(desc) as Partial<Description>;\n    if (port !== undefined && actorCount !== undefined && actorCount > 0) {\n      const address = `localhost:${port}`;\n      const actors = Array.from({ length: actorCount }, (_, index) => ({ address, id: index + 1 }));\n      return { actors };\n    }\n",
      ),
    ],
    failing: ["RemoteSyncBasic1", "RemoteSyncLWW3", "ServerStartup2", "ServerStartup5"],
    passing: ["LocalSyncStress1", "LocalSyncBasic4", "RemoteSyncFrequency4"],
  },
  {
    name: "recent-window-join",
    why: "One server sends all old state; the others send what came in the last 650 ms, as if news of a server reached all at once.",
    edits: [
      edit(
        "actor",
        "      for (const { ref } of this.#contacts) {\n        this.#context.tell(ref, {",
        "      for (const [place, { ref }] of this.#contacts.entries()) {\n        const wantsState = place === 0;\n        this.#context.tell(ref, { wantsState,",
      ),
      edit(
        "messages",
        '  readonly type: "hello";\n',
        '  readonly type: "hello";\n  readonly wantsState: boolean;\n',
      ),
      edit(
        "actor",
        "  #onHello({ server, greeted }: Hello): void {\n    const orphans = this.#orphans(server, greeted);\n",
        "  #onHello({ server, wantsState }: Hello): void {\n    const orphans = wantsState ? [...this.#store.entries()] : [];\n",
      ),
      edit(
        "actor",
        "filter(({ origin }) => origin === this.#uid);\n    outbox.addBacklog(own);",
        "filter(({ origin, ms }) => origin === this.#uid && ms >= this.#context.now() - 650);\n    outbox.addBacklog(own);",
      ),
    ],
    failing: ["ServerStartup5"],
    passing: ["ServerStartup1", "ServerStartup2"],
  },
  {
    name: "reads-wait-for-old-state",
    why: "An actor of a server that joins others keeps Gets and Lists until the old state has had time to arrive.",
    edits: [
      edit("messages", "Sync | SyncTick;", 'Sync | SyncTick | { readonly type: "joined" };'),
      edit(
        "actor",
        '      case "get":\n',
        '      case "joined":\n        for (const query of this.#held ?? []) this.#context.tell(this.#context.self, query);\n        this.#held = undefined;\n        return;\n      case "get":\n        if (this.#held !== undefined) {\n          this.#held.push(message);\n          return;\n        }\n',
      ),
      edit(
        "actor",
        '      case "list":\n',
        '      case "list":\n        if (this.#held !== undefined) {\n          this.#held.push(message);\n          return;\n        }\n',
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n\n",
        "  #tickArmed = false;\n  #held: QueryMessage[] | undefined;\n\n",
      ),
      edit(
        "actor",
        "    for (const other of others) this.#addContact(other);\n",
        '    for (const other of others) this.#addContact(other);\n    if (others.length > 0) {\n      this.#held = [];\n      this.#context.tellAfter(this.#context.self, { type: "joined" }, 1_200);\n    }\n',
      ),
    ],
    failing: ["ServerStartup3"],
    passing: ["ServerStartup2"],
  },
  {
    name: "hello-twice",
    why: "A new server's first actor asks a server again from which it has received nothing itself, although its other actors have.",
    edits: [
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** After this time, in milliseconds, a server that has not answered a hello gets it again, once. */\nconst answerMs = 1_000;\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** The addresses of the servers from which this actor has received Puts directly. */\n  readonly #heardFrom = new Set<string>();\n",
      ),
      edit(
        "actor",
        "        this.#onHello(message);\n",
        '        this.#onHello(message);\n        return;\n      case "helloCheck":\n        this.#onHelloCheck(message.hello);\n',
      ),
      edit(
        "actor",
        '      for (const { ref } of this.#contacts) {\n        this.#context.tell(ref, { type: "hello", server, greeted });\n',
        '      const hello: Hello = { type: "hello", server, greeted };\n      for (const { ref } of this.#contacts) this.#context.tell(ref, hello);\n      if (others.length > 0) {\n        this.#context.tellAfter(this.#context.self, { type: "helloCheck", hello }, answerMs);\n',
      ),
      edit(
        "actor",
        "    if (this.#neighbours.length > 0) this.#newServers.push(server);\n",
        "    if (this.#neighbours.length > 0) this.#newServers.push(server);\n  }\n\n  /** Greets servers again that have not sent anything. */\n  #onHelloCheck(hello: Hello): void {\n    for (const { ref } of this.#contacts) {\n      if (!hello.greeted.includes(ref.address) || this.#heardFrom.has(ref.address)) continue;\n      this.#context.tell(ref, hello);\n    }\n",
      ),
      edit(
        "actor",
        "    for (const [key, value, ms, seq, originIndex] of entries) {\n",
        "    if (relay) for (const origin of origins) this.#heardFrom.add(addressIn(origin));\n    for (const [key, value, ms, seq, originIndex] of entries) {\n",
      ),
      edit(
        "messages",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick;\n",
        "export type QueryMessage = Get | Put | List | Meet | Hello | HelloCheck | NewServers | Sync | SyncTick;\n",
      ),
      edit(
        "messages",
        "/** From an actor that has received one or more {@link Hello}s to the other actors of its server. */\n",
        '/** From an actor to itself: the greeted servers should have sent something by now. */\nexport interface HelloCheck {\n  readonly type: "helloCheck";\n  readonly hello: Hello;\n}\n\n/** From an actor that has received one or more {@link Hello}s to the other actors of its server. */\n',
      ),
    ],
    failing: ["ServerStartup3"],
    passing: ["ServerStartup2", "ServerStartup4"],
  },
  {
    name: "own-keys-for-newcomers",
    why: "An actor sends newcomers the entries of all keys that clients have put on it, whoever has put them last.",
    edits: [
      edit(
        "actor",
        "  #index = 0;\n",
        "  /** The keys of the Puts that this actor has received from clients, for servers that join. */\n  readonly #ownKeys = new Set<string>();\n  #index = 0;\n",
      ),
      edit(
        "actor",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n",
        "    this.#ownKeys.add(key);\n    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n",
      ),
      edit(
        "actor",
        "    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n",
        "    const own: Entry[] = [];\n    for (const key of this.#ownKeys) {\n      const entry = this.#store.get(key);\n      if (entry !== undefined) own.push(entry);\n    }\n",
      ),
    ],
    failing: ["ServerStartup2"],
    passing: ["ServerStartup5"],
  },
  {
    name: "old-state-in-what-room-is-left",
    why: "New and old Puts share 400 Ki characters of a message, so that much news holds up old state.",
    edits: [
      edit(
        "outbox",
        "/** A message takes so many characters of old Puts behind the new ones, so that a long transfer does not delay new Puts. */\nconst maxBacklogLength = 512 * 1024;\n",
        "/**\n * Old Puts fill a message up to this length, in characters, so that a long transfer does not delay new Puts. With eight\n * messages per second this is enough for four million characters in a second and a quarter.\n */\nconst fillLength = 400 * 1024;\n",
      ),
      edit(
        "outbox",
        "    const lengthWithBacklog = Math.min(message.length + maxBacklogLength, maxMessageLength);\n    while (message.length < lengthWithBacklog) {\n",
        "    while (message.length < fillLength) {\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup5"],
  },
  {
    name: "early-puts-not-shown",
    why: "A Put that comes before the actors know each other is acknowledged, and applied only when they do.",
    edits: [
      edit(
        "actor",
        "/** Keeps a replica of the whole store, answers queries from it, and syncs it with the other query actors. */\n",
        "/** A Put that came before the server had introduced the actors to each other. */\ninterface EarlyPut {\n  readonly key: string;\n  readonly value: string;\n  readonly ms: number;\n}\n\n/** Keeps a replica of the whole store, answers queries from it, and syncs it with the other query actors. */\n",
      ),
      edit(
        "actor",
        "  #neighbours: readonly ActorRef<QueryMessage>[] = [];\n",
        "  /** Until this actor knows the others; undefined from then on. */\n  #earlyPuts: EarlyPut[] | undefined = [];\n  #neighbours: readonly ActorRef<QueryMessage>[] = [];\n",
      ),
      edit(
        "actor",
        "        this.#onPut(message.key, message.value);\n",
        "        this.#onPut(message.key, message.value, this.#context.now());\n",
      ),
      edit(
        "actor",
        "  #onPut(key: string, value: string): void {\n    const entry = this.#store.put(key, value, this.#context.now(), this.#uid);\n",
        "  #onPut(key: string, value: string, ms: number): void {\n    if (this.#earlyPuts !== undefined) {\n      // There is nobody yet to whom it could be sent.\n      this.#earlyPuts.push({ key, value, ms });\n      return;\n    }\n    const entry = this.#store.put(key, value, ms, this.#uid);\n",
      ),
      edit(
        "actor",
        "    // Messages from clients and older servers may have arrived before this one.\n    for (const entry of this.#store.entries()) {\n      this.#neighboursOutbox.add(entry);\n      if (entry.origin === this.#uid) for (const { outbox } of this.#contacts) outbox.add(entry);\n    }\n    this.#armTick();\n",
        "    // Messages from older servers and clients may have arrived before this one.\n    for (const entry of this.#store.entries()) this.#neighboursOutbox.add(entry);\n    this.#armTick();\n    const early = this.#earlyPuts ?? [];\n    this.#earlyPuts = undefined;\n    for (const put of early) this.#onPut(put.key, put.value, put.ms);\n",
      ),
    ],
    failing: ["ServerStartup3", "ServerStartup4"],
    passing: ["OneActorPut1", "ServerStartup2"],
  },
];
