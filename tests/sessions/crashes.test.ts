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
const secondStores = ["new", "one", "same"]
  .map((k) => `fresh:yes, j:two, k:${k}, largest:by6`)
  .join(" or ");
const lastStores = ["two", "three"]
  .flatMap((j) =>
    ["new", "one", "same"].map((k) => `fresh:yes, j:${j}, k:${k}, largest:by6, last:yes`),
  )
  .join(" or ");

/**
 * The keys of more than a thousand writes of a life, in their order; most of them are the same. Some are overwritten at
 * its end. The next life begins with keys that were the 1,001st, 1,026th, 1,003rd and so on, so numbers that begin with
 * the life in thousands, or are shifted by it, meet again.
 */
const manyWrites = Array.from({ length: 1_050 }, (_, i) =>
  (i >= 500 && i < 510) || i >= 1_000 ? `key${1_000 + i}` : "filler",
);
const overwritten = manyWrites.slice(500, 510);
const again = Array.from({ length: 20 }, (_, i) => manyWrites[(i % 2 === 0 ? 1_000 : 1_024) + i]);
const manyKeys = [...new Set(manyWrites)].sort();

/**
 * Keys that server 1 writes when it has heard of a later life of server 0, and again in that life of its own, in another
 * order: clocks that begin with the life meet again, whatever else they have counted.
 */
const aheadKeys = Array.from({ length: 10 }, (_, i) => `ahead${i}`);
const aheadAgain = ["ahead9", ...aheadKeys].reverse();

/** A life of a server that is cut off at once, accepts puts of these keys, is then linked to server 0, and killed. */
const isolatedLife = (server: number, client: number, ...keys: readonly string[]): string => `
  joinServer ${server}
  breakConnection ${server} 0
  breakConnection ${server} 1
  joinClient ${client} ${server}
  ${keys.map((key) => `put ${client} ${key} by${client}`).join("\n")}
  createConnection ${server} 0
  stabilize
  killServer ${server}
`;

const lives = (server: number, count: number): string =>
  `joinServer ${server}\nkillServer ${server}\n`.repeat(count);

/**
 * Lives of servers that programs may take for one another: life 1 of server 20 for its lives 9, 10 and 11, if they keep
 * some bits or a digit of the life, or write it behind a point; its lives 11, 17 and 33 for life 1 of server 21, and life
 * 11 for that of server 120, 1020 or 10020, if they put server and life into one number, as life 2 of server 0 and life 1
 * of the server of the largest id. Each two of them put a key as their first write, or as their second one, and so on.
 */
const alikeLives = [
  isolatedLife(20, 31, "after8", "after10", "after9"),
  lives(20, 7),
  isolatedLife(20, 32, "after8"),
  isolatedLife(20, 41, "filler", "filler", "after9"),
  isolatedLife(20, 33, "next10", "after10", "digit10", "digit100", "digit1000"),
  lives(20, 5),
  isolatedLife(20, 34, "filler", "next16"),
  lives(20, 15),
  isolatedLife(20, 35, "filler", "filler", "next32"),
  isolatedLife(21, 36, "next10", "next16", "next32"),
  isolatedLife(120, 37, "filler", "filler", "digit10"),
  isolatedLife(1_020, 38, "filler", "filler", "filler", "digit100"),
  isolatedLife(10_020, 39, "filler", "filler", "filler", "filler", "digit1000"),
  isolatedLife(1_000_000, 40, "filler", "largest"),
].join("\n");

/**
 * The first write of a life, a write at server 51 that is newer, and many of the former life that know of neither. An
 * order that compares lives of a server first goes round in a circle: client 62 would read its first write again.
 */
const circle = `
  joinServer 50
  joinServer 51
  joinServer 52
  breakConnection 50 51
  breakConnection 51 52
  joinClient 60 50
  ${"put 60 circle former\n".repeat(5)}
  stabilize
  killServer 50
  joinServer 50
  breakConnection 50 52
  breakConnection 50 51
  joinClient 62 50
  put 62 circle first
  breakConnection 62 50
  createConnection 62 51
  put 62 circle second
  createConnection 51 52
  stabilize
  get 62 circle -> circle:former or circle:second
  createConnection 62 50
  get 62 circle -> circle:ERR_DEP
  killServer 50
  killServer 51
  killServer 52
`;

