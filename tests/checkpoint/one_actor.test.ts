/**
 * Goal: a server with one query actor answers Get, Put and List from the actor's own state.
 *
 * Method: a server on a thread of its own, and the student's clients. Every test also checks the counters of the actor
 * system: each query must reach the actor by a message and be answered on a channel ref. The final runs these tests
 * again.
 *
 * What only these tests catch: a receiver that stores data itself, a Put that is acknowledged before it is applied, two
 * Puts within a millisecond of which the first one wins, a List that ignores its prefix, is cut, or is in another order;
 * a store that takes some strings for others or for none, or is corrupted by concurrent clients; a server that leaves
 * something running.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { requireActorUse } from "../support/checks/actor_use.js";
import { checkAnswers, checkListOrder, checkPromptness } from "../support/checks/answers.js";
import { checkLifeCycle } from "../support/checks/life_cycle.js";
import { checkReads } from "../support/checks/nothing_wrong.js";
import { requireAnswers } from "../support/checks/run.js";
import { wholeStore } from "../support/entries.js";
import { startServer } from "../support/place.js";
import {
  longKey,
  longValue,
  oddKeys,
  oddValues,
  unsortedKeys,
} from "../support/traces/odd_entries.js";
import { parallel, together, wait } from "../support/flow.js";
import {
  get as getStep,
  list as listStep,
  put as putStep,
  scenarioOf,
  stats,
  valueOf,
} from "../support/steps.js";

const actor = "s1/0";

const get = (key: string, client = "c1"): Step => getStep(actor, key, { client, student: true });
const put = (key: string, value: string, client = "c1"): Step =>
  putStep(actor, key, value, { client, student: true });
const list = (prefix: string, client = "c1"): Step =>
  listStep(actor, prefix, { client, student: true });

const common = {
  parts: ["checkpoint", "final"],
  group: "OneActor",
  points: 1,
  section: "3.1",
  file: "kvserver/query_actor.ts",
  entries: wholeStore,
  seeds: course.seeds.light,
  real: false,
};

/** A test that runs its steps on a server with one query actor. */
interface Row
  extends Pick<LabTest, "id" | "goal" | "rule" | "check">, Partial<Pick<LabTest, "seeds">> {
  readonly real?: boolean;
  readonly steps: readonly Step[];
  /** A client whose queries may be rejected. */
  readonly refused?: string;
}

function oneActorTest({ steps, check, refused, ...facts }: Row): LabTest {
  return {
    ...common,
    ...facts,
    scenario: scenarioOf([startServer("s1", 1), ...steps, stats("end")]),
    check: async (history) => {
      requireAnswers(history, common.section, ({ client }) => client === refused);
      checkListOrder(history);
      await check(history);
      requireActorUse(history, "end");
    },
  };
}

/** Members of parameters that are none of the protocol's, although servers may have some of these names for themselves. */
const unknownMembers = { type: "put", replyTo: "me", id: "1", method: "none", value: "~odd~" };

const times = 10;
/** Enough for numbers of two digits. */
const quickTimes = 12;
/** So many values of the greatest length fit into the reply to a List, and one more does not. */
const longValues = 19;
/** How many more make one that is too long for certain. */
const tooManyLongValues = 3;
const trees = ["a/1", "a/2", "a/3", "ab", "b/1", "b/2", "b/3", "b/10"];
/** With the others of their test, as many keys as a store may have. */
const manyKeys =
  course.limits.keys -
  new Set([...trees, ...unsortedKeys]).size -
  longValues -
  tooManyLongValues -
  1;
const putLong = (index: number): Step =>
  putStep(actor, `long.${index}`, `~long.${index}~${longValue.slice(20)}`);
const getsAtOnce = 300;
const clients = ["c1", "c2", "c3", "c4"];
const putsEach = 25;
const throughActor = " Every query reaches the actor by a tell and is answered on a channel ref.";

