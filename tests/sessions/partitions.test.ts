/**
 * Goal: servers agree again after partitions, in the middle of which both sides went on.
 *
 * Method: scripts for the master, which breaks links right behind puts, in the middle of the gossip about them. What only
 * these tests catch: gossip that needs a new put to begin again, that is sent to one side only, or that forgets what was
 * on its way when a link broke; winners on which the two sides do not agree.
 */
import { course } from "../../grader/labs/sessions/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { script, scriptTest } from "./script.js";

const common = { group: "Partitions", section: "4.1" } as const;

const apart = `
  joinServer 0
  joinServer 1
  breakConnection 0 1
  joinClient 2 0
  joinClient 3 1
`;

/** Puts at a new server and at server 0, while they are cut off from each other; client 2 goes there and back. */
const tieWith = (id: number): string => `
  joinServer ${id}
  stabilize
  breakConnection 0 ${id}
  breakConnection 1 ${id}
  createConnection 2 ${id}
  put 2 tie${id} far
  put 3 tie${id} near
  put 3 tie${id} nearer
  createConnection ${id} 1
  stabilize
  get 3 tie${id} -> tie${id}:far or tie${id}:nearer
  get 2 tie${id} -> tie${id}:far or tie${id}:nearer
  killServer ${id}
`;

/**
 * Three writes of a key of which only two know of each other: the first one reaches the server of the second one, and the
 * third one is concurrent to both. Client 3 at server 0 sees that the third or the second one wins, which are both newer
 * than the first one if an order is one at all.
 */
const ring = (first: number, second: number): string => `
  createConnection 3 ${first}
  put 3 ring${first} first
  stabilize
  breakConnection 0 5
  breakConnection 3 ${first}
  createConnection 3 ${second}
  put 3 ring${first} second
  put 2 ring${first} third
  createConnection ${second} 1
  stabilize
  get 3 ring${first} -> ring${first}:second or ring${first}:third
  breakConnection 3 ${second}
  createConnection 3 ${first}
  get 3 ring${first} -> ring${first}:ERR_DEP
  createConnection 0 5
  stabilize
  get 3 ring${first} -> ring${first}:second or ring${first}:third
  breakConnection ${second} 1
  breakConnection 3 ${first}
`;

/**
 * Three writes, at servers of which the one of `second` has heard of the first one, and that of `third` of none: in pairs,
 * they meet in the order in which the loser of one would have to win the next one, if there were a circle.
 */
const circle = (first: number, second: number, third: number): string => {
  const key = `circle${first}${second}`;
  const meet = (one: number, other: number): string =>
    `createConnection ${one} ${other}\nstabilize`;
  return `
  put ${third + 10} ${key} third
  put ${first + 10} ${key} first
  ${meet(first, second)}
  breakConnection ${first} ${second}
  put ${second + 10} ${key} second
  ${meet(third, first)}
  breakConnection ${third} ${first}
  ${meet(second, third)}
  get ${second + 10} ${key} -> ${key}:second or ${key}:third
  ${meet(first, second)}
  get ${first + 10} ${key} -> ${key}:second or ${key}:third
  breakConnection ${first} ${second}
  breakConnection ${second} ${third}
`;
};

/** Keys, in the order in which stores are printed, and what stores print when two groups have become one. */
const manyKeys = Array.from({ length: 20 }, (_, i) => `a${10 + i}`);
const mergedStores = ["west", "far"]
  .map((x) => [...manyKeys.map((key) => `${key}:v`), `x:${x}`, "y:east", "z:west"].join(", "))
  .join(" or ");

/** More keys than one message may have, if messages have a bound, of which the first one is written once more at last. */
const missed = [...Array.from({ length: 40 }, (_, i) => `missed${10 + i}`), "missed10"];

/**
 * The same three more times, with more keys and breaks each time, some of which come in the middle of the exchange, and
 * some right behind a put that the exchange overtakes, or takes along.
 */
