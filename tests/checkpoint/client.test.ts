/**
 * Goal: the storage client turns every call into one RPC to the server that its router names, returns what that server
 * answered, runs any number of calls at once, and tells failure from success.
 *
 * Method: the harness plays the query servers. It writes down every RPC that it gets, so requests are compared exactly;
 * it answers late, with errors, or not at all. The error path is part of the tests of each method: an error for Get, a
 * connection cut in the middle of a Put, a server that is not there for List, and one that comes back for ClientSequential.
 *
 * What only these tests catch: calls that are cached, sent twice or to a server of long ago; a client that serialises
 * its calls; calls that hang, or are fulfilled, when their server is gone; a client that never connects again.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { mark, parallel, scenarioOf, together, wait } from "../support/steps.js";
import { checkCalls, checkOverlap, checkRpcs } from "../support/checks/client_calls.js";
import { markOf } from "../../grader/labs/cmud/reading/views.js";
import {
  callGet,
  callList,
  callPut,
  getRpc,
  listRpc,
  newClient,
  putRpc,
  startFake,
  stopFake,
} from "../support/traces/client.js";

/** Within this time a call to a server that cannot be reached is rejected, in milliseconds. */
const unreachableMs = 6_000;

/** Within this time calls are rejected when their connection has been cut, in milliseconds. */
const cutMs = 2_000;

const entries = { "t/1": "~one~", "t/2": "~two~", "u/1": "~three~" };
const delayMs = 2_000;

