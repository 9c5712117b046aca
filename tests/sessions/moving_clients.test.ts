/**
 * Goal: clients take their guarantees along when they move, and use the newest of their connections.
 *
 * Method: scripts for the master. What only these tests catch: dependencies that are forgotten on a move, or belong to a
 * connection; clients that stay with their first server, or with one that is gone.
 */
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { script, scriptTest } from "./script.js";

const common = { group: "MovingClients", section: "3.2", file: "sessions/client.ts" } as const;

/** Breaks all links between servers. */
const allApart = (ids: readonly number[]): string =>
  ids
    .flatMap((one) => ids.filter((id) => id > one).map((id) => `breakConnection ${one} ${id}`))
    .join("\n");

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "MoveThereAndBack",
    points: 3,
    goal: "A client writes at one server, moves to another one that is cut off, writes there, and moves back; then it moves twelve times more.",
    rule: "Dependencies of both places hold in both places; when the link is restored, everything is everywhere.",
    script: script(`
      joinServer 0
      joinServer 1
      breakConnection 0 1
      joinClient 2 0
      put 2 k v
      breakConnection 2 0
      createConnection 2 1
      get 2 k -> k:ERR_DEP
      put 2 j w
      get 2 j -> j:w
      breakConnection 2 1
      createConnection 2 0
      get 2 j -> j:ERR_DEP
      get 2 k -> k:v
      breakConnection 2 0
      createConnection 2 1
      get 2 j -> j:w
      ${"breakConnection 2 1\ncreateConnection 2 1\n".repeat(10)}
      get 2 k -> k:ERR_DEP
      createConnection 0 1
      stabilize
      printStore 1 -> j:w, k:v
      printStore 0 -> j:w, k:v
      get 2 k -> k:v
    `),
  }),
  scriptTest({
    ...common,
    id: "MoveToNewest",
    points: 2,
    goal: "A client has two connections, then three and four; it loses the newest one, and gets it back, and loses the oldest one; then it asks three servers for what none of them has. Another client overwrites at its newest connection what it has written at the other one, and loses the newest; and loses the two newest of three. A third one reads at its newest connection, and loses that. A fourth one reads there what its other server has, too, or alone.",
    rule: "A client uses the newest of its connections.",
    script: script(`
      joinServer 0
      joinServer 1
      joinServer 3
      joinServer 4
      joinServer 5
      ${allApart([0, 1, 3, 4, 5])}
      joinClient 2 0
      breakConnection 0 2
      createConnection 1 2
      put 2 first v
      printStore 0
      printStore 1 -> first:v
      createConnection 2 0
      put 2 second v
      printStore 0 -> second:v
      createConnection 2 1
      get 2 second -> second:v
      breakConnection 2 0
      get 2 first -> first:v
      put 2 third v
      printStore 1 -> first:v, third:v
      createConnection 2 0
      createConnection 2 3
      put 2 fourth v
      printStore 3 -> fourth:v
      breakConnection 2 3
      put 2 fifth v
      printStore 0 -> fifth:v, second:v
      killServer 0
      get 2 third -> third:v
      createConnection 2 3
      createConnection 2 4
      createConnection 2 5
      breakConnection 2 1
      put 2 sixth v
      printStore 5 -> sixth:v
      createConnection 2 1
      get 2 third -> third:v
      breakConnection 2 4
      breakConnection 2 1
      put 2 seventh v
      printStore 5 -> seventh:v, sixth:v
      breakConnection 2 5
      get 2 fourth -> fourth:v
      get 2 first -> first:ERR_DEP
      createConnection 2 4
      get 2 first -> first:ERR_DEP
      createConnection 2 5
      get 2 first -> first:ERR_DEP
      get 2 first -> first:ERR_DEP
      breakConnection 2 5
      get 2 first -> first:ERR_DEP
      joinClient 6 3
      put 6 eighth v
      createConnection 6 4
      put 6 eighth w
      breakConnection 6 4
      get 6 eighth -> eighth:ERR_DEP
      createConnection 6 4
      put 6 ninth v
      createConnection 6 5
      breakConnection 6 5
      breakConnection 6 4
      get 6 ninth -> ninth:ERR_DEP
      joinClient 7 3
      createConnection 7 4
      get 7 ninth -> ninth:v
      breakConnection 7 4
      get 7 ninth -> ninth:ERR_DEP
      joinClient 8 4
      put 8 tenth newest
      joinClient 9 3
      put 9 tenth older
      put 9 tenth old
      put 9 eleventh v
      joinClient 10 3
      createConnection 10 4
      get 10 tenth -> tenth:newest
      get 10 eleventh -> eleventh:ERR_KEY
      breakConnection 10 4
      get 10 eleventh -> eleventh:v
    `),
  }),
];