const missedAgain = [
  { count: 40, breaks: ["get 2 c -> c:4"] },
  { count: 120, breaks: ["get 2 c -> c:4", "get 2 c -> c:4"] },
  {
    count: 260,
    breaks: Array.from({ length: 15 }, (_, i) =>
      [...(i % 2 === 0 ? [] : [`put 2 fresh${i} v`]), `(${10 + 8 * i} ms pass)`].join("\n"),
    ),
  },
].map(({ count, breaks }) => {
  const keys = Array.from({ length: count }, (_, i) => `again${count}x${i}`);
  return `
      breakConnection 0 1
      ${[...keys, keys[0]].map((key) => `put 2 ${key} v`).join("\n")}
      ${breaks.map((pause) => `createConnection 0 1\n${pause}\nbreakConnection 0 1`).join("\n")}
      createConnection 0 1
      stabilize
      ${keys.map((key) => `get 3 ${key} -> ${key}:v`).join("\n")}`;
});

/**
 * Two puts and a break, when the first one may be acknowledged and the second one be on its way; now and then of one key,
 * and now and then there is one more.
 */
const twoOnTheirWay = Array.from({ length: 18 }, (_, i) => {
  const [early, late] = [`early${i}`, i % 2 === 0 ? `early${i}` : `late${i}`];
  return [
    ...[`put 2 ${early} v`, `put 2 ${late} w`, ...(i % 3 === 2 ? [`put 2 later${i} v`] : [])],
    ...["breakConnection 0 1", "createConnection 0 1", "stabilize"],
    ...[...(early === late ? [] : [`get 3 ${early} -> ${early}:v`]), `get 3 ${late} -> ${late}:w`],
  ];
}).flat();

const { keys, storeCharacters, valueCharacters } = course.limits;

/** A value of about so many characters. */
function story(characters: number): string {
  return "a long story ".repeat(characters / 13).trim();
}

/**
 * Two new servers and clients. Many keys that only one side has, each between two of the other side's; puts of new keys and
 * of those that are on their way, while they are exchanged.
 */
const between = Array.from({ length: keys - 90 }, (_, i) => `k${1_000 + i}`);
const late = between.slice(0, 32).filter((_, i) => i % 2 === 0);
const fresh = late.map((_, i) => `x${10 + i}`);
const longValue = story(valueCharacters);
/**
 * Almost as many characters as a store may have, in values of which no two together are as long as one may be, whatever a
 * message adds to them; no two of the later ones fit into a message that is a fifth longer.
 */
const [half, more] = [story(0.51 * valueCharacters), story(0.61 * valueCharacters)];
const halves = Math.floor((0.41 * storeCharacters) / half.length);
const longValues = [
  ...Array.from({ length: halves }, () => half),
  ...Array.from({ length: Math.floor((0.59 * storeCharacters) / more.length) }, () => more),
].map((value, i) => [`long${10 + i}`, value] as const);
const whole = [
  ...between.map((key) => `${key}:${late.includes(key) ? "last" : "some text"}`),
  `long:${longValue}`,
  ...longValues.map(([key]) => `${key}:short`),
  ...fresh.map((key) => `${key}:v`),
];
const interleaved = `
      joinServer 7
      joinServer 8
      breakConnection 7 8
      joinClient 9 7
      joinClient 10 8
      ${longValues.map(([key, value]) => `put 9 ${key} ${value}`).join("\n")}
      createConnection 7 8
      stabilize
      ${longValues.map(([key, value]) => `get 10 ${key} -> ${key}:${value}`).join("\n")}
      ${longValues.map(([key]) => `put 9 ${key} short`).join("\n")}
      stabilize
      breakConnection 7 8
      ${between.map((key, i) => `put ${9 + (i % 2)} ${key} some text`).join("\n")}
      createConnection 7 8
      ${late.map((key, i) => `put 10 ${key} late\nput 9 ${fresh[i]} v`).join("\n")}
      stabilize
      ${late.map((key) => `get 10 ${key} -> ${key}:late or ${key}:some text`).join("\n")}
      ${late.map((key) => `put 9 ${key} last`).join("\n")}
      stabilize
      joinClient 70 8
      put 9 long ${longValue}
      ${[10, 20, 30, 40, 50].map((ms) => `(${ms} ms pass)\nbreakConnection 7 8\ncreateConnection 7 8`).join("\n")}
      stabilize
      (20 ms pass)
      ${between.map((key) => `get 70 ${key} -> ${key}:${late.includes(key) ? "last" : "some text"}`).join("\n")}
      get 10 long -> long:${longValue}
      printStore 7 -> ${whole.join(", ")}
      printStore 8 -> ${whole.join(", ")}
      ${[1, 15, 40, 90].map(newcomer).join("\n")}
      joinServer 15
      breakConnection 7 15
      breakConnection 8 15
      joinClient 16 15
      put 16 lost in a crash
      killServer 15
      joinServer 17
      createConnection 16 17
      get 16 lost -> lost:ERR_DEP
      stabilize`;