const common = {
  parts: ["checkpoint"],
  group: "Client",
  points: 1,
  section: "6.1",
  file: "kvclient/client.ts",
  entries: ["kvclient/client"],
  seeds: course.seeds.light,
  real: false,
};

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  {
    ...common,
    id: "ClientGet",
    goal: "Calls client.get against query servers that the test plays itself: for a key that is there, one that is not, one whose value is empty, and against a server that answers with an error.",
    rule: "A get is one query.get RPC with the key, and its result is the value, or undefined when the key is not present.",
    real: true,
    scenario: scenarioOf([
      startFake("f1", { entries: { "a/b": "~value~", empty: "" } }),
      newClient("c", "f1"),
      callGet("c", "a/b"),
      callGet("c", "missing"),
      callGet("c", "empty"),
      startFake("f2", { error: "the disk is on fire" }),
      newClient("c2", "f2"),
      callGet("c2", "a/b"),
    ]),
    check: (history) => {
      const did =
        "called client.get for a key that is there, one that is not, and one whose value is the empty text; then against a server that answers with an error.";
      checkCalls(
        history,
        "c",
        [
          { is: "value", value: "~value~" },
          { is: "value", value: null },
          { is: "value", value: "" },
        ],
        did,
      );
      checkRpcs(history, "f1", [getRpc("a/b"), getRpc("missing"), getRpc("empty")], did);
      checkCalls(history, "c2", [{ is: "rejected", withinMs: cutMs }], did);
      checkRpcs(history, "f2", [getRpc("a/b")], did);
    },
  },
  {
    ...common,
    id: "ClientList",
    goal: "Calls client.list against a query server that the test plays itself, for three prefixes, and once with a router that names a server that does not run.",
    rule: "A list is one query.list RPC with the prefix, and its result holds exactly the entries of the reply.",
    scenario: scenarioOf([
      startFake("f1", { entries }),
      newClient("c", "f1"),
      callList("c", "t/"),
      callList("c", ""),
      callList("c", "none"),
      newClient("c2", "dead"),
      callList("c2", ""),
    ]),
    check: (history) => {
      const did =
        "called client.list for a prefix of two keys, for all keys, and for a prefix of none; then with a router that names a server that does not run.";
      checkCalls(
        history,
        "c",
        [
          { is: "entries", entries: { "t/1": "~one~", "t/2": "~two~" } },
          { is: "entries", entries },
          { is: "entries", entries: {} },
        ],
        did,
      );
      checkRpcs(history, "f1", [listRpc("t/"), listRpc(""), listRpc("none")], did);
      checkCalls(history, "c2", [{ is: "rejected", withinMs: unreachableMs }], did);
    },
  },
  {
    ...common,
    id: "ClientPut",
    goal: "Calls client.put against a query server that the test plays itself, and against one whose connections are cut while the call is under way.",
    rule: "A put is one query.put RPC with the key and the value, and is fulfilled when the server has answered.",
    real: true,
    scenario: scenarioOf([
      startFake("f1"),
      newClient("c", "f1"),
      callPut("c", "a/b", "~value~"),
      startFake("f2", { delayMs: 5_000 }),
      newClient("c2", "f2"),
      parallel([callPut("c2", "cut", "~lost~")], [wait(400), mark("cut"), stopFake("f2")]),
    ]),
    check: (history) => {
      const did =
        "called client.put once; then against a server that does not answer, whose connections were cut while the call was under way.";
      checkCalls(history, "c", [{ is: "done" }], did);
      checkRpcs(history, "f1", [putRpc("a/b", "~value~")], did);
      checkRpcs(history, "f2", [putRpc("cut", "~lost~")], did);
      const cutAtMs = markOf(history, "cut");
      checkCalls(history, "c2", [{ is: "rejected", withinMs: cutMs, afterMs: cutAtMs }], did);
    },
  },
  {
    ...common,
    id: "ClientBalance",
    goal: "Makes six calls with a router that names three query servers in turn.",
    rule: "The client asks its router before every call and sends that call to the server that was named, so each gets exactly its one.",
    scenario: scenarioOf([
      startFake("f1", { entries: { k: "~first~" } }),
      startFake("f2", { entries: { k: "~second~" } }),
      startFake("f3", { entries: { k: "~third~" } }),
      newClient("c", "f1", "f2", "f3"),
      callGet("c", "k"),
      callPut("c", "k", "~new~"),
      callList("c", ""),
      callGet("c", "k"),
      callGet("c", "k"),
      callPut("c", "k", "~newer~"),
    ]),
    check: (history) => {
      const did =
        "made six calls on a client whose router names three servers in turn; each server has a value of its own.";
      checkCalls(
        history,
        "c",
        [
          { is: "value", value: "~first~" },
          { is: "done" },
          { is: "entries", entries: { k: "~third~" } },
          { is: "value", value: "~first~" },
          { is: "value", value: "~new~" },
          { is: "done" },
        ],
        did,
      );
      checkRpcs(history, "f1", [getRpc("k"), getRpc("k")], did);
      checkRpcs(history, "f2", [putRpc("k", "~new~"), getRpc("k")], did);
      checkRpcs(history, "f3", [listRpc(""), putRpc("k", "~newer~")], did);
    },
  },
  {
    ...common,
    id: "ClientSequential",
    goal: "Makes three gets, one after the other, on one client; one more while the server is away, and two when it is back.",
    rule: "Every call is one RPC of its own; nothing is cached and nothing is sent twice.",
    real: true,
    scenario: scenarioOf([
      startFake("f1", { entries: { k: "~before~" } }),
      newClient("c", "f1"),
      callGet("c", "k"),
      callGet("c", "k"),
      callGet("c", "k"),
      stopFake("f1"),
      callGet("c", "k"),
      startFake("f1", { entries: { k: "~after~" } }),
      // A client may give an address that failed a short rest.
      wait(600),
      callGet("c", "k"),
      callGet("c", "other"),
    ]),
    check: (history) => {
      const did =
        "called client.get three times in a row, a fourth time while the server was away, and twice more when it was back.";
      checkCalls(
        history,
        "c",
        [
          { is: "value", value: "~before~" },
          { is: "value", value: "~before~" },
          { is: "value", value: "~before~" },
          { is: "rejected", withinMs: unreachableMs },
          { is: "value", value: "~after~" },
          { is: "value", value: null },
        ],
        did,
      );
      const before = [getRpc("k"), getRpc("k"), getRpc("k")];
      checkRpcs(history, "f1", [...before, getRpc("k"), getRpc("other")], did);
    },
  },
  {
    ...common,
    id: "ClientConcurrent",
    goal: "Makes eight calls at once, three gets first, against a query server that answers only after two seconds.",
    rule: "Any number of calls may be under way at the same time; none waits for another.",
    real: true,
    scenario: scenarioOf([
      startFake("f1", { entries: { k1: "~one~", k2: "~two~", k3: "~three~" }, delayMs }),
      newClient("c", "f1"),
      together([
        callGet("c", "k1"),
        callGet("c", "k2"),
        callGet("c", "k3"),
        callPut("c", "k4", "~four~"),
        callGet("c", "none"),
        callList("c", "k2"),
        callGet("c", "k1"),
        callGet("c", "k2"),
      ]),
    ]),
    check: (history) => {
      checkCalls(
        history,
        "c",
        [
          { is: "value", value: "~one~" },
          { is: "value", value: "~two~" },
          { is: "value", value: "~three~" },
          { is: "done" },
          { is: "value", value: null },
          { is: "entries", entries: { k2: "~two~" } },
          { is: "value", value: "~one~" },
          { is: "value", value: "~two~" },
        ],
        "made eight calls at once on one client.",
      );
      checkOverlap(history, "c", delayMs);
    },
  },
];
