import { allOf, edit, type Wrong } from "../edits.js";

/** Replicators that send what is not acknowledged too seldom, too often, or not for as long as it takes: step 3. */
export const resending: readonly Wrong[] = [
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
      "Step3AckTwice",
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
      "Step5SilentSecondary",
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
    failing: [
      "Step3Together",
      "Step3AskedTwice",
      "Step3Resend",
      "Step3Silence",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step3AckTwice",
    ],
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
    failing: [
      "Step3AskedTwice",
      "Step6UnderWay",
      "Step3Together",
      "Step3Resend",
      "Step3Silence",
      "Step5SilentSecondary",
      "Step6Waive",
      "Step6AckedAndLeft",
      "Step3AckTwice",
    ],
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
    failing: [...allOf("Step3"), "Step6State"],
  },
  {
    name: "resending-starts-over",
    why: "Each new update starts the time for sending again anew, so in a steady stream nothing is sent again.",
    edits: [
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  #cancel: () => void = () => undefined;\n",
      ),
      edit(
        "replicator",
        '    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
        '    this.#cancel = this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
      ),
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    const seq = this.#nextSeq++;\n    this.#cancel();\n    this.#resendArmed = false;\n",
      ),
    ],
    failing: ["Step3Resend", "Step3AckTwice"],
  },
  {
    name: "each-update-sends-all",
    why: "With each new update all that is not acknowledged is sent again.",
    edits: [
      edit(
        "replicator",
        "    this.#unacknowledged.set(seq, work);\n",
        "    for (const [old, one] of this.#unacknowledged) this.#send(old, one);\n    this.#unacknowledged.set(seq, work);\n",
      ),
    ],
    failing: ["Step3AskedTwice", "Step3Together", "Step3Resend", "Step3AckTwice"],
  },
  {
    name: "acks-send-the-older",
    why: "An acknowledgement makes the replicator send all older snapshots again at once.",
    edits: [
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    // A later one has arrived, so the earlier ones must have been lost.\n    for (const [earlier, work] of this.#unacknowledged) {\n      if (earlier < seq) this.#send(earlier, work);\n    }\n",
      ),
    ],
    failing: ["Step3Together", "Step3Resend"],
  },
  {
    name: "replicators-share-a-timer",
    why: "The replicators of a primary share a static field, so only one of them sends again.",
    edits: [
      edit("replicator", "  #resendArmed = false;\n", "  static #resendArmed = false;\n"),
      edit(
        "replicator",
        "        this.#resendArmed = false;\n",
        "        Replicator.#resendArmed = false;\n",
      ),
      edit(
        "replicator",
        "    if (this.#resendArmed) return;\n    this.#resendArmed = true;\n",
        "    if (Replicator.#resendArmed) return;\n    Replicator.#resendArmed = true;\n",
      ),
    ],
    failing: ["Step6UnderWay", "Step6Waive", "Step6AckedAndLeft"],
  },
  {
    name: "gets-tired",
    why: "After a minute, what is not acknowledged is sent again only once a second.",
    edits: [
      edit(
        "replicator",
        "\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
        "\n/** After so many rounds without any acknowledgement it does not hurry any more. */\nconst maxRounds = 600;\nconst slowResendMs = 1_000;\n\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
      ),
      edit("replicator", "  #nextSeq = 0;\n", "  #nextSeq = 0;\n  #silentRounds = 0;\n"),
      edit(
        "replicator",
        "        this.#resendArmed = false;\n",
        "        this.#resendArmed = false;\n        this.#silentRounds++;\n",
      ),
      edit(
        "replicator",
        "    this.#unacknowledged.delete(seq);\n",
        "    this.#unacknowledged.delete(seq);\n    this.#silentRounds = 0;\n",
      ),
      edit(
        "replicator",
        '    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
        '    const delayMs = this.#silentRounds > maxRounds ? slowResendMs : resendMs;\n    this.#context.tellAfter(this.#context.self, { type: "resend" }, delayMs);\n',
      ),
    ],
    failing: ["Step3Silence"],
  },
  {
    name: "old-acks-hurry",
    why: "An old acknowledgement that comes again makes the replicator send at once what is under way.",
    edits: [
      edit(
        "replicator",
        "    if (replicate === undefined) return;\n",
        "    if (replicate === undefined) {\n      const [oldest] = this.#unacknowledged;\n      if (seq < this.#nextSeq && oldest !== undefined) this.#send(...oldest);\n      return;\n    }\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
  {
    name: "timers-begin-themselves-again",
    why: "The timer is begun with the first snapshot under way, and begins itself again as long as there is one: quick updates have several.",
    edits: [
      edit("replicator", "  #resendArmed = false;\n", ""),
      edit(
        "replicator",
        "        this.#resendArmed = false;\n",
        "        if (this.#unacknowledged.size === 0) return;\n        this.#arm();\n",
      ),
      edit(
        "replicator",
        "    const seq = this.#nextSeq++;\n",
        "    if (this.#unacknowledged.size === 0) this.#arm();\n    const seq = this.#nextSeq++;\n",
      ),
      edit(
        "replicator",
        "    if (this.#resendArmed) return;\n    this.#resendArmed = true;\n",
        "  }\n\n  #arm(): void {\n",
      ),
    ],
    failing: ["Step3Resend", "Step3AckTwice"],
  },
  {
    name: "resends-the-oldest-only",
    why: "Of what is not acknowledged, only the oldest 150 snapshots are sent again.",
    edits: [
      edit(
        "replicator",
        "const resendMs = 100;\n",
        "const resendMs = 100;\n\n/** The secondary takes them in order, so it is enough to send the first ones again. */\nconst portion = 150;\n",
      ),
      edit(
        "replicator",
        "        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        for (const [seq, replicate] of [...this.#unacknowledged].slice(0, portion)) {\n          this.#send(seq, replicate);\n        }\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "gives-up-after-two-minutes",
    why: "A snapshot is sent no more than 1,200 times.",
    edits: [
      edit(
        "replicator",
        "\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
        "\n/** After so many repetitions without any acknowledgement there is nobody any more. */\nconst maxRounds = 1_200;\n\n/** Brings updates from the primary, its parent, to one secondary, over a link that may lose messages. */\n",
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  #resendArmed = false;\n  /** How often everything was repeated since the last acknowledgement. */\n  #rounds = 0;\n",
      ),
      edit(
        "replicator",
        "        this.#resendArmed = false;\n",
        "        this.#resendArmed = false;\n        if (this.#unacknowledged.size > 0 && ++this.#rounds > maxRounds) return;\n",
      ),
      edit(
        "replicator",
        "  #onAck({ seq }: SnapshotAck): void {\n",
        "  #onAck({ seq }: SnapshotAck): void {\n    this.#rounds = 0;\n",
      ),
    ],
    failing: ["Step3Silence"],
  },
  {
    name: "resends-what-three-have-overtaken",
    why: "A snapshot that three later acknowledgements have overtaken is sent again at once.",
    edits: [
      edit(
        "replicator",
        "/** How long to wait for an acknowledgement, in milliseconds. */\n",
        "/** So many later ones must have been acknowledged before one counts as lost. */\nconst overtakenLimit = 3;\n\n/** How long to wait for an acknowledgement, in milliseconds. */\n",
      ),
      edit(
        "replicator",
        "  #nextSeq = 0;\n",
        "  /** How many later ones were acknowledged since it was sent, by sequence number. */\n  readonly #overtaken = new Map<number, number>();\n  #nextSeq = 0;\n",
      ),
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n',
        '    this.#overtaken.delete(seq);\n    this.#resendOvertaken(seq);\n    if (replicate.type === "replicateKeys") return;\n',
      ),
      edit(
        "replicator",
        "  #send(seq: number, work: Replicate | ReplicateKeys): void {\n    const replyTo = this.#context.self;\n",
        "  /** What was overtaken by several others was probably lost: no need to wait for the timer. */\n  #resendOvertaken(acknowledged: number): void {\n    for (const [seq, work] of this.#unacknowledged) {\n      if (seq > acknowledged) return;\n      const count = (this.#overtaken.get(seq) ?? 0) + 1;\n      this.#overtaken.set(seq, count);\n      if (count >= overtakenLimit) this.#send(seq, work);\n    }\n  }\n\n  #send(seq: number, work: Replicate | ReplicateKeys): void {\n    const replyTo = this.#context.self;\n    this.#overtaken.delete(seq);\n",
      ),
    ],
    failing: ["Step3Together"],
  },
  {
    name: "stale-tick-doubles",
    why: "A tick that was in the mailbox when its timer was canceled starts a second chain of timers.",
    edits: [
      edit(
        "replicator",
        'import { uid, type ActorRef } from "../actor/actor_ref.js";\n',
        'import type { CancelTimer } from "../platform/platform.js";\nimport { uid, type ActorRef } from "../actor/actor_ref.js";\n',
      ),
      edit(
        "replicator",
        "  #resendArmed = false;\n",
        "  /** While something is under way. */\n  #cancelResend: CancelTimer | undefined;\n",
      ),
      edit(
        "replicator",
        "        this.#resendArmed = false;\n        for (const [seq, replicate] of this.#unacknowledged) this.#send(seq, replicate);\n",
        "        this.#onResend();\n",
      ),
      edit(
        "replicator",
        "    this.#send(seq, work);\n",
        '    this.#send(seq, work);\n    if (this.#cancelResend === undefined) this.#arm();\n  }\n\n  #onResend(): void {\n    if (this.#unacknowledged.size === 0) return;\n    for (const [seq, work] of this.#unacknowledged) this.#send(seq, work);\n    this.#arm();\n  }\n\n  #arm(): void {\n    this.#cancelResend = this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
      ),
      edit(
        "replicator",
        '    if (replicate.type === "replicateKeys") return;\n',
        '    if (this.#unacknowledged.size === 0) {\n      this.#cancelResend?.();\n      this.#cancelResend = undefined;\n    }\n    if (replicate.type === "replicateKeys") return;\n',
      ),
      edit(
        "replicator",
        '    if (this.#resendArmed) return;\n    this.#resendArmed = true;\n    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
        "\n",
      ),
    ],
    failing: ["Step3AckTwice"],
  },
];