const rows: readonly Row[] = [
  {
    id: "OneActorGet",
    goal: "Starts one server with one query actor and gets a key from the empty store, also with parameters that nobody knows; starts another one while a port is in use, then without that, and closes it; then starts it with an invalid desc.",
    rule:
      "A key that was never put is not present. A server that cannot start, or that is closed, leaves nothing running." +
      throughActor,
    steps: [
      get("nothing"),
      get(""),
      get("nothing"),
      list(""),
      // What the student's client makes of the reply is one thing, and what other clients get is another.
      getStep(actor, "nothing", { client: "foreign" }),
      // Programs of a later year may send more than servers of this one know.
      getStep(actor, "nothing", { client: "foreign", members: unknownMembers }),
      listStep(actor, "", { client: "foreign", members: unknownMembers }),
      { do: "tryServer", server: "s2", actors: 6 },
    ],
    check: (history) => {
      checkAnswers(history);
      checkLifeCycle(history);
    },
  },
  {
    id: "OneActorPut1",
    goal: "Puts a key and gets it; puts unusual keys and values, and gets all of them; gets a key, and lists a prefix, that are longer than any key.",
    rule:
      "A get returns the value of the preceding put. Keys and values are arbitrary strings, including the empty string." +
      throughActor,
    seeds: course.seeds.medium,
    steps: [
      put("key", "~key.1~"),
      get("key"),
      get("ke"),
      together(oddKeys.map((key, index) => put(key, `~odd.${index}~`))),
      ...oddKeys.map((key) => get(key)),
      ...[...oddValues, ...oddKeys].flatMap((value, index) => [
        put(`value.${index}`, value),
        get(`value.${index}`),
      ]),
      put(longKey, longValue),
      get(longKey),
      list("long"),
      // No key is as long as these, and one may ask for them all the same.
      get(`${longKey}x`),
      list(`${longKey}x`),
    ],
    check: checkAnswers,
  },
  {
    id: "OneActorPut2",
    goal: "Overwrites one key ten times and reads every value back.",
    rule: "A put is answered after the actor has applied it, and the later of two puts wins, even within one millisecond.",
    steps: [
      ...Array.from({ length: times }, (_, index) => [
        put("key", valueOf("key", index + 1)),
        get("key"),
        get("key", "c2"),
      ]).flat(),
      // Several within one millisecond, pipelined on one connection.
      ...Array.from({ length: times }, (_, index) => {
        const key = `quick.${index}`;
        // The last one puts the value of the first one again.
        const puts = Array.from({ length: quickTimes + 1 }, (_, n) =>
          putStep(actor, key, valueOf(key, (n % quickTimes) + 1)),
        );
        const reads = [getStep(actor, key), listStep(actor, key)];
        return [
          together([...reads, ...puts.slice(0, 1), ...reads, ...puts.slice(1), ...reads]),
          get(key),
        ];
      }).flat(),
    ],
    check: checkAnswers,
  },
  {
    id: "OneActorList1",
    goal: "Puts a key, lists all keys, and lists a prefix that no key has.",
    rule:
      "A list returns the entries whose keys start with the prefix; the empty prefix matches all keys." +
      throughActor,
    steps: [
      list(""),
      put("key", "~key.1~"),
      list(""),
      list("key"),
      list("other"),
      list("keys"),
      list("ey"),
      ...["KEY", "Key", "a.c", "abc", "a*", "", "^", "k"].map((key) => put(key, "")),
      ...["KEY", "k", "K", "a.", "a*", ".", "^", ""].map((prefix) => list(prefix)),
      // The last of all characters has none after it, so the end of its range is no string.
      ...["\uffff", "\uffff\uffff", "\uffff\uffffa", "a\uffff1", "a\uffff\uffff1"].map((key) =>
        put(key, ""),
      ),
      ...["\uffff", "a\uffff", "\uffff\uffff", "a", ""].map((prefix) => list(prefix)),
      // Strings consist of code units: half of an emoji is a prefix of it, and less than what begins with that half.
      ...["\u{1f600}x", "\ud83d\uffff", "\ud83d"].map((key) => put(key, "")),
      ...["\ud83d", "\u{1f600}", ""].map((prefix) => list(prefix)),
    ],
    check: checkAnswers,
  },
  {
    id: "OneActorList2",
    goal: `Puts eight keys with two common prefixes and lists several prefixes; then puts ${manyKeys.toLocaleString("en")} keys, lists all of them, once with a put right behind that, and gets 300 at once; then the same with ${longValues} values of the greatest length, and with too many of them for one reply.`,
    rule:
      "A list returns exactly the entries whose keys start with the prefix, in the order of their keys." +
      throughActor,
    seeds: course.seeds.amount,
    steps: [
      ...trees.map((key, index) => put(key, `~tree.${index}~`)),
      list(""),
      list("a/"),
      list("b/"),
      list("a"),
      list("b/1"),
      list("b/1", "c2"),
      ...unsortedKeys.map((key) => put(key, `~unsorted.${key.length}~`)),
      list(""),
      together(
        Array.from({ length: manyKeys }, (_, index) =>
          putStep(actor, `many.${index}`, `~many.${index}~`),
        ),
      ),
      list(""),
      // What is put right behind a list is not in it.
      together([
        listStep(actor, "", { batched: true }),
        putStep(actor, "~behind", "~put.1~", { batched: true }),
        listStep(actor, "~", { batched: true }),
      ]),
      together(Array.from({ length: getsAtOnce }, (_, index) => getStep(actor, `many.${index}`))),
      ...Array.from({ length: longValues }, (_, index) => putLong(index)),
      listStep(actor, "long."),
      // The reply to this one cannot be sent; then it is an error, and not the beginning of the list.
      ...Array.from({ length: tooManyLongValues }, (_, index) => putLong(longValues + index)),
      listStep(actor, "long.", { client: "refused" }),
    ],
    refused: "refused",
    check: checkAnswers,
  },
  {
    id: "OneActorTrace",
    goal: "Makes two dozen gets, puts and lists, one after another, with overwrites and unusual keys.",
    rule:
      "Every query is answered immediately, from the state after all preceding queries." +
      throughActor,
    real: true,
    steps: [
      get("x"),
      put("x", "~x.1~"),
      put("y", "~y.1~"),
      get("x"),
      list(""),
      put("x", "~x.2~"),
      get("x"),
      get("y"),
      put("xy", "~xy.1~"),
      list("x"),
      put("y", "~y.2~"),
      put("y", "~y.1~"),
      get("y"),
      put("", "~no-name.1~"),
      put('ünï/中 " \\', "~strange.1~"),
      get(""),
      get('ünï/中 " \\'),
      list("ünï/"),
      put("__proto__", "~proto.1~"),
      put("constructor", "~constructor.1~"),
      get("__proto__"),
      get("toString"),
      list("c"),
      list(""),
    ],
    check: (history) => {
      checkAnswers(history);
      checkPromptness(history);
    },
  },
  {
    id: "OneActorMultiClient1",
    goal: "Puts from one client and gets from another.",
    rule: "All clients of a query actor see the same store." + throughActor,
    steps: Array.from({ length: 25 }, (_, index) => [
      put(`key.${index % 5}`, valueOf(`key.${index % 5}`, index), "c1"),
      get(`key.${index % 5}`, "c2"),
      list("key", "c3"),
    ]).flat(),
    check: checkAnswers,
  },
  {
    id: "OneActorMultiClient2",
    goal: "Lets four clients put concurrently, and then all of them read everything.",
    rule:
      "Concurrent queries of several clients are all answered, and no put is lost." + throughActor,
    real: true,
    steps: [
      parallel(
        ...clients.map((client) =>
          Array.from({ length: putsEach }, (_, index) => [
            put(`${client}.${index}`, valueOf(`${client}.${index}`), client),
            get(`${client}.${index}`, client),
          ]).flat(),
        ),
      ),
      wait(10),
      together(clients.map((client) => list("", client))),
      ...clients.flatMap((client) => clients.map((other) => get(`${other}.7`, client))),
    ],
    check: (history) => {
      checkReads(history, [actor]);
    },
  },
];

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = rows.map(oneActorTest);
