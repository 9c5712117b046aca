import { edit, type Wrong } from "../edits.js";

/** Solutions that do what they should in a way that the assignment excludes. */
export const rules: readonly Wrong[] = [
  {
    name: "async-handler",
    why: "The replica's handler is an async function.",
    edits: [
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        "  async onMessage(message: Message): Promise<void> {\n    await Promise.resolve();\n",
      ),
    ],
    failing: ["Lint"],
  },
  {
    name: "timer-of-its-own",
    why: "The replicator sends again by setTimeout.",
    edits: [
      edit(
        "replicator",
        '    this.#context.tellAfter(this.#context.self, { type: "resend" }, resendMs);\n',
        '    setTimeout(() => {\n      this.onMessage({ type: "resend" });\n    }, resendMs);\n',
      ),
    ],
    failing: [
      "Lint",
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
    name: "debug-print",
    why: "The replica prints each message with console.log.",
    edits: [
      edit(
        "replica",
        "  onMessage(message: Message): void {\n",
        "  onMessage(message: Message): void {\n    console.log(message);\n",
      ),
    ],
    failing: ["Lint"],
  },
];
