import type { Mutant } from "../../mutants/mutant.js";
import { edit } from "../edits.js";

/** Wrong solutions that are right but slow. */
export const throughput: readonly Mutant[] = [
  {
    name: "puts-wait",
    why: "A server confirms a put after 60 ms only.",
    edits: [
      edit(
        "server",
        'this.#context.tell(replyTo, { type: "putReply", version });',
        'this.#context.tellAfter(replyTo, { type: "putReply", version }, 60);',
      ),
    ],
    failing: ["Throughput20", "Throughput30", "Throughput40"],
    passing: ["OneServerPutGet", "TwoServersSpread"],
    quick: true,
  },
  {
    name: "gossips-every-four-seconds",
    why: "Stabilize waits for gossip longer than for all the puts.",
    edits: [edit("server", "const gossipMs = 10;", "const gossipMs = 4_000;")],
    failing: ["Throughput30", "Throughput40", "ConvergeLine"],
    passing: ["Throughput20", "TwoServersSpread"],
  },
  {
    name: "gossips-every-three-seconds",
    why: "Stabilize waits for gossip.",
    edits: [edit("server", "const gossipMs = 10;", "const gossipMs = 3_000;")],
    failing: ["Throughput40"],
    passing: ["Throughput30", "TwoServersSpread"],
  },
];
