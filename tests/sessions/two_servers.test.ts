/**
 * Goal: two servers that are connected store the same in the end.
 *
 * Method: scripts for the master. What only these tests catch: servers that do not gossip, or only once; winners that
 * depend on the order of arrival or on clocks; a stabilize that does not end.
 */
import { course } from "../../grader/labs/sessions/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { printing, script, scriptTest } from "./script.js";

const common = { group: "TwoServers", section: "4.1" } as const;

const pair = `
  joinServer 0
  joinServer 1
  joinClient 2 0
  joinClient 3 1
`;

const { largestId } = course.limits;

/** Keys and values in which any separator occurs, or that look like something else than texts. */
const odd = [
  ["time", "12:30:00"],
  ["a:b", ":colons::"],
  ["a,b;c", "commas, and semicolons;"],
  ["a|b/c", "x|y||z/"],
  ["poem", "roses are  red "],
  ["tabs", "\tone\t\ttwo"],
  ["quote", `"it's" \\n {"a":[1]} \`\${x}\``],
  ["signs", "#1@2.3~4=5&6%20+7_8-9"],
  ["Apple", "green"],
  ["10", "1e3"],
  ["9", "007"],
  ["null", "undefined"],
  ["long", "0123456789".repeat(50)],
  ["key".repeat(100), "long key"],
  ["größe", "ähnlich – 漢字 🍵"],
  // These two look the same, and the second one has a character more.
  ["caf\u00e9", "composed"],
  ["cafe\u0301", "decomposed"],
] as const;

/** What stores have then; what is put at server 1 while it is cut off; and what stores have in the end. */
const oddStore = new Map<string, string>([
  ...odd,
  ...([
    ["__proto__", "odd"] as const,
    ["apple", "red"],
    ["banana", "yellow"],
    ["empty", ""],
  ] as const),
]);
const oddNews = new Map([
  ["__proto__", "odder"],
  ["constructor", "builds"],
  ["a:b", "::"],
  ["poem", ""],
  ["empty", "no more"],
  ["blanks", "   "],
]);
const lastStore = new Map([...oddStore, ...oddNews]);

/** Texts as long as they may be, of which one is longer in JSON and one in bytes, and one longer than a small message. */
const { keyCharacters, valueCharacters } = course.limits;
const words = (length: number): string => "some words ".repeat(length / 11 + 1).slice(0, length);
const long = [
  ["large", words(20_000)],
  ["small", "after a large one"],
  ["k".repeat(keyCharacters), words(valueCharacters)],
  ["last", "after a very large one"],
  ["quotation", '"'.repeat(valueCharacters)],
  ["bytes", "漢".repeat(valueCharacters)],
] as const;

/** Long values that are overwritten by others after so long, while the first ones may be on their way. */
const onTheirWay = [0, 12, 25, 40].flatMap((ms) =>
  [valueCharacters, valueCharacters / 2 - 1].map((length) => ({
    ...{ key: `long${ms}x${length}`, pause: ms === 0 ? "" : `(${ms} ms pass)` },
    ...{ first: words(length), then: words(length).replaceAll("some", "more") },
  })),
);

/** Some keys that a server misses that is killed, and as many others as a store may have then, as long as they may be. */
const missed = Array.from({ length: 40 }, (_, i) => `missed${i}`);
const longestKeys = Array.from({ length: course.limits.keys - missed.length - 1 }, (_, i) =>
  `${1_000 + i}`.padEnd(keyCharacters, "k"),
);