/** A server is killed and started, and learns what the others store. */
const nextLife = (server: number): string => `
  killServer ${server}
  joinServer ${server}
  stabilize
`;

/**
 * A write that is newer than what its server has heard, which only a third server knows when the writer's server is killed;
 * then the same in its next life.
 */
const newerTwice = `
  joinServer 0
  joinServer 1
  joinServer 2
  joinClient 80 0
  joinClient 81 1
  put 80 newer old
  stabilize
  breakConnection 0 1
  breakConnection 0 2
  put 81 newer former
  stabilize
  killServer 1
  joinServer 1
  breakConnection 1 2
  stabilize
  breakConnection 0 1
  createConnection 81 1
  get 81 newer -> newer:ERR_DEP or newer:former
  joinClient 82 1
  put 82 newer later
  createConnection 1 2
  stabilize
  get 82 newer -> newer:former or newer:later
  get 81 newer -> newer:former or newer:later
`;

/** A write of a former life reaches a server that knows the next one already, from one that does not. */
const formerBehindNext = `
  killServer 0
  killServer 1
  killServer 2
  joinServer 100
  joinServer 101
  joinServer 102
  breakConnection 100 101
  breakConnection 101 102
  joinClient 103 100
  put 103 former a
  stabilize
  killServer 100
  joinServer 100
  breakConnection 100 102
  joinClient 104 100
  put 104 next b
  stabilize
  createConnection 101 102
  stabilize
  printStore 101 -> former:a, next:b
  printStore 102 -> former:a, next:b
`;

/** Keys of writes that are lost with their server. */
const lostKeys = Array.from({ length: 50 }, (_, i) => `lost${10 + i}`);

