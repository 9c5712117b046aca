import { allOf, bringsItsState, edit, field, type Wrong } from "../edits.js";

/** Wrong answers to clients, and wrong handling of snapshots: steps 1 and 2. */
export const answers: readonly Wrong[] = [
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
      ...allOf("Step1", "Step4", "Step5", "Step6"),
      "Step2Join",
      "Step2Snapshots",
      "Step2OldSeq",
      "Step2FutureSeq",
      "Step2Refusal",
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
    failing: ["Step1SameId", "Step1Early", "Step5Failure", "Step5SilentSecondary", "Step5UnderWay"],
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
    failing: ["Step1Update", "Step2Snapshots", "Step4Persist", "Step5Persist"],
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
      "Step6AckedAndLeft",
      "Step4Order",
      "Step5Order",
    ],
  },
  {
    name: "secondary-takes-updates",
    why: "A secondary carries out what a client asks for, and acknowledges it.",
    edits: [
      edit("replica", 'if (this.#role === "secondary") {', "if (this.#role === undefined) {"),
    ],
    failing: ["Step4LongSilence", "Step2Refusal", "Step2Early"],
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
    failing: ["Step4LongSilence", "Step2Refusal", "Step2Early"],
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
    failing: ["Step2Snapshots", "Step2OldSeq", "Step4Order"],
  },
  {
    name: "old-is-ignored",
    why: "A repeated snapshot is not acknowledged, so a lost acknowledgement is never made good.",
    edits: [edit("replica", "      if (!this.#unpersisted.has(seq)) acknowledge();\n", "")],
    failing: [
      "Step2Snapshots",
      "Step2OldSeq",
      "Step2FutureSeq",
      "Step2Early",
      "Step4Repeated",
      "Step4InFlight",
      "Step4Order",
    ],
  },

  {
    name: "keys-of-an-object",
    why: "Values are kept in an object, which has built-in properties.",
    edits: [
      field("  readonly #table: Record<string, string | undefined> = {};\n"),
      edit("replica", "this.#store.get(key) ?? null", "this.#table[key] ?? null"),
      edit(
        "replica",
        "    if (value === null) this.#store.delete(key);\n",
        "    this.#table[key] = value ?? undefined;\n    if (value === null) this.#store.delete(key);\n",
      ),
    ],
    failing: ["Step5Persist", "Step1Update", "Step2Snapshots"],
  },
  {
    name: "empty-snapshot-removes",
    why: "A snapshot with an empty text is taken for a removal.",
    edits: [
      edit(
        "replica",
        "    this.#apply(key, value, [], () => {\n",
        "    this.#apply(key, value || null, [], () => {\n",
      ),
    ],
    failing: ["Step2Snapshots", "Step4Persist"],
  },
  {
    name: "one-answer-for-each-id",
    why: "An id that a client uses again is taken for a repetition, although its first request was answered.",
    edits: [
      field("  readonly #answered = new Set<string>();\n"),
      edit(
        "replica",
        "    const { key, id, replyTo } = request;\n",
        "    const { key, id, replyTo } = request;\n    const name = `${uid(replyTo)} ${id}`;\n    if (this.#answered.has(name)) return;\n    this.#answered.add(name);\n",
      ),
    ],
    failing: ["Step2Refusal", "Step1Update", "Step5Persist", "Step5SilentSecondary"],
  },
  {
    name: "joins-until-it-knows",
    why: "A replica joins again and again until it is answered.",
    edits: [
      edit(
        "replica",
        '    context.tell(mediator, { type: "join", replica: context.self });\n',
        '    context.tell(mediator, { type: "join", replica: context.self });\n    context.tellAfter(context.self, { type: "joinAgain" }, 250);\n',
      ),
      edit(
        "replica",
        "type Message = ReplicaMessage",
        'type Message = { readonly type: "joinAgain" } | ReplicaMessage',
      ),
      edit(
        "replica",
        '      case "persisted":\n',
        '      case "joinAgain":\n        if (this.#role !== undefined) return;\n        this.#context.tell(this.#mediator, { type: "join", replica: this.#context.self });\n        this.#context.tellAfter(this.#context.self, { type: "joinAgain" }, 250);\n        return;\n      case "persisted":\n',
      ),
    ],
    failing: ["Step1Early"],
  },
  {
    name: "early-in-reverse",
    why: "What arrived before the role was known is handled the last first.",
    edits: [edit("replica", "of this.#early.splice(0))", "of this.#early.splice(0).reverse())")],
    failing: ["Step1Early"],
  },
  {
    name: "numbers-compared-as-texts",
    why: "Numbers of snapshots are compared as texts, so 10 comes before 9.",
    edits: [
      edit(
        "replica",
        "    if (seq > this.#nextSeq) return;\n",
        "    if (String(seq) > String(this.#nextSeq)) return;\n",
      ),
      edit(
        "replica",
        "    if (seq < this.#nextSeq) {\n",
        "    if (String(seq) < String(this.#nextSeq)) {\n",
      ),
    ],
    failing: ["Step2Snapshots"],
  },
  {
    name: "future-is-kept",
    why: "A snapshot whose predecessor is missing is kept, and applied when that has come.",
    edits: [
      field("  readonly #future = new Map<number, Snapshot>();\n"),
      edit(
        "replica",
        "    if (seq > this.#nextSeq) return;\n",
        '    if (seq > this.#nextSeq) {\n      this.#future.set(seq, { type: "snapshot", key, value, seq, replyTo });\n      return;\n    }\n',
      ),
      edit(
        "replica",
        "      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n",
        "      this.#unpersisted.delete(seq);\n      acknowledge();\n    });\n    const next = this.#future.get(this.#nextSeq);\n    if (next !== undefined) this.#onSnapshot(next);\n",
      ),
    ],
    failing: ["Step2FutureSeq", "Step4InFlight"],
  },
  {
    name: "get-waits",
    why: "A get of a key with an update under way is answered when that is confirmed.",
    edits: [
      field("  readonly #waiting: Get[] = [];\n"),
      edit(
        "replica",
        "  #onGet({ key, id, replyTo }: Get): void {\n",
        "  #onGet(get: Get): void {\n    const { key, id, replyTo } = get;\n    if (this.#updates.oldestOf(this.#persistence).has(key)) {\n      this.#waiting.push(get);\n      return;\n    }\n",
      ),
      edit(
        "replica",
        "        this.#persistOldestOf(message.key);\n",
        "        this.#persistOldestOf(message.key);\n        for (const get of this.#waiting.splice(0)) this.#onGet(get);\n",
      ),
    ],
    failing: ["Step4LongSilence", "Step4Order", "Step5Failure", "Step5Order"],
  },
  {
    name: "client-by-ref-id",
    why: "A client is known by the number in its ref, without the server.",
    edits: [
      edit(
        "replica",
        "  readonly id: number;\n",
        "  readonly name: string;\n  readonly id: number;\n}\n\n/** A request that has not been answered, and the id of its update. */\ninterface Request {\n  readonly request: Insert | Remove;\n  readonly updateId: number;\n",
      ),
      edit(
        "replica",
        "  /** Of a primary: who is told if an update fails, by the update's id. */\n  readonly #requesters = new Map<number, Insert | Remove>();\n",
        "  /** Of a primary: the requests that are not answered, by client and id. */\n  readonly #requests = new Map<string, Request>();\n",
      ),
      edit(
        "replica",
        "    }\n    const replicators = [...this.#replicators.values()];\n",
        "    }\n    const name = `${replyTo.id}:${id}`;\n    const replicators = [...this.#replicators.values()];\n",
      ),
      edit(
        "replica",
        "      if (!this.#requesters.delete(update.id)) return;\n",
        "      if (this.#requests.get(name)?.updateId !== update.id) return;\n      this.#requests.delete(name);\n",
      ),
      edit(
        "replica",
        '    this.#requesters.set(update.id, request);\n    const expire: Expire = { type: "expire", id: update.id };\n',
        '    this.#requests.set(name, { request, updateId: update.id });\n    const expire: Expire = { type: "expire", name, id: update.id };\n',
      ),
      edit(
        "replica",
        "  #onExpire({ id }: Expire): void {\n    const request = this.#requesters.get(id);\n    if (request === undefined) return;\n    this.#requesters.delete(id);\n",
        "  #onExpire({ name, id }: Expire): void {\n    const pending = this.#requests.get(name);\n    if (pending?.updateId !== id) return;\n    this.#requests.delete(name);\n    const { request } = pending;\n",
      ),
    ],
    failing: ["Step5UnderWay"],
  },
  {
    name: "keys-are-trimmed",
    why: "A get takes the blanks around a key away.",
    edits: [
      edit("replica", "this.#store.get(key) ?? null;", "this.#store.get(key.trim()) ?? null;"),
    ],
    failing: ["Step1Update", "Step2Snapshots", "Step5Persist"],
  },
  {
    name: "early-list-is-short",
    why: "Of what comes before the role is known, a hundred messages are kept.",
    edits: [
      edit(
        "replica",
        "this.#early.push(message);",
        "{\n          if (this.#early.length < 100) this.#early.push(message);\n        }",
      ),
    ],
    failing: ["Step1Early"],
  },
  {
    name: "early-is-told-again",
    why: "What was kept until the role is known comes behind what is in the mailbox by then.",
    edits: [
      edit(
        "replica",
        "    for (const message of this.#early.splice(0)) this.onMessage(message);\n",
        "    for (const message of this.#early.splice(0)) this.#context.tell(this.#context.self, message);\n",
      ),
    ],
    failing: ["Step1Early"],
  },
  {
    name: "early-gets-come-last",
    why: "A replica handles the gets that it has kept behind everything else.",
    edits: [
      edit(
        "replica",
        "for (const message of this.#early.splice(0)) this.onMessage(message);",
        'const early = this.#early.splice(0);\n    for (const message of early) if (message.type !== "get") this.onMessage(message);\n    for (const message of early) if (message.type === "get") this.onMessage(message);',
      ),
    ],
    failing: ["Step1Early"],
  },
  {
    name: "acknowledged-for-ever",
    why: "A request of the same client with the same id and key as one that was acknowledged is taken for it.",
    edits: [
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n    const update =",
        '    const name = JSON.stringify([uid(replyTo), id, request.type, key]);\n    if (this.#acknowledged.has(name)) {\n      this.#context.tell(replyTo, { type: "operationAck", id });\n      return;\n    }\n    const replicators = [...this.#replicators.values()];\n    const update =',
      ),
      edit(
        "replica",
        '      cancelExpiry();\n      this.#context.tell(replyTo, { type: "operationAck", id });',
        '      cancelExpiry();\n      this.#acknowledged.add(name);\n      this.#context.tell(replyTo, { type: "operationAck", id });',
      ),
      edit(
        "replica",
        "  readonly #requesters =",
        "  readonly #acknowledged = new Set<string>();\n  readonly #requesters =",
      ),
    ],
    failing: ["Step1Update"],
  },
  {
    name: "ack-window",
    why: "A secondary acknowledges only the last 32 snapshots once more.",
    edits: [
      edit(
        "replica",
        "const retryMs = 100;\n",
        "const retryMs = 100;\n\n/** So many snapshots before the expected one are acknowledged again. */\nconst windowSize = 32;\n",
      ),
      edit(
        "replica",
        "    if (seq < this.#nextSeq) {\n",
        "    if (seq < this.#nextSeq) {\n      // Those before the window were acknowledged long ago: this is a late repetition.\n      if (seq < this.#nextSeq - windowSize) return;\n",
      ),
    ],
    failing: ["Step4Repeated", "Step2OldSeq"],
  },
  {
    name: "acknowledged-is-a-repetition",
    why: "A request that equals one that was acknowledged is acknowledged once more, and not carried out.",
    edits: [
      field("  readonly #acknowledged = new Map<string, string>();\n"),
      edit(
        "replica",
        "    const replicators = [...this.#replicators.values()];\n    const update = this.#apply(key, value, replicators, () => {",
        '    const name = `${uid(replyTo)} ${id}`;\n    const text = JSON.stringify([key, value]);\n    if (this.#acknowledged.get(name) === text) {\n      this.#context.tell(replyTo, { type: "operationAck", id });\n      return;\n    }\n    const replicators = [...this.#replicators.values()];\n    const update = this.#apply(key, value, replicators, () => {\n      this.#acknowledged.set(name, text);',
      ),
    ],
    failing: ["Step1Update"],
  },
  {
    name: "pending-removal-falls-through",
    why: "What is under way is kept apart, and a read during a removal falls through to what was there before.",
    edits: [
      edit(
        "replica",
        "  readonly #store = new Map<string, string>();\n",
        "  /** What everybody has confirmed, the last update of each key. */\n  readonly #settled = new Map<string, Update>();\n  /** The last update of each key, if somebody has yet to confirm it. */\n  readonly #underWay = new Map<string, Update>();\n",
      ),
      edit(
        "replica",
        "    const value = this.#store.get(key) ?? null;\n",
        "    const value = this.#underWay.get(key)?.value ?? this.#settled.get(key)?.value ?? null;\n",
      ),
      edit(
        "replica",
        "  /** No update waits for the state of a newcomer. The mediator hears when the newcomer has all of it. */\n",
        "  /** What this replica holds, including what is not confirmed. */\n  #state(): ReadonlyMap<string, string> {\n    const state = new Map<string, string>();\n    for (const { key, value } of [...this.#settled.values(), ...this.#underWay.values()]) {\n      if (value === null) state.delete(key);\n      else state.set(key, value);\n    }\n    return state;\n  }\n\n  /** No update waits for the state of a newcomer. The mediator hears when the newcomer has all of it. */\n",
      ),
      ...bringsItsState,
      edit(
        "replica",
        "      const gone = [...this.#store.keys()].filter((key) => !keys.includes(key));\n",
        "      const gone = [...this.#state().keys()].filter((key) => !keys.includes(key));\n",
      ),
      edit(
        "replica",
        "    if (value === null) this.#store.delete(key);\n    else this.#store.set(key, value);\n    const update = this.#updates.add(key, value, [this.#persistence, ...replicators], onConfirmed);\n",
        "    const update = this.#updates.add(key, value, [this.#persistence, ...replicators], () => {\n      this.#settle(update);\n      onConfirmed();\n    });\n    this.#underWay.set(key, update);\n",
      ),
      edit(
        "replica",
        "    return update;\n",
        "    return update;\n  }\n\n  /** Confirmations may come in any order: an older update does not replace a newer one. */\n  #settle(update: Update): void {\n    const { id, key } = update;\n    if ((this.#settled.get(key)?.id ?? -1) < id) this.#settled.set(key, update);\n    if (this.#underWay.get(key) === update) this.#underWay.delete(key);\n",
      ),
    ],
    failing: ["Step4Order", "Step5Order"],
  },
];