/** What a store prints. */
const printed = (store: ReadonlyMap<string, string>): readonly string[] =>
  [...store.keys()].sort().map((key) => `${key}:${store.get(key)}`);

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "TwoServersSpread",
    points: 2,
    goal: "Puts at either server, of values and keys with all kinds of characters, stabilize, and a look at both stores; then some more while the link is broken, which is then restored; then values as long as they may be, and short ones behind them.",
    rule: "After stabilize, connected servers store the same.",
    real: true,
    script: [
      ...script(`${pair}
        put 2 apple red
        put 3 banana yellow
        put 2 __proto__ odd
      `),
      printing("put 2 empty "),
      ...odd.flatMap(([key, value], i) => printing(`put ${i % 2 === 0 ? 2 : 3} ${key} ${value}`)),
      ...script("stabilize"),
      printing("printStore 0", ...printed(oddStore)),
      printing("printStore 1", ...printed(oddStore)),
      ...odd.flatMap(([key, value], i) =>
        printing(`get ${i % 2 === 0 ? 3 : 2} ${key}`, `${key}:${value}`),
      ),
      ...script("breakConnection 0 1"),
      ...[...oddNews].flatMap(([key, value]) => printing(`put 3 ${key} ${value}`)),
      ...script("createConnection 0 1\nstabilize"),
      printing("printStore 0", ...printed(lastStore)),
      printing("printStore 1", ...printed(lastStore)),
      ...long.flatMap(([key, value]) => printing(`put 2 ${key} ${value}`)),
      ...script("stabilize"),
      ...long.flatMap(([key, value]) => printing(`get 3 ${key}`, `${key}:${value}`)),
    ],
  }),
  scriptTest({
    ...common,
    id: "TwoServersTwice",
    points: 2,
    goal: "Puts and stabilize, several times, the last time after a minute in which nothing happens.",
    rule: "Gossip goes on for as long as there are new writes.",
    script: script(`${pair}
      put 2 k first
      stabilize
      printStore 1 -> k:first
      put 2 k second
      put 2 j other
      stabilize
      printStore 1 -> j:other, k:second
      put 3 k third
      stabilize
      printStore 0 -> j:other, k:third
      stabilize
      (60 s pass)
      put 2 j late
      stabilize
      printStore 1 -> j:late, k:third
    `),
  }),
  scriptTest({
    ...common,
    id: "TwoServersLaterWins",
    points: 3,
    section: "4.3",
    goal: "Two clients of a server put a key in turn; another one overwrites at the other server what they have put three times. The link breaks and is restored, and a third server joins; what they have learnt by that is overwritten there.",
    rule: "A write that comes after a write that its server knows is newer, whatever clocks and counters say.",
    script: script(`${pair}
      joinClient ${largestId} 0
      put ${largestId} j one
      put 2 j two
      put 2 j three
      put ${largestId} j four
      put 2 k one
      put 2 k two
      put 2 k three
      stabilize
      get 3 j -> j:four
      put 3 k mine
      stabilize
      get 2 k -> k:mine
      printStore 1 -> j:four, k:mine
      put 2 k again
      stabilize
      get 3 k -> k:again
      breakConnection 0 1
      ${"put 2 m theirs\n".repeat(10)}
      createConnection 0 1
      stabilize
      put 3 m mine
      joinServer 4
      stabilize
      printStore 0 -> j:four, k:again, m:mine
      joinClient 5 4
      put 5 k newest
      stabilize
      printStore 1 -> j:four, k:newest, m:mine
    `),
  }),
  scriptTest({
    ...common,
    id: "TwoServersIdle",
    points: 1,
    seeds: 2,
    goal: "stabilize when nothing is left to propagate; then nothing for twelve seconds, after the link, and one of a client, have broken fifty times; then fifty looks at a store; once more when a third server is killed right behind puts; and once more with as many keys as a store may have, almost all as long as they may be.",
    rule: "stabilize ends as soon as connected servers agree, and servers that have nothing to tell each other are quiet.",
    script: script(`
      stabilize -> (at once)
      joinServer 0
      stabilize -> (at once)
      joinServer 1
      joinClient 2 0
      put 2 k v
      stabilize
      stabilize -> (at once)
      breakConnection 0 1
      put 2 k w
      stabilize -> (at once)
      printStore 1 -> k:v
      ${"createConnection 0 1\nbreakConnection 1 0\n".repeat(50)}
      ${"createConnection 2 1\nbreakConnection 2 1\n".repeat(50)}
      createConnection 0 1
      stabilize
      (12 s pass)
      ${"printStore 1 -> k:w\n".repeat(50)}
      stabilize -> (at once)
      joinServer 4
      ${missed.map((key) => `put 2 ${key} v`).join("\n")}
      killServer 4
      stabilize
      (3 s pass)
      ${longestKeys.map((key) => `put 2 ${key} a word`).join("\n")}
      stabilize
      (3 s pass)
    `),
  }),
  scriptTest({
    ...common,
    id: "TwoServersOverwrite",
    points: 2,
    seeds: 4,
    section: "4.3",
    goal: "Three hundred quick puts of one key at one server, while the other one gossips along; then one more, and a client that reads it for more than five seconds without a pause; then long values that are overwritten by others while they are on their way, also right behind a link that is restored.",
    rule: "Of several writes of one client the last one wins everywhere, whatever clocks say; gets do not hold up gossip.",
    script: script(`${pair}
      ${Array.from({ length: 300 }, (_, i) => `put 2 k v${i + 1}`).join("\n")}
      stabilize
      printStore 0 -> k:v300
      printStore 1 -> k:v300
      put 2 k last
      ${"get 2 k -> k:last\n(10 ms pass)\n".repeat(510)}
      printStore 1 -> k:last
      ${onTheirWay.map(({ key, first, pause, then }) => `put 2 ${key} ${first}\n${pause}\nput 2 ${key} ${then}`).join("\n")}
      stabilize
      ${onTheirWay.map(({ key, then }) => `get 3 ${key} -> ${key}:${then}`).join("\n")}
      breakConnection 0 1
      ${onTheirWay.map(({ key, first }) => `put 2 ${key} ${first}`).join("\n")}
      createConnection 0 1
      (12 ms pass)
      ${onTheirWay.map(({ key, then }) => `put 2 ${key} ${then}`).join("\n")}
      stabilize
      ${onTheirWay.map(({ key, then }) => `get 3 ${key} -> ${key}:${then}`).join("\n")}
    `),
  }),
];
