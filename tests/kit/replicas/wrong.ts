import { edit, type Wrong } from "./edits.js";

const field = (text: string) =>
  edit("replica", "  #retryArmed = false;\n", `  #retryArmed = false;\n${text}`);

/** Wrong solutions. */
export const wrongSolutions: readonly Wrong[] = [
  // Steps 1 and 2: answers.
  {
    name: "never-joins",
    why: "The replica does not join.",
    edits: [
      edit(
        "replica",
        '    context.tell(mediator, { type: "join", replica: context.self });\n',
        "    void mediator;\n",
      ),
    ],
    failing: [
      "Step1Join",
      "Step1Update",
      "Step1SameId",
      "Step2Join",
      "Step2Snapshots",
      "Step2OldSeq",
      "Step2FutureSeq",
      "Step2Refusal",
      "Step4Persist",
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step4InFlight",
      "Step4PersistedTwice",
      "Step4Order",
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "early-is-lost",
    why: "What arrives before the role is known is thrown away.",
    edits: [
      edit(
        "replica",
        "        if (this.#role === undefined) this.#early.push(message);\n",
        "        if (this.#role === undefined) return;\n",
      ),
    ],
    failing: ["Step1Early", "Step2Early"],
  },
  {
    name: "asked-by-id-alone",
    why: "Requests are kept by the clients' ids, so of two clients with one id only one gets an answer.",
    edits: [
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      const asked = this.#requesters.get(id);\n      if (asked === undefined) return;\n      this.#requesters.delete(id);\n",
      ),
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationAck", id });\n',
        '      this.#context.tell(asked.replyTo, { type: "operationAck", id });\n',
      ),
      edit(
        "replica",
        "    this.#requesters.set(update.id, request);\n",
        "    this.#requesters.set(id, request);\n",
      ),
      edit("replica", '{ type: "expire", id: update.id }', '{ type: "expire", id }'),
    ],
    failing: ["Step1SameId", "Step5UnderWay"],
  },
  {
    name: "empty-is-absent",
    why: "An empty text is taken for no value.",
    edits: [
      edit(
        "replica",
        "    const value = this.#store.get(key) ?? null;\n",
        "    const value = this.#store.get(key) || null;\n",
      ),
    ],
    failing: ["Step1Update"],
  },
  {
    name: "remove-leaves-it",
    why: "A removed key keeps its value.",
    edits: [
      edit(
        "replica",
        "    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n",
        "    if (value !== null) this.#store.set(key, value);\n",
      ),
    ],
    failing: [
      "Step1Update",
      "Step2Snapshots",
      "Step4Persist",
      "Step5Persist",
      "Step5Everybody",
      "Step6State",
    ],
  },
  {
    name: "secondary-takes-updates",
    why: "A secondary carries out what a client asks for, and acknowledges it.",
    edits: [
      edit("replica", 'if (this.#role === "secondary") {', "if (this.#role === undefined) {"),
    ],
    failing: ["Step2Refusal", "Step2Early"],
  },
  {
    name: "secondary-says-nothing",
    why: "A secondary does not answer an update.",
    edits: [
      edit(
        "replica",
        '      this.#context.tell(replyTo, { type: "operationFailure", id });\n      return;\n',
        "      return;\n",
      ),
    ],
    failing: ["Step2Refusal", "Step2Early"],
  },
  {
    name: "future-is-applied",
    why: "A snapshot whose predecessor is missing is applied and acknowledged.",
    edits: [
      edit("replica", "    if (seq > this.#nextSeq) return;\n", ""),
      edit("replica", "    this.#nextSeq++;\n", "    this.#nextSeq = seq + 1;\n"),
    ],
    failing: ["Step2FutureSeq", "Step4InFlight"],
  },
  {
    name: "old-is-applied",
    why: "A snapshot with an old number is applied again.",
    edits: [
      edit(
        "replica",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n",
        "      if (!this.#unpersisted.has(seq)) acknowledge();\n      if (value !== null) this.#store.set(key, value);\n",
      ),
    ],
    failing: ["Step2OldSeq"],
  },
  {
    name: "old-is-ignored",
    why: "A repeated snapshot is not acknowledged, so a lost acknowledgement is never made good.",
    edits: [edit("replica", "      if (!this.#unpersisted.has(seq)) acknowledge();\n", "")],
    failing: ["Step2OldSeq", "Step2FutureSeq", "Step2Early", "Step4Repeated", "Step4Order"],
  },
  // Step 3: the replicator.
  {
    name: "seq-from-one",
    why: "Numbers begin with 1.",
    edits: [edit("replicator", "  #nextSeq = 0;\n", "  #nextSeq = 1;\n")],
    failing: [
      "Step3Sequence",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AckTwice",
      "Step3AskedTwice",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "gaps",
    why: "The numbers have gaps, as when a batch takes one number for each update.",
    edits: [
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    const seq = this.#nextSeq;\n    this.#nextSeq += 1 + this.#unacknowledged.size;\n",
      ),
    ],
    failing: ["Step3Together", "Step3Silence", "Step6State"],
  },
  {
    name: "asked-again-counts-again",
    why: "A repeated replicate gets a new number.",
    edits: [
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        "    void isRepeated;\n    this.#start(replicate);\n",
      ),
    ],
    failing: ["Step3AskedTwice"],
  },
  {
    name: "floods",
    why: "What is not acknowledged is sent again every 10 ms.",
    edits: [edit("replicator", "const resendMs = 100;", "const resendMs = 10;")],
    failing: ["Step3Together", "Step3Resend", "Step3Silence", "Step3AckTwice", "Step3AskedTwice"],
  },
  {
    name: "resends-slowly",
    why: "What is not acknowledged is sent again only every 300 ms.",
    edits: [edit("replicator", "const resendMs = 100;", "const resendMs = 300;")],
    failing: [
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AskedTwice",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6UnderWay",
    ],
  },
  {
    name: "never-resends",
    why: "What is lost is never sent again.",
    edits: [
      edit(
        "replicator",
        '    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
        "    void resendMs;\n",
      ),
    ],
    failing: [
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AckTwice",
      "Step3AskedTwice",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6UnderWay",
    ],
  },
  {
    name: "resends-for-a-second",
    why: "The replicator gives up after ten attempts.",
    edits: [
      edit(
        "replicator",
        "        this.#resendArmed = false;\n",
        "        this.#resendArmed = ++this.#tries > 10;\n        if (this.#resendArmed) return;\n",
      ),
      edit("replicator", "  #resendArmed = false;\n", "  #resendArmed = false;\n  #tries = 0;\n"),
    ],
    failing: ["Step3Resend", "Step3Silence", "Step6AckedAndLeft"],
  },
  {
    name: "resends-the-last-only",
    why: "Only the last snapshot is sent again, so an earlier one that was lost blocks the secondary.",
    edits: [
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        for (const [seq, replicate] of [...this.#unacknowledged].slice(-1)) this.#send(seq, replicate);\n",
      ),
    ],
    failing: ["Step3Together", "Step3Silence"],
  },
  {
    name: "resends-the-acknowledged",
    why: "What is acknowledged is sent again with the rest.",
    edits: [
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    if (this.#acknowledged.has(seq)) return;\n    this.#acknowledged.add(seq);\n",
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #acknowledged = new Set<number>();\n",
      ),
    ],
    failing: [
      "Step3Sequence",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AckTwice",
      "Step3AskedTwice",
    ],
  },
  {
    name: "second-ack-throws",
    why: "A repeated acknowledgement makes the replicator throw.",
    edits: [
      edit(
        "replicator",
        "    if (replicate === undefined) return;\n",
        "    if (replicate === undefined) throw new Error(`nothing under way with number ${seq}`);\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "second-ack-reports-again",
    why: "Each acknowledgement is reported, repeated ones too.",
    edits: [
      edit(
        "replicator",
        "    const replicate = this.#unacknowledged.get(seq);\n",
        "    const replicate = this.#unacknowledged.get(seq) ?? this.#done.get(seq);\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    this.#done.set(seq, replicate);\n",
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #done = new Map<number, Replicate>();\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "reports-when-sent",
    why: "An update is reported as replicated when it is sent.",
    edits: [
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        '    if (!isRepeated) this.#start(replicate);\n    const { key, id, replyTo } = replicate;\n    this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n',
      ),
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n    const { key, id, replyTo } = replicate;\n    this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n',
        "",
      ),
    ],
    failing: [
      "Step3Sequence",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AckTwice",
      "Step3AskedTwice",
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6UnderWay",
    ],
  },
  {
    name: "acks-to-the-primary",
    why: "Snapshots name the primary as the one to answer, and the replicator never learns of the answer.",
    edits: [
      edit(
        "replicator",
        "      const { key, value } = work;\n",
        "      const { key, value } = work;\n      const replyTo = work.replyTo as unknown as ActorRef<SnapshotAck>;\n",
      ),
    ],
    failing: [
      "Step3Sequence",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step3AckTwice",
      "Step3AskedTwice",
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "overwrites-what-is-under-way",
    why: "Of the updates of one key that are under way, the replicator keeps the last one, and never reports the others.",
    edits: [
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    for (const [old, { key }] of this.#unacknowledged) {\n      if (key === replicate.key) this.#unacknowledged.delete(old);\n    }\n    const seq = this.#nextSeq++;\n",
      ),
    ],
    failing: ["Step3Together", "Step3Silence", "Step5UnderWay", "Step6State"],
  },
  // Step 4: persistence at a secondary.
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
    failing: [
      "Step4Persist",
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step4InFlight",
      "Step4PersistedTwice",
      "Step4Order",
    ],
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
    failing: ["Step4Repeated", "Step4InFlight"],
    quick: true,
  },
  {
    name: "repeated-advances-again",
    why: "Each repetition that arrives while the first is being persisted is persisted too, and advances the expected number once more.",
    edits: [
      edit("replica", "    this.#nextSeq++;\n    this.#unpersisted.add(seq);\n", ""),
      edit("replica", "      this.#unpersisted.delete(seq);\n", "      this.#nextSeq++;\n"),
    ],
    failing: ["Step4Repeated", "Step4InFlight"],
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
    failing: ["Step4LongSilence", "Step5Failure"],
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
      "Step4Persist",
      "Step4Retry",
      "Step4LongSilence",
      "Step4Repeated",
      "Step4InFlight",
      "Step4PersistedTwice",
      "Step4Order",
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
    failing: ["Step4Persist", "Step5Persist", "Step5Everybody", "Step6State"],
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
    failing: ["ClusterThrows", "ClusterLossyThrows"],
  },
  // Step 5: the whole primary.
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
    failing: [
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
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
    failing: ["Step5Failure", "Step5SilentSecondary", "Step5Repeated", "Step6AckedAndLeft"],
  },
  {
    name: "fails-early",
    why: "An update fails after half a second.",
    edits: [edit("replica", "const deadlineMs = 1_000;", "const deadlineMs = 500;")],
    failing: [
      "Step5Retry",
      "Step5Failure",
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
      "Step6Waive",
      "Step6AckedAndLeft",
    ],
  },
  {
    name: "fails-late",
    why: "An update fails after a second and a half.",
    edits: [edit("replica", "const deadlineMs = 1_000;", "const deadlineMs = 1_500;")],
    failing: ["Step5Failure", "Step5SilentSecondary", "Step5Repeated", "Step6AckedAndLeft"],
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
    failing: ["Step5Failure", "Step5SilentSecondary"],
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
    failing: [
      "Step5Persist",
      "Step5Retry",
      "Step5Failure",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step5Order",
      "Step6State",
      "Step6Leave",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },
  {
    name: "failure-ends-persisting",
    why: "An update that has failed is forgotten, and not persisted any more.",
    edits: [
      edit(
        "updates",
        "  /** Waits for somebody no longer. */",
        "  forget(id: number): void {\n    this.#entries.delete(id);\n  }\n\n  /** Waits for somebody no longer. */",
      ),
      edit(
        "replica",
        "    this.#requesters.delete(id);\n",
        "    this.#requesters.delete(id);\n    this.#updates.forget(id);\n",
      ),
    ],
    failing: ["Step5Failure"],
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
      "Step4Order",
      "Step5UnderWay",
      "Step5Order",
      "Step6UnderWay",
    ],
  },
  // Step 6: who joins and who leaves.
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
    failing: ["Step6UnderWay"],
  },
  {
    name: "replicators-made-anew",
    why: "Each change of the members makes all replicators anew, with new numbers.",
    edits: [edit("replica", "      if (secondaries.has(name)) continue;\n", "")],
    failing: ["Step6Leave", "Step6Waive", "Step6AckedAndLeft", "Step6Stay", "Step6UnderWay"],
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
    failing: ["Step6Leave", "Step6Waive", "Step6AckedAndLeft", "Step6Stay", "Step6UnderWay"],
  },
  {
    name: "two-replicators",
    why: "Each change of the members adds another replicator for everybody.",
    edits: [edit("replica", "      if (this.#replicators.has(name)) continue;\n", "")],
    failing: ["Step6Leave", "Step6Waive", "Step6AckedAndLeft", "Step6Stay", "Step6UnderWay"],
  },
  {
    name: "waits-for-the-gone",
    why: "Updates that are under way wait for a secondary that has left.",
    edits: [edit("replica", "      this.#updates.waive(replicator);\n", "")],
    failing: ["Step6Leave", "Step6Waive"],
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
    failing: ["Step6Leave", "Step6Waive"],
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
];
