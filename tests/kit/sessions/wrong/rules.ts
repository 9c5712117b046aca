import type { Mutant } from "../../mutants/mutant.js";
import { edit } from "../edits.js";

/** Wrong solutions that break rules of the course rather than of the protocol. */
export const rules: readonly Mutant[] = [
  {
    name: "async-handler",
    why: "The server's handler is an async function.",
    edits: [
      edit(
        "server",
        "  onMessage(message: ServerMessage): void {\n",
        "  async onMessage(message: ServerMessage): Promise<void> {\n    await Promise.resolve();\n",
      ),
    ],
    failing: ["Lint"],
    passing: [],
  },
  {
    name: "timer-of-its-own",
    why: "The server gossips by setTimeout.",
    edits: [
      edit(
        "server",
        '    this.#context.tellAfter(this.#context.self, { type: "gossipTick" }, gossipMs);',
        "    setTimeout(() => {\n      this.#onGossipTick();\n    }, gossipMs);",
      ),
    ],
    failing: ["Lint", "TwoServersSpread"],
    passing: [],
  },
  {
    name: "no-protocol-comment",
    why: "The comment at the top does not say how dependencies are kept.",
    edits: [
      edit(
        "server",
        " * A client keeps the version of what it last wrote or read of each key: its dependency. It sends the dependency along\n",
        " * A client keeps the version of what it last wrote or read of each key. It sends that along\n",
      ),
      edit("server", " * clock past the dependency, so", " * clock past that, so"),
    ],
    failing: ["Design comment"],
    passing: [],
  },
];
