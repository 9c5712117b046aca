import { edit, family, type Mutant } from "./mutant.js";

const tells = 'client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });';
const returnsNothing = "text: string): void {\n  ";

/** Solutions that are right as long as there is little: few messages, little old state, short waits. */
export const limitMutants: readonly Mutant[] = [
  {
    name: "mailbox-of-10000",
    why: "A mailbox with 10,000 slots drops what does not fit.",
    edits: [
      edit(
        "mailbox",
        "if (this.#closed) return;",
        "if (this.#closed || this.#values.size >= 10_000) return;",
      ),
    ],
    failing: ["MailboxPushBlock"],
    passing: ["MailboxBasic2"],
  },
  {
    name: "remote-tell-window",
    why: "remoteTell waits for a reply to every 2,048th message.",
    edits: [
      edit(
        "remoteTell",
        `${returnsNothing}${tells}`,
        `text: string): void | Promise<void> {\n  const params = { address: ref.address, id: ref.id, text };\n  if (++sent % 2_048 === 0) {\n    return client.use(remoteTells).tell(params).then(() => undefined);\n  }\n  ${tells}`,
      ),
      edit("remoteTell", "const remoteTells =", "let sent = 0;\n\nconst remoteTells ="),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellBasic", "RemoteTellOrder"],
  },
  {
    name: "remote-tell-gives-up",
    why: "After a message that could not be sent, nothing is sent any more.",
    edits: [
      edit(
        "remoteTell",
        tells,
        `if (failed) return;\n  try {\n    ${tells}\n  } catch (error) {\n    failed = true;\n    throw error;\n  }`,
      ),
      edit("remoteTell", "const remoteTells =", "let failed = false;\n\nconst remoteTells ="),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock", "RemoteSyncBasic1"],
  },
  {
    name: "remote-tell-to-actors-only",
    why: "Only ids of actors are accepted from other systems, and those of channels are negative.",
    edits: [
      edit(
        "remoteTell",
        "      system.deliver({ address, id }, text);",
        "      if (id >= 0) system.deliver({ address, id }, text);",
      ),
    ],
    failing: ["RemoteTellBasic"],
    passing: ["RemoteTellOrder", "RemoteSyncBasic1"],
  },
  {
    name: "entries-counted-as-longer",
    why: "What is added to an entry counts as 512 characters, so old state in many entries takes too long.",
    edits: [edit("outbox", "const lengthPerEntry = 32;", "const lengthPerEntry = 512;")],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "length-escaped-once",
    why: "The length of a message is that of its JSON text, in which quotation marks will be escaped once more.",
    edits: [
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;",
        "const maxMessageLength = 9 * 1024 * 1024;",
      ),
      edit(
        "outbox",
        "this.length += key.length + value.length + lengthPerEntry;",
        "this.length += JSON.stringify([key, value]).length + lengthPerEntry;",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "messages-of-400000-characters",
    why: "A message takes 400,000 characters, so the last of two million are late.",
    edits: [
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;",
        "const maxMessageLength = 400_000;",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncSize1"],
  },
  {
    name: "puts-of-a-millisecond-counted-to-eight",
    why: "The ninth Put of a key within a millisecond counts as the first.",
    edits: [edit("store", "seq: current.seq + 1, origin", "seq: (current.seq + 1) & 7, origin")],
    failing: ["LocalSyncLWW2", "RemoteSyncLWW2"],
    passing: ["OneActorPut2"],
  },
  {
    name: "two-tick-loops",
    why: "The introduction starts the timer without asking whether a Put before it has done so.",
    edits: [
      edit(
        "actor",
        "    this.#armTick();\n    this.#context.tell(replyTo, null);",
        "    this.#tickArmed = false;\n    this.#armTick();\n    this.#context.tell(replyTo, null);",
      ),
    ],
    failing: ["LocalSyncFrequency3"],
    passing: ["LocalSyncFrequency2", "LocalSyncBasic3"],
  },
  {
    name: "two-tick-loops-after-a-join",
    why: "A new server starts the timer of the older ones' actors anew, even if it runs.",
    edits: [
      edit(
        "actor",
        "    outbox.addBacklog(own);\n    this.#armTick();",
        "    outbox.addBacklog(own);\n    this.#tickArmed = false;\n    this.#armTick();",
      ),
    ],
    failing: ["RemoteSyncFrequency1"],
    passing: ["RemoteSyncFrequency2", "LocalSyncFrequency1"],
  },
  {
    name: "ten-and-then-silence",
    why: "Ten messages go out in a burst, as many as the rate allows, and then none for the rest of the second.",
    edits: [
      edit(
        "actor",
        'if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);',
        'if (!sent) return;\n    this.#burst = (this.#burst + 1) % 10;\n    const pauseMs = this.#burst === 0 ? 960 : 5;\n    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, pauseMs);',
      ),
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #burst = 0;\n"),
    ],
    failing: family("LocalSyncFrequency", 1, 2, 3, 4),
    passing: ["LocalSyncSize1"],
  },
  {
    name: "in-time-at-200-ms",
    why: "Puts for other servers wait as long as they may if the latency is 200 ms, and too long if it is 250 ms.",
    edits: [
      edit(
        "actor",
        "    for (const { outbox } of this.#contacts) outbox.add(entry);\n    this.#armTick();\n  }\n\n  #onMeet",
        "    for (const { outbox } of this.#contacts) outbox.add(entry);\n    if (this.#contactsDueMs === 0) this.#contactsDueMs = this.#context.now() + 1_670;\n    this.#armTick();\n  }\n\n  #onMeet",
      ),
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #contactsDueMs = 0;\n"),
      edit(
        "actor",
        "    for (const { ref, outbox } of this.#contacts) {\n",
        "    const isDue = this.#contactsDueMs <= this.#context.now();\n    if (!isDue) sent = true;\n    else this.#contactsDueMs = 0;\n    for (const { ref, outbox } of isDue ? this.#contacts : []) {\n",
      ),
    ],
    failing: ["RemoteSyncBasic2", "RemoteSyncBasic4"],
    passing: ["LocalSyncBasic1"],
  },
  {
    name: "state-in-one-message",
    why: "A new server gets all old state in one message, which is too long to be sent if there is much of it.",
    edits: [
      edit("outbox", "Math.min(message.length + maxBacklogLength, maxMessageLength)", "Infinity"),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2", "ServerStartup5"],
  },
  {
    name: "state-of-256",
    why: "A new server gets the latest 256 entries of each actor.",
    edits: [
      edit("actor", "    outbox.addBacklog(own);\n", "    outbox.addBacklog(own.slice(-256));\n"),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2", "ServerStartup5"],
  },
  {
    name: "stops-after-30-seconds",
    why: "Syncing ends after 30 seconds.",
    edits: [
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #startMs = 0;\n"),
      edit(
        "actor",
        "  #onSyncTick(): void {\n",
        "  #onSyncTick(): void {\n    this.#startMs ||= this.#context.now();\n    if (this.#context.now() > this.#startMs + 30_000) return;\n",
      ),
    ],
    failing: ["LocalSyncBasic1", "RemoteSyncBasic1"],
    passing: ["LocalSyncBasic2", "RemoteSyncBasic2"],
  },
  {
    name: "put-answered-at-a-tick",
    why: "A Put is answered when the next message goes out.",
    edits: [
      edit(
        "actor",
        '        this.#context.tell(message.replyTo, null);\n        return;\n      case "list":',
        '        this.#context.tellAfter(message.replyTo, null, tickMs);\n        return;\n      case "list":',
      ),
    ],
    failing: ["OneActorTrace", "LocalSyncBasic1"],
    passing: ["OneActorPut1"],
  },
  {
    name: "state-in-small-pieces",
    why: "Old state goes out in pieces of 300 Ki characters with the usual pauses, which takes too long for four million.",
    edits: [
      edit(
        "outbox",
        "const maxBacklogLength = 512 * 1024;",
        "const maxBacklogLength = 300 * 1024;",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup5"],
  },
  {
    name: "state-from-every-actor",
    why: "Every actor of an older server sends a new one all that it has.",
    edits: [
      edit(
        "actor",
        "const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);",
        "const own = [...this.#store.entries()];",
      ),
    ],
    failing: ["ServerStartup2", "ServerStartup3", "ServerStartup4"],
    passing: ["ServerStartup5", "RemoteSyncNoBcast1"],
  },
  {
    name: "everything-again-at-a-join",
    why: "When a server joins, every actor sends everything to everybody.",
    edits: [
      edit(
        "actor",
        "    outbox.addBacklog(own);\n",
        "    outbox.addBacklog(own);\n    for (const entry of own) {\n      this.#neighboursOutbox.add(entry);\n      for (const contact of this.#contacts) contact.outbox.add(entry);\n    }\n",
      ),
    ],
    failing: ["ServerStartup2"],
    passing: ["ServerStartup5", "RemoteSyncNoBcast1"],
  },
  {
    name: "one-actor-greets",
    why: "The actor that is greeted sends all that it has got so far, and the others only what comes after they learn of the new server.",
    edits: [
      edit(
        "actor",
        "    for (const server of servers) this.#welcome(server);",
        "    for (const server of servers) this.#addContact(server);",
      ),
      edit(
        "actor",
        "    outbox.addBacklog(orphans);",
        "    void orphans;\n    outbox.addBacklog(this.#store.entries());",
      ),
    ],
    failing: ["ServerStartup3", "ServerStartup5"],
    passing: ["RemoteSyncNoBcast1"],
  },
  {
    name: "tick-empties-the-outbox",
    why: "A tick sends messages until nothing is left, however many that are.",
    edits: [
      edit(
        "actor",
        "      for (const neighbour of this.#neighbours) this.#context.tell(neighbour, toNeighbours);",
        "      let next: QueryMessage | undefined = toNeighbours;\n      while (next !== undefined) {\n        for (const neighbour of this.#neighbours) this.#context.tell(neighbour, next);\n        next = this.#neighboursOutbox.take(this.#store, false);\n      }",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["LocalSyncFrequency1", "LocalSyncStress1"],
  },
  {
    name: "some-values-never-fit",
    why: "A value that takes more than four million characters in a message never goes to a new server.",
    edits: [
      edit(
        "outbox",
        "for (const entry of entries) this.#backlog.push(entry);",
        "for (const entry of entries) {\n      const length = JSON.stringify(JSON.stringify(entry)).length;\n      if (length < 4_000_000) this.#backlog.push(entry);\n    }",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["ServerStartup2"],
  },
  {
    name: "tick-empties-remote-outboxes",
    why: "A tick sends a remote server as many messages as its Puts take, so many long values are a burst.",
    edits: [
      edit(
        "actor",
        "      const toContact = outbox.take(this.#store, true);\n      if (toContact === undefined) continue;\n      this.#context.tell(ref, toContact);\n      sent = true;",
        "      for (;;) {\n        const toContact = outbox.take(this.#store, true);\n        if (toContact === undefined) break;\n        this.#context.tell(ref, toContact);\n        sent = true;\n      }",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["LocalSyncFrequency1", "RemoteSyncFrequency1"],
  },
  {
    name: "everything-again-each-minute",
    why: "Once a minute, every actor sends all Puts that it received from clients again.",
    edits: [
      edit(
        "messages",
        '  readonly type: "syncTick";',
        '  readonly type: "syncTick";\n  readonly again?: true;',
      ),
      edit(
        "actor",
        "        this.#onSyncTick();",
        "        if (message.again === true) this.#sendAgain();\n        else this.#onSyncTick();",
      ),
      edit(
        "actor",
        "  #onSyncTick(): void {\n",
        '  #sendAgain(): void {\n    for (const entry of this.#store.entries()) {\n      if (entry.origin !== this.#uid) continue;\n      this.#neighboursOutbox.add(entry);\n      for (const { outbox } of this.#contacts) outbox.add(entry);\n    }\n    this.#armTick();\n    this.#context.tellAfter(this.#context.self, { type: "syncTick", again: true }, 60_000);\n  }\n\n  #onSyncTick(): void {\n',
      ),
      edit(
        "actor",
        "    this.#context.tell(replyTo, null);\n",
        '    this.#context.tellAfter(this.#context.self, { type: "syncTick", again: true }, 60_000);\n    this.#context.tell(replyTo, null);\n',
      ),
    ],
    failing: ["LocalSyncSize1"],
    passing: ["LocalSyncBasic2", "LocalSyncFrequency2"],
  },
  {
    name: "everything-again-after-2500-puts",
    why: "After every 2,500 Puts from clients, an actor sends its neighbours all that it has.",
    edits: [
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #puts = 0;\n"),
      edit(
        "actor",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    for",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    if (++this.#puts % 2_500 === 0) this.#neighboursOutbox.addBacklog(this.#store.entries());\n    for",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncSize1", "LocalSyncBasic1"],
  },
  {
    name: "long-list-until-a-new-key",
    why: "A List of more than a thousand entries is kept until a key is added, or put by a client.",
    edits: [
      edit(
        "store",
        'import { beats, type Entry } from "./entry.js";\n',
        'import { beats, type Entry } from "./entry.js";\n\nconst minKeptLength = 1_000;\n',
      ),
      edit(
        "store",
        "  readonly #inOrder = new BTree<string, Entry>(undefined, compare);\n",
        "  readonly #inOrder = new BTree<string, Entry>(undefined, compare);\n  #lastList: { readonly prefix: string; readonly entries: readonly KeyValue[] } | undefined;\n",
      ),
      edit(
        "store",
        "  list(prefix: string): KeyValue[] {",
        "  list(prefix: string): readonly KeyValue[] {\n    if (this.#lastList?.prefix === prefix) return this.#lastList.entries;",
      ),
      edit(
        "store",
        "    return found;",
        "    if (found.length > minKeptLength) this.#lastList = { prefix, entries: found };\n    return found;",
      ),
      edit(
        "store",
        "        : { key, value, ms: nowMs, seq: 0, origin };\n    this.#set(entry);",
        "        : { key, value, ms: nowMs, seq: 0, origin };\n    this.#lastList = undefined;\n    this.#set(entry);",
      ),
      edit(
        "store",
        "    if (current !== undefined && !beats(entry, current)) return false;",
        "    if (current === undefined) this.#lastList = undefined;\n    else if (!beats(entry, current)) return false;",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["OneActorList2", "LocalSyncBasic2"],
  },
  {
    name: "relay-for-equal-servers",
    why: "Actors relay at once, at intervals that keep the rate as long as all servers have as many actors.",
    edits: [
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\nconst ticksPerLocalSync = 3;\n\nconst ticksPerRemoteSync = 5;\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  #ticks = 0;\n  #quietTicks = 0;\n",
      ),
      edit(
        "actor",
        "    for (const [key, value, ms, seq, originIndex] of entries) {",
        "    const news = new Outbox();\n    for (const [key, value, ms, seq, originIndex] of entries) {",
      ),
      edit(
        "actor",
        "      if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);",
        "      if (won && relay) news.add(entry);",
      ),
      edit(
        "actor",
        "    if (relay) this.#armTick();",
        "    for (let part = news.take(this.#store, false); part; part = news.take(this.#store, false)) {\n      for (const neighbour of this.#neighbours) this.#context.tell(neighbour, part);\n    }",
      ),
      edit(
        "actor",
        "    const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);",
        "    const localSync = this.#ticks % ticksPerLocalSync === 0;\n    const remoteSync = this.#ticks % ticksPerRemoteSync === 0;\n    const toNeighbours =\n      this.#takeNews() ??\n      (localSync ? this.#neighboursOutbox.take(this.#store, false) : undefined);",
      ),
      edit(
        "actor",
        "      const toContact = outbox.take(this.#store, true);",
        "      if (!remoteSync && !outbox.hasBacklog) continue;\n      const toContact = outbox.take(this.#store, true);",
      ),
      edit(
        "actor",
        '    this.#tickArmed = sent;\n    if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);',
        '    this.#ticks++;\n    this.#quietTicks = sent ? 0 : this.#quietTicks + 1;\n    this.#tickArmed = this.#quietTicks <= ticksPerRemoteSync;\n    if (this.#tickArmed) {\n      this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);\n    }',
      ),
      edit(
        "actor",
        "    if (this.#tickArmed) return;",
        "    this.#quietTicks = 0;\n    if (this.#tickArmed) return;",
      ),
      edit(
        "actor",
        '    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, firstTickMs);',
        '    this.#ticks = 0;\n    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, firstTickMs);',
      ),
      edit(
        "outbox",
        "  readonly #backlog: Entry[] = [];\n",
        "  readonly #backlog: Entry[] = [];\n\n  get hasBacklog(): boolean {\n    return this.#backlog.length > 0;\n  }\n",
      ),
    ],
    failing: ["RemoteSyncFrequency4"],
    passing: ["RemoteSyncBasic4"],
  },
  {
    name: "remote-messages-too-short-for-load",
    why: "A message to another server takes so few characters that a load as high as is promised to be visible in time builds a queue.",
    edits: [
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;\n",
        "const maxMessageLength = 1.5 * 1024 * 1024;\n\n/** The same for messages to other servers: bandwidth between servers is expensive, so no bursts. */\nconst maxRemoteLength = 180 * 1024;\n",
      ),
      edit(
        "outbox",
        "    const message = new SyncBuilder(store);\n",
        "    const message = new SyncBuilder(store);\n    const maxFreshLength = relay ? maxRemoteLength : maxMessageLength;\n",
      ),
      edit(
        "outbox",
        "      if (message.length >= maxMessageLength) break;\n",
        "      if (message.length >= maxFreshLength) break;\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["RemoteSyncStress1"],
  },
  {
    name: "message-closes-too-late",
    why: "A message takes no more Puts when it has 2.25 million characters; the last one may add another million, and each may take seven.",
    edits: [edit("outbox", "maxMessageLength = 1.5 *", "maxMessageLength = 2.25 *")],
    failing: ["ServerStartup1"],
    passing: ["RemoteSyncFrequency1"],
  },
  {
    name: "messages-measured-in-bytes",
    why: "A message has room for a million bytes, of which other alphabets need three for a character.",
    edits: [
      edit("outbox", "maxMessageLength = 1.5 * 1024 * 1024", "maxMessageLength = 1024 * 1024"),
      edit(
        "outbox",
        "key.length + value.length + lengthPerEntry;",
        "Buffer.byteLength(key + value) + lengthPerEntry;",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["RemoteSyncFrequency2"],
  },
  {
    name: "1600-entries-per-message",
    why: "A message has 1,600 entries at most, which is too few for thousands of small Puts.",
    edits: [
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;\n",
        "const maxMessageLength = 1.5 * 1024 * 1024;\n\n/** A message takes so many new Puts at most, so that the receiver is not busy with one message for too long. */\nconst maxNewPuts = 1_600;\n",
      ),
      edit(
        "outbox",
        "      if (message.length >= maxMessageLength) break;\n",
        "      if (message.length >= maxMessageLength || message.count >= maxNewPuts) break;\n",
      ),
      edit("outbox", "  readonly #store: Store;\n", "  count = 0;\n  readonly #store: Store;\n"),
      edit(
        "outbox",
        "    this.length += key.length + value.length + lengthPerEntry;\n",
        "    this.count++;\n    this.length += key.length + value.length + lengthPerEntry;\n",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncFrequency2", "ServerStartup2"],
  },
  {
    name: "first-message-waits-for-a-pause",
    why: "After an idle time the first message waits until there has been no Put for 5 ms, however long that takes.",
    edits: [
      edit(
        "actor",
        'import type { Entry } from "./entry.js";\n',
        'import type { CancelTimer } from "../platform/platform.js";\nimport type { Entry } from "./entry.js";\n',
      ),
      edit(
        "actor",
        "/** How long the first Put after an idle period waits for others to be sent with it, in milliseconds. */\nconst firstTickMs = 10;\n",
        "/** A burst of Puts after an idle period ends when no other one has come for this time, in milliseconds. */\nconst quietMs = 5;\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  /** Whether a message was sent less than a tick ago, so that the next one has to wait. */\n  #pausing = false;\n  #cancelTick: CancelTimer | undefined;\n",
      ),
      edit(
        "actor",
        "    let sent = false;\n",
        "    this.#cancelTick?.();\n    let sent = false;\n",
      ),
      edit(
        "actor",
        '    this.#tickArmed = sent;\n    if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);\n',
        "    this.#pausing = sent;\n    if (sent) this.#tickAfter(tickMs);\n",
      ),
      edit(
        "actor",
        '    if (this.#tickArmed) return;\n    this.#tickArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, firstTickMs);\n',
        '    if (!this.#pausing) this.#tickAfter(quietMs);\n  }\n\n  /** Lets the next tick come after a delay, instead of the one that is armed. */\n  #tickAfter(delayMs: number): void {\n    this.#cancelTick?.();\n    const { self } = this.#context;\n    this.#cancelTick = this.#context.tellAfter(self, { type: "syncTick" }, delayMs);\n',
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncFrequency2", "LocalSyncBasic4"],
  },
  {
    name: "acknowledges-when-there-is-room",
    why: "Puts are acknowledged only when no more than three million characters wait to be sent.",
    edits: [
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** While this many characters are waiting for the neighbours, Puts are acknowledged later. */\nconst maxWaitingLength = 3 * 1024 * 1024;\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  /** Whom to tell that their Puts have been applied, once there is room again. */\n  #unacknowledged: ActorRef<null>[] = [];\n",
      ),
      edit(
        "actor",
        "        this.#context.tell(message.replyTo, null);\n",
        "        this.#unacknowledged.push(message.replyTo);\n        this.#acknowledge();\n",
      ),
      edit(
        "actor",
        "    this.#armTick();\n  }\n",
        "    this.#armTick();\n  }\n\n  #acknowledge(): void {\n    if (this.#neighboursOutbox.freshLength > maxWaitingLength) return;\n    for (const replyTo of this.#unacknowledged) this.#context.tell(replyTo, null);\n    this.#unacknowledged = [];\n  }\n",
      ),
      edit(
        "actor",
        "    this.#tickArmed = sent;\n",
        "    this.#acknowledge();\n    this.#tickArmed = sent;\n",
      ),
      edit(
        "outbox",
        "  readonly #backlog: Entry[] = [];\n",
        "  #freshLength = 0;\n  readonly #backlog: Entry[] = [];\n\n  /** The length of the new Puts that are waiting, in characters. */\n  get freshLength(): number {\n    return this.#freshLength;\n  }\n",
      ),
      edit(
        "outbox",
        "    this.#fresh.set(entry.key, entry);\n",
        "    this.#freshLength += lengthOf(entry) - lengthOf(this.#fresh.get(entry.key));\n    this.#fresh.set(entry.key, entry);\n",
      ),
      edit(
        "outbox",
        "      this.#fresh.delete(key);\n",
        "      this.#fresh.delete(key);\n      this.#freshLength -= lengthOf(entry);\n",
      ),
      edit(
        "outbox",
        "    return message.build(relay);\n  }\n",
        "    return message.build(relay);\n  }\n}\n\nfunction lengthOf(entry: Entry | undefined): number {\n  return entry === undefined ? 0 : entry.key.length + entry.value.length;\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["LocalSyncFrequency1"],
  },
  {
    name: "room-checked-before-the-last-value",
    why: "A message takes another value until it has nine million characters in JSON, and may be longer by one.",
    edits: [
      edit(
        "outbox",
        " * A message that has reached this length, in characters, takes no more new Puts; the rest goes into the next one.\n * Encoding as JSON, and again as JSON for another server, turns a character into at most seven. So even a message that\n * ends with the longest possible value fits into an RPC.\n */\nconst maxMessageLength = 1.5 * 1024 * 1024;\n\n/** A message takes so many characters of old Puts behind the new ones, so that a long transfer does not delay new Puts. */\nconst maxBacklogLength = 512 * 1024;\n\n/** The approximate length of an entry's stamp and brackets. */\nconst lengthPerEntry = 32;\n",
        " * A message that has reached this length, in characters of JSON, takes no more new Puts; the rest goes into the next\n * one. The message is encoded once more for another server, which at most doubles its length, because every quotation\n * mark and every backslash takes two characters then. Twice this length, and what surrounds the message, fit into an RPC.\n */\nconst maxMessageLength = 9 * 1024 * 1024;\n\n/** A message takes so many characters of old Puts behind the new ones, so that a long transfer does not delay new Puts. */\nconst maxBacklogLength = 3 * 1024 * 1024;\n",
      ),
      edit(
        "outbox",
        "    this.#entries.push([key, value, ms, seq, originIndex]);\n    this.length += key.length + value.length + lengthPerEntry;\n",
        "    const compact: SyncEntry = [key, value, ms, seq, originIndex];\n    this.#entries.push(compact);\n    this.length += JSON.stringify(compact).length + 1;\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["RemoteTellOrder", "RemoteSyncBasic4"],
  },
  {
    name: "remote-messages-below-the-load",
    why: "Messages to other servers carry 1.57 million characters a second, so a burst is in time, but a steady load falls behind.",
    edits: [
      edit(
        "actor",
        'import { Outbox } from "./outbox.js";\n',
        'import { maxLocalLength, maxRemoteLength, Outbox } from "./outbox.js";\n',
      ),
      edit(
        "actor",
        "  readonly #neighboursOutbox = new Outbox();\n",
        "  readonly #neighboursOutbox = new Outbox(maxLocalLength);\n",
      ),
      edit(
        "actor",
        "    const outbox = new Outbox();\n",
        "    const outbox = new Outbox(maxRemoteLength);\n",
      ),
      edit(
        "outbox",
        "/**\n * A message that has reached this length, in characters, takes no more new Puts; the rest goes into the next one.\n * Encoding as JSON, and again as JSON for another server, turns a character into at most seven. So even a message that\n * ends with the longest possible value fits into an RPC.\n */\nconst maxMessageLength = 1.5 * 1024 * 1024;\n",
        "/** A message to a neighbour that has reached this length, in characters, takes no more Puts; the rest goes into the next. */\nexport const maxLocalLength = 1.5 * 1024 * 1024;\n\n/**\n * The same for a message to another server: a burst of two million characters is spread over a second. Encoding as JSON,\n * and again as JSON for another server, turns a character into at most seven. So even a message that ends with the longest\n * possible value, and a backlog that ends with another one, fits into an RPC.\n */\nexport const maxRemoteLength = 192 * 1024;\n",
      ),
      edit(
        "outbox",
        "  readonly #fresh = new Map<string, Entry>();\n  readonly #backlog: Entry[] = [];\n",
        "  /** A message that has reached this length, in characters, takes no more new Puts. */\n  readonly #maxLength: number;\n  readonly #fresh = new Map<string, Entry>();\n  readonly #backlog: Entry[] = [];\n\n  constructor(maxLength: number) {\n    this.#maxLength = maxLength;\n  }\n",
      ),
      edit(
        "outbox",
        "      if (message.length >= maxMessageLength) break;\n",
        "      if (message.length >= this.#maxLength) break;\n",
      ),
      edit(
        "outbox",
        "    const lengthWithBacklog = Math.min(message.length + maxBacklogLength, maxMessageLength);\n",
        "    const lengthWithBacklog = message.length + maxBacklogLength;\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["RemoteSyncBasic4", "RemoteSyncFrequency1"],
  },
  {
    name: "cleared-after-16384-replaced-puts",
    why: "An outbox in which 16,384 Puts have been replaced starts anew, and forgets what waits.",
    edits: [
      edit(
        "outbox",
        "  readonly #backlog: Entry[] = [];\n",
        "  readonly #backlog: Entry[] = [];\n  #replaced = 0;\n",
      ),
      edit(
        "outbox",
        "    this.#fresh.set(entry.key, entry);\n",
        "    if (this.#fresh.has(entry.key)) this.#replaced += 1;\n    if (this.#replaced > 16_384) {\n      this.#fresh.clear();\n      this.#replaced = 0;\n    }\n    this.#fresh.set(entry.key, entry);\n",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncBasic1", "LocalSyncStress1"],
  },
  {
    name: "250-puts-a-message",
    why: "At most 250 Puts travel in a message to another server, so thousands that come at once are late.",
    edits: [
      edit(
        "outbox",
        "const maxBacklogLength = 512 * 1024;\n",
        "const maxBacklogLength = 512 * 1024;\n\n/** A message to another server takes no more new Puts than this, so that none is long on the way. */\nconst maxFreshPerRemoteMessage = 250;\n",
      ),
      edit(
        "outbox",
        "    for (const [key, entry] of this.#fresh) {\n      if (message.length >= maxMessageLength) break;\n",
        "    const maxFresh = relay ? maxFreshPerRemoteMessage : Infinity;\n    for (const [key, entry] of this.#fresh) {\n      if (message.length >= maxMessageLength || message.count >= maxFresh) break;\n",
      ),
      edit(
        "outbox",
        "  add(entry: Entry): void {\n    const { key, value, ms, seq, origin } = entry;\n",
        "  get count(): number {\n    return this.#entries.length;\n  }\n\n  add(entry: Entry): void {\n    const { key, value, ms, seq, origin } = entry;\n",
      ),
    ],
    failing: ["ServerStartup1"],
    passing: ["RemoteSyncBasic4", "RemoteSyncFrequency1"],
  },
  {
    name: "gets-of-short-keys-only",
    why: "A Get and a List have the limit of a Put's key.",
    edits: [
      edit("receiver", "  queryService,\n", "  maxKeyLength,\n  queryService,\n"),
      edit(
        "receiver",
        'import type { Implementation } from "../rpc/service.js";\n',
        'import { RpcError } from "../rpc/rpc_error.js";\nimport type { Implementation } from "../rpc/service.js";\n',
      ),
      edit(
        "receiver",
        "    const { ref, first } = this.#system.newChannelRef<GetResult>();\n",
        '    requireKeyLength("key", key);\n    const { ref, first } = this.#system.newChannelRef<GetResult>();\n',
      ),
      edit(
        "receiver",
        "    const { ref, first } = this.#system.newChannelRef<ListResult>();\n",
        '    requireKeyLength("prefix", prefix);\n    const { ref, first } = this.#system.newChannelRef<ListResult>();\n',
      ),
      edit(
        "receiver",
        "  }\n}\n",
        '  }\n}\n\n/** No key is longer than this, so a longer one in a query is a mistake of the client. */\nfunction requireKeyLength(name: string, text: string): void {\n  if (text.length <= maxKeyLength) return;\n  throw new RpcError(\n    "invalidParams",\n    `parameter "${name}": expected at most ${maxKeyLength} characters, got ${text.length}`,\n  );\n}\n',
      ),
    ],
    failing: ["OneActorPut1"],
    passing: ["OneActorGet", "OneActorPut2", "OneActorList1"],
  },
  {
    name: "waits-after-sixteen-thousand-messages",
    why: "After every 16,384 messages remoteTell waits for the other side to have handled them.",
    edits: [
      edit(
        "remoteTell",
        "/** The service's only method: it delivers a message to an actor of the called system. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "/** The service: `tell` delivers a message to an actor of the called system, `flush` is answered when it arrives. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n  flush(params: object): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        "});\n\n",
        "  flush: paramsOf({}),\n});\n\n/** After this many messages on a connection, the sender lets the other side catch up. */\nconst messagesPerFlush = 16_384;\n\n/** How many messages were sent on each connection since its last flush. */\nconst sentSinceFlush = new WeakMap<RpcClient, number>();\n\n",
      ),
      edit(
        "remoteTell",
        " * one connection arrive in the order in which they were sent.\n",
        " * one connection arrive in the order in which they were sent. After very many of them it waits until the other side has\n * received them all, so that no more than {@link messagesPerFlush} are under way.\n",
      ),
      edit(
        "remoteTell",
        'export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        'export function remoteTell(\n  client: RpcClient,\n  ref: ActorRef<never>,\n  text: string,\n): void | Promise<void> {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n  const sent = (sentSinceFlush.get(client) ?? 0) + 1;\n  sentSinceFlush.set(client, sent % messagesPerFlush);\n  if (sent === messagesPerFlush) return flush(client);\n}\n\nasync function flush(client: RpcClient): Promise<void> {\n  try {\n    await client.use(remoteTells).flush({});\n  } catch {\n    // The connection was lost, and what was on it may be lost, too.\n  }\n',
      ),
      edit("remoteTell", "  });\n", "    flush: () => null,\n  });\n"),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellBasic", "RemoteTellOrder"],
  },
];
