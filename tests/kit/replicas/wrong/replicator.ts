import type { Edit } from "../../../../grader/trees/stage_edits.js";
import { allOf, edit, inBatches, type Wrong } from "../edits.js";

/** What is acknowledged may be more than one replicate. */
const acknowledgesWork: readonly Edit[] = [
  edit(
    "replicator",
    "    const replicate = this.#unacknowledged.get(seq);\n",
    "    const work = this.#unacknowledged.get(seq);\n",
  ),
  edit(
    "replicator",
    "    if (replicate === undefined) return;\n",
    "    if (work === undefined) return;\n",
  ),
];

/** Wrong replicators: step 3. */
export const replicator: readonly Wrong[] = [
  {
    name: "seq-from-one",
    why: "Numbers begin with 1.",
    edits: [edit("replicator", "  #nextSeq = 0;\n", "  #nextSeq = 1;\n")],
    failing: allOf("Step3", "Step6"),
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
    failing: [
      "Step6AckedAndLeft",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step6State",
      "Step6Waive",
      "Step3AskedTwice",
      "Step6UnderWay",
      "Step3AckTwice",
    ],
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
    name: "second-ack-throws",
    why: "A repeated acknowledgement makes the replicator throw.",
    edits: [
      edit(
        "replicator",
        "    if (replicate === undefined) return;\n",
        "    if (replicate === undefined) throw new Error(`nothing under way with number ${seq}`);\n",
      ),
    ],
    failing: ["Step3AckTwice", "Step6State"],
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
        "  #resendArmed = false;\n  readonly #done = new Map<number, Replicate | ReplicateKeys>();\n",
      ),
    ],
    failing: ["Step3Together", "Step3AskedTwice", "Step3Sequence", "Step3AckTwice"],
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
      "Step6State",
      ...allOf("Step3"),
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
      ...allOf("Step3", "Step6"),
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
    ],
  },
  {
    name: "overwrites-what-is-under-way",
    why: "Of the updates of one key that are under way, the replicator keeps the last one, and never reports the others.",
    edits: [
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    for (const [old, one] of this.#unacknowledged) {\n      if (one.type === 'replicate' && work.type === 'replicate' && one.key === work.key) {\n        this.#unacknowledged.delete(old);\n      }\n    }\n    const seq = this.#nextSeq++;\n",
      ),
    ],
    failing: ["Step3Together", "Step3AckTwice", "Step3AskedTwice", "Step5UnderWay", "Step6Waive"],
  },

  {
    name: "empty-is-sent-as-removal",
    why: "An empty text is sent as a removal.",
    edits: [
      edit(
        "replicator",
        "      const { key, value } = work;\n",
        "      const { key } = work;\n      const value = work.value || null;\n",
      ),
    ],
    failing: ["Step3Sequence", "Step6State"],
  },
  {
    name: "same-value-is-a-repetition",
    why: "An update with a key and a value that are under way is taken for a repetition.",
    edits: [
      edit(
        "replicator",
        "        one.id === replicate.id &&\n",
        "        one.key === replicate.key &&\n        one.value === replicate.value &&\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "names-the-secondary",
    why: "A report names the secondary in the place of the replicator.",
    edits: [
      edit(
        "replicator",
        "id, replicator: this.#context.self });\n",
        "id, replicator: this.#secondary as unknown as ActorRef<ReplicatorMessage> });\n",
      ),
    ],
    failing: [
      ...allOf("Step3"),
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
      "Step6State",
      "Step6Leave",
      "Step6AckedAndLeft",
      "Step6Stay",
      "Step6UnderWay",
    ],
  },

  {
    name: "sends-later",
    why: "The replicator collects updates for 400 ms before it sends them.",
    edits: [
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        '    if (!isRepeated) this.#context.tellAfter(this.#context.self, { type: "begin", replicate }, 400);\n',
      ),
      edit(
        "replicator",
        "  onMessage(message: ReplicatorMessage | Resend): void {\n    switch (message.type) {\n",
        '  onMessage(message: ReplicatorMessage | Resend | Begin): void {\n    switch (message.type) {\n      case "begin":\n        this.#start(message.replicate);\n        return;\n',
      ),
      edit(
        "replicator",
        "/** How long to wait for an acknowledgement",
        'interface Begin {\n  readonly type: "begin";\n  readonly replicate: Replicate;\n}\n\n/** How long to wait for an acknowledgement',
      ),
      edit(
        "replicator",
        "implements Actor<ReplicatorMessage | Resend> {",
        "implements Actor<ReplicatorMessage | Resend | Begin> {",
      ),
      edit(
        "replicator",
        "  readonly #context: ActorContext<ReplicatorMessage | Resend>;\n",
        "  readonly #context: ActorContext<ReplicatorMessage | Resend | Begin>;\n",
      ),
      edit(
        "replicator",
        "    context: ActorContext<ReplicatorMessage | Resend>,\n",
        "    context: ActorContext<ReplicatorMessage | Resend | Begin>,\n",
      ),
    ],
    failing: [
      ...allOf("Step3", "Step6"),
      "Step5SilentSecondary",
      "Step5Everybody",
      "Step5Repeated",
      "Step5UnderWay",
    ],
  },
  {
    name: "merging-forgets-the-middle",
    why: "Of the updates that become one snapshot, behind a window of eight, only the last two are reported.",
    edits: [
      edit(
        "replicator",
        '  readonly type: "resend";\n}\n',
        '  readonly type: "resend";\n}\n\n/** What becomes one snapshot. */\ninterface Work {\n  last: Replicate | ReplicateKeys;\n  /** An update of the same key that the last one replaces. */\n  replaced?: Replicate;\n}\n\n/** At most so many snapshots are under way. */\nconst windowSize = 8;\n',
      ),
      edit(
        "replicator",
        "  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();",
        "  readonly #unacknowledged = new Map<number, Work>();\n  /** What has no number yet: the window is full. */\n  readonly #waiting: Work[] = [];",
      ),
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);",
        "        for (const [seq, { last }] of this.#unacknowledged) this.#send(seq, last);",
      ),
      edit(
        "replicator",
        '    const isRepeated = [...this.#unacknowledged.values()].some(\n      (one) =>\n        one.type === "replicate" &&\n        one.id === replicate.id &&\n        uid(one.replyTo) === uid(replicate.replyTo),',
        '    const isSame = (one: Replicate | ReplicateKeys | undefined): boolean =>\n      one?.type === "replicate" &&\n      one.id === replicate.id &&\n      uid(one.replyTo) === uid(replicate.replyTo);\n    const all = [...this.#unacknowledged.values(), ...this.#waiting];\n    if (all.some(({ last, replaced }) => isSame(last) || isSame(replaced))) return;\n    // One snapshot for several updates of a key that are not sent yet.\n    const work = this.#waiting.find(\n      ({ last }) => last.type === "replicate" && last.key === replicate.key,',
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);",
        '    if (work?.last.type === "replicate") {\n      work.replaced = work.last;\n      work.last = replicate;\n    } else this.#start(replicate);\n  }\n\n  #start(last: Replicate | ReplicateKeys): void {\n    this.#waiting.push({ last });\n    this.#fill();',
      ),
      edit(
        "replicator",
        "  #start(work: Replicate | ReplicateKeys): void {\n    const seq = this.#nextSeq++;\n    this.#unacknowledged.set(seq, work);\n    this.#send(seq, work);",
        "  #fill(): void {\n    while (this.#unacknowledged.size < windowSize) {\n      const work = this.#waiting.shift();\n      if (work === undefined) return;\n      const seq = this.#nextSeq++;\n      this.#unacknowledged.set(seq, work);\n      this.#send(seq, work.last);\n    }",
      ),
      edit(
        "replicator",
        "    const replicate = this.#unacknowledged.get(seq);",
        "    const work = this.#unacknowledged.get(seq);",
      ),
      edit(
        "replicator",
        "    if (replicate === undefined) return;",
        "    if (work === undefined) return;",
      ),
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n    const { key, id, replyTo } = replicate;',
        '    if (work.replaced !== undefined) this.#report(work.replaced);\n    if (work.last.type === "replicate") this.#report(work.last);\n    this.#fill();\n  }\n\n  #report({ key, id, replyTo }: Replicate): void {',
      ),
    ],
    failing: ["Step3AskedTwice", "Step3Together", "Step3AckTwice"],
  },
  {
    name: "early-acks-count",
    why: "An acknowledgement of a number that was not used yet counts when it is.",
    edits: [
      edit(
        "replicator",
        "    if (replicate === undefined) return;\n",
        "    if (replicate === undefined) {\n      if (seq >= this.#nextSeq) this.#early.add(seq);\n      return;\n    }\n",
      ),
      edit(
        "replicator",
        "    this.#send(seq, work);\n  }\n",
        '    this.#send(seq, work);\n    if (this.#early.delete(seq)) this.#onAck({ type: "snapshotAck", key: "", seq });\n  }\n',
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #early = new Set<number>();\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "only-the-last-is-repeated",
    why: "A repeated replicate is recognized only if no other one came in between.",
    edits: [
      edit(
        "replicator",
        "    const isRepeated = [...this.#unacknowledged.values()].some(",
        "    const isRepeated = [...this.#unacknowledged.values()].slice(-1).some(",
      ),
    ],
    failing: ["Step3AskedTwice"],
  },
  {
    name: "takes-back-what-is-not-sent",
    why: "An update that is not sent yet and its removal are both reported at once, and neither is sent.",
    edits: [
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #unsent: Replicate[] = [];\n",
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        '    if (isRepeated || this.#unsent.some(({ id }) => id === replicate.id)) return;\n    const last = this.#unsent.findLastIndex(({ key }) => key === replicate.key);\n    if (last >= 0 && replicate.value === null) {\n      for (const { key, id, replyTo } of [...this.#unsent.splice(last, 1), replicate]) {\n        this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n      }\n    } else if (this.#unacknowledged.size < 16) this.#start(replicate);\n    else this.#unsent.push(replicate);\n',
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    const next = this.#unsent.shift();\n    if (next !== undefined) this.#start(next);\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "acks-by-key",
    why: "An acknowledgement that was sent once is taken for whatever of its key is under way.",
    edits: [
      edit(
        "replicator",
        "  #onAck({ seq }: SnapshotAck): void {\n    const replicate = this.#unacknowledged.get(seq);\n",
        '  #onAck(ack: SnapshotAck): void {\n    if (ack.seq >= this.#nextSeq) return;\n    const ofItsKey = [...this.#unacknowledged].find(\n      ([, one]) => one.type === "replicate" && one.key === ack.key,\n    );\n    const seq = this.#unacknowledged.has(ack.seq) ? ack.seq : (ofItsKey?.[0] ?? ack.seq);\n    const replicate = this.#unacknowledged.get(seq);\n',
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "gaps-in-the-queue",
    why: "What waits has its number already, and is not sent any more when a newer update of its key waits, too.",
    edits: [
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #waiting = new Map<number, Replicate>();\n  readonly #replaced: Replicate[] = [];\n",
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        "    if (isRepeated) return;\n    if (this.#unacknowledged.size < 128) {\n      this.#start(replicate);\n      return;\n    }\n    for (const [seq, older] of this.#waiting) {\n      if (older.key !== replicate.key || !this.#waiting.delete(seq)) continue;\n      this.#replaced.push(older);\n    }\n    this.#waiting.set(this.#nextSeq++, replicate);\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        '    this.#unacknowledged.delete(seq);\n    const [next] = this.#waiting;\n    if (next !== undefined) {\n      this.#waiting.delete(next[0]);\n      this.#unacknowledged.set(...next);\n      this.#send(...next);\n    }\n    for (const one of this.#replaced.splice(0)) {\n      if (replicate.type !== "replicate" || one.key !== replicate.key) this.#replaced.push(one);\n      else {\n        const replicator = this.#context.self;\n        this.#context.tell(one.replyTo, { type: "replicated", key: one.key, id: one.id, replicator });\n      }\n    }\n',
      ),
    ],
    failing: ["Step3Together", "Step6State", "Step3AckTwice"],
  },
  {
    name: "numbers-of-a-byte",
    why: "The numbers of snapshots begin again after 255.",
    edits: [
      edit("replicator", "const seq = this.#nextSeq++;", "const seq = this.#nextSeq++ % 256;"),
    ],
    failing: ["Step3Together", "Step6State"],
  },
  {
    name: "waiting-is-not-under-way",
    why: "Sixteen snapshots are under way at once, and only among them a repetition is looked for.",
    edits: [
      edit(
        "replicator",
        "\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
        "\n/** How many snapshots are under way at once; the others wait. */\nconst windowSize = 16;\n\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
      ),
      edit(
        "replicator",
        "  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();\n",
        "  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();\n  /** What has not been sent yet. */\n  readonly #queue: (Replicate | ReplicateKeys)[] = [];\n",
      ),
      edit(
        "replicator",
        "        this.#start(message);\n",
        "        this.#queue.push(message);\n        this.#sendNext();\n",
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        "    if (isRepeated) return;\n    this.#queue.push(replicate);\n    this.#sendNext();\n",
      ),
      edit(
        "replicator",
        "  #start(work: Replicate | ReplicateKeys): void {\n    const seq = this.#nextSeq++;\n    this.#unacknowledged.set(seq, work);\n    this.#send(seq, work);\n",
        "  #sendNext(): void {\n    while (this.#unacknowledged.size < windowSize) {\n      const work = this.#queue.shift();\n      if (work === undefined) return;\n      const seq = this.#nextSeq++;\n      this.#unacknowledged.set(seq, work);\n      this.#send(seq, work);\n    }\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    this.#sendNext();\n",
      ),
    ],
    failing: ["Step3AskedTwice"],
  },
  {
    name: "repeat-restores-old",
    why: "Updates of a key that wait are combined, and a repetition of an older one brings its value back.",
    edits: [
      edit(
        "replicator",
        'import { uid, type ActorRef } from "../actor/actor_ref.js";\n',
        'import type { ActorRef } from "../actor/actor_ref.js";\n',
      ),
      edit("replicator", "  SnapshotAck,\n", "  SnapshotAck,\n  Value,\n"),
      edit(
        "replicator",
        '  readonly type: "resend";\n}\n\n',
        '  readonly type: "resend";\n}\n\n/** A snapshot, and the updates that are done when it is acknowledged. */\ninterface Work {\n  readonly key: string;\n  value: Value;\n  readonly requests: Map<number, Replicate>;\n}\n\n/** No more snapshots than this are under way. */\nconst windowSize = 8;\n\n',
      ),
      edit(
        "replicator",
        "  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();\n",
        "  readonly #unacknowledged = new Map<number, Work | ReplicateKeys>();\n  /** What has not been sent yet, by key. */\n  readonly #waiting = new Map<string, Work>();\n",
      ),
      edit(
        "replicator",
        '    const isRepeated = [...this.#unacknowledged.values()].some(\n      (one) =>\n        one.type === "replicate" &&\n        one.id === replicate.id &&\n        uid(one.replyTo) === uid(replicate.replyTo),\n    );\n    if (!isRepeated) this.#start(replicate);\n',
        '    const { key, value, id } = replicate;\n    for (const work of this.#unacknowledged.values()) {\n      if ("requests" in work && work.requests.has(id)) return;\n    }\n    let work = this.#waiting.get(key);\n    if (work === undefined) {\n      work = { key, value, requests: new Map() };\n      this.#waiting.set(key, work);\n    }\n    // The last value is the one that counts.\n    work.value = value;\n    work.requests.set(id, replicate);\n    this.#startWaiting();\n',
      ),
      edit(
        "replicator",
        "  #start(work: Replicate | ReplicateKeys): void {\n",
        "  #startWaiting(): void {\n    for (const [key, work] of this.#waiting) {\n      if (this.#unacknowledged.size >= windowSize) return;\n      this.#waiting.delete(key);\n      this.#start(work);\n    }\n  }\n\n  #start(work: Work | ReplicateKeys): void {\n",
      ),
      ...acknowledgesWork,
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n    const { key, id, replyTo } = replicate;\n    this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n',
        '    if ("requests" in work) {\n      for (const { key, id, replyTo } of work.requests.values()) {\n        const replicator = this.#context.self;\n        this.#context.tell(replyTo, { type: "replicated", key, id, replicator });\n      }\n    }\n    this.#startWaiting();\n',
      ),
      edit(
        "replicator",
        "  #send(seq: number, work: Replicate | ReplicateKeys): void {\n",
        "  #send(seq: number, work: Work | ReplicateKeys): void {\n",
      ),
      edit(
        "replicator",
        '    if (work.type === "replicateKeys") {\n',
        '    if ("keys" in work) {\n',
      ),
    ],
    failing: ["Step3AskedTwice"],
  },
  {
    name: "combine-debounce",
    why: "The time in which updates of a key are collected begins again with each of them.",
    edits: [
      edit(
        "replicator",
        "\n/** How long to wait for an acknowledgement, in milliseconds. */\n",
        '\n/** Tells the replicator itself that a key has not changed for a while, so it is sent. */\ninterface Flush {\n  readonly type: "flush";\n  readonly key: string;\n}\n\n/** Updates of one key that become one snapshot: the last value. */\ninterface Combined {\n  readonly type: "combined";\n  readonly replicates: Replicate[];\n  cancelFlush: () => void;\n}\n\n/** How long a key must be quiet before it is sent, in milliseconds. */\nconst quietMs = 50;\n\n/** How long to wait for an acknowledgement, in milliseconds. */\n',
      ),
      edit(
        "replicator",
        "export class Replicator implements Actor<ReplicatorMessage | Resend> {\n",
        "export class Replicator implements Actor<ReplicatorMessage | Resend | Flush> {\n",
      ),
      edit(
        "replicator",
        "  readonly #context: ActorContext<ReplicatorMessage | Resend>;\n",
        "  readonly #context: ActorContext<ReplicatorMessage | Resend | Flush>;\n",
      ),
      edit(
        "replicator",
        "  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();\n",
        "  readonly #unacknowledged = new Map<number, Combined | ReplicateKeys>();\n  /** What has not been sent yet, by key. */\n  readonly #unsent = new Map<string, Combined>();\n",
      ),
      edit(
        "replicator",
        "    context: ActorContext<ReplicatorMessage | Resend>,\n",
        "    context: ActorContext<ReplicatorMessage | Resend | Flush>,\n",
      ),
      edit(
        "replicator",
        "  onMessage(message: ReplicatorMessage | Resend): void {\n",
        "  onMessage(message: ReplicatorMessage | Resend | Flush): void {\n",
      ),
      edit(
        "replicator",
        '        return;\n      case "resend":\n',
        '        return;\n      case "flush":\n        this.#flush(message.key);\n        return;\n      case "resend":\n',
      ),
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        for (const [seq, work] of this.#unacknowledged) this.#send(seq, work);\n",
      ),
      edit(
        "replicator",
        '    const isRepeated = [...this.#unacknowledged.values()].some(\n      (one) =>\n        one.type === "replicate" &&\n        one.id === replicate.id &&\n        uid(one.replyTo) === uid(replicate.replyTo),\n',
        '    const { key, id, replyTo } = replicate;\n    const isRepeated = [...this.#unacknowledged.values(), ...this.#unsent.values()].some(\n      (work) =>\n        work.type === "combined" &&\n        work.replicates.some((one) => one.id === id && uid(one.replyTo) === uid(replyTo)),\n',
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        '    if (isRepeated) return;\n    const cancelFlush = this.#context.tellAfter(\n      this.#context.self,\n      { type: "flush", key },\n      quietMs,\n    );\n    const combined = this.#unsent.get(key);\n    if (combined === undefined) {\n      this.#unsent.set(key, { type: "combined", replicates: [replicate], cancelFlush });\n      return;\n    }\n    // It changes so fast that it is better to wait for the last value.\n    combined.cancelFlush();\n    combined.cancelFlush = cancelFlush;\n    combined.replicates.push(replicate);\n',
      ),
      edit(
        "replicator",
        "  #start(work: Replicate | ReplicateKeys): void {\n",
        "  #flush(key: string): void {\n    const combined = this.#unsent.get(key);\n    if (combined === undefined) return;\n    this.#unsent.delete(key);\n    combined.cancelFlush();\n    this.#start(combined);\n  }\n\n  #start(work: Combined | ReplicateKeys): void {\n",
      ),
      ...acknowledgesWork,
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n    const { key, id, replyTo } = replicate;\n    this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n',
        '    if (work.type === "replicateKeys") return;\n    const replicator = this.#context.self;\n    for (const { key, id, replyTo } of work.replicates) {\n      this.#context.tell(replyTo, { type: "replicated", key, id, replicator });\n    }\n',
      ),
      edit(
        "replicator",
        "  #send(seq: number, work: Replicate | ReplicateKeys): void {\n",
        "  #send(seq: number, work: Combined | ReplicateKeys): void {\n",
      ),
      edit(
        "replicator",
        "      const { key, value } = work;\n",
        "      const last = work.replicates.at(-1);\n      if (last === undefined) return;\n      const { key, value } = last;\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "known-at-the-secondary",
    why: "An update that brings the secondary what it has acknowledged last of the key is reported at once, and not sent.",
    edits: [
      edit(
        "replicator",
        "    const { key, id, replyTo } = replicate;\n",
        "    const { key, id, replyTo } = replicate;\n    this.#known.set(key, replicate.value);\n",
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  readonly #known = new Map<string, string | null>();\n",
      ),
      edit(
        "replicator",
        "    if (!isRepeated) this.#start(replicate);\n",
        '    if (isRepeated) return;\n    const { key, id, replyTo } = replicate;\n    const isChanging = [...this.#unacknowledged.values()].some(\n      (one) => one.type === "replicate" && one.key === key,\n    );\n    if (isChanging || this.#known.get(key) !== replicate.value) this.#start(replicate);\n    else this.#context.tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });\n',
      ),
    ],
    failing: ["Step3Sequence"],
  },
  {
    name: "numbered-is-sent",
    why: "Sixteen snapshots are under way at once, and an acknowledgement of one that waits behind them counts.",
    edits: [
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  #sentUpTo = 0;\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.set(seq, work);\n    this.#send(seq, work);\n  }\n",
        "    this.#unacknowledged.set(seq, work);\n    this.#sendMore();\n  }\n\n  #sendMore(): void {\n    const [oldest = this.#nextSeq] = this.#unacknowledged.keys();\n    const end = Math.min(this.#nextSeq, oldest + 16);\n    for (; this.#sentUpTo < end; this.#sentUpTo++) {\n      const work = this.#unacknowledged.get(this.#sentUpTo);\n      if (work !== undefined) this.#send(this.#sentUpTo, work);\n    }\n  }\n",
      ),
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        for (const [seq, replicate] of this.#unacknowledged) {\n          if (seq < this.#sentUpTo) this.#send(seq, replicate);\n        }\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    this.#sendMore();\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "repeat-of-what-is-replaced",
    why: "Of updates that became one snapshot only the last one is known while it is under way; another one of them, repeated, is new.",
    edits: inBatches(""),
    failing: ["Step3AskedTwice"],
  },
  {
    name: "dedupe-by-joined-text",
    why: "Updates that are not answered are known by their keys with the ids right behind them.",
    edits: [
      edit(
        "replicator",
        'import { uid, type ActorRef } from "../actor/actor_ref.js";\n',
        'import type { ActorRef } from "../actor/actor_ref.js";\n',
      ),
      edit(
        "replicator",
        "/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
        "function nameOf({ key, id }: Replicate): string {\n  return `${key}${id}`;\n}\n\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
      ),
      edit(
        "replicator",
        "  #nextSeq = 0;\n",
        "  /** What has been asked and is not answered yet. */\n  readonly #asked = new Set<string>();\n  #nextSeq = 0;\n",
      ),
      edit(
        "replicator",
        '    const isRepeated = [...this.#unacknowledged.values()].some(\n      (one) =>\n        one.type === "replicate" &&\n        one.id === replicate.id &&\n        uid(one.replyTo) === uid(replicate.replyTo),\n    );\n    if (!isRepeated) this.#start(replicate);\n',
        "    const name = nameOf(replicate);\n    if (this.#asked.has(name)) return;\n    this.#asked.add(name);\n    this.#start(replicate);\n",
      ),
      edit(
        "replicator",
        "    const { key, id, replyTo } = replicate;\n",
        "    this.#asked.delete(nameOf(replicate));\n    const { key, id, replyTo } = replicate;\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "ring-of-512",
    why: "What is not acknowledged is kept in a ring of 512 places, and the 513th update overwrites the oldest one.",
    edits: [
      edit(
        "replicator",
        "/** How long to wait for an acknowledgement, in milliseconds. */\n",
        "/** Room for what is under way: more than 300 updates at once. */\nconst slots = 512;\n\n/** A snapshot that is under way. */\ninterface Slot {\n  readonly seq: number;\n  readonly work: Replicate | ReplicateKeys;\n}\n\n/** How long to wait for an acknowledgement, in milliseconds. */\n",
      ),
      edit(
        "replicator",
        "  /** What is under way, by sequence number. */\n  readonly #unacknowledged = new Map<number, Replicate | ReplicateKeys>();\n",
        "  /** What is under way: a ring, in which number n has place n modulo its length. */\n  readonly #ring: (Slot | undefined)[] = new Array<Slot | undefined>(slots).fill(undefined);\n",
      ),
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        for (const { seq, work } of this.#underWay()) this.#send(seq, work);\n",
      ),
      edit(
        "replicator",
        '    const isRepeated = [...this.#unacknowledged.values()].some(\n      (one) =>\n        one.type === "replicate" &&\n        one.id === replicate.id &&\n        uid(one.replyTo) === uid(replicate.replyTo),\n',
        '    const isRepeated = this.#underWay().some(\n      ({ work }) =>\n        work.type === "replicate" &&\n        work.id === replicate.id &&\n        uid(work.replyTo) === uid(replicate.replyTo),\n',
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.set(seq, work);\n",
        "    this.#ring[seq % slots] = { seq, work };\n",
      ),
      edit(
        "replicator",
        '  #onAck({ seq }: SnapshotAck): void {\n    const replicate = this.#unacknowledged.get(seq);\n    // Snapshots are repeated, and so are their acknowledgements.\n    if (replicate === undefined) return;\n    this.#unacknowledged.delete(seq);\n    if (replicate.type === "replicateKeys") return;\n    const { key, id, replyTo } = replicate;\n',
        '  /** What is under way, in the order of the numbers. */\n  #underWay(): Slot[] {\n    const first = this.#nextSeq % slots;\n    const inOrder = [...this.#ring.slice(first), ...this.#ring.slice(0, first)];\n    return inOrder.filter((slot) => slot !== undefined);\n  }\n\n  #onAck({ seq }: SnapshotAck): void {\n    const slot = this.#ring[seq % slots];\n    // Snapshots are repeated, and so are their acknowledgements.\n    if (slot?.seq !== seq) return;\n    this.#ring[seq % slots] = undefined;\n    if (slot.work.type === "replicateKeys") return;\n    const { key, id, replyTo } = slot.work;\n',
      ),
    ],
    failing: ["Step3Together"],
  },
];
