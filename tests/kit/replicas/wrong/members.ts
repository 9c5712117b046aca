import { bringsItsState, edit, field, type Wrong } from "../edits.js";

/** Wrong handling of who joins and who leaves: step 6. */
export const members: readonly Wrong[] = [
  {
    name: "no-state-for-newcomers",
    why: "A newcomer gets only what is updated later.",
    edits: [
      edit(
        "replica",
        "      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        "      void update;\n    }\n    onConfirmed();\n",
      ),
    ],
    failing: ["Step6State", "Step6AckedAndLeft", "Step6Stay", "Step6UnderWay"],
  },
  {
    name: "state-without-what-is-under-way",
    why: "A newcomer does not get the updates that are not confirmed yet.",
    edits: [
      edit(
        "updates",
        "  /** Waits for somebody no longer. */",
        "  isUnderWay(key: string): boolean {\n    return [...this.#entries.values()].some(({ update }) => update.key === key);\n  }\n\n  /** Waits for somebody no longer. */",
      ),
      edit(
        "replica",
        "      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n",
        "      if (this.#updates.isUnderWay(key)) continue;\n      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n",
      ),
    ],
    failing: ["Step6UnderWay", "Step6AckedAndLeft"],
  },
  {
    name: "replicators-made-anew",
    why: "Each change of the members makes all replicators anew, with new numbers.",
    edits: [edit("replica", "      if (secondaries.has(name)) continue;\n", "")],
    failing: [
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "removes-those-who-stay",
    why: "The test for who has left is inverted.",
    edits: [
      edit(
        "replica",
        "      if (secondaries.has(name)) continue;\n",
        "      if (!secondaries.has(name)) continue;\n",
      ),
    ],
    failing: [
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "two-replicators",
    why: "Each change of the members adds another replicator for everybody.",
    edits: [edit("replica", "      if (this.#replicators.has(name)) continue;\n", "")],
    failing: [
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "waits-for-the-gone",
    why: "Updates that are under way wait for a secondary that has left.",
    edits: [edit("replica", "      this.#updates.waive(replicator);\n", "")],
    failing: ["Step6UnderWay", "Step6Leave", "Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "later-updates-wait-for-the-gone",
    why: "A secondary that has left is waited for by later updates.",
    edits: [edit("replica", "      this.#replicators.delete(name);\n", "")],
    failing: ["Step6Leave"],
  },
  {
    name: "never-stops-replicators",
    why: "The replicator of a secondary that has left goes on sending.",
    edits: [edit("replica", "      this.#context.stop(replicator);\n", "")],
    failing: ["Step6AckedAndLeft", "Step6UnderWay", "Step6Leave", "Step6Waive"],
  },
  {
    name: "leaving-counts-as-persisting",
    why: "When a secondary leaves, all updates under way are acknowledged.",
    edits: [
      edit(
        "updates",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n",
        "    for (const entry of [...this.#entries.values()]) {\n      if (entry.waitingFor.has(uid(who))) for (const one of [...entry.waitingFor].slice(0, -1)) entry.waitingFor.delete(one);\n      for (const one of [...entry.waitingFor]) if (one !== uid(who)) entry.waitingFor.delete(one);\n      this.#strike(entry, who);\n    }\n",
      ),
    ],
    failing: ["Step6Leave", "Step6Waive", "Step6AckedAndLeft"],
  },

  {
    name: "first-member-is-the-primary",
    why: "The primary takes the first of the members for itself.",
    edits: [
      edit("replica", "replicas.map((replica) =>", "replicas.slice(1).map((replica) =>"),
      edit("replica", "    secondaries.delete(uid(this.#context.self));\n", ""),
    ],
    failing: ["Step6Stay"],
  },
  {
    name: "empty-is-not-brought",
    why: "Keys with an empty text are left out of the state for newcomers.",
    edits: [
      edit(
        "replica",
        "      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n",
        '      if (value === "") {\n        onConfirmed();\n        continue;\n      }\n      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n',
      ),
    ],
    failing: ["Step6State"],
  },
  {
    name: "state-comes-later",
    why: "The state for a newcomer is sent after the updates that came in between, and overwrites them.",
    edits: [
      edit(
        "replica",
        "      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        '      const replyTo = this.#context.self;\n      this.#context.tellAfter(\n        replicator,\n        { type: "replicate", key, value, id: update.id, replyTo },\n        50,\n      );\n    }\n    onConfirmed();\n',
      ),
    ],
    failing: ["Step6State"],
  },
  {
    name: "leaving-completes-one",
    why: "When a secondary leaves, only the oldest update is not kept waiting for it any longer.",
    edits: [
      edit(
        "updates",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n",
        "    const entry = [...this.#entries.values()].find(({ waitingFor }) => waitingFor.has(uid(who)));\n    if (entry !== undefined) this.#strike(entry, who);\n",
      ),
    ],
    failing: ["Step6UnderWay", "Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "leaving-completes-the-failed",
    why: "When a secondary leaves, updates that have failed are acknowledged, too.",
    edits: [
      field("  #isLeaving = false;\n"),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      if (!this.#requesters.delete(update.id) && !this.#isLeaving) return;\n",
      ),
      edit(
        "replica",
        "      this.#updates.waive(replicator);\n",
        "      this.#isLeaving = true;\n      this.#updates.waive(replicator);\n      this.#isLeaving = false;\n",
      ),
    ],
    failing: ["Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "leaving-completes-the-oldest",
    why: "When a secondary leaves, only the oldest update of each key is not kept waiting for it any longer.",
    edits: [
      edit(
        "updates",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n",
        "    for (const { id } of this.oldestOf(who).values()) this.confirm(id, who);\n",
      ),
    ],
    failing: ["Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "state-in-slices",
    why: "The state is brought in slices of what it was at the joining, and overwrites what was updated in between.",
    edits: [
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;\n",
        'type Message = ReplicaMessage | Retry | Expire | BringMore;\n\n/** It is time to bring newcomers the next slice of the state. */\ninterface BringMore {\n  readonly type: "bringMore";\n}\n\n/** So many keys of the state are brought to a newcomer at once, and then the next ones after this time. */\nconst sliceKeys = 200;\nconst sliceMs = 20;\n',
      ),
      edit(
        "replica",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();\n",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();\n  /** Of a primary: what newcomers are still to be brought, by their replicators' uids. */\n  readonly #toBring = new Map<string, (() => void)[]>();\n",
      ),
      edit(
        "replica",
        "        this.#onRetry();\n",
        '        this.#onRetry();\n        return;\n      case "bringMore":\n        this.#bringMore();\n',
      ),
      edit(
        "replica",
        "      this.#context.stop(replicator);\n",
        "      this.#context.stop(replicator);\n      this.#toBring.delete(uid(replicator));\n",
      ),
      edit(
        "replica",
        "    for (const [key, value] of this.#store) {\n",
        "    const steps = [...this.#store].map(([key, value]) => (): void => {\n",
      ),
      edit(
        "replica",
        "      this.#replicate(replicator, update);\n",
        '      this.#replicate(replicator, update);\n    });\n    for (const step of steps.splice(0, sliceKeys)) step();\n    if (steps.length > 0) {\n      this.#toBring.set(uid(replicator), steps);\n      this.#context.tellAfter(this.#context.self, { type: "bringMore" }, sliceMs);\n',
      ),
      edit(
        "replica",
        "    onConfirmed();\n",
        '    onConfirmed();\n  }\n\n  #bringMore(): void {\n    for (const [name, steps] of this.#toBring) {\n      for (const step of steps.splice(0, sliceKeys)) step();\n      if (steps.length === 0) this.#toBring.delete(name);\n    }\n    if (this.#toBring.size === 0) return;\n    this.#context.tellAfter(this.#context.self, { type: "bringMore" }, sliceMs);\n',
      ),
    ],
    failing: ["Step6State"],
  },
  {
    name: "newcomer-misses-unpersisted",
    why: "The primary holds an update when it is persisted, and a newcomer does not get it before.",
    edits: [
      edit(
        "replica",
        '      case "persisted":\n',
        '      case "persisted":\n        if (this.#role === "primary") this.#applyPersisted(message.key, message.id);\n',
      ),
      edit(
        "replica",
        "    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n",
        '    // A primary shows what is on its disk.\n    if (this.#role !== "primary") this.#set(key, value);\n',
      ),
      edit(
        "replica",
        "    return update;\n",
        "    return update;\n  }\n\n  #applyPersisted(key: string, id: number): void {\n    const oldest = this.#updates.oldestOf(this.#persistence).get(key);\n    if (oldest?.id === id) this.#set(key, oldest.value);\n  }\n\n  #set(key: string, value: Value): void {\n    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n",
      ),
    ],
    failing: ["Step6AckedAndLeft", "Step6UnderWay"],
  },
  {
    name: "idle-replicators-stop",
    why: "After five seconds without updates replicators are stopped, and the next update starts new ones.",
    edits: [
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;",
        "type Message = ReplicaMessage | Retry | Expire | Idle;",
      ),
      edit(
        "replica",
        "  readonly id: number;\n}\n",
        '  readonly id: number;\n}\n\n/** Looks whether there were updates lately. */\ninterface Idle {\n  readonly type: "idle";\n  readonly lastUpdate: number;\n}\n\n/** Replicators that have had nothing to do for so long are stopped, in milliseconds. */\nconst idleMs = 5_000;\n',
      ),
      edit(
        "replica",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();\n  /** Of a primary: the secondaries whose replicators had nothing to do and were stopped, by their uids. */\n  readonly #sleeping = new Map<string, ActorRef<Snapshot | KeySet>>();\n  /** Of a primary: the secondaries, by their uids. */\n  #secondaries = new Map<string, ActorRef<Snapshot | KeySet>>();\n  #lastUpdate = -1;",
      ),
      edit(
        "replica",
        "        this.#onRetry();\n        return;",
        '        this.#onRetry();\n        return;\n      case "idle":\n        this.#onIdle(message);\n        return;',
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationFailure", id });\n      return;\n    }',
        '      this.#context.tell(replyTo, { type: "operationFailure", id });\n      return;\n    }\n    for (const [name, secondary] of this.#sleeping) this.#startReplicator(name, secondary);\n    this.#sleeping.clear();',
      ),
      edit(
        "replica",
        "    secondaries.delete(uid(this.#context.self));",
        "    secondaries.delete(uid(this.#context.self));\n    this.#secondaries = secondaries;\n    for (const name of this.#sleeping.keys()) {\n      if (!secondaries.has(name)) this.#sleeping.delete(name);\n    }",
      ),
      edit(
        "replica",
        "      if (this.#replicators.has(name)) continue;\n      const replicator = this.#context.startChild(props(Replicator, secondary));\n      this.#replicators.set(name, replicator);\n      this.#bringState(replicator, secondary);",
        "      if (this.#replicators.has(name) || this.#sleeping.has(name)) continue;\n      this.#startReplicator(name, secondary);",
      ),
      edit(
        "replica",
        "    for (const replicator of replicators) this.#replicate(replicator, update);\n  }\n",
        '    for (const replicator of replicators) this.#replicate(replicator, update);\n    this.#lastUpdate = update.id;\n    const idle: Idle = { type: "idle", lastUpdate: update.id };\n    this.#context.tellAfter(this.#context.self, idle, idleMs);\n  }\n\n  /** An actor that has nothing to do costs memory. It is started again with the next update. */\n  #onIdle({ lastUpdate }: Idle): void {\n    if (lastUpdate !== this.#lastUpdate) return;\n    for (const [name, replicator] of this.#replicators) {\n      const secondary = this.#secondaries.get(name);\n      if (secondary === undefined || this.#updates.oldestOf(replicator).size > 0) continue;\n      this.#context.stop(replicator);\n      this.#replicators.delete(name);\n      this.#sleeping.set(name, secondary);\n    }\n  }\n\n  #startReplicator(name: string, secondary: ActorRef<Snapshot | KeySet>): void {\n    const replicator = this.#context.startChild(props(Replicator, secondary));\n    this.#replicators.set(name, replicator);\n    this.#bringState(replicator, secondary);\n  }\n',
      ),
    ],
    failing: ["Step6State", "Step6Stay"],
  },
  {
    name: "last-leaver-completes-all",
    why: "When the last secondary leaves, all updates are acknowledged, persisted or not.",
    edits: [
      edit(
        "replica",
        "    secondaries.delete(uid(this.#context.self));",
        "    secondaries.delete(uid(this.#context.self));\n    let hasLeft = false;",
      ),
      edit(
        "replica",
        "      if (secondaries.has(name)) continue;",
        "      if (secondaries.has(name)) continue;\n      hasLeft = true;",
      ),
      edit(
        "replica",
        "      this.#updates.waive(replicator);\n    }",
        "      this.#updates.waive(replicator);\n    }\n    // Nobody is left to wait for.\n    if (hasLeft && this.#replicators.size === 0) this.#updates.completeAll();",
      ),
      edit(
        "updates",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n  }\n",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n  }\n\n  /** Nobody is left who could confirm: the updates are as safe as they can be. Persisting them goes on. */\n  completeAll(): void {\n    for (const { onConfirmed } of [...this.#entries.values()]) onConfirmed();\n  }\n",
      ),
    ],
    failing: ["Step6Waive"],
  },
  {
    name: "stops-the-busy-only",
    why: "The replicator of a secondary that has left is stopped if something is under way, and otherwise forgotten.",
    edits: [
      edit(
        "replica",
        "      this.#context.stop(replicator);\n",
        "      if (this.#updates.oldestOf(replicator).size > 0) this.#context.stop(replicator);\n",
      ),
    ],
    failing: ["Step6Leave", "Step6AckedAndLeft"],
  },
  {
    name: "newcomers-do-not-count",
    why: "Updates wait for a newcomer only when it has all of the state.",
    edits: [
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n    const update = this.#apply(key, value, replicators, () => {",
        "    const replicators = [...this.#replicators.values()];\n    const behind = new Set(this.#behind);\n    const inSync = replicators.filter((one) => !behind.has(uid(one)));\n    const update = this.#apply(key, value, inSync, () => {",
      ),
      edit(
        "replica",
        "      if (left-- === 0)\n",
        "      if (left === 0) this.#behind.delete(uid(replicator));\n      if (left-- === 0)\n",
      ),
      edit(
        "replica",
        "    let left = this.#store.size;\n",
        "    let left = this.#store.size;\n    this.#behind.add(uid(replicator));\n",
      ),
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  readonly #behind = new Set<string>();\n",
      ),
    ],
    failing: ["Step6UnderWay", "Step6AckedAndLeft"],
  },
  {
    name: "failed-is-not-brought",
    why: "A key whose last update has failed is not part of the state that newcomers are brought.",
    edits: [
      field("  readonly #failedKeys = new Set<string>();\n"),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#failedKeys.add(request.key);\n",
      ),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      this.#failedKeys.delete(key);\n      if (!this.#requesters.delete(update.id)) return;\n",
      ),
      edit(
        "replica",
        "    let left = this.#store.size;\n",
        "    const state = [...this.#store].filter(([key]) => !this.#failedKeys.has(key));\n    let left = state.length;\n",
      ),
      edit(
        "replica",
        "    for (const [key, value] of this.#store) {\n",
        "    for (const [key, value] of state) {\n",
      ),
    ],
    failing: ["Step6AckedAndLeft"],
  },
  {
    name: "under-way-after-the-state",
    why: "A newcomer is told the state, and then all that is under way, which the state contains already.",
    edits: [
      edit(
        "replica",
        "      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        '      this.#replicate(replicator, update);\n    }\n    for (const request of this.#requesters.values()) {\n      left++;\n      const value = request.type === "insert" ? request.value : null;\n      const update = this.#updates.add(request.key, value, [replicator], onConfirmed);\n      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n',
      ),
    ],
    failing: ["Step6UnderWay"],
  },
  {
    name: "state-by-index",
    why: "The state is brought in parts, and the place in it is an index, which is another key's when one before is removed.",
    edits: [
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;\n",
        'type Message = ReplicaMessage | Retry | Expire | BringMore;\n\n/** It is time to bring newcomers more of the state. */\ninterface BringMore {\n  readonly type: "bringMore";\n}\n\n/** So many keys are brought at once, and then more after this time. */\nconst partKeys = 50;\nconst partMs = 5;\n',
      ),
      field("  readonly #toBring = new Map<string, () => void>();\n"),
      edit(
        "replica",
        "        this.#onRetry();\n",
        '        this.#onRetry();\n        return;\n      case "bringMore":\n        for (const bring of this.#toBring.values()) bring();\n',
      ),
      edit(
        "replica",
        "      this.#context.stop(replicator);\n",
        "      this.#context.stop(replicator);\n      this.#toBring.delete(uid(replicator));\n",
      ),
      edit(
        "replica",
        "    for (const [key, value] of this.#store) {\n",
        "    let from = 0;\n    const bring = (): void => {\n      for (const [key, value] of [...this.#store].slice(from, from + partKeys)) {\n",
      ),
      edit(
        "replica",
        "      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        '      this.#replicate(replicator, update);\n      }\n      from += partKeys;\n      if (from >= this.#store.size) this.#toBring.delete(uid(replicator));\n      else this.#context.tellAfter(this.#context.self, { type: "bringMore" }, partMs);\n    };\n    this.#toBring.set(uid(replicator), bring);\n    bring();\n    onConfirmed();\n',
      ),
    ],
    failing: ["Step6State"],
  },
  {
    name: "early-map-by-id",
    why: "What arrives before the role is known is kept by type and id, so one of two clients with the same id is forgotten.",
    edits: [
      edit(
        "replica",
        "\n/** Asks the persistence again for what it has not confirmed. */\n",
        "\n/** What a replica handles only when it knows its role. */\ntype Request = Insert | Remove | Get | Replicas | Snapshot | KeySet;\n\n/** Asks the persistence again for what it has not confirmed. */\n",
      ),
      edit(
        "replica",
        "\n/** One node of the store: the primary, or a secondary. */\n",
        '\n/** The number by which a repeated message is known. */\nfunction numberOf(message: Request): number {\n  switch (message.type) {\n    case "replicas":\n      return 0;\n    case "snapshot":\n    case "keySet":\n      return message.seq;\n    default:\n      return message.id;\n  }\n}\n\n/** One node of the store: the primary, or a secondary. */\n',
      ),
      edit(
        "replica",
        "  /** What arrived before the role was known. */\n  #early: Message[] = [];\n",
        "  /** What arrived before the role was known, in order, and each only once. */\n  readonly #early = new Map<string, Request>();\n",
      ),
      edit(
        "replica",
        "        if (this.#role === undefined) this.#early.push(message);\n",
        "        if (this.#role === undefined) this.#keep(message);\n",
      ),
      edit(
        "replica",
        "    for (const message of this.#early.splice(0)) this.onMessage(message);\n",
        "    for (const message of this.#early.values()) this.#onRequest(message);\n    this.#early.clear();\n",
      ),
      edit(
        "replica",
        "  #onRequest(message: Insert | Remove | Get | Replicas | Snapshot | KeySet): void {\n",
        "  #keep(message: Request): void {\n    const name = `${message.type} ${numberOf(message)}`;\n    if (!this.#early.has(name)) this.#early.set(name, message);\n  }\n\n  #onRequest(message: Request): void {\n",
      ),
    ],
    failing: ["Step1Early"],
  },
  {
    name: "newcomers-get-what-is-on-disk",
    why: "A newcomer gets what is persisted and what is under way, and not what has failed because it was not persisted.",
    edits: [
      edit("replica", "  PersistenceMessage,\n", "  Persisted,\n  PersistenceMessage,\n"),
      edit(
        "replica",
        "  readonly #updates = new Updates();\n",
        "  /** What the persistence has confirmed. */\n  readonly #durable = new Map<string, string>();\n  readonly #updates = new Updates();\n",
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, this.#persistence);\n        this.#persistOldestOf(message.key);\n",
        "        this.#onPersisted(message);\n",
      ),
      ...bringsItsState,
      edit(
        "replica",
        "    onConfirmed();\n",
        '    onConfirmed();\n  }\n\n  /** What a newcomer needs: what is on the disk, and what is under way. */\n  #state(): ReadonlyMap<string, string> {\n    const state = new Map(this.#durable);\n    for (const request of this.#requesters.values()) {\n      if (request.type === "insert") state.set(request.key, request.value);\n      else state.delete(request.key);\n    }\n    return state;\n',
      ),
      edit(
        "replica",
        "  #onRetry(): void {\n",
        "  #onPersisted({ key, id }: Persisted): void {\n    const update = this.#updates.confirm(id, this.#persistence);\n    if (update !== undefined) {\n      if (update.value === null) this.#durable.delete(key);\n      else this.#durable.set(key, update.value);\n    }\n    this.#persistOldestOf(key);\n  }\n\n  #onRetry(): void {\n",
      ),
      edit(
        "updates",
        "  /** Notes that somebody has confirmed an update. Does nothing if that is known. */\n  confirm(id: number, who: ActorRef<never>): void {\n    const entry = this.#entries.get(id);\n    if (entry !== undefined) this.#strike(entry, who);\n",
        "  /** Notes that somebody has confirmed an update. Returns the update; undefined, and does nothing, if that is known. */\n  confirm(id: number, who: ActorRef<never>): Update | undefined {\n    const entry = this.#entries.get(id);\n    if (entry?.waitingFor.has(uid(who)) !== true) return undefined;\n    this.#strike(entry, who);\n    return entry.update;\n",
      ),
    ],
    failing: ["Step6AckedAndLeft"],
  },
  {
    name: "one-newcomer-at-a-time",
    why: "The state is brought in batches, with one record for the newcomer, which another one that joins meanwhile takes over.",
    edits: [
      edit(
        "replica",
        "type Message = ReplicaMessage | Retry | Expire;\n",
        "type Message = ReplicaMessage | Retry | Expire | Bring;\n",
      ),
      edit(
        "replica",
        "\n/** An update must be confirmed within this time, in milliseconds. */\n",
        '\n/** Brings a newcomer the next keys. */\ninterface Bring {\n  readonly type: "bring";\n}\n\n/** A secondary that is being brought the state. */\ninterface Newcomer {\n  readonly replicator: ActorRef<ReplicatorMessage>;\n  /** What it has not been brought yet. */\n  readonly keys: string[];\n  readonly onConfirmed: () => void;\n}\n\n/** How many keys a newcomer is brought at a time, and how long it has for them, in milliseconds. */\nconst batchSize = 40;\nconst batchMs = 20;\n\n/** An update must be confirmed within this time, in milliseconds. */\n',
      ),
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  /** Of a primary: who is being brought the state. */\n  #newcomer: Newcomer | undefined;\n",
      ),
      edit(
        "replica",
        "        this.#onRetry();\n",
        '        this.#onRetry();\n        return;\n      case "bring":\n        this.#bringBatch();\n',
      ),
      edit(
        "replica",
        "    for (const [key, value] of this.#store) {\n      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        '    this.#newcomer = { replicator, keys: [...this.#store.keys()], onConfirmed };\n    this.#bringBatch();\n    onConfirmed();\n  }\n\n  /** Not everything at once: that would flood the link. */\n  #bringBatch(): void {\n    if (this.#newcomer === undefined) return;\n    const { replicator, keys, onConfirmed } = this.#newcomer;\n    for (const key of keys.splice(0, batchSize)) {\n      const value = this.#store.get(key);\n      if (value === undefined) {\n        // Removed meanwhile: the replicator has been told that.\n        onConfirmed();\n      } else {\n        const update = this.#updates.add(key, value, [replicator], onConfirmed);\n        this.#replicate(replicator, update);\n      }\n    }\n    if (keys.length === 0) this.#newcomer = undefined;\n    else this.#context.tellAfter(this.#context.self, { type: "bring" }, batchMs);\n',
      ),
    ],
    failing: ["Step6State"],
  },
  {
    name: "bit-for-each-member",
    why: "Who has not confirmed is a number with a bit for each of those who were ever there; the 33rd one has the bit of the first one.",
    edits: [
      edit(
        "updates",
        "  /** The uids of those who have not confirmed it. A set, since confirmations are repeated. */\n  readonly waitingFor: Set<string>;\n",
        "  /** A bit for each of those who have not confirmed it. To clear a bit twice does no harm. */\n  waitingFor: number;\n",
      ),
      edit(
        "updates",
        "  #nextId = 0;\n",
        "  /** The bits of those who confirm, by their uids. */\n  readonly #bits = new Map<string, number>();\n  #nextId = 0;\n",
      ),
      edit(
        "updates",
        "    this.#entries.set(update.id, {\n      update,\n      waitingFor: new Set(waitingFor.map(uid)),\n      onConfirmed,\n    });\n",
        "    let mask = 0;\n    for (const who of waitingFor) mask |= this.#newBitOf(who);\n    this.#entries.set(update.id, { update, waitingFor: mask, onConfirmed });\n",
      ),
      edit(
        "updates",
        "    if (entry !== undefined) this.#strike(entry, who);\n",
        "    if (entry !== undefined) this.#clear(entry, this.#bitOf(who));\n",
      ),
      edit(
        "updates",
        "    for (const entry of [...this.#entries.values()]) this.#strike(entry, who);\n",
        "    for (const entry of [...this.#entries.values()]) this.#clear(entry, this.#bitOf(who));\n",
      ),
      edit(
        "updates",
        "    for (const { update, waitingFor } of this.#entries.values()) {\n      if (waitingFor.has(uid(who)) && !oldest.has(update.key)) oldest.set(update.key, update);\n",
        "    const bit = this.#bitOf(who);\n    for (const { update, waitingFor } of this.#entries.values()) {\n      if ((waitingFor & bit) !== 0 && !oldest.has(update.key)) oldest.set(update.key, update);\n",
      ),
      edit(
        "updates",
        "  #strike({ update, waitingFor, onConfirmed }: Entry, who: ActorRef<never>): void {\n    if (!waitingFor.delete(uid(who)) || waitingFor.size > 0) return;\n    this.#entries.delete(update.id);\n    onConfirmed();\n",
        "  #clear(entry: Entry, bit: number): void {\n    if ((entry.waitingFor & bit) === 0) return;\n    entry.waitingFor &= ~bit;\n    if (entry.waitingFor !== 0) return;\n    this.#entries.delete(entry.update.id);\n    entry.onConfirmed();\n  }\n\n  /** The bit of somebody; none for one whom nothing has waited for. */\n  #bitOf(who: ActorRef<never>): number {\n    return this.#bits.get(uid(who)) ?? 0;\n  }\n\n  #newBitOf(who: ActorRef<never>): number {\n    const bit = this.#bits.get(uid(who)) ?? 1 << this.#bits.size;\n    this.#bits.set(uid(who), bit);\n    return bit;\n",
      ),
    ],
    failing: ["Step6AckedAndLeft"],
  },
];
