/**
 * Goal: five servers agree within 5 s, whatever the links between them, and are quiet when they do.
 *
 * Method: scripts for the master, with links of 20 ms. What only these tests catch: gossip that does not pass through
 * servers in the middle, that takes too many rounds, or that goes round in circles for ever; transfers of a large store
 * that take too long, or go on in the wrong place when they were interrupted. Random lines try what nobody has thought of.
 */
import { course } from "../../grader/labs/sessions/manifest.js";
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

/** With four others, as many keys as stores must be able to exchange in time; languages differ in how they sort them. */
const beginnings = ["key", "Key", "größe", "_"];
const manyKeys = Array.from(
  { length: course.limits.keys - 4 },
  (_, i) => `${beginnings[i % beginnings.length]}${i + 1}`,
);
const overwritten = manyKeys.slice(0, 3);
const missed = manyKeys.slice(100, 1_900);
const lateKeys = manyKeys.slice(-2);

/** The links of the star that becomes a line, and a star again. */
const star = [
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
] as const;

/** The links of that line. */
const line = [
  [1, 2],
  [2, 3],
  [3, 0],
  [0, 4],
] as const;

/** A value with which the keys that are missed make up as many characters as stores must be able to exchange in time. */
const lastText = "last text "
  .repeat((0.96 * course.limits.storeCharacters) / missed.length / 10)
  .trim();

/** What a store prints. */
const printed = (store: ReadonlyMap<string, string>): string =>
  [...store.keys()]
    .sort()
    .map((key) => `${key}:${store.get(key)}`)
    .join(", ");
const store = new Map<string, string>([
  ["a", "5"],
  ["b", "again"],
  ["c", "4"],
  ...manyKeys.map((key) => [key, "old text"] as const),
  ...overwritten.map((key) => [key, "new text"] as const),
]);
const lastStore = new Map<string, string>([
  ...store,
  ["d", "6"],
  ...missed.map((key) => [key, lastText] as const),
]);

/**
 * A put at one end of the line, and one at the server in its middle, so that news of both leaves for the other end in two
 * messages; the link breaks when both may be on their way.
 */
const twoOnTheirWay = manyKeys.slice(0, 12).map(
  (key, i) => `
      put 5 ${key} far
      (${2 * (i % 4) + 1} ms pass)
      put 6 c near
      (${3 * Math.floor(i / 4) + 1} ms pass)
      breakConnection 0 3
      createConnection 0 3
      stabilize`,
);

/** At one end of a line and the other, a put while the last link is broken, which is then restored. */
const heals = ["c", "d", "e", "f"].map((key, i) => {
  const [client, end] = i % 2 === 0 ? [5, "0 1"] : [6, "3 4"];
  return `
      breakConnection ${end}
      put ${client} ${key} missed
      createConnection ${end}
      stabilize
      get ${11 - client} ${key} -> ${key}:missed`;
});

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "ConvergeLine",
    points: 2,
    goal: "Five servers in a line, whose ends exchange writes, one of them with the value that is stored already; then the last link breaks, at one end and the other, and is restored after a put there.",
    rule: "News travels through servers in the middle.",
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
      put 5 a 789
      stabilize
      createConnection 5 4
      get 5 a -> a:789
      breakConnection 5 4
      ${heals.join("\n")}
    `),
  }),
  scriptTest({
    ...common,
    id: "ConvergeStar",
    points: 2,
    seeds: 1,
    goal: `Five servers around one in the middle, and then in a line, in which a link breaks again and again when puts at two servers are on their way. At one end a client puts new keys, until there are ${course.limits.keys}, and one of them very often, while the link there is broken; it is restored, breaks twice in the middle of the exchange, and is restored again, while some keys are overwritten. Then nothing for 40 seconds, and one put at the other end; ${missed.length} keys are overwritten with almost ${course.limits.storeCharacters.toLocaleString("en-US")} characters while all links are broken, and the servers become a star again; and a server comes back without its store, and is asked at once.`,
    rule: "News reaches every server that links lead to, however much it is; then servers are quiet.",
    script: script(`
      ${linked(...star)}
      joinClient 5 1
      joinClient 6 3
      put 5 a 1
      put 6 b 2
      stabilize
      ${storesAre("a:1, b:2")}
      joinClient 8 0
      put 8 b 0
      stabilize
      ${storesAre("a:1, b:0")}
      breakConnection 8 0
      breakConnection 0 1
      breakConnection 0 2
      createConnection 1 2
      put 5 a 3
      put 6 c 4
      createConnection 2 3
      stabilize
      ${storesAre("a:3, b:0, c:4")}
      ${twoOnTheirWay.join("\n")}
      put 6 c 4
      breakConnection 1 2
      put 5 a 5
      ${manyKeys.map((key) => `put 5 ${key} old text`).join("\n")}
      ${"put 5 b again\n".repeat(5_000)}
      breakConnection 5 1
      createConnection 5 2
      get 5 a -> a:ERR_DEP
      createConnection 1 2
      get 5 a -> a:ERR_DEP or a:5
      breakConnection 1 2
      createConnection 1 2
      ${"get 5 a -> a:ERR_DEP or a:5\n".repeat(3)}
      breakConnection 1 2
      ${lateKeys.map((key) => `get 5 ${key} -> ${key}:ERR_DEP or ${key}:old text`).join("\n")}
      joinClient 7 1
      createConnection 1 2
      ${overwritten.map((key) => `put 7 ${key} new text`).join("\n")}
      stabilize
      (40 s pass)
      printStore 4 -> ${printed(store)}
      createConnection 8 4
      put 8 d after a long time
      stabilize
      ${line.map(([one, other]) => `breakConnection ${one} ${other}`).join("\n")}
      ${missed.map((key) => `put 7 ${key} ${lastText}`).join("\n")}
      ${star.map(([one, other]) => `createConnection ${one} ${other}`).join("\n")}
      stabilize
      killServer 4
      joinServer 4
      joinClient 9 4
      get 9 nothing -> nothing:ERR_KEY
      put 9 d 6
      stabilize
      printStore 4 -> ${printed(lastStore)}
      get 5 a -> a:5
    `),
  }),
  scriptTest({
    ...common,
    id: "ConvergeAll",
    points: 2,
    goal: "Five servers that are all connected, and five clients that put in turn; then nothing for twelve seconds, and a put while one of the links is broken. Then clients move, links break, and servers are killed and come back, for 120 lines.",
    rule: "Servers that have nothing to tell each other send no more than 20 messages a second to each other.",
    script: withRandomLines(`
      ${servers.map((id) => `joinServer ${id}`).join("\n")}
      ${servers.map((id) => `joinClient ${id + 5} ${id}`).join("\n")}
      ${servers.map((id) => `put ${id + 5} k${id} v${id}`).join("\n")}
      ${servers.map((id) => `put ${id + 5} shared by${id}`).join("\n")}
      stabilize
      get 5 k4 -> k4:v4
      get 9 k0 -> k0:v0
      stabilize -> (at once)
      (12 s pass)
      breakConnection 0 4
      put 5 k0 later
      stabilize
      get 9 k0 -> k0:later
      createConnection 0 4
    `),
  }),
];
