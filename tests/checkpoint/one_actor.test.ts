/**
 * Goal: a server with one query actor answers Get, Put and List from the actor's own state.
 *
 * Method: a server on a thread of its own, and the student's clients. Every test also looks at the counters of the actor
 * system: each query goes to the actor by a message and comes back on a channel ref. The final runs these tests again.
 *
 * What only these tests catch: a receiver that keeps data itself, a Put that is acknowledged before it is applied, two
 * Puts of one millisecond of which the first one wins, a List without its prefix, a store that calls of several clients
 * damage.
 */
import { scenarioTest } from "../../grader/suite/scenario_test.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import type { History } from "../../grader/history/history.js";
import { requireActorUse } from "../support/checks/actor_use.js";
import { checkAnswers, checkListOrder } from "../support/checks/answers.js";
import { checkReads } from "../support/checks/nothing_wrong.js";
import { requireAnswers } from "../support/checks/run.js";
import { startServer } from "../support/place.js";
import {
  get as getStep,
  list as listStep,
  parallel,
  put as putStep,
  scenarioOf,
  stats,
  together,
  valueOf,
  wait,
} from "../support/steps.js";

const actor = "s1/0";

const get = (key: string, client = "c1"): Step => getStep(actor, key, { client, student: true });
const put = (key: string, value: string, client = "c1"): Step =>
  putStep(actor, key, value, { client, student: true });
const list = (prefix: string, client = "c1"): Step =>
  listStep(actor, prefix, { client, student: true });

function oneActorTest(id: string, steps: readonly Step[], check: (history: History) => void): void {
  const scenario = scenarioOf([startServer("s1", 1), ...steps, stats("end")]);
  scenarioTest(id, scenario, (history) => {
    requireAnswers(history);
    check(history);
    requireActorUse(history, "end");
  });
}

describe("A server with one query actor", () => {
  oneActorTest("OneActorGet", [get("nothing"), get(""), get("nothing")], checkAnswers);

  oneActorTest("OneActorPut1", [put("key", "~key.1~"), get("key"), get("ke")], checkAnswers);

  const times = 10;
  oneActorTest(
    "OneActorPut2",
    [
      ...Array.from({ length: times }, (_, index) => [
        put("key", valueOf("key", index + 1)),
        get("key"),
        get("key", "c2"),
      ]).flat(),
      // Several within one millisecond, one right after the other on one connection.
      ...Array.from({ length: times }, (_, index) => {
        const key = `quick.${index}`;
        const puts = Array.from({ length: 5 }, (_, n) => putStep(actor, key, valueOf(key, n + 1)));
        return [together([...puts, getStep(actor, key)]), get(key)];
      }).flat(),
    ],
    checkAnswers,
  );

  oneActorTest(
    "OneActorList1",
    [
      list(""),
      put("key", "~key.1~"),
      list(""),
      list("key"),
      list("other"),
      list("keys"),
      list("ey"),
    ],
    checkAnswers,
  );

  const trees = ["a/1", "a/2", "a/3", "ab", "b/1", "b/2", "b/3", "b/10"];
  oneActorTest(
    "OneActorList2",
    [
      ...trees.map((key, index) => put(key, `~tree.${index}~`)),
      list(""),
      list("a/"),
      list("b/"),
      list("a"),
      list("b/1"),
      list("b/1", "c2"),
    ],
    (history) => {
      checkAnswers(history);
      checkListOrder(history);
    },
  );

  oneActorTest(
    "OneActorTrace",
    [
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
    checkAnswers,
  );

  oneActorTest(
    "OneActorMultiClient1",
    Array.from({ length: 25 }, (_, index) => [
      put(`key.${index % 5}`, valueOf(`key.${index % 5}`, index), "c1"),
      get(`key.${index % 5}`, "c2"),
      list("key", "c3"),
    ]).flat(),
    checkAnswers,
  );

  const clients = ["c1", "c2", "c3", "c4"];
  const putsEach = 25;
  oneActorTest(
    "OneActorMultiClient2",
    [
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
    (history) => {
      checkReads(history, [actor]);
    },
  );
});
