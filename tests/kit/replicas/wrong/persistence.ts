import { allOf, edit, field, withForget, type Wrong } from "../edits.js";

/** For wrong solutions that decide what becomes of a child that throws. */
const importsDirective = edit(
  "replica",
  'import type { Actor, ActorContext, Props } from "../actor/actor.js";\n',
  'import type { Actor, ActorContext, Directive, Props } from "../actor/actor.js";\n',
);

/** Wrong use of the persistence at a secondary: step 4. */
export const persistence: readonly Wrong[] = [
  {
    name: "acks-when-received",
    why: "A snapshot is acknowledged when it is applied, and persisted later.",
    edits: [
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n",
        "      this.#unpersisted.delete(seq);\n    });\n    acknowledge();\n",
      ),
    ],
    failing: allOf("Step4"),
  },
  {
    name: "repeated-is-acked",
    why: "The expected number advances when a snapshot arrives, so a repeated one is acknowledged although it is not persisted.",
    edits: [
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      acknowledge();\n",
      ),
    ],
    failing: ["Step4Repeated", "Step4InFlight", "Step4Order"],
    quick: true,
  },
  {
    name: "repeated-advances-again",
    why: "Each repetition that arrives while the first is being persisted is persisted too, and advances the expected number once more.",
    edits: [
      edit("replica", "    this.#nextSeq++;\n    this.#unpersisted.add(seq);\n", ""),
      edit("replica", "      this.#unpersisted.delete(seq);\n", "      this.#nextSeq++;\n"),
    ],
    failing: ["Step4Repeated", "Step4InFlight", "Step4Order"],
  },
  {
    name: "gives-up-persisting",
    why: "After a second the persistence is not asked any more.",
    edits: [
      field("  #retries = 0;\n"),
      edit(
        "replica",
        "    this.#retryArmed = false;\n",
        "    this.#retryArmed = ++this.#retries > 9;\n    if (this.#retryArmed) return;\n",
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n",
        "        this.#retries = 0;\n        this.#retryArmed = false;\n        this.#updates.confirm(message.id, this.#persistence);\n",
      ),
    ],
    failing: [
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step5Failure",
      "Step5Repeated",
      "Step5Order",
    ],
  },
  {
    name: "persists-once",
    why: "What the persistence does not confirm is not handed down again.",
    edits: [
      edit(
        "replica",
        '    this.#context.tellAfter(self, { type: "retry" }, retryMs);\n',
        "    void retryMs;\n",
      ),
    ],
    failing: [
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step4PersistedTwice",
      "Step4Order",
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5Everybody",
      "Step5Order",
      "Step5Repeated",
    ],
  },
  {
    name: "persists-slowly",
    why: "The persistence is asked again only after 450 ms.",
    edits: [edit("replica", "const retryMs = 100;", "const retryMs = 450;")],
    failing: [
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step4PersistedTwice",
      "Step4Order",
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5Everybody",
      "Step5Order",
      "Step5Repeated",
    ],
  },
  {
    name: "new-id-for-each-try",
    why: "Each request to the persistence has a new id.",
    edits: [
      field("  #tries = 0;\n"),
      edit(
        "replica",
        '{ type: "persist", key, value, id, replyTo: self }',
        '{ type: "persist", key, value, id: id + 1_000 * ++this.#tries, replyTo: self }',
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n",
        "        this.#updates.confirm(message.id % 1_000, this.#persistence);\n",
      ),
    ],
    failing: [
      ...allOf("Step4"),
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
    ],
  },
  {
    name: "brings-back-old-values",
    why: "All that is not confirmed is handed down together, so an old value can be persisted after a newer one of its key.",
    edits: [
      edit(
        "replica",
        "    if (oldest === update) this.#persist(update);\n",
        "    void oldest;\n    this.#persist(update);\n",
      ),
      edit(
        "updates",
        "if (waitingFor.has(uid(who)) && !oldest.has(update.key)) oldest.set(update.key, update);",
        "if (waitingFor.has(uid(who))) oldest.set(`${update.key} ${update.id}`, update);",
      ),
    ],
    failing: ["Step4Order", "Step5Order"],
  },
  {
    name: "removals-are-not-persisted",
    why: "A removal is confirmed without the persistence.",
    edits: [
      edit(
        "replica",
        "    const { self } = this.#context;\n",
        '    const { self } = this.#context;\n    if (value === null) {\n      this.#context.tell(self, { type: "persisted", key, id });\n      return;\n    }\n',
      ),
    ],
    failing: [
      "Step4Order",
      "Step5Order",
      "Step4Persist",
      "Step5Persist",
      "Step5Failure",
      "Step5Everybody",
      "Step6State",
      "Step6Waive",
      "Step5SilentSecondary",
    ],
  },
  {
    name: "stops-what-throws",
    why: "A persistence that throws is stopped, and nothing takes its place.",
    edits: [
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        '  superviseChild(): "stop" {\n    return "stop";\n  }\n\n  onMessage(message: Message): void {\n',
      ),
    ],
    failing: [
      "ClusterThrows",
      "ClusterLossyThrows",
      "Step4LongSilence",
      "Step4Retry",
      "Step5Retry",
    ],
  },

  {
    name: "asking-again-starts-over",
    why: "Each new update starts the time for asking the persistence again anew, which is short.",
    edits: [
      edit("replica", "const retryMs = 100;", "const retryMs = 60;"),
      field("  #cancelRetry: () => void = () => undefined;\n"),
      edit(
        "replica",
        '    this.#context.tellAfter(self, { type: "retry" }, retryMs);\n',
        '    this.#cancelRetry = this.#context.tellAfter(self, { type: "retry" }, retryMs);\n',
      ),
      edit(
        "replica",
        "    if (oldest === update) this.#persist(update);\n",
        "    this.#cancelRetry();\n    this.#retryArmed = false;\n    if (oldest === update) this.#persist(update);\n",
      ),
    ],
    failing: ["Step4Retry", "Step4Order", "Step5Retry", "Step5Failure", "Step5Order"],
  },
  {
    name: "ids-of-clients",
    why: "The persistence is asked with the ids of clients, which two clients may have in common.",
    edits: [
      field("  readonly #clientIds = new Map<number, number>();\n"),
      edit(
        "replica",
        "    const update = this.#apply(key, value, replicators, () => {\n",
        "    this.#clientIds.set(this.#updates.nextId, id);\n    const update = this.#apply(key, value, replicators, () => {\n",
      ),
      edit(
        "updates",
        "  #nextId = 0;\n",
        "  #nextId = 0;\n\n  get nextId(): number {\n    return this.#nextId;\n  }\n",
      ),
      edit(
        "replica",
        '{ type: "persist", key, value, id, replyTo: self }',
        '{ type: "persist", key, value, id: this.#clientIds.get(id) ?? id, replyTo: self }',
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n",
        '        if (this.#role === "secondary") this.#updates.confirm(message.id, this.#persistence);\n        for (const { id, key } of this.#updates.oldestOf(this.#persistence).values()) {\n          if (key === message.key && this.#clientIds.get(id) === message.id) this.#updates.confirm(id, this.#persistence);\n        }\n',
      ),
    ],
    failing: ["Step5SilentSecondary", "Step5UnderWay"],
  },
  {
    name: "acks-up-to-the-last",
    why: "A repeated snapshot is acknowledged if a later one is persisted.",
    edits: [
      edit(
        "replica",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and those before it that are not persisted. */\n",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and that of the last one that is persisted. */\n",
      ),
      edit("replica", "  readonly #unpersisted = new Set<number>();\n", "  #lastPersisted = -1;\n"),
      edit("replica", "      this.#unpersisted.clear();\n", "      this.#lastPersisted = -1;\n"),
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      if (seq <= this.#lastPersisted) acknowledge();\n",
      ),
      edit("replica", "    this.#unpersisted.add(seq);\n", ""),
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n",
        "      this.#lastPersisted = Math.max(this.#lastPersisted, seq);\n",
      ),
    ],
    failing: ["Step4Repeated"],
  },
  {
    name: "hundred-restarts",
    why: "A persistence that has failed a hundred times within a second is not restarted any more.",
    edits: [
      importsDirective,
      edit(
        "replica",
        "\n/** One node of the store: the primary, or a secondary. */\n",
        "\n/** A persistence that fails more often is broken. */\nconst maxRestartsPerSecond = 100;\n\n/** One node of the store: the primary, or a secondary. */\n",
      ),
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  #restartsMs: number[] = [];\n",
      ),
      edit(
        "replica",
        "        else this.#onRequest(message);\n    }\n  }\n",
        '        else this.#onRequest(message);\n    }\n  }\n\n  superviseChild(child: ActorRef<never>): Directive {\n    if (uid(child) !== uid(this.#persistence)) return "restart";\n    const nowMs = this.#context.now();\n    this.#restartsMs = [...this.#restartsMs.filter((ms) => ms > nowMs - 1_000), nowMs];\n    return this.#restartsMs.length <= maxRestartsPerSecond ? "restart" : "stop";\n  }\n',
      ),
    ],
    failing: ["ClusterThrows"],
  },
  {
    name: "shown-again-when-persisted",
    why: "A value is stored when it arrives, and again when it is persisted, over a newer one.",
    edits: [
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n",
        "      this.#unpersisted.delete(seq);\n      // What is on the disk is what we show.\n      if (value === null) this.#store.delete(key);\n      else this.#store.set(key, value);\n",
      ),
    ],
    failing: ["Step4Order"],
  },
  {
    name: "persisted-by-key",
    why: "A confirmation counts for the update of its key that is under way, whatever its id.",
    edits: [
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n        this.#persistOldestOf(message.key);\n",
        "        this.#onPersisted(message.key);\n",
      ),
      edit(
        "replica",
        "\n  #onRetry(): void {\n",
        "\n  /** Only one update of each key is being persisted, the oldest. */\n  #onPersisted(key: string): void {\n    const persisted = this.#updates.oldestOf(this.#persistence).get(key);\n    if (persisted === undefined) return;\n    this.#updates.confirm(persisted.id, this.#persistence);\n    this.#persistOldestOf(key);\n  }\n\n  #onRetry(): void {\n",
      ),
    ],
    failing: ["Step4LongSilence", "Step4PersistedTwice", "Step4Order", "Step5Retry", "Step5Order"],
  },
  {
    name: "unchanged-is-acked",
    why: "A snapshot with the value that the secondary shows is acknowledged at once.",
    edits: [
      edit(
        "replica",
        "    this.#nextSeq++;",
        "    this.#nextSeq++;\n    // It changes nothing, so there is nothing to persist.\n    if ((this.#store.get(key) ?? null) === value) {\n      acknowledge();\n      return;\n    }",
      ),
    ],
    failing: ["Step4Persist", "Step4Order"],
  },
  {
    name: "removals-overtake",
    why: "A removal is handed down at once, whatever of its key is not persisted.",
    edits: [
      edit(
        "replica",
        "    if (oldest === update) this.#persist(update);",
        "    // There is no value to write, so a removal need not wait.\n    if (oldest === update || value === null) this.#persist(update);",
      ),
    ],
    failing: ["Step4Order", "Step5Order"],
  },
  {
    name: "gives-up-at-the-primary",
    why: "A primary gives an update up when it has asked for it fifty times.",
    edits: [
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  readonly #asked = new Map<number, number>();\n",
      ),
      edit(
        "replica",
        "    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);\n",
        '    for (const update of this.#updates.oldestOf(this.#persistence).values()) {\n      const asked = (this.#asked.get(update.id) ?? 0) + 1;\n      this.#asked.set(update.id, asked);\n      if (this.#role === "secondary" || asked <= 50) this.#persist(update);\n    }\n',
      ),
    ],
    failing: ["Step5Repeated", "Step5Failure"],
  },
  {
    name: "skips-the-middle",
    why: "Of several updates of a key that wait, a replica persists only the last one, and takes the others for persisted with it.",
    edits: [
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n        this.#persistOldestOf(message.key);\n",
        "        for (const { key, id } of [...this.#waiting]) {\n          if (key !== message.key || id > message.id) continue;\n          this.#updates.confirm(id, this.#persistence);\n          this.#waiting = this.#waiting.filter((one) => one.id !== id);\n        }\n        this.#persistLastOf(message.key, message.id);\n",
      ),
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  /** What is not persisted, and what the persistence has been asked for of each key. */\n  #waiting: readonly Update[] = [];\n  readonly #asked = new Map<string, Update>();\n",
      ),
      edit(
        "replica",
        "    const oldest = this.#updates.oldestOf(this.#persistence).get(key);\n    if (oldest === update) this.#persist(update);\n    return update;\n",
        "    this.#waiting = [...this.#waiting, update];\n    if (!this.#asked.has(key)) this.#persist(update);\n    return update;\n",
      ),
      edit(
        "replica",
        "  #persistOldestOf(key: string): void {\n    const oldest = this.#updates.oldestOf(this.#persistence).get(key);\n    if (oldest !== undefined) this.#persist(oldest);\n",
        "  #persistLastOf(key: string, persisted: number): void {\n    if (this.#asked.get(key)?.id !== persisted) return;\n    this.#asked.delete(key);\n    const last = this.#waiting.findLast((update) => update.key === key);\n    if (last !== undefined) this.#persist(last);\n",
      ),
      edit(
        "replica",
        "    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);\n",
        "    for (const update of this.#asked.values()) this.#persist(update);\n",
      ),
      edit(
        "replica",
        "  #persist({ id, key, value }: Update): void {\n    const { self } = this.#context;\n",
        "  #persist(update: Update): void {\n    const { id, key, value } = update;\n    this.#asked.set(key, update);\n    const { self } = this.#context;\n",
      ),
    ],
    failing: ["Step4Retry", "Step5Retry", "Step5UnderWay", "Step5Order"],
  },
  {
    name: "repeated-is-applied-again",
    why: "A snapshot that comes again while it is being persisted is applied again, also if a later one of its key has been.",
    edits: [
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n      else if (value === null) this.#store.delete(key);\n      else this.#store.set(key, value);\n",
      ),
    ],
    failing: ["Step4Order"],
  },
  {
    name: "repeated-is-asked-for-at-once",
    why: "A snapshot that comes again is handed down at once, although an older one of its key is not persisted.",
    edits: [
      field("  readonly #handedDown = new Map<number, Update>();\n"),
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      const update = this.#handedDown.get(seq);\n      if (!this.#unpersisted.has(seq)) acknowledge();\n      else if (update !== undefined) this.#persist(update);\n",
      ),
      edit(
        "replica",
        "    this.#unpersisted.add(seq);\n    this.#apply(",
        "    this.#unpersisted.add(seq);\n    const handedDown = this.#apply(",
      ),
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n",
        "      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n    this.#handedDown.set(seq, handedDown);\n",
      ),
    ],
    failing: ["Step4Order"],
  },
  {
    name: "only-expected-errors-restart",
    why: "A persistence that throws another exception than the given one does is stopped.",
    edits: [
      edit(
        "replica",
        'import { Replicator } from "./replicator.js";\n',
        'import { PersistenceError } from "./persistence.js";\nimport { Replicator } from "./replicator.js";\n',
      ),
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        '  superviseChild(_child: ActorRef<never>, error: Error): "restart" | "stop" {\n    return error instanceof PersistenceError ? "restart" : "stop";\n  }\n\n  onMessage(message: Message): void {\n',
      ),
    ],
    failing: ["Step4LongSilence", "Step4Retry", "Step5Retry"],
  },
  {
    name: "failed-updates-forgotten",
    why: "An update that failed half a minute ago is forgotten, also if it is not persisted yet.",
    edits: [
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;",
        "type Message = ReplicaMessage | Retry | Expire | Forget;",
      ),
      edit(
        "replica",
        "/** An update must be confirmed within",
        '/** An update failed long ago. */\ninterface Forget {\n  readonly type: "forget";\n  readonly id: number;\n  readonly key: string;\n}\n\n/** An update must be confirmed within',
      ),
      edit(
        "replica",
        "        this.#onExpire(message);\n        return;\n",
        '        this.#onExpire(message);\n        return;\n      case "forget":\n        this.#updates.forget(message.id);\n        this.#persistOldestOf(message.key);\n        return;\n',
      ),
      edit(
        "replica",
        '{ type: "operationFailure", id: request.id });\n',
        '{ type: "operationFailure", id: request.id });\n    this.#context.tellAfter(this.#context.self, { type: "forget", id, key: request.key }, 30_000);\n',
      ),
      withForget,
    ],
    failing: ["Step5Repeated"],
  },
  {
    name: "gives-up-after-30-failures",
    why: "A persistence that throws thirty times in a row is stopped.",
    edits: [
      edit("replica", "  #retryArmed = false;\n", "  #retryArmed = false;\n  #failures = 0;\n"),
      edit(
        "replica",
        '      case "persisted":\n',
        '      case "persisted":\n        this.#failures = 0;\n',
      ),
      edit(
        "replica",
        "  #onJoined(role:",
        '  superviseChild(child: ActorRef<never>): "restart" | "stop" {\n    if (uid(child) !== uid(this.#persistence)) return "restart";\n    return ++this.#failures > 30 ? "stop" : "restart";\n  }\n\n  #onJoined(role:',
      ),
    ],
    failing: ["Step4LongSilence"],
  },
  {
    name: "asks-again-for-64",
    why: "Only the oldest 64 updates are asked for again, until one of them is confirmed.",
    edits: [
      edit(
        "replica",
        "    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);\n  }",
        "    const updates = [...this.#updates.oldestOf(this.#persistence).values()];\n    for (const update of updates.slice(0, 64)) this.#persist(update);\n  }",
      ),
    ],
    failing: ["Step4Retry", "Step5Failure"],
  },
  {
    name: "acknowledges-the-last-128-again",
    why: "A secondary remembers its last 128 snapshots; an older one that comes again is taken for one that is being persisted.",
    edits: [
      edit(
        "replica",
        "/** One node of the store: the primary, or a secondary. */\n",
        "/** How many of the last snapshots a secondary remembers. */\nconst rememberedSeqs = 128;\n\n/** One node of the store: the primary, or a secondary. */\n",
      ),
      edit(
        "replica",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and those before it that are not persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  readonly #unpersisted = new Set<number>();\n",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and which of those before it are persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  readonly #persisted = new Set<number>();\n",
      ),
      edit("replica", "      this.#unpersisted.clear();\n", "      this.#persisted.clear();\n"),
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      // Otherwise it is still being persisted.\n      if (this.#persisted.has(seq)) acknowledge();\n",
      ),
      edit(
        "replica",
        "    this.#unpersisted.add(seq);\n    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n",
        "    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#rememberPersisted(seq);\n      acknowledge();\n    });\n  }\n\n  /** Older ones are not sent again any more. */\n  #rememberPersisted(seq: number): void {\n    this.#persisted.add(seq);\n    if (this.#persisted.size <= rememberedSeqs) return;\n    const [oldest] = this.#persisted;\n    if (oldest !== undefined) this.#persisted.delete(oldest);\n",
      ),
    ],
    failing: ["Step4Repeated"],
  },
  {
    name: "stops-what-throws-a-type-error",
    why: "A persistence that throws a TypeError or a RangeError is stopped.",
    edits: [
      importsDirective,
      edit(
        "replica",
        "        else this.#onRequest(message);\n    }\n",
        '        else this.#onRequest(message);\n    }\n  }\n\n  /** What a disk throws passes. A bug would only come again. */\n  superviseChild(_child: ActorRef<never>, error: Error): Directive {\n    const isBug = error instanceof TypeError || error instanceof RangeError;\n    return isBug ? "stop" : "restart";\n',
      ),
    ],
    failing: ["Step4Retry", "Step4LongSilence", "Step5Retry"],
  },
  {
    name: "ids-are-used-again",
    why: "The ids of updates are taken from four hundred, and used again when an update is confirmed.",
    edits: [
      edit(
        "updates",
        "\ninterface Entry {\n",
        "\n/** More than there are updates under way at once. */\nconst enoughIds = 400;\n\ninterface Entry {\n",
      ),
      edit(
        "updates",
        "  #nextId = 0;\n",
        "  /** The ids that are free; the one that has been free for longest is the next one. */\n  readonly #freeIds = Array.from({ length: enoughIds }, (_, id) => id);\n  #idCount = enoughIds;\n",
      ),
      edit(
        "updates",
        "    const update = { id: this.#nextId++, key, value };\n",
        "    const update = { id: this.#freeIds.shift() ?? this.#idCount++, key, value };\n",
      ),
      edit(
        "updates",
        "    onConfirmed();\n",
        "    this.#freeIds.push(update.id);\n    onConfirmed();\n",
      ),
    ],
    failing: ["Step5Persist"],
  },
  {
    name: "keeps-what-comes-while-it-persists",
    why: "A secondary persists one snapshot at a time, and keeps all that come meanwhile until it is their turn.",
    edits: [
      edit(
        "replica",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and those before it that are not persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  readonly #unpersisted = new Set<number>();\n",
        "  /** Of a secondary: its replicator, the number that it expects, and whether that snapshot is being persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  #isPersisting = false;\n  /** Of a secondary: what arrived while it was persisting, by number. */\n  readonly #waiting = new Map<number, Snapshot>();\n",
      ),
      edit(
        "replica",
        "      this.#unpersisted.clear();\n",
        "      this.#isPersisting = false;\n      this.#waiting.clear();\n",
      ),
      edit(
        "replica",
        "  #onSnapshot({ key, value, seq, replyTo }: Snapshot): void {\n",
        "  #onSnapshot(snapshot: Snapshot): void {\n    const { key, value, seq, replyTo } = snapshot;\n",
      ),
      edit(
        "replica",
        "    // One in between was lost and will come again.\n    if (seq > this.#nextSeq) return;\n    if (seq < this.#nextSeq) {\n      if (!this.#unpersisted.has(seq)) acknowledge();\n      return;\n    }\n    this.#nextSeq++;\n    this.#unpersisted.add(seq);\n    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#unpersisted.delete(seq);\n      acknowledge();\n",
        "    if (seq < this.#nextSeq) {\n      acknowledge();\n      return;\n    }\n    if (this.#isPersisting) {\n      if (seq > this.#nextSeq) this.#waiting.set(seq, snapshot);\n      return;\n    }\n    // One in between was lost and will come again.\n    if (seq > this.#nextSeq) return;\n    this.#isPersisting = true;\n    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#isPersisting = false;\n      this.#nextSeq++;\n      acknowledge();\n      const next = this.#waiting.get(this.#nextSeq);\n      this.#waiting.delete(this.#nextSeq);\n      if (next !== undefined) this.#onSnapshot(next);\n",
      ),
    ],
    failing: ["Step4InFlight"],
  },
  {
    name: "secondary-repeats-forty-requests",
    why: "A secondary hands down only the oldest forty of what its persistence has not confirmed again.",
    edits: [
      edit(
        "replica",
        "const retryMs = 100;\n",
        "const retryMs = 100;\n\n/** A secondary has no deadline, and does not ask for more than this at a time. */\nconst maxRetries = 40;\n",
      ),
      edit(
        "replica",
        "    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);\n",
        '    const waiting = [...this.#updates.oldestOf(this.#persistence).values()];\n    const count = this.#role === "primary" ? waiting.length : maxRetries;\n    for (const update of waiting.slice(0, count)) this.#persist(update);\n',
      ),
    ],
    failing: ["Step4Retry"],
  },
  {
    name: "keeps-what-comes-too-early-while-busy",
    why: "A secondary keeps snapshots that come too early while it persists others, and takes them in their turn, although they have not come again.",
    edits: [
      edit(
        "replica",
        "  /** Of a primary: whether it was a secondary, so that others may hold keys that it does not know. */\n",
        "  /** Of a secondary: what came ahead of its turn while earlier snapshots were being persisted. */\n  readonly #later = new Map<number, Snapshot>();\n  /** Of a primary: whether it was a secondary, so that others may hold keys that it does not know. */\n",
      ),
      edit(
        "replica",
        "      this.#unpersisted.clear();\n",
        "      this.#unpersisted.clear();\n      this.#later.clear();\n",
      ),
      edit(
        "replica",
        "  #onSnapshot({ key, value, seq, replyTo }: Snapshot): void {\n",
        "  #onSnapshot(snapshot: Snapshot): void {\n    const { key, value, seq, replyTo } = snapshot;\n",
      ),
      edit(
        "replica",
        "    if (seq > this.#nextSeq) return;\n",
        "    if (seq > this.#nextSeq) {\n      // The disk is busy, so this one can wait for its turn here.\n      if (this.#unpersisted.size > 0) this.#later.set(seq, snapshot);\n      return;\n    }\n",
      ),
      edit(
        "replica",
        "      acknowledge();\n    });\n",
        "      if (this.#unpersisted.size === 0) this.#later.clear();\n      acknowledge();\n    });\n    const next = this.#later.get(this.#nextSeq);\n    if (next === undefined) return;\n    this.#later.delete(this.#nextSeq);\n    this.#onSnapshot(next);\n",
      ),
    ],
    failing: ["Step4InFlight"],
  },
  {
    name: "deaf-for-busy-key",
    why: "While an update of a key is being persisted, a secondary ignores all snapshots of that key, also repetitions of old ones.",
    edits: [
      edit(
        "replica",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and those before it that are not persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  readonly #unpersisted = new Set<number>();\n",
        "  /** Of a secondary: its replicator, the number of the next snapshot, and the keys that are being persisted. */\n  #replicator: string | undefined;\n  #nextSeq = 0;\n  readonly #busy = new Set<string>();\n",
      ),
      edit("replica", "      this.#unpersisted.clear();\n", "      this.#busy.clear();\n"),
      edit(
        "replica",
        "    const acknowledge = (): void => {\n",
        "    // One update of a key at a time: what comes meanwhile will come again.\n    if (this.#busy.has(key)) return;\n    const acknowledge = (): void => {\n",
      ),
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      acknowledge();\n",
      ),
      edit(
        "replica",
        "    this.#unpersisted.add(seq);\n    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#unpersisted.delete(seq);\n",
        "    this.#busy.add(key);\n    this.#apply(key, value, [], () => {\n      if (this.#replicator !== uid(replyTo)) return;\n      this.#busy.delete(key);\n",
      ),
    ],
    failing: ["Step4Repeated"],
  },
  {
    name: "restart-limit",
    why: "A persistence that has thrown a hundred times, and confirmed nothing in between, is stopped.",
    edits: [
      edit(
        "replica",
        'import type { Actor, ActorContext, Props } from "../actor/actor.js";\n',
        'import type { Actor, ActorContext, Directive, Props } from "../actor/actor.js";\n',
      ),
      edit(
        "replica",
        "/** How long to wait for the persistence, in milliseconds. */\n",
        "/** A persistence that throws so often without confirming anything is broken for good. */\nconst maxThrows = 100;\n\n/** How long to wait for the persistence, in milliseconds. */\n",
      ),
      edit(
        "replica",
        "  /** Restarted when it throws: that is what happens to children unless their parent decides otherwise. */\n  readonly #persistence: ActorRef<PersistenceMessage>;\n",
        "  readonly #persistence: ActorRef<PersistenceMessage>;\n  /** How often it has thrown since it last confirmed something. */\n  #throws = 0;\n",
      ),
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        '  superviseChild(child: ActorRef<never>, error: Error): Directive {\n    if (uid(child) !== uid(this.#persistence) || ++this.#throws < maxThrows) return "restart";\n    this.#context.log("the persistence is broken:", error.message);\n    return "stop";\n  }\n\n  onMessage(message: Message): void {\n',
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n",
        "        this.#throws = 0;\n        this.#updates.confirm(message.id, this.#persistence);\n",
      ),
    ],
    failing: ["Step4LongSilence"],
  },
];
