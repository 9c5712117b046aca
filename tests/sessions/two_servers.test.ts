/**
 * Goal: two servers that are connected store the same in the end.
 *
 * Method: scripts for the master. What only these tests catch: servers that do not gossip, or only once; winners that
 * depend on the order of arrival or on clocks; a stabilize that does not end.
 */
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { printing, script, scriptTest } from "./script.js";

const common = { group: "TwoServers", section: "4.1" } as const;

const pair = `
  joinServer 0
  joinServer 1
  joinClient 2 0
  joinClient 3 1
`;

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
  ["größe", "ähnlich – 漢字 🍵"],
] as const;

/** What stores print then. */
const oddStore = [
  ...odd.map(([key, value]) => [key, `${key}:${value}`] as const),
  ...["__proto__:odd", "apple:red", "banana:yellow", "empty:"].map(
    (text) => [text.slice(0, text.indexOf(":")), text] as const,
  ),
]
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([, text]) => text);

/** Keys, in the order in which stores are printed. */
const manyKeys = Array.from({ length: 130 }, (_, i) => `key${100 + i}`);

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "TwoServersSpread",
    points: 2,
    goal: "Puts at either server, of values and keys with all kinds of characters, stabilize, and a look at both stores.",
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
      printing("printStore 0", ...oddStore),
      printing("printStore 1", ...oddStore),
      ...odd.flatMap(([key, value], i) =>
        printing(`get ${i % 2 === 0 ? 3 : 2} ${key}`, `${key}:${value}`),
      ),
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
    goal: "Two clients of a server put a key in turn; another one overwrites at the other server what they have put three times.",
    rule: "A write that comes after a write that its server knows is newer, whatever clocks and counters say.",
    script: script(`${pair}
      joinClient 4 0
      put 4 j one
      put 2 j two
      put 2 j three
      put 4 j four
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
    `),
  }),
  scriptTest({
    ...common,
    id: "TwoServersIdle",
    points: 1,
    goal: "stabilize when nothing is left to propagate.",
    rule: "stabilize ends as soon as connected servers agree.",
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
    `),
  }),
  scriptTest({
    ...common,
    id: "TwoServersOverwrite",
    points: 2,
    section: "4.3",
    goal: "A hundred and twenty quick puts of one key at one server, while the other one gossips along, and a hundred and thirty of other keys while it cannot.",
    rule: "Of several writes of one client the last one wins everywhere, and what was missed arrives, however much it is.",
    script: script(`${pair}
      ${Array.from({ length: 120 }, (_, i) => `put 2 k v${i + 1}`).join("\n")}
      stabilize
      printStore 0 -> k:v120
      printStore 1 -> k:v120
      breakConnection 0 1
      ${manyKeys.map((key) => `put 2 ${key} v`).join("\n")}
      createConnection 0 1
      stabilize
      printStore 1 -> k:v120, ${manyKeys.map((key) => `${key}:v`).join(", ")}
    `),
  }),
];
