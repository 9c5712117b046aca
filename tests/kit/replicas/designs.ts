import { edit, inBatches, type Design } from "./edits.js";

/** Solutions of other designs, which the assignment allows. */
export const designs: readonly Design[] = [
  {
    name: "one-snapshot-at-a-time",
    what: "A secondary expects the next number only when the one before is persisted, and ignores what comes meanwhile.",
    edits: [
      edit("replica", "    this.#nextSeq++;\n", "    if (this.#unpersisted.size > 0) return;\n"),
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n",
        "      this.#unpersisted.delete(seq);\n      this.#nextSeq++;\n",
      ),
    ],
  },
  {
    name: "batching-replicator",
    what: "A replicator collects updates for 60 ms, and sends the last one of each key.",
    edits: inBatches(
      " || [...this.#replaced.values()].some((some) => some.some((one) => one.id === replicate.id))",
    ),
  },
  {
    name: "persistence-made-anew",
    what: "A persistence that has thrown is stopped, and another one takes its place.",
    edits: [
      edit(
        "replica",
        "  readonly #persistence: ActorRef<PersistenceMessage>;\n",
        "  #persistence: ActorRef<PersistenceMessage>;\n  readonly #disk: ActorRef<never>;\n  readonly #props: Props<PersistenceMessage>;\n",
      ),
      edit(
        "replica",
        "    this.#persistence = context.startChild(persistence);\n",
        "    this.#persistence = context.startChild(persistence);\n    this.#disk = this.#persistence;\n    this.#props = persistence;\n",
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n",
        "        this.#updates.confirm(message.id, this.#disk);\n",
      ),
      edit(
        "replica",
        "    const update = this.#updates.add(key, value, [this.#persistence, ...replicators], onConfirmed);\n    const oldest = this.#updates.oldestOf(this.#persistence).get(key);\n    if (oldest === update)",
        "    const update = this.#updates.add(key, value, [this.#disk, ...replicators], onConfirmed);\n    const oldest = this.#updates.oldestOf(this.#disk).get(key);\n    if (oldest === update)",
      ),
      edit(
        "replica",
        "    const oldest = this.#updates.oldestOf(this.#persistence).get(key);\n    if (oldest !== undefined)",
        "    const oldest = this.#updates.oldestOf(this.#disk).get(key);\n    if (oldest !== undefined)",
      ),
      edit(
        "replica",
        "for (const update of this.#updates.oldestOf(this.#persistence).values())",
        "for (const update of this.#updates.oldestOf(this.#disk).values())",
      ),
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        '  superviseChild(child: ActorRef<never>): "stop" {\n    if (uid(child) === uid(this.#persistence)) {\n      this.#persistence = this.#context.startChild(this.#props);\n    }\n    return "stop";\n  }\n\n  onMessage(message: Message): void {\n',
      ),
    ],
  },
  {
    name: "asked-again-at-once",
    what: "A persistence that throws is asked again at once, and only a silent one after 100 ms.",
    edits: [
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        '  superviseChild(): "restart" {\n    for (const update of this.#updates.oldestOf(this.#persistence).values()) this.#persist(update);\n    return "restart";\n  }\n\n  onMessage(message: Message): void {\n',
      ),
    ],
  },
  {
    name: "clockwork",
    what: "One timer that never stops does all that is due: repeated requests, and the failures of updates.",
    edits: [
      edit(
        "replica",
        '    context.tell(mediator, { type: "join", replica: context.self });\n',
        '    context.tell(mediator, { type: "join", replica: context.self });\n    context.tellEvery(context.self, { type: "retry" }, 50);\n',
      ),
      edit(
        "replica",
        "    this.#retryArmed = false;\n",
        '    const nowMs = this.#context.now();\n    for (const [id, dueMs] of this.#due) {\n      if (dueMs > nowMs) continue;\n      this.#due.delete(id);\n      this.#onExpire({ type: "expire", id });\n    }\n    this.#ticks++;\n    if (this.#ticks % 2 === 0) return;\n',
      ),
      edit(
        "replica",
        '    if (this.#retryArmed) return;\n    this.#retryArmed = true;\n    this.#context.tellAfter(self, { type: "retry" }, retryMs);\n',
        "",
      ),
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #ticks = 0;\n  readonly #due = new Map<number, number>();\n",
      ),
      edit("replica", "      cancelExpiry();\n", ""),
      edit(
        "replica",
        "    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
        "    this.#due.set(expire.id, this.#context.now() + deadlineMs - 40);\n",
      ),
    ],
  },
  {
    name: "timer-for-each-update",
    what: "Each update has a repeating timer of its own for the persistence, which is cancelled when it is confirmed.",
    edits: [
      edit(
        "replica",
        '    if (this.#retryArmed) return;\n    this.#retryArmed = true;\n    this.#context.tellAfter(self, { type: "retry" }, retryMs);\n',
        '    if (this.#retries.has(id)) return;\n    this.#retries.set(id, this.#context.tellEvery(self, { type: "retryOne", id }, 150));\n',
      ),
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  readonly #retries = new Map<number, () => void>();\n",
      ),
      edit("replica", "    this.#retryArmed = false;\n", ""),
      edit(
        "replica",
        '      case "persisted":\n',
        '      case "retryOne": {\n        for (const update of this.#updates.oldestOf(this.#persistence).values()) {\n          if (update.id === message.id) this.#persist(update);\n        }\n        return;\n      }\n      case "persisted":\n        this.#retries.get(message.id)?.();\n',
      ),
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;",
        'type Message = ReplicaMessage | Retry | Expire | { readonly type: "retryOne"; readonly id: number };',
      ),
    ],
  },
  {
    name: "waits-for-newcomers-too",
    what: "An update that is under way when a secondary joins also waits for the newcomer.",
    edits: [
      edit(
        "updates",
        "  /** Waits for somebody no longer. */",
        "  alsoWaitFor(who: ActorRef<never>): void {\n    for (const { waitingFor } of this.#entries.values()) waitingFor.add(uid(who));\n  }\n\n  updates(): readonly Update[] {\n    return [...this.#entries.values()].map(({ update }) => update);\n  }\n\n  /** Waits for somebody no longer. */",
      ),
      edit(
        "replica",
        "      this.#replicators.set(name, replicator);\n",
        "      this.#replicators.set(name, replicator);\n      this.#updates.alsoWaitFor(replicator);\n      for (const update of this.#updates.updates()) this.#replicate(replicator, update);\n",
      ),
      edit(
        "replica",
        "      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n",
        "      if (this.#updates.updates().some((one) => one.key === key)) {\n        onConfirmed();\n        continue;\n      }\n      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n",
      ),
    ],
  },
  {
    name: "shows-what-is-persisted",
    what: "A secondary shows a value when it is persisted, and not before.",
    edits: [
      edit(
        "replica",
        "    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n    const update",
        '    if (this.#role === "primary") this.#show(key, value);\n    const update',
      ),
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n",
        "      this.#unpersisted.delete(seq);\n      this.#show(key, value);\n",
      ),
      edit(
        "replica",
        "  #onRetry(): void {\n",
        "  #show(key: string, value: Value): void {\n    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n  }\n\n  #onRetry(): void {\n",
      ),
    ],
  },
  {
    name: "one-at-a-time",
    what: "A replicator sends an update when the one before it is acknowledged.",
    edits: [
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    if (this.#unacknowledged.size > 0) {\n      this.#queue.push(work);\n      return;\n    }\n    const seq = this.#nextSeq++;\n",
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #queue: (Replicate | ReplicateKeys)[] = [];\n",
      ),
      edit(
        "replicator",
        "    const isRepeated = [...this.#unacknowledged.values()].some(\n",
        "    const isRepeated = [...this.#unacknowledged.values(), ...this.#queue].some(\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    const next = this.#queue.shift();\n    if (next !== undefined) this.#start(next);\n",
      ),
    ],
  },
];
