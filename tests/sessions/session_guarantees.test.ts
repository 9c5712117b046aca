/**
 * Goal: a client never reads anything older than what it has written (read your writes) or read (monotonic reads).
 *
 * Method: scripts for the master, in which a client moves to a server that has missed something. What only these tests
 * catch: clients without dependencies, with dependencies on writes only or on reads only, on values instead of versions,
 * for all keys together instead of for each; dependencies that are forgotten once an error was reported; ERR_KEY in the
 * place of ERR_DEP.
 */
import { course } from "../../grader/labs/sessions/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { printing, script, scriptTest } from "./script.js";

const writes = { group: "ReadYourWrites", section: "4.2" } as const;
const reads = { group: "MonotonicReads", section: "4.2" } as const;

const apart = `
  joinServer 0
  joinServer 1
  breakConnection 0 1
`;

const move = (client: number, from: number, to: number): string => `
  breakConnection ${client} ${from}
  createConnection ${client} ${to}
`;

/** More keys than a client would remember if it remembered only some. */
const manyKeys = Array.from({ length: course.limits.keys + 30 }, (_, i) => `other${i}`);
/** Pairs of words that well-known hash functions do not tell apart. */
const collisions = [
  ["Aa", "BB"],
  ["costarring", "liquid"],
  ["creamwove", "quists"],
  ["hetairas", "mentioner"],
  ["plumless", "buckeroo"],
] as const;
/** With these and two others, a client depends on as many keys as it ever may. */
const ownKeys = Array.from(
  { length: course.limits.dependencies - manyKeys.length - 2 },
  (_, i) => `own${i}`,
);

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...writes,
    id: "WritesOlderValue",
    points: 4,
    goal: "A client moves to a server that stores older values than the client has written, one of which it had read before, and reads.",
    rule: "A server that does not know a client's write reports ERR_DEP, and goes on doing so.",
    real: true,
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      joinClient 3 1
      put 3 k old
      put 3 j old
      stabilize
      get 2 j -> j:old
      breakConnection 0 1
      put 2 k a
      put 2 k b
      put 2 j c
      ${move(2, 0, 1)}
      get 2 k -> k:ERR_DEP
      get 2 k -> k:ERR_DEP
      get 2 j -> j:ERR_DEP
      get 3 k -> k:old
      createConnection 0 1
      stabilize
      get 2 k -> k:b
      get 3 k -> k:b
      get 2 j -> j:c
    `),
  }),
  scriptTest({
    ...writes,
    id: "WritesMissing",
    points: 3,
    goal: "A client moves to a server that has no value at all for a key that the client has written, before sixty others; more than an hour later it asks again, ten times.",
    rule: "ERR_KEY is for keys on which the client does not depend, ERR_DEP for those on which it does.",
    script: script(`${apart}
      joinClient 2 0
      joinClient 3 0
      put 2 k a
      ${Array.from({ length: 60 }, (_, i) => `put 2 other${i} v`).join("\n")}
      ${move(2, 0, 1)}
      get 2 k -> k:ERR_DEP
      get 2 z -> z:ERR_KEY
      (4000 s pass)
      ${"get 2 k -> k:ERR_DEP\n".repeat(10)}
      get 3 k -> k:a
      createConnection 0 1
      stabilize
      get 2 k -> k:a
      get 2 z -> z:ERR_KEY
    `),
  }),
  scriptTest({
    ...writes,
    id: "WritesPerKey",
    points: 3,
    goal: "A client that has written keys, some of which begin alike or have the same hash, moves to a server that knows some of them.",
    rule: "Dependencies are kept for each key.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      put 2 early 1
      put 2 a:b 1
      stabilize
      breakConnection 0 1
      put 2 late 2
      put 2 a 2
      put 2 a:b:c 2
      put 2 EARLY 2
      put 2 __proto__ 2
      ${collisions.map(([key]) => `put 2 ${key} 2`).join("\n")}
      ${move(2, 0, 1)}
      get 2 early -> early:1
      get 2 late -> late:ERR_DEP
      get 2 a -> a:ERR_DEP
      get 2 a:b -> a:b:1
      get 2 a:b:c -> a:b:c:ERR_DEP
      get 2 b -> b:ERR_KEY
      get 2 EARLY -> EARLY:ERR_DEP
      get 2 __proto__ -> __proto__:ERR_DEP
      get 2 constructor -> constructor:ERR_KEY
      ${collisions.map(([, key]) => `get 2 ${key} -> ${key}:ERR_KEY`).join("\n")}
      get 2 early -> early:1
    `),
  }),
  scriptTest({
    ...writes,
    id: "WritesNewerValue",
    points: 4,
    goal: "A client moves to a server where its write has been overwritten by a newer one.",
    rule: "A value that is newer than the client's write satisfies its dependency.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      joinClient 3 1
      put 2 k first
      stabilize
      get 3 k -> k:first
      breakConnection 0 1
      put 3 k second
      ${move(2, 0, 1)}
      get 2 k -> k:second
      ${move(2, 1, 0)}
      get 2 k -> k:ERR_DEP
      get 2 k -> k:ERR_DEP
    `),
  }),
  scriptTest({
    ...writes,
    id: "WritesAtTwoServers",
    points: 4,
    goal: "A client writes a key many times at one server, and then once at another one that knows nothing of that; a second client reads there what it then overwrites here. A third key is changed there, and then changed back here; a third client that has seen nothing of the first key overwrites it here. Then a fourth key goes the other way.",
    rule: "A client's write is newer than what it has written or read before, wherever it makes it.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      put 2 i before
      stabilize
      breakConnection 0 1
      put 2 i other
      put 2 k v1
      put 2 k v2
      put 2 k v3
      ${Array.from({ length: 8 }, (_, n) => `put 2 j w${n + 1}`).join("\n")}
      joinClient 3 0
      get 3 j -> j:w8
      ${move(2, 0, 1)}
      ${move(3, 0, 1)}
      put 2 k v4
      get 2 k -> k:v4
      put 2 i before
      get 2 i -> i:before
      joinClient 4 1
      put 4 k v5
      get 2 k -> k:v5
      put 3 j w9
      get 3 j -> j:w9
      createConnection 0 1
      stabilize
      get 2 k -> k:v5
      get 3 j -> j:w9
      get 2 i -> i:before
      printStore 0 -> i:before, j:w9, k:v5
      printStore 1 -> i:before, j:w9, k:v5
      breakConnection 0 1
      put 2 m w1
      put 2 m w2
      put 2 m w3
      ${move(2, 1, 0)}
      put 2 m w4
      get 2 m -> m:w4
      createConnection 0 1
      stabilize
      printStore 1 -> i:before, j:w9, k:v5, m:w4
    `),
  }),
  scriptTest({
    ...reads,
    id: "ReadsOlderValue",
    points: 4,
    goal: "A client reads what another client has put, one value of which is empty, and moves to a server that has missed it; then the other client does.",
    rule: "A client depends on what it has read, whoever has written it, and on what it has written, whatever the value.",
    real: true,
    script: [
      ...script(`
        joinServer 0
        joinServer 1
        joinClient 3 0
        joinClient 4 1
        joinClient 2 0
        put 4 k old
        put 4 none some
        stabilize
        breakConnection 0 1
        put 2 k a
        put 2 k b
        get 3 k -> k:b
      `),
      printing("put 2 none "),
      printing("get 3 none", "none:"),
      ...script(`
        ${move(3, 0, 1)}
        get 3 k -> k:ERR_DEP
        get 3 k -> k:ERR_DEP
        get 4 k -> k:old
        get 3 none -> none:ERR_DEP
        ${move(2, 0, 1)}
        get 2 none -> none:ERR_DEP
      `),
    ],
  }),
  scriptTest({
    ...reads,
    id: "ReadsMissing",
    points: 3,
    seeds: 1,
    goal: "A client reads two keys and then two thousand others, writes almost five thousand, the last of them twice, reads one of them 3,000 times, asks for a hundred that nobody has written, and moves to a server that has no value for them; a client that has read nothing follows.",
    rule: "Whether ERR_DEP or ERR_KEY is right depends on the client, not on the server.",
    script: script(`${apart}
      joinClient 2 0
      joinClient 3 0
      joinClient 4 0
      put 2 k a
      get 3 k -> k:a
      put 2 __proto__ b
      get 3 __proto__ -> __proto__:b
      ${manyKeys.map((key) => `put 2 ${key} v`).join("\n")}
      ${manyKeys.map((key) => `get 3 ${key} -> ${key}:v`).join("\n")}
      ${ownKeys.map((key) => `put 3 ${key} v`).join("\n")}
      ${ownKeys
        .slice(-4)
        .map((key) => `put 3 ${key} w`)
        .join("\n")}
      ${"get 3 own0 -> own0:v\n".repeat(3_000)}
      ${Array.from({ length: 100 }, (_, i) => `get 3 none${i} -> none${i}:ERR_KEY`).join("\n")}
      ${move(3, 0, 1)}
      ${move(4, 0, 1)}
      get 3 k -> k:ERR_DEP
      get 4 k -> k:ERR_KEY
      get 3 k -> k:ERR_DEP
      get 3 __proto__ -> __proto__:ERR_DEP
      get 4 __proto__ -> __proto__:ERR_KEY
    `),
  }),
  scriptTest({
    ...reads,
    id: "ReadsOfNewerValue",
    points: 3,
    goal: "A client reads its own write, then a newer one of somebody else, and goes back to a server that only knows its own.",
    rule: "Each read moves the dependency forward.",
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      joinClient 3 1
      put 2 k mine
      stabilize
      breakConnection 0 1
      put 3 k theirs
      get 2 k -> k:mine
      ${move(2, 0, 1)}
      get 2 k -> k:theirs
      ${move(2, 1, 0)}
      get 2 k -> k:ERR_DEP
      createConnection 0 1
      stabilize
      get 2 k -> k:theirs
    `),
  }),
  scriptTest({
    ...reads,
    id: "ReadsOfSameValue",
    points: 2,
    section: "4.3",
    goal: "The eleventh write of server 1 and the first one of server 11 have the same value. Then two such writes at one server, and one with a different value in between; a server that knows the first one only; then two with the same value at two servers, and at one; then a client that reads both, and moves to a server that knows the one in between.",
    rule: "Dependencies are on writes, not on values.",
    script: script(`
      joinServer 1
      joinServer 11
      breakConnection 1 11
      joinClient 2 1
      joinClient 3 11
      ${"put 2 i other\n".repeat(10)}
      put 2 i same
      put 3 i same
      createConnection 1 11
      stabilize
      ${move(2, 1, 11)}
      ${move(3, 11, 1)}
      get 2 i -> i:same
      get 3 i -> i:same
      killServer 11
      joinServer 0
      createConnection 2 0
      ${move(3, 1, 0)}
      put 2 k same
      stabilize
      breakConnection 0 1
      put 2 k other
      put 2 k same
      get 3 k -> k:same
      ${move(3, 0, 1)}
      get 3 k -> k:ERR_DEP
      createConnection 0 1
      stabilize
      get 3 k -> k:same
      breakConnection 0 1
      put 2 j same
      put 3 j same
      createConnection 0 1
      stabilize
      ${move(2, 0, 1)}
      ${move(3, 1, 0)}
      get 2 j -> j:same
      get 3 j -> j:same
      breakConnection 0 1
      put 3 j same
      ${move(3, 0, 1)}
      get 3 j -> j:ERR_DEP
      createConnection 0 1
      stabilize
      ${move(3, 1, 0)}
      put 3 h same
      stabilize
      get 2 h -> h:same
      put 3 h other
      stabilize
      breakConnection 0 1
      put 3 h same
      ${move(2, 1, 0)}
      get 2 h -> h:same
      ${move(2, 0, 1)}
      get 2 h -> h:ERR_DEP
    `),
  }),
];
