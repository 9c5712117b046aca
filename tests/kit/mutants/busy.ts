import { edit, family, type Mutant } from "./mutant.js";

/** Where an actor that is introduced sends what it has got before. */
const earlyEntries =
  "    for (const entry of this.#store.entries()) {\n      this.#neighboursOutbox.add(entry);\n      if (entry.origin === this.#uid) for (const { outbox } of this.#contacts) outbox.add(entry);\n    }\n";

/**
 * Wrong solutions that fail because actors are busy, threads are slow, or Puts arrive while a server starts: where
 * handlers take no time and mailboxes are empty, they are right.
 */
export const busyMutants: readonly Mutant[] = [
  {
    name: "sent-clears-what-queued",
    why: "After a tick the actor tells itself that all is sent, and then also forgets the Put that had queued between the two.",
    edits: [
      edit(
        "actor",
        "this.#neighboursOutbox.take(this.#store, false);",
        "this.#neighboursOutbox.copy(this.#store);",
      ),
      edit(
        "actor",
        "for (const neighbour of this.#neighbours) this.#context.tell(neighbour, toNeighbours);",
        'for (const neighbour of this.#neighbours) this.#context.tell(neighbour, toNeighbours);\n      if (toNeighbours.type === "sync") this.#context.tell(this.#context.self, { type: "sent" });',
      ),
      edit(
        "actor",
        '      case "syncTick":\n',
        '      case "sent":\n        this.#neighboursOutbox.clear();\n        return;\n      case "syncTick":\n',
      ),
      edit("messages", "| Sync | SyncTick;", '| Sync | SyncTick | { readonly type: "sent" };'),
      edit(
        "outbox",
        "  /** Adds a new Put,",
        "  copy(store: Store): Sync | undefined {\n    const message = new SyncBuilder(store);\n    for (const entry of this.#fresh.values()) message.add(entry);\n    return message.build(false);\n  }\n\n  clear(): void {\n    this.#fresh.clear();\n  }\n\n  /** Adds a new Put,",
      ),
    ],
    failing: ["LocalSyncLWW1", "RemoteSyncNoBcast2"],
    passing: ["LocalSyncBasic2", "LocalSyncLWW4"],
  },
  {
    name: "one-asker-remembered",
    why: "The actor keeps who asked in a field, and answers with its next message; another query that had queued meanwhile takes the field.",
    edits: [
      edit(
        "actor",
        "        this.#onPut(message.key, message.value);\n        this.#context.tell(message.replyTo, null);\n        return;",
        '        this.#onPut(message.key, message.value);\n        this.#asker = message.replyTo;\n        this.#context.tell(this.#context.self, { type: "answer" });\n        return;\n      case "answer":\n        if (this.#asker !== undefined) this.#context.tell(this.#asker, null);\n        return;',
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  #asker: ActorRef<null> | undefined;\n",
      ),
      edit("messages", "| Sync | SyncTick;", '| Sync | SyncTick | { readonly type: "answer" };'),
    ],
    failing: [
      "OneActorMultiClient2",
      "OneActorPut2",
      ...family("LocalSyncLWW", 3, 4),
      "ServerStartup1",
    ],
    passing: ["OneActorGet", "OneActorMultiClient1"],
    hangs: true,
    quick: true,
  },
  {
    name: "receiver-answers-first",
    why: "The receiver answers a Put as soon as it has told its actor, which stamps the Put later than one that came after it elsewhere.",
    edits: [
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    return first;',
        'const { ref } = this.#system.newChannelRef<null>();\n    this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });\n    return Promise.resolve(null);',
      ),
    ],
    failing: [...family("LocalSyncLWW", 1, 4), ...family("RemoteSyncLWW", 1, 4)],
    passing: ["OneActorMultiClient2", "LocalSyncBasic1"],
  },
  {
    name: "start-does-not-wait",
    why: "Server.start returns before its actors know of each other, and they never send the Puts that they got before.",
    edits: [
      edit("server", "await Promise.all(replies);", "void Promise.allSettled(replies);"),
      edit("actor", earlyEntries, ""),
    ],
    failing: [...family("LocalSyncBasic", 3, 4), ...family("ServerStartup", 2, 3, 4)],
    passing: ["OneActorMultiClient2", "LocalSyncLWW3"],
  },
  {
    name: "early-puts-are-not-sent",
    why: "An actor takes Puts before it knows of the others, and never sends them: Server.start is still running then.",
    edits: [edit("actor", earlyEntries, "")],
    failing: family("ServerStartup", 3, 4),
    passing: ["LocalSyncBasic3", "ServerStartup2"],
  },
  {
    name: "queries-before-the-start-are-lost",
    why: "An actor that has not been introduced yet throws away what it is asked.",
    edits: [
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #met = false;\n"),
      edit(
        "actor",
        "    this.#index = index;\n",
        "    this.#index = index;\n    this.#met = true;\n",
      ),
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        '  onMessage(message: QueryMessage): void {\n    if (!this.#met && message.type !== "meet") return;\n',
      ),
    ],
    failing: family("ServerStartup", 3, 4),
    passing: ["LocalSyncBasic3", "ServerStartup2"],
  },
  {
    name: "introduction-empties-the-store",
    why: "An actor makes its store when it is introduced, and loses what it has got before.",
    edits: [
      edit("actor", "  readonly #store = new Store();", "  #store = new Store();"),
      edit(
        "actor",
        "    this.#index = index;\n",
        "    this.#index = index;\n    this.#store = new Store();\n",
      ),
    ],
    failing: family("ServerStartup", 3, 4),
    passing: ["LocalSyncBasic3", "ServerStartup2"],
  },
  {
    name: "lists-remembered",
    why: "A List is answered as half a second ago, unless the actor itself has received a Put meanwhile.",
    edits: [
      edit(
        "actor",
        "{ entries: this.#store.list(message.prefix) });",
        "{ entries: this.#list(message.prefix) });",
      ),
      edit(
        "actor",
        "  #onPut(key: string, value: string): void {\n",
        '  #list(prefix: string): ReturnType<Store["list"]> {\n    const nowMs = this.#context.now();\n    if (nowMs - this.#listsSinceMs >= 500) this.#lists.clear();\n    if (this.#lists.size === 0) this.#listsSinceMs = nowMs;\n    const entries = this.#lists.get(prefix) ?? this.#store.list(prefix);\n    this.#lists.set(prefix, entries);\n    return entries;\n  }\n\n  #onPut(key: string, value: string): void {\n    this.#lists.clear();\n',
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n\n",
        '  #tickArmed = false;\n  readonly #lists = new Map<string, ReturnType<Store["list"]>>();\n  #listsSinceMs = 0;\n\n',
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["OneActorList1", "RemoteSyncBasic1"],
  },
  {
    name: "early-queries-wait",
    why: "Queries that come before the introduction are answered when that comes.",
    edits: [
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        '  #early: QueryMessage[] | undefined = [];\n\n  onMessage(message: QueryMessage): void {\n    if (this.#early !== undefined && message.type !== "meet") this.#early.push(message);\n    else this.#handle(message);\n  }\n\n  #handle(message: QueryMessage): void {\n',
      ),
      edit(
        "actor",
        "    for (const entry of this.#store.entries()) {\n      this.#neighboursOutbox.add(entry);\n",
        "    const early = this.#early ?? [];\n    this.#early = undefined;\n    for (const message of early) this.#handle(message);\n    for (const entry of this.#store.entries()) {\n      this.#neighboursOutbox.add(entry);\n",
      ),
    ],
    failing: ["ServerStartup3", "ServerStartup4"],
    passing: ["ServerStartup2", "LocalSyncBasic4"],
  },
  {
    name: "early-puts-are-stamped-anew",
    why: "Puts that come before the introduction are put once more when that comes, and so beat Puts that came later.",
    edits: [
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        "  #early: [key: string, value: string][] | undefined = [];\n\n  onMessage(message: QueryMessage): void {\n",
      ),
      edit(
        "actor",
        "  #onPut(key: string, value: string): void {\n",
        "  #onPut(key: string, value: string): void {\n    this.#early?.push([key, value]);\n",
      ),
      edit(
        "actor",
        "    this.#armTick();\n    this.#context.tell(replyTo, null);\n",
        "    this.#armTick();\n    const early = this.#early ?? [];\n    this.#early = undefined;\n    for (const [key, value] of early) this.#onPut(key, value);\n    this.#context.tell(replyTo, null);\n",
      ),
    ],
    failing: ["ServerStartup4"],
    passing: ["ServerStartup3", "LocalSyncBasic4"],
  },
];
