/**
 * Goal: servers are killed and come back under the same id, with an empty store.
 *
 * Method: scripts for the master. What only these tests catch: servers that reuse the numbers of a former life, so that
 * others take new writes for old ones; neighbours that send nothing to a server that was there before; dependencies on
 * writes that are lost for ever.
 */
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { script, scriptTest } from "./script.js";

const common = { group: "Crashes", section: "4.4" } as const;

/** What both servers store after the next lives, depending on who wins of those that knew nothing of each other. */
const secondStores = ["new", "one", "same"].map((k) => `fresh:yes, j:two, k:${k}`).join(" or ");
const lastStores = ["two", "three"]
  .flatMap((j) => ["new", "one", "same"].map((k) => `fresh:yes, j:${j}, k:${k}, last:yes`))
  .join(" or ");

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "CrashComesBack",
    points: 2,
    goal: "A server is killed, its id is used again, and it gets everything from another one.",
    rule: "A new server starts with an empty store, and learns what the others store without any new put.",
    real: true,
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 1
      put 2 a 1
      put 2 b 2
      stabilize
      killServer 0
      put 2 b 3
      joinServer 0
      stabilize
      printStore 0 -> a:1, b:3
      put 2 c 4
      stabilize
      printStore 0 -> a:1, b:3, c:4
    `),
  }),
  scriptTest({
    ...common,
    id: "CrashNewLife",
    points: 3,
    goal: "A server is killed and comes back under its id, is cut off at once, and accepts new writes; then all of that again.",
    rule: "Writes of a new life are other writes than those of a former one, and reach everybody.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 5 0
      put 5 k same
      stabilize
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 6 0
      put 6 k same
      createConnection 0 1
      stabilize
      breakConnection 6 0
      createConnection 6 1
      get 6 k -> k:same
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 2 0
      put 2 j two
      put 2 k one
      createConnection 0 1
      stabilize
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 3 0
      put 3 k new
      put 3 k new
      put 3 fresh yes
      get 3 k -> k:new
      createConnection 0 1
      stabilize
      printStore 1 -> ${secondStores}
      printStore 0 -> ${secondStores}
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 4 0
      put 4 last yes
      put 4 j three
      createConnection 0 1
      stabilize
      get 4 j -> j:three or j:two
      printStore 0 -> ${lastStores}
      printStore 1 -> ${lastStores}
      put 6 k end
      get 6 k -> k:end
      stabilize
      get 4 k -> k:end
    `),
  }),
  scriptTest({
    ...common,
    id: "CrashLosesWrite",
    points: 2,
    section: "4.2",
    goal: "A server is killed before anybody else knows of a client's write; the client goes on at another server.",
    rule: "A lost write is never forgotten by the client that depends on it; a newer write satisfies it.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 3 1
      put 3 k old
      stabilize
      breakConnection 0 1
      joinClient 2 0
      put 2 k lost
      killServer 0
      get 2 k -> k:ERR_CONN
      createConnection 2 1
      get 2 k -> k:ERR_DEP
      joinServer 0
      stabilize
      get 2 k -> k:ERR_DEP
      put 2 k again
      get 2 k -> k:again
      stabilize
      printStore 0 -> k:again
    `),
  }),
  scriptTest({
    ...common,
    id: "CrashInTheMiddle",
    points: 1,
    section: "4.1",
    goal: "The server in the middle of a line of three is killed and comes back.",
    rule: "joinServer connects a new server to all others, and restores no other links.",
    script: script(`
      joinServer 0
      joinServer 1
      joinServer 2
      breakConnection 0 2
      joinClient 3 0
      joinClient 4 2
      put 3 a 1
      stabilize
      printStore 2 -> a:1
      killServer 1
      put 3 b 2
      put 4 c 3
      stabilize
      printStore 0 -> a:1, b:2
      printStore 2 -> a:1, c:3
      joinServer 1
      stabilize
      printStore 0 -> a:1, b:2, c:3
      printStore 1 -> a:1, b:2, c:3
      printStore 2 -> a:1, b:2, c:3
      breakConnection 0 1
      put 4 d 4
      stabilize
      printStore 0 -> a:1, b:2, c:3
      printStore 1 -> a:1, b:2, c:3, d:4
    `),
  }),
];
