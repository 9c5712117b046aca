import { allOf, edit, type Wrong } from "../edits.js";

/** Wrong solutions of the extension in which the primary fails. */
export const failover: readonly Wrong[] = [
  {
    name: "never-pongs",
    why: "The primary does not answer the mediator's ping.",
    edits: [
      edit(
        "replica",
        '        this.#context.tell(message.replyTo, { type: "pong", replica: this.#context.self });\n',
        "",
      ),
    ],
    failing: allOf("Failover").filter((id) => !["FailoverKeySet", "FailoverCaughtUp"].includes(id)),
  },
  {
    name: "promoted-without-its-state",
    why: "A secondary that is promoted begins with an empty store.",
    edits: [
      edit(
        "replica",
        "    this.#role = role;\n",
        "    if (this.#isPromoted) this.#store.clear();\n    this.#role = role;\n",
      ),
    ],
    failing: ["FailoverPromotes", "FailoverNothingLost", "FailoverNotCaughtUp", "FailoverTwice"],
  },
  {
    name: "stays-a-secondary",
    why: "A secondary that is promoted goes on refusing updates.",
    edits: [edit("replica", "    this.#role = role;\n", "    this.#role ??= role;\n")],
    failing: ["FailoverPromotes", "FailoverNotCaughtUp", "FailoverTwice", "FailoverJoinsLater"],
  },
  {
    name: "never-says-caught-up",
    why: "The primary does not tell the mediator which secondaries have caught up, so none is promoted.",
    edits: [edit("replica", "      if (left-- === 0)\n", "      if (left-- === -1)\n")],
    failing: [
      "FailoverPromotes",
      "FailoverUnderWay",
      "FailoverNotCaughtUp",
      "FailoverTwice",
      "FailoverJoinsLater",
      "FailoverCaughtUp",
    ],
  },
  {
    name: "says-caught-up-at-once",
    why: "The primary says that a secondary has caught up before that has acknowledged anything.",
    edits: [edit("replica", "    let left = this.#store.size;\n", "    let left = 0;\n")],
    failing: ["FailoverNotCaughtUp"],
  },
  {
    name: "numbers-go-on",
    why: "A secondary does not notice that a new replicator begins its numbers anew.",
    edits: [
      edit(
        "replica",
        "      this.#replicator = uid(replyTo);\n      this.#nextSeq = 0;\n",
        "      this.#replicator = uid(replyTo);\n",
      ),
    ],
    failing: ["FailoverUnderWay", "FailoverKeySet"],
  },
  {
    name: "follows-its-first-replicator",
    why: "A secondary takes snapshots from its first replicator only.",
    edits: [
      edit(
        "replica",
        "    if (this.#replicator !== uid(replyTo)) {\n",
        "    this.#replicator ??= uid(replyTo);\n    if (this.#replicator !== uid(replyTo)) return;\n    if (this.#replicator !== uid(replyTo)) {\n",
      ),
    ],
    failing: [
      "FailoverPromotes",
      "FailoverUnderWay",
      "FailoverNotCaughtUp",
      "FailoverTwice",
      "FailoverKeySet",
    ],
  },
  {
    name: "keeps-what-the-primary-lacks",
    why: "A secondary does not forget the keys that the new primary does not hold.",
    edits: [
      edit(
        "replica",
        "      for (const key of gone) this.#apply(key, null, [], () => undefined);\n",
        "      void gone;\n",
      ),
    ],
    failing: ["FailoverUnderWay", "FailoverKeySet"],
  },
  {
    name: "caught-up-by-last-key",
    why: "The primary says that a secondary has caught up when the last key of the state is acknowledged.",
    edits: [
      edit(
        "replica",
        '    let left = this.#store.size;\n    const onConfirmed = (): void => {\n      if (left-- === 0)\n        this.#context.tell(this.#mediator, { type: "caughtUp", replica: secondary });\n',
        '    const onCaughtUp = (): void => {\n      this.#context.tell(this.#mediator, { type: "caughtUp", replica: secondary });\n',
      ),
      edit(
        "replica",
        "    }\n    for (const [key, value] of this.#store) {\n",
        "    }\n    // Snapshots are taken in their order: whoever has the last one has all of them.\n    let left = this.#store.size;\n    if (left === 0) onCaughtUp();\n    for (const [key, value] of this.#store) {\n      const isLast = --left === 0;\n      const onConfirmed = isLast ? onCaughtUp : (): void => undefined;\n",
      ),
      edit("replica", "    onConfirmed();\n", ""),
    ],
    failing: ["FailoverNotCaughtUp"],
  },
  {
    name: "keyset-again",
    why: "A repeated keySet is applied again, and takes away what came after it.",
    edits: [
      edit(
        "replica",
        "    if (this.#nextSeq === seq) {\n      this.#nextSeq = seq + 1;\n      const gone = [...this.#store.keys()].filter((key) => !keys.includes(key));\n      for (const key of gone) this.#apply(key, null, [], () => undefined);\n    }\n",
        "    this.#nextSeq = Math.max(this.#nextSeq, seq + 1);\n    const gone = [...this.#store.keys()].filter((key) => !keys.includes(key));\n    for (const key of gone) this.#apply(key, null, [], () => undefined);\n",
      ),
    ],
    failing: ["FailoverKeySet"],
  },
  {
    name: "caught-up-when-idle",
    why: "A secondary counts as caught up when nothing is under way to it any more, which may never be so.",
    edits: [
      edit(
        "replica",
        "  /** Of a primary: who is told if an update fails, by the update's id. */\n",
        "  /** Of a primary: the secondaries that have not caught up, by the uids of their replicators. */\n  readonly #behind = new Map<string, ActorRef<Snapshot | KeySet>>();\n  /** Of a primary: who is told if an update fails, by the update's id. */\n",
      ),
      edit(
        "replica",
        "        this.#updates.confirm(message.id, message.replicator);\n",
        "        this.#updates.confirm(message.id, message.replicator);\n        this.#noteCaughtUp(message.replicator);\n",
      ),
      edit(
        "replica",
        "      this.#updates.waive(replicator);\n",
        "      this.#updates.waive(replicator);\n      this.#behind.delete(uid(replicator));\n",
      ),
      edit(
        "replica",
        '    let left = this.#store.size;\n    const onConfirmed = (): void => {\n      if (left-- === 0)\n        this.#context.tell(this.#mediator, { type: "caughtUp", replica: secondary });\n    };\n',
        "    this.#behind.set(uid(replicator), secondary);\n",
      ),
      edit(
        "replica",
        "      const update = this.#updates.add(key, value, [replicator], onConfirmed);\n      this.#replicate(replicator, update);\n    }\n    onConfirmed();\n",
        '      const update = this.#updates.add(key, value, [replicator], () => undefined);\n      this.#replicate(replicator, update);\n    }\n    this.#noteCaughtUp(replicator);\n  }\n\n  #noteCaughtUp(replicator: ActorRef<ReplicatorMessage>): void {\n    const replica = this.#behind.get(uid(replicator));\n    if (replica === undefined || !this.#updates.isDone(replicator)) return;\n    this.#behind.delete(uid(replicator));\n    this.#context.tell(this.#mediator, { type: "caughtUp", replica });\n',
      ),
      edit(
        "updates",
        "  /** The updates that somebody has not confirmed, the oldest one of each key. */\n",
        "  /** Whether somebody has confirmed everything. */\n  isDone(who: ActorRef<never>): boolean {\n    return ![...this.#entries.values()].some(({ waitingFor }) => waitingFor.has(uid(who)));\n  }\n\n  /** The updates that somebody has not confirmed, the oldest one of each key. */\n",
      ),
    ],
    failing: ["FailoverCaughtUp"],
  },
];
