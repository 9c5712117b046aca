import { edit, type Mutant } from "./mutant.js";

/** Solutions that do what they should in a way that the assignment excludes; checks of the files find them. */
export const ruleMutants: readonly Mutant[] = [
  {
    name: "async-handler",
    why: "The actor's handler is an async function.",
    edits: [
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {",
        "  async onMessage(message: QueryMessage): Promise<void> {\n    await Promise.resolve();",
      ),
    ],
    failing: ["Lint"],
    passing: [],
  },
  {
    name: "variable-of-the-module",
    why: "The actor counts its messages in a variable of its module.",
    edits: [
      edit("actor", "/** Keeps a replica", "let handled = 0;\n\n/** Keeps a replica"),
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        "  onMessage(message: QueryMessage): void {\n    handled++;\n",
      ),
    ],
    failing: ["Lint"],
    passing: ["OneActorGet"],
  },
  {
    name: "variable-behind-a-function",
    why: "The actor counts its messages in a variable that only a function of its module can see.",
    edits: [
      edit(
        "actor",
        "/** Keeps a replica",
        "const handled = counter();\n\nfunction counter(): () => number {\n  let count = 0;\n  return () => ++count;\n}\n\n/** Keeps a replica",
      ),
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        "  onMessage(message: QueryMessage): void {\n    handled();\n",
      ),
    ],
    failing: ["Lint"],
    passing: ["OneActorGet"],
  },
  {
    name: "node-module-in-an-actor",
    why: "The actor compresses values with node:zlib.",
    edits: [
      edit(
        "outbox",
        "import type { Store }",
        'import { deflateRawSync } from "node:zlib";\nimport type { Store }',
      ),
      edit("outbox", "    this.length +=", "    void deflateRawSync(value);\n    this.length +="),
    ],
    failing: ["Lint"],
    passing: ["OneActorGet"],
  },
  {
    name: "environment-in-an-actor",
    why: "The actor reads an environment variable.",
    edits: [
      edit(
        "actor",
        "  onMessage(message: QueryMessage): void {\n",
        '  onMessage(message: QueryMessage): void {\n    if (process.env["QUIET"] === "1") return;\n',
      ),
    ],
    failing: ["Lint"],
    passing: ["OneActorGet"],
  },
  {
    name: "clock-of-its-own",
    why: "The actor takes the time from Date.now().",
    edits: [edit("actor", "value, this.#context.now(), this.#uid", "value, Date.now(), this.#uid")],
    failing: ["Lint", "OneActorPut1", "LocalSyncLWW1"],
    passing: [],
  },
  {
    name: "timer-of-its-own",
    why: "The actor sends by setTimeout.",
    edits: [
      edit(
        "actor",
        '    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, firstTickMs);',
        "    setTimeout(() => {\n      this.#onSyncTick();\n    }, firstTickMs);",
      ),
    ],
    failing: ["Lint", "LocalSyncBasic1"],
    passing: [],
  },
  {
    name: "debug-print",
    why: "A print for debugging was left in the client.",
    edits: [
      edit(
        "client",
        "    await query.put({ key, value });",
        "    await query.put({ key, value });\n    console.log(key);",
      ),
    ],
    failing: ["Lint"],
    passing: [],
  },
  {
    name: "unformatted",
    why: "A file is not formatted.",
    edits: [edit("mailbox", "    if (this.#closed) return;", "  if ( this.#closed ) return")],
    failing: ["Formatting"],
    passing: ["MailboxBasic1"],
  },
  {
    name: "no-design-comment",
    why: "The comment about the sync strategy is missing.",
    edits: [edit("actor", " * SYNC STRATEGY\n", " * TODO(final): describe\n")],
    failing: ["Design comment"],
    passing: [],
  },
  {
    name: "takes-a-limit-from-rpc",
    why: "An actor takes the limit of messages from the RPCs' files, by way of a file of its own.",
    edits: [
      edit(
        "entry",
        "/** The latest Put of a key, with the stamp that decides between Puts. */\n",
        'export { maxRequestLength as longestRpc } from "../rpc/limits.js";\n\n/** The latest Put of a key, with the stamp that decides between Puts. */\n',
      ),
      edit(
        "outbox",
        'import type { Entry } from "./entry.js";\n',
        'import { longestRpc, type Entry } from "./entry.js";\n',
      ),
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;\n",
        "const maxMessageLength = longestRpc / 14;\n",
      ),
    ],
    failing: ["Lint"],
    passing: ["MailboxBasic1", "OneActorGet"],
  },
];
