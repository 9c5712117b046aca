import { randomLines } from "../../grader/labs/sessions/explore/random_script.js";
import { topologyAfter, linksMissing } from "../../grader/labs/sessions/explore/script_case.js";
import { commandOf } from "../../grader/labs/sessions/steps/index.js";
import { Random } from "../../grader/sim/random.js";
import { judged, script, type ScriptLine } from "./script.js";

/** How many random lines there are, and the number that determines them: they are the same in every run. */
const count = 120;
const seed = 1;

/**
 * A script with random lines behind it, in which clients put, get and move, links break, and servers are killed and come
 * back. In the end every client reads every key, first as things are, and then with all links between servers whole. The
 * oracle judges what comes of these lines.
 */
export function withRandomLines(text: string): readonly ScriptLine[] {
  const first = script(text);
  const before = first.map(({ line }) => line);
  const random = randomLines(before, count, new Random(seed, "lines of a test"));
  const topology = topologyAfter([...before, ...random]);
  const puts = random.map(commandOf).filter((command) => command.name === "put");
  const keys = [...new Set(puts.map(({ key }) => key))];
  const gets = topology.clients.flatMap((client) => keys.map((key) => `get ${client} ${key}`));
  const rest = [...random, "stabilize", ...gets, ...linksMissing(topology), "stabilize", ...gets];
  const now = topologyAfter(before);
  return [
    ...first,
    ...rest.map((line) => {
      const command = commandOf(line);
      now.apply(command);
      const isRefused = command.name === "put" && now.serverOf(command.client) === undefined;
      return judged(line, command.name === "get" || isRefused ? 1 : 0);
    }),
  ];
}
