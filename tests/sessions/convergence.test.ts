/**
 * Goal: five servers agree within 5 s, whatever the links between them, and are quiet when they do.
 *
 * Method: scripts for the master, with links of 20 ms. What only these tests catch: gossip that does not pass through
 * servers in the middle, that takes too many rounds, or that goes round in circles for ever. Random lines try what nobody has
 * thought of.
 */
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { withRandomLines } from "./random_lines.js";
import { script, scriptTest } from "./script.js";

const common = { group: "Convergence", section: "4.1", latencyMs: 20 } as const;

const servers = [0, 1, 2, 3, 4];

/** Five servers, of whose links only these are up. */
function linked(...up: readonly (readonly [number, number])[]): string {
  const pairs = servers.flatMap((one) =>
    servers.slice(one + 1).map((other) => [one, other] as const),
  );
  const isUp = (one: number, other: number): boolean =>
    up.some((link) => link.includes(one) && link.includes(other));
  return [
    ...servers.map((id) => `joinServer ${id}`),
    ...pairs
      .filter(([one, other]) => !isUp(one, other))
      .map(([one, other]) => `breakConnection ${one} ${other}`),
  ].join("\n");
}

const storesAre = (content: string): string =>
  servers.map((id) => `printStore ${id} -> ${content}`).join("\n");

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "ConvergeLine",
    points: 2,
    goal: "Five servers in a line, whose ends exchange writes.",
    rule: "News pass through servers in the middle.",
    real: true,
    script: script(`
      ${linked([0, 1], [1, 2], [2, 3], [3, 4])}
      joinClient 5 0
      joinClient 6 4
      put 5 a 123
      put 6 b 456
      stabilize
      ${storesAre("a:123, b:456")}
      put 6 a 789
      stabilize
      get 5 a -> a:789
    `),
  }),
  scriptTest({
    ...common,
    id: "ConvergeStar",
    points: 2,
    goal: "Five servers around one in the middle, which is then left out.",
    rule: "News reach everybody that links lead to, on any way.",
    script: script(`
      ${linked([0, 1], [0, 2], [0, 3], [0, 4])}
      joinClient 5 1
      joinClient 6 3
      put 5 a 1
      put 6 b 2
      stabilize
      ${storesAre("a:1, b:2")}
      breakConnection 0 1
      breakConnection 0 2
      createConnection 1 2
      put 5 a 3
      put 6 c 4
      createConnection 2 3
      stabilize
      ${storesAre("a:3, b:2, c:4")}
    `),
  }),
  scriptTest({
    ...common,
    id: "ConvergeAll",
    points: 2,
    goal: "Five servers that are all connected, some of them again and again, and five clients that put in turn; then nothing for two seconds. Then clients move, links break, and servers are killed and come back, for 120 lines.",
    rule: "Servers that have nothing to tell each other send no more than 20 messages a second to each other.",
    script: withRandomLines(`
      ${servers.map((id) => `joinServer ${id}`).join("\n")}
      ${servers.map((id) => `joinClient ${id + 5} ${id}`).join("\n")}
      ${servers.map((id) => `put ${id + 5} k${id} v${id}`).join("\n")}
      ${servers.map((id) => `put ${id + 5} shared by${id}`).join("\n")}
      stabilize
      get 5 k4 -> k4:v4
      get 9 k0 -> k0:v0
      ${"breakConnection 0 1\ncreateConnection 1 0\n".repeat(12)}
      stabilize
      stabilize -> (at once)
      (2 s pass)
    `),
  }),
];
