import { allOf, edit, field, withForget, type Wrong } from "../edits.js";

/** Wrong bookkeeping of confirmations at a primary: step 5. */
export const primary: readonly Wrong[] = [
  {
    name: "acks-at-once",
    why: "An update is acknowledged when it is applied.",
    edits: [
      edit(
        "replica",
        "    for (const replicator of replicators) this.#replicate(replicator, update);\n  }\n",
        '    for (const replicator of replicators) this.#replicate(replicator, update);\n    this.#requesters.delete(update.id);\n    this.#context.tell(replyTo, { type: "operationAck", id });\n  }\n',
      ),
    ],
    failing: allOf("Step5", "Step6"),
  },
  {
    name: "all-but-one",
    why: "An update is acknowledged when all but one have confirmed it.",
    edits: [edit("updates", "|| waitingFor.size > 0) return;", "|| waitingFor.size > 1) return;")],
    failing: [
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6UnderWay",
    ],
  },
  {
    name: "counts-confirmations",
    why: "Confirmations are counted, so one that comes twice, or of somebody who then leaves, counts for two.",
    edits: [
      edit(
        "updates",
        "    if (!waitingFor.delete(uid(who)) || waitingFor.size > 0) return;\n",
        "    const some = waitingFor.has(uid(who)) ? uid(who) : [...waitingFor].at(-1);\n    if (some === undefined || !waitingFor.delete(some) || waitingFor.size > 0) return;\n",
      ),
    ],
    failing: ["Step5Repeated", "Step5UnderWay", "Step6AckedAndLeft"],
    quick: true,
  },
  {
    name: "never-fails",
    why: "There is no deadline.",
    edits: [edit("replica", "const deadlineMs = 1_000;", "const deadlineMs = 100_000;")],
    failing: [
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Repeated",
      "Step6Waive",
      "Step6AckedAndLeft",
    ],
  },
  {
    name: "fails-early",
    why: "An update fails after half a second.",
    edits: [edit("replica", "const deadlineMs = 1_000;", "const deadlineMs = 500;")],
    failing: [...allOf("Step5"), "Step6Waive", "Step6AckedAndLeft", "Step6UnderWay"],
  },
  {
    name: "fails-late",
    why: "An update fails after a second and a half.",
    edits: [edit("replica", "const deadlineMs = 1_000;", "const deadlineMs = 1_500;")],
    failing: [
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Repeated",
      "Step6Waive",
      "Step6AckedAndLeft",
    ],
  },
  {
    name: "acks-after-the-failure",
    why: "An update that has failed is acknowledged when it is confirmed after all.",
    edits: [
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      this.#requesters.delete(update.id);\n",
      ),
    ],
    failing: ["Step5SilentSecondary", "Step6Waive", "Step5Failure", "Step6AckedAndLeft"],
  },
  {
    name: "fails-after-the-ack",
    why: "The deadline is not cancelled when the update is acknowledged.",
    edits: [
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n      cancelExpiry();\n",
        "      if (!this.#requesters.has(update.id)) return;\n      void cancelExpiry;\n",
      ),
    ],
    failing: ["Step1Update", ...allOf("Step5", "Step6")],
  },
  {
    name: "failure-ends-persisting",
    why: "An update that has failed is forgotten, and not persisted any more.",
    edits: [
      withForget,
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#updates.forget(id);\n",
      ),
    ],
    failing: ["Step5Repeated", "Step5Failure"],
  },
  {
    name: "one-update-at-a-time",
    why: "The primary keeps only the last update that is under way.",
    edits: [
      edit(
        "updates",
        "    const update = { id: this.#nextId++, key, value };\n",
        "    const update = { id: this.#nextId++, key, value };\n    this.#entries.clear();\n",
      ),
    ],
    failing: [
      "Step1Update",
      "Step1SameId",
      "Step1Early",
      "Step4Persist",
      "Step4Retry",
      "Step4Repeated",
      "Step4InFlight",
      "Step4Order",
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
      "Step6State",
      "Step6Waive",
      "Step6UnderWay",
    ],
  },

  {
    name: "no-change-is-acked-at-once",
    why: "An update that changes nothing is acknowledged at once.",
    edits: [
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n",
        '    if ((this.#store.get(key) ?? null) === value) {\n      this.#context.tell(replyTo, { type: "operationAck", id });\n      return;\n    }\n    const replicators = [...this.#replicators.values()];\n',
      ),
    ],
    failing: ["Step5Order", "Step5Persist", "Step5Failure", "Step5SilentSecondary"],
  },
  {
    name: "one-deadline-for-all",
    why: "There is one timer for all updates under way; when it runs out, all of them fail.",
    edits: [
      edit(
        "replica",
        '    const request = this.#requesters.get(id);\n    if (request === undefined) return;\n    this.#requesters.delete(id);\n    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });\n',
        '    if (!this.#requesters.has(id)) return;\n    for (const [one, request] of this.#requesters) {\n      this.#requesters.delete(one);\n      this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });\n    }\n',
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "deadline-starts-over",
    why: "Each new update starts the time of those under way anew.",
    edits: [
      field("  #cancelDeadline: () => void = () => undefined;\n"),
      edit(
        "replica",
        "    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
        "    this.#cancelDeadline();\n    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n    this.#cancelDeadline = cancelExpiry;\n",
      ),
    ],
    failing: ["Step5Failure", "Step5SilentSecondary", "Step6AckedAndLeft"],
  },
  {
    name: "removals-have-no-deadline",
    why: "A removal never fails.",
    edits: [
      edit(
        "replica",
        "this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
        'this.#context.tellAfter(this.#context.self, expire, request.type === "remove" ? 100_000 : deadlineMs);\n',
      ),
    ],
    failing: ["Step5Failure", "Step5SilentSecondary", "Step6AckedAndLeft"],
  },
  {
    name: "takes-it-back",
    why: "An update that has failed is taken back at the primary.",
    edits: [
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#store.delete(request.key);\n",
      ),
    ],
    failing: ["Step5Failure", "Step5SilentSecondary", "Step6AckedAndLeft"],
  },
  {
    name: "failure-ends-replicating",
    why: "An update that has failed is not sent to the secondaries any more.",
    edits: [
      edit(
        "replicator",
        "  onMessage(message: ReplicatorMessage | Resend): void {\n    switch (message.type) {\n",
        '  onMessage(message: ReplicatorMessage | Resend | { readonly type: "forget"; readonly id: number }): void {\n    switch (message.type) {\n      case "forget":\n        for (const [seq, one] of this.#unacknowledged) {\n          if (one.type === "replicate" && one.id === message.id) this.#unacknowledged.delete(seq);\n        }\n        return;\n',
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        '    this.#requesters.delete(id);\n    for (const one of this.#replicators.values()) {\n      this.#context.tell(one as unknown as ActorRef<{ type: "forget"; id: number }>, { type: "forget", id });\n    }\n',
      ),
    ],
    failing: ["Step5SilentSecondary", "Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "deadline-of-the-id",
    why: "A deadline is known by the client's id, and is not cancelled, so it ends a later request with that id.",
    edits: [
      edit(
        "replica",
        "/** The time for confirming an update is up. */\n",
        "/** The time for confirming a request is up. A request is known by its client and its id. */\n",
      ),
      edit(
        "replica",
        "  readonly id: number;\n",
        "  readonly request: string;\n}\n\nfunction nameOf({ replyTo, id }: Insert | Remove): string {\n  return `${uid(replyTo)}#${id}`;\n",
      ),
      edit(
        "replica",
        "  /** Of a primary: who is told if an update fails, by the update's id. */\n  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  /** Of a primary: who is told if an update fails, by client and id. */\n  readonly #requesters = new Map<string, { request: Insert | Remove; update: number }>();\n",
      ),
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n",
        "    const replicators = [...this.#replicators.values()];\n    const name = nameOf(request);\n",
      ),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n      cancelExpiry();\n",
        "      if (this.#requesters.get(name)?.update !== update.id) return;\n      this.#requesters.delete(name);\n",
      ),
      edit(
        "replica",
        '    this.#requesters.set(update.id, request);\n    const expire: Expire = { type: "expire", id: update.id };\n    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n',
        '    this.#requesters.set(name, { request, update: update.id });\n    const expire: Expire = { type: "expire", request: name };\n    this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n',
      ),
      edit(
        "replica",
        "  #onExpire({ id }: Expire): void {\n    const request = this.#requesters.get(id);\n    if (request === undefined) return;\n    this.#requesters.delete(id);\n",
        "  #onExpire({ request: name }: Expire): void {\n    const request = this.#requesters.get(name)?.request;\n    if (request === undefined) return;\n    this.#requesters.delete(name);\n",
      ),
    ],
    failing: ["Step5Persist"],
  },
  {
    name: "late-confirmation-counts",
    why: "A late confirmation of an update that has failed counts for the next request with its id.",
    edits: [
      edit(
        "replica",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();\n",
        "  readonly #replicators = new Map<string, ActorRef<ReplicatorMessage>>();\n  /** Of a primary: the requests without an answer, by client and id. */\n  readonly #open = new Set<string>();\n",
      ),
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n",
        "    const replicators = [...this.#replicators.values()];\n    const name = `${uid(replyTo)}#${id}`;\n    this.#open.add(name);\n",
      ),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n      cancelExpiry();\n",
        "      this.#requesters.delete(update.id);\n      cancelExpiry();\n      if (!this.#open.delete(name)) return;\n",
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    if (!this.#open.delete(`${uid(request.replyTo)}#${request.id}`)) return;\n",
      ),
    ],
    failing: ["Step5SilentSecondary"],
  },
  {
    name: "failure-ends-waiting-updates",
    why: "An update that fails while it waits for an older one of its key is never persisted.",
    edits: [
      edit(
        "replica",
        '    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });\n',
        '    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });\n    // One that still waits for an older one of its key was not begun, and never needs to be.\n    const begun = this.#updates.oldestOf(this.#persistence).get(request.key);\n    if (begun !== undefined && begun.id !== id) this.#updates.forget(id);\n',
      ),
      withForget,
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "next-deadline-is-a-second",
    why: "There is one timer for the oldest update; for the next one it is set to a whole second again.",
    edits: [
      edit(
        "replica",
        "/** The time for confirming an update is up. */\n",
        "/** The time for confirming the oldest update is up. */\n",
      ),
      edit("replica", "  readonly id: number;\n", ""),
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  /** Of a primary: when each of them was asked, and the timer of the oldest one. */\n  readonly #askedMs = new Map<number, number>();\n  #cancelExpiry: (() => void) | undefined;\n",
      ),
      edit("replica", "        this.#onExpire(message);\n", "        this.#onExpire();\n"),
      edit(
        "replica",
        "      cancelExpiry();\n",
        "      this.#askedMs.delete(update.id);\n      if (this.#requesters.size === 0) {\n        this.#cancelExpiry?.();\n        this.#cancelExpiry = undefined;\n      }\n",
      ),
      edit(
        "replica",
        '    const expire: Expire = { type: "expire", id: update.id };\n    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n',
        "    this.#askedMs.set(update.id, this.#context.now());\n    if (this.#cancelExpiry === undefined) this.#armExpiry();\n",
      ),
      edit(
        "replica",
        '  #onExpire({ id }: Expire): void {\n    const request = this.#requesters.get(id);\n    if (request === undefined) return;\n    this.#requesters.delete(id);\n    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });\n',
        '  #armExpiry(): void {\n    const { self } = this.#context;\n    this.#cancelExpiry = this.#context.tellAfter(self, { type: "expire" }, deadlineMs);\n  }\n\n  #onExpire(): void {\n    this.#cancelExpiry = undefined;\n    const nowMs = this.#context.now();\n    for (const [id, { replyTo, id: requestId }] of [...this.#requesters]) {\n      // A timer may come a little early.\n      if (nowMs - (this.#askedMs.get(id) ?? nowMs) < deadlineMs - 50) continue;\n      this.#requesters.delete(id);\n      this.#askedMs.delete(id);\n      this.#context.tell(replyTo, { type: "operationFailure", id: requestId });\n    }\n    if (this.#requesters.size > 0) this.#armExpiry();\n',
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "cancels-the-latest-deadline",
    why: "An acknowledgement cancels the deadline of the latest update.",
    edits: [
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  #cancelExpiry: (() => void) | undefined;\n",
      ),
      edit("replica", "      cancelExpiry();\n", "      this.#cancelExpiry?.();\n"),
      edit(
        "replica",
        "    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
        "    this.#cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
      ),
    ],
    failing: ["Step5Failure", "Step5Repeated"],
  },
  {
    name: "deadline-from-handing-down",
    why: "An update has a second from when it is handed down to the persistence.",
    edits: [
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  /** Of a primary: what cancels the deadlines, by the update's id. */\n  readonly #deadlines = new Map<number, () => void>();\n  /** Of a primary: the updates that have failed. */\n  readonly #late = new Set<number>();\n",
      ),
      edit(
        "replica",
        "      cancelExpiry();\n",
        "      this.#deadlines.get(update.id)?.();\n      this.#deadlines.delete(update.id);\n",
      ),
      edit(
        "replica",
        '    const expire: Expire = { type: "expire", id: update.id };\n    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n',
        "",
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#deadlines.delete(id);\n    this.#late.add(id);\n",
      ),
      edit(
        "replica",
        "    const { self } = this.#context;\n",
        '    const { self } = this.#context;\n    if (this.#role === "primary" && !this.#deadlines.has(id) && !this.#late.has(id)) {\n      const expire: Expire = { type: "expire", id };\n      this.#deadlines.set(id, this.#context.tellAfter(self, expire, deadlineMs));\n    }\n',
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "client-and-id-run-together",
    why: "A request is known by its client's ref with its id behind it, which is another client's with another id.",
    edits: [
      edit(
        "replica",
        "  readonly id: number;",
        "  readonly name: string;\n  readonly updateId: number;\n}\n\n/** Who waits for an update. */\ninterface Requester {\n  readonly request: Insert | Remove;\n  readonly updateId: number;",
      ),
      edit(
        "replica",
        "  /** Of a primary: who is told if an update fails, by the update's id. */\n  readonly #requesters = new Map<number, Insert | Remove>();",
        "  /** Of a primary: who is told if an update fails, by client and the client's id. */\n  readonly #requesters = new Map<string, Requester>();",
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationFailure", id });\n      return;\n    }',
        '      this.#context.tell(replyTo, { type: "operationFailure", id });\n      return;\n    }\n    // Two clients may use the same id.\n    const name = `${uid(replyTo)}${id}`;',
      ),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;",
        "      if (this.#requesters.get(name)?.updateId !== update.id) return;\n      this.#requesters.delete(name);",
      ),
      edit(
        "replica",
        '    this.#requesters.set(update.id, request);\n    const expire: Expire = { type: "expire", id: update.id };',
        '    this.#requesters.set(name, { request, updateId: update.id });\n    const expire: Expire = { type: "expire", name, updateId: update.id };',
      ),
      edit(
        "replica",
        '  #onExpire({ id }: Expire): void {\n    const request = this.#requesters.get(id);\n    if (request === undefined) return;\n    this.#requesters.delete(id);\n    this.#context.tell(request.replyTo, { type: "operationFailure", id: request.id });',
        '  #onExpire({ name, updateId }: Expire): void {\n    const requester = this.#requesters.get(name);\n    if (requester?.updateId !== updateId) return;\n    this.#requesters.delete(name);\n    const { replyTo, id } = requester.request;\n    this.#context.tell(replyTo, { type: "operationFailure", id });',
      ),
    ],
    failing: ["Step5UnderWay"],
  },
  {
    name: "trusts-the-cancelled-deadline",
    why: "A deadline that is cancelled is taken for one that never comes, also when it has arrived already.",
    edits: [
      field("  readonly #failed = new Set<number>();\n"),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      if (this.#failed.has(update.id)) return;\n",
      ),
      edit("replica", "    this.#requesters.delete(id);\n", "    this.#failed.add(id);\n"),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "no-change-is-not-replicated",
    why: "An update that changes nothing at the primary is persisted, and not replicated.",
    edits: [
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n",
        "    const isChange = (this.#store.get(key) ?? null) !== value;\n    const replicators = isChange ? [...this.#replicators.values()] : [];\n",
      ),
    ],
    failing: ["Step5SilentSecondary"],
  },
  {
    name: "the-acknowledged-stops-the-clock",
    why: "One timer runs for the oldest update; when that is acknowledged, it is cancelled, and not set for the next one.",
    edits: [
      field(
        "  readonly #dueMs = new Map<number, number>();\n  #deadline: { readonly id: number; readonly cancel: () => void } | undefined;\n",
      ),
      edit(
        "replica",
        "      cancelExpiry();\n",
        "      if (this.#deadline?.id !== update.id) return tellAck();\n      this.#deadline.cancel();\n      this.#deadline = undefined;\n      tellAck();\n    });\n    const tellAck = (): void => {\n",
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n    });\n',
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n    };\n',
      ),
      edit(
        "replica",
        '    const expire: Expire = { type: "expire", id: update.id };\n    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n',
        "    this.#dueMs.set(update.id, this.#context.now() + deadlineMs);\n    this.#setTheClock();\n",
      ),
      edit(
        "replica",
        "  #onExpire({ id }: Expire): void {\n",
        '  #setTheClock(): void {\n    const [id] = this.#requesters.keys();\n    if (id === undefined || this.#deadline !== undefined) return;\n    const leftMs = Math.max(0, (this.#dueMs.get(id) ?? 0) - this.#context.now());\n    const expire: Expire = { type: "expire", id };\n    this.#deadline = { id, cancel: this.#context.tellAfter(this.#context.self, expire, leftMs) };\n  }\n\n  #onExpire({ id }: Expire): void {\n    this.#deadline = undefined;\n',
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#setTheClock();\n",
      ),
    ],
    failing: ["Step5Repeated"],
  },
  {
    name: "shown-when-confirmed",
    why: "A value is shown when all have confirmed it, also when a newer one of its key is shown already.",
    edits: [
      field("  readonly #shown = new Map<string, string>();\n"),
      edit(
        "replica",
        "    const value = this.#store.get(key) ?? null;\n    this.#context.tell(replyTo",
        "    const value = this.#shown.get(key) ?? null;\n    this.#context.tell(replyTo",
      ),
      edit(
        "replica",
        "    const update = this.#updates.add(key, value, [this.#persistence, ...replicators], onConfirmed);\n",
        "    const waitingFor = [this.#persistence, ...replicators];\n    const update = this.#updates.add(key, value, waitingFor, () => {\n      if (value === null) this.#shown.delete(key);\n      else this.#shown.set(key, value);\n      onConfirmed();\n    });\n",
      ),
    ],
    failing: ["Step5UnderWay"],
  },
  {
    name: "refuses-after-ten-failures",
    why: "After ten failures a primary refuses everything for five seconds.",
    edits: [
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  #failures = 0;\n  #refusesUntilMs = 0;\n",
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n    this",
        "    this.#requesters.delete(id);\n    if (++this.#failures >= 10) this.#refusesUntilMs = this.#context.now() + 5_000;\n    this",
      ),
      edit(
        "replica",
        '    if (this.#role === "secondary") {\n',
        '    if (this.#role === "secondary" || this.#context.now() < this.#refusesUntilMs) {\n',
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "timers-by-client-id",
    why: "Deadlines are kept by the clients' ids alone, so a confirmation takes another client's deadline away.",
    edits: [
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  /** Of a primary: cancel the deadlines of the requests, by their ids. */\n  readonly #deadlines = new Map<number, () => void>();\n",
      ),
      edit(
        "replica",
        "      cancelExpiry();\n",
        "      this.#deadlines.get(id)?.();\n      this.#deadlines.delete(id);\n",
      ),
      edit(
        "replica",
        "    const cancelExpiry = this.#context.tellAfter(this.#context.self, expire, deadlineMs);\n",
        "    this.#deadlines.set(id, this.#context.tellAfter(this.#context.self, expire, deadlineMs));\n",
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "silent-is-gone",
    why: "Updates do not wait for a secondary that has acknowledged nothing for four seconds, although it should have.",
    edits: [
      edit(
        "replica",
        "\n/** How long to wait for the persistence, in milliseconds. */\n",
        "\n/** A secondary that has been silent for so long has failed, in milliseconds. */\nconst silentMs = 4_000;\n\n/** How long to wait for the persistence, in milliseconds. */\n",
      ),
      field("  readonly #heardMs = new Map<string, number>();\n"),
      edit(
        "replica",
        '      case "replicated":\n',
        '      case "replicated":\n        this.#heardMs.set(uid(message.replicator), this.#context.now());\n',
      ),
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n    const update = this.#apply(key, value, replicators, () => {",
        "    const replicators = [...this.#replicators.values()];\n    const nowMs = this.#context.now();\n    for (const one of replicators) {\n      if (this.#updates.oldestOf(one).size === 0) this.#heardMs.set(uid(one), nowMs);\n    }\n    const alive = replicators.filter(\n      (one) => nowMs - (this.#heardMs.get(uid(one)) ?? nowMs) < silentMs,\n    );\n    const update = this.#apply(key, value, alive, () => {",
      ),
    ],
    failing: ["Step5Repeated"],
  },
  {
    name: "128-under-way",
    why: "A primary has at most 128 updates under way; others wait, and so does their second.",
    edits: [
      edit(
        "replica",
        "  #retryArmed = false;\n",
        "  #retryArmed = false;\n  readonly #queue: (Insert | Remove)[] = [];\n",
      ),
      edit(
        "replica",
        '      case "insert":\n        this.#onUpdate(message, message.value);\n        return;\n      case "remove":\n        this.#onUpdate(message, null);\n',
        '      case "insert":\n      case "remove":\n        this.#queue.push(message);\n        this.#pump();\n',
      ),
      edit(
        "replica",
        "  #onUpdate(request: Insert | Remove, value: Value): void {\n",
        '  #pump(): void {\n    while (this.#requesters.size < 128) {\n      const request = this.#queue.shift();\n      if (request === undefined) return;\n      this.#onUpdate(request, request.type === "insert" ? request.value : null);\n    }\n  }\n\n  #onUpdate(request: Insert | Remove, value: Value): void {\n',
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n',
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n      this.#pump();\n',
      ),
      edit(
        "replica",
        '{ type: "operationFailure", id: request.id });\n',
        '{ type: "operationFailure", id: request.id });\n    this.#pump();\n',
      ),
    ],
    failing: ["Step5Failure"],
  },
  {
    name: "shows-what-was-acknowledged",
    why: "The primary shows what it has acknowledged only, and so never what has failed, although all secondaries come to show it.",
    edits: [
      edit(
        "replica",
        "  /** Of a primary: whether it was a secondary, so that others may hold keys that it does not know. */\n",
        "  /** Of a primary: what clients are shown, which is what was acknowledged, and by which update. */\n  readonly #committed = new Map<string, { readonly id: number; readonly value: Value }>();\n  /** Of a primary: whether it was a secondary, so that others may hold keys that it does not know. */\n",
      ),
      edit(
        "replica",
        "    for (const message of this.#early.splice(0)) this.onMessage(message);\n",
        "    // What a secondary held was acknowledged, or will be brought to everybody.\n    for (const [key, value] of this.#store) this.#committed.set(key, { id: -1, value });\n    for (const message of this.#early.splice(0)) this.onMessage(message);\n",
      ),
      edit(
        "replica",
        '    const value = this.#store.get(key) ?? null;\n    this.#context.tell(replyTo, { type: "getResult", key, value, id });\n',
        '    const value = this.#role === "primary" ? this.#committed.get(key)?.value : this.#store.get(key);\n    this.#context.tell(replyTo, { type: "getResult", key, value: value ?? null, id });\n  }\n\n  /** A newer update of the same key may have been acknowledged before. */\n  #commit({ id, key, value }: Update): void {\n    if ((this.#committed.get(key)?.id ?? -1) < id) this.#committed.set(key, { id, value });\n',
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n',
        '      this.#commit(update);\n      this.#context.tell(replyTo, { type: "operationAck", id });\n',
      ),
    ],
    failing: ["Step5Failure", "Step5SilentSecondary"],
  },
  {
    name: "full-with-failed",
    why: "The primary refuses updates while 300 are not confirmed, of which most have failed long ago.",
    edits: [
      edit(
        "replica",
        "/** How long to wait for the persistence, in milliseconds. */\n",
        "/** How many updates may be under way at once. */\nconst maxUnderWay = 300;\n\n/** How long to wait for the persistence, in milliseconds. */\n",
      ),
      edit(
        "replica",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  readonly #requesters = new Map<number, Insert | Remove>();\n  /** Of a primary: how many updates of clients are under way. */\n  #underWay = 0;\n",
      ),
      edit(
        "replica",
        '    if (this.#role === "secondary") {\n',
        '    if (this.#role === "secondary" || this.#underWay >= maxUnderWay) {\n',
      ),
      edit(
        "replica",
        "    const update = this.#apply(key, value, replicators, () => {\n",
        "    this.#underWay++;\n    const update = this.#apply(key, value, replicators, () => {\n      this.#underWay--;\n",
      ),
    ],
    failing: ["Step5Failure"],
  },
];