/**
 * A new server gets everything from two others. First the link to one of them breaks while they are at it; then it comes
 * back without its store, and gets everything from one that knows a newer value of an early write, until that link breaks,
 * and the rest from one that does not.
 */
function newcomer(ms: number, index: number): string {
  const id = 11 + index;
  return `
      joinServer ${id}
      (${ms} ms pass)
      breakConnection 7 ${id}
      stabilize
      killServer ${id}
      breakConnection 7 8
      put 9 ${between[index + 1]} newest
      joinServer ${id}
      breakConnection 8 ${id}
      (${ms} ms pass)
      breakConnection 7 ${id}
      createConnection 8 ${id}
      stabilize
      createConnection 7 8
      stabilize
      killServer ${id}`;
}

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "PartitionHidesWrites",
    points: 2,
    goal: "Puts on both sides of a broken link, stabilize, and a look at both stores.",
    rule: "Nothing crosses a broken link, in either direction.",
    script: script(`${apart}
      put 2 north snow
      put 3 south sun
      stabilize
      printStore 0 -> north:snow
      printStore 1 -> south:sun
      get 2 south -> south:ERR_KEY
      get 3 north -> north:ERR_KEY
    `),
  }),
  scriptTest({
    ...common,
    id: "PartitionHeals",
    points: 3,
    goal: "Puts on both sides of a broken link, which is then restored, without any new put; then twice more, with keys and with numbers of writes that a sum might not tell apart.",
    rule: "When a link comes back, servers exchange what they missed, in both directions, however little it is.",
    real: true,
    script: script(`${apart}
      put 2 north snow
      put 3 south sun
      createConnection 0 1
      stabilize
      printStore 0 -> north:snow, south:sun
      printStore 1 -> north:snow, south:sun
      breakConnection 0 1
      put 2 b1 a day
      put 3 b0 a day
      createConnection 1 0
      stabilize
      printStore 0 -> b0:a day, b1:a day, north:snow, south:sun
      printStore 1 -> b0:a day, b1:a day, north:snow, south:sun
      breakConnection 0 1
      put 2 b1 a night
      put 3 b0 a night
      createConnection 0 1
      stabilize
      printStore 0 -> b0:a night, b1:a night, north:snow, south:sun
      printStore 1 -> b0:a night, b1:a night, north:snow, south:sun
    `),
  }),
  scriptTest({
    ...common,
    id: "PartitionTie",
    points: 3,
    section: "4.3",
    goal: "One put of the same key on each side of a broken link; the clients change sides and go back, and the link is restored. Then ties with servers of larger ids, and three writes of which only two know of each other, at servers in every order.",
    rule: "Of concurrent writes any may win, as long as all servers agree, and clients do not go back.",
    script: script(`${apart}
      put 2 k left
      put 3 k right
      breakConnection 2 0
      breakConnection 3 1
      createConnection 2 1
      createConnection 3 0
      get 2 k -> k:right or k:ERR_DEP
      get 3 k -> k:left or k:ERR_DEP
      breakConnection 2 1
      breakConnection 3 0
      createConnection 2 0
      createConnection 3 1
      get 2 k -> k:left or k:ERR_DEP
      get 3 k -> k:right or k:ERR_DEP
      createConnection 2 1
      createConnection 3 0
      createConnection 1 0
      stabilize
      get 2 k -> k:left or k:right
      get 3 k -> k:left or k:right
      printStore 0 -> k:left or k:right
      printStore 1 -> k:left or k:right
      put 2 k final
      stabilize
      printStore 0 -> k:final
      printStore 1 -> k:final
      ${[100, 1_000, 1_024, 65_536, 1_000_000].map(tieWith).join("\n")}
      breakConnection 0 1
      breakConnection 3 0
      joinServer 5
      breakConnection 5 1
      ${ring(5, 0)}
      ${ring(0, 5)}
      ${[0, 1, 5].map((id) => `killServer ${id}`).join("\n")}
      ${[11, 12, 13].map((id) => `joinServer ${id}\njoinClient ${id + 10} ${id}`).join("\n")}
      breakConnection 11 12
      breakConnection 11 13
      breakConnection 12 13
      ${circle(11, 12, 13)}
      ${circle(11, 13, 12)}
      ${circle(12, 11, 13)}
      ${circle(12, 13, 11)}
      ${circle(13, 11, 12)}
      ${circle(13, 12, 11)}
    `),
  }),
  scriptTest({
    ...common,
    id: "PartitionMidway",
    points: 3,
    goal: "Links break right behind a put, in the middle of the exchange about it, again and again, also when one of several puts has arrived, and in the middle of the exchange about many missed keys, one of which was written twice, now and then with news.",
    rule: "What was on its way when a link broke is sent again when the link is restored, and comes by other ways.",
    latencyMs: 14,
    script: script(`
      joinServer 0
      joinServer 1
      joinClient 2 0
      joinClient 3 1
      put 2 a 1
      breakConnection 0 1
      put 3 b 1
      createConnection 0 1
      breakConnection 0 1
      put 2 a 2
      createConnection 0 1
      put 2 c 1
      breakConnection 1 0
      createConnection 1 0
      stabilize
      printStore 0 -> a:2, b:1, c:1
      printStore 1 -> a:2, b:1, c:1
      breakConnection 0 1
      put 2 a 3
      createConnection 0 1
      put 2 b 3
      get 2 b -> b:3
      get 2 b -> b:3
      breakConnection 0 1
      createConnection 0 1
      stabilize
      printStore 1 -> a:3, b:3, c:1
      joinServer 4
      stabilize
      put 2 c 4
      breakConnection 0 4
      stabilize
      printStore 4 -> a:3, b:3, c:4
      breakConnection 0 1
      breakConnection 1 4
      ${missed.map((key) => `put 2 ${key} v`).join("\n")}
      createConnection 0 1
      get 2 c -> c:4
      breakConnection 0 1
      createConnection 0 1
      stabilize
      printStore 1 -> a:3, b:3, c:4, ${[...new Set(missed)].map((key) => `${key}:v`).join(", ")}
      ${missedAgain.join("\n")}
      ${twoOnTheirWay.join("\n")}
    `),
  }),
  scriptTest({
    ...common,
    id: "PartitionGroups",
    points: 3,
    goal: "Four servers in two groups of two, and then in one; the link between the groups breaks once more right after it was made, and one of the four hears of that later, although it has heard of later writes before. Then two of them miss puts, and are away for more than a minute. At last, two new servers exchange many of the longest values, and then almost a thousand keys each, every one between two of the other's, while clients put on; the link breaks while a long value is on its way; a client reads all of these keys; and more new servers get everything, while links break, and while a client asks for what is lost.",
    rule: "Servers in the same partition store the same, although not all servers can.",
    latencyMs: 8,
    script: script(`
      joinServer 0
      joinServer 1
      joinServer 2
      joinServer 3
      breakConnection 0 2
      breakConnection 0 3
      breakConnection 1 2
      breakConnection 1 3
      joinClient 4 0
      joinClient 5 3
      put 4 x west
      put 5 x far
      put 5 y east
      stabilize
      printStore 0 -> x:west
      printStore 1 -> x:west
      printStore 2 -> x:far, y:east
      printStore 3 -> x:far, y:east
      ${manyKeys.map((key) => `put 4 ${key} v`).join("\n")}
      stabilize
      joinClient 6 1
      put 6 z west
      stabilize
      get 6 z -> z:west
      breakConnection 0 1
      createConnection 1 2
      get 4 a10 -> a10:v
      breakConnection 1 2
      createConnection 1 2
      stabilize
      createConnection 0 1
      stabilize
      ${[0, 1, 2, 3].map((id) => `printStore ${id} -> ${mergedStores}`).join("\n")}
      breakConnection 1 2
      put 4 y west
      put 6 z middle
      stabilize
      (70 s pass)
      createConnection 1 2
      stabilize
      get 5 y -> y:west
      get 5 z -> z:middle
      ${[0, 1, 2, 3].map((id) => `killServer ${id}`).join("\n")}
      ${interleaved}
    `),
  }),
];