/** Keys that are exchanged when one of both servers is killed, soon after their link was made. */
const exchanged = Array.from({ length: 300 }, (_, i) => `e${100 + i}`);
const killedMidway = [90, 91].flatMap((id) =>
  [15, 45].map(
    (ms) => `
  breakConnection 90 91
  createConnection 90 91
  (${ms} ms pass)
  killServer ${id}
  joinServer ${id}
  stabilize
  printStore ${id} -> ${exchanged.map((key) => `${key}:v`).join(", ")}
`,
  ),
);

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
    seeds: 2,
    goal: "A server is killed and comes back under its id, is cut off at once, and accepts new writes, on which a client depends that moves; then all of that again, also with a server whose clock was ahead of its life, and behind a life with more than a thousand writes; in between a client writes at two servers, while a third one knows the former life.",
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
      createConnection 6 0
      put 6 largest by6
      stabilize
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 2 0
      put 2 k one
      put 2 j two
      breakConnection 2 0
      createConnection 2 1
      get 2 k -> k:ERR_DEP or k:same
      createConnection 0 1
      stabilize
      get 2 k -> k:one or k:same
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
      ${aheadKeys.map((key) => `put 6 ${key} early`).join("\n")}
      stabilize
      ${"killServer 1\njoinServer 1\n".repeat(4)}
      breakConnection 0 1
      joinClient 9 1
      ${aheadAgain.map((key) => `put 9 ${key} late`).join("\n")}
      createConnection 0 1
      stabilize
      ${aheadKeys.map((key) => `get 9 ${key} -> ${key}:early or ${key}:late`).join("\n")}
      ${alikeLives}
      killServer 0
      killServer 1
      ${circle}
      joinServer 0
      joinServer 1
      breakConnection 0 1
      joinClient 7 0
      ${manyWrites.map((key) => `put 7 ${key} v`).join("\n")}
      createConnection 0 1
      stabilize
      ${overwritten.map((key) => `put 7 ${key} w`).join("\n")}
      stabilize
      printStore 1 -> ${manyKeys.map((key) => `${key}:${overwritten.includes(key) ? "w" : "v"}`).join(", ")}
      killServer 0
      joinServer 0
      breakConnection 0 1
      joinClient 8 0
      ${again.map((key) => `put 8 ${key} again`).join("\n")}
      createConnection 0 1
      stabilize
      ${again.map((key) => `get 8 ${key} -> ${key}:v or ${key}:again`).join("\n")}
    `),
  }),
  scriptTest({
    ...common,
    id: "CrashLosesWrite",
    points: 2,
    section: "4.2",
    goal: "A server is killed before anybody else knows of a client's writes; the client goes on at another server, and then at a new one when all that knew its writes are gone, which it asks for fifty of them; that one is killed while the client uses another link. Then the client goes on at the next life of its server, which knows none of its writes.",
    rule: "A write is never forgotten by a client that depends on it, whether it is lost or known everywhere; a newer write satisfies it.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 3 1
      put 3 k old
      stabilize
      breakConnection 0 1
      joinClient 2 0
      put 2 k lost
      ${lostKeys.map((key) => `put 2 ${key} v`).join("\n")}
      killServer 0
      get 2 k -> k:ERR_CONN
      createConnection 2 1
      get 2 k -> k:ERR_DEP
      joinServer 0
      stabilize
      get 2 k -> k:ERR_DEP
      put 2 k again
      put 2 m too
      get 2 k -> k:again
      stabilize
      printStore 0 -> k:again, m:too
      get 2 k -> k:again
      killServer 0
      killServer 1
      joinServer 0
      createConnection 2 0
      get 2 k -> k:ERR_DEP
      joinServer 1
      stabilize
      (2 s pass)
      ${lostKeys.map((key) => `get 2 ${key} -> ${key}:ERR_DEP`).join("\n")}
      get 2 m -> m:ERR_DEP
      stabilize
      (5 s pass)
      breakConnection 0 1
      put 2 j lost
      createConnection 2 1
      killServer 0
      joinServer 0
      createConnection 2 0
      get 2 j -> j:ERR_DEP
      put 2 own one
      put 2 own two
      put 2 own three
      stabilize
      killServer 0
      joinServer 0
      breakConnection 0 1
      createConnection 2 0
      put 2 own four
      get 2 own -> own:four
      createConnection 0 1
      stabilize
      get 2 own -> own:four
    `),
  }),
  scriptTest({
    ...common,
    id: "CrashInTheMiddle",
    points: 1,
    section: "4.1",
    goal: "The server in the middle of a line of three is killed and comes back; then one at its end, which gets its own old writes from the others; then the other end right behind a put, and then nothing for five seconds; then the two that are left in turn, twelve times, and a new one that gets everything through the last of them; each of two new ones while they exchange 300 keys, a server whose last write was newer than what its next life hears of, and one whose next life is known already where a write of the former one arrives.",
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
      put 3 e 5
      createConnection 0 2
      stabilize
      breakConnection 1 2
      put 3 f 6
      stabilize
      killServer 0
      joinServer 0
      breakConnection 0 2
      createConnection 1 2
      stabilize
      printStore 1 -> a:1, b:2, c:3, d:4, e:5, f:6
      printStore 0 -> a:1, b:2, c:3, d:4, e:5, f:6
      joinClient 5 1
      put 5 g 7
      killServer 2
      stabilize
      (5 s pass)
      printStore 0 -> a:1, b:2, c:3, d:4, e:5, f:6, g:7
      ${`${nextLife(0)}\n${nextLife(1)}\n`.repeat(6)}
      printStore 1 -> a:1, b:2, c:3, d:4, e:5, f:6, g:7
      killServer 1
      joinServer 1
      breakConnection 0 1
      joinServer 2
      breakConnection 0 2
      createConnection 0 1
      stabilize
      printStore 2 -> a:1, b:2, c:3, d:4, e:5, f:6, g:7
      killServer 0
      killServer 1
      killServer 2
      joinServer 90
      joinServer 91
      joinClient 95 90
      ${exchanged.map((key) => `put 95 ${key} v`).join("\n")}
      stabilize
      ${killedMidway.join("\n")}
      killServer 90
      killServer 91
      ${newerTwice}
      ${formerBehindNext}
    `),
  }),
];
