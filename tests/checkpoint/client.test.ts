/**
 * Goal: the storage client turns every call into one RPC to the server that its router names, returns that server's
 * answer, runs any number of calls at once, and distinguishes failure from success.
 *
 * Method: the harness simulates the query servers. It records every RPC, so requests are compared exactly; it answers
 * late, with errors, or not at all. Each method is also tested with errors: an error reply to a Get, a connection that
 * is cut during a Put, a List to a server that is not running, and a server that comes back in ClientSequential.
 *
 * What only these tests catch: calls that are cached, sent twice or to an outdated server; a client that serialises its
 * calls; calls that hang or are fulfilled although their server is gone; a client that never reconnects.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { mark, paced, parallel, together, wait } from "../support/flow.js";
import { scenarioOf } from "../support/steps.js";
import {
  checkCalls,
  checkClosed,
  checkOverlap,
  checkReason,
  checkRpcs,
  checkRpcsInAnyOrder,
} from "../support/checks/client_calls.js";
import { markOf } from "../../grader/labs/cmud/reading/views.js";
import {
  callGet,
  callGetAndClose,
  callGets,
  callList,
  callPut,
  closeClient,
  getRpc,
  listRpc,
  newClient,
  putRpc,
  startFake,
  stopFake,
} from "../support/traces/client.js";

/** The time limit for rejecting a call to a server that cannot be reached, in milliseconds. */
const unreachableMs = 6_000;

/** The time limit for rejecting calls whose connection has been cut, in milliseconds. */
const cutMs = 2_000;

const entries = { "t/1": "~one~", "t/2": "~two~", "u/1": "~three~" };
const delayMs = 2_000;

/** The names of many servers, to all of which a client is connected at once. */
const crowd = Array.from({ length: 72 }, (_, index) => `crowd-${index + 1}`);

/** How often a client makes calls whose replies take longer than that, in milliseconds, and how many. */
const steadyEveryMs = 1_500;
const steadyCalls = 1_200;

const { callDeadlineMs } = course.limits;

/** How many calls are then made at once to that server by another client. */
const callsAtOnce = 1_100;

/** How long that server then hears nothing before its connections are cut in a call, in milliseconds. */
const idleMs = 5 * 60_000;

/** How often a server is called while it is down. */
const callsWhileDown = 8;

/** A key that query servers refuse. */
const tooLongKey = "k".repeat(course.limits.maxKeyLength + 1);

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
    goal: "Calls client.get for a key that is present, one that is not, and one with an empty value, and then on a server that answers with an error. The test simulates the query servers.",
    rule: "A get is one query.get RPC with the key, and its result is the value, or undefined if the key is not present.",
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
        "called client.get for a key that is present, one that is not, and one whose value is the empty string; then on a server that answers with an error.";
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
    goal: "Calls client.list for three prefixes, and then with a router that names a server that is not running. The test simulates the query server.",
    rule: "A list is one query.list RPC with the prefix, and its result contains exactly the entries of the reply.",
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
        "called client.list for a prefix of two keys, for all keys, and for a prefix of no key; then with a router that names a server that is not running.";
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
    goal: "Calls client.put, and then puts, gets and lists on a server whose connections are cut during the calls; closes the client, and gets; puts a key that is too long. The test simulates the query servers.",
    rule: "A put is one query.put RPC with the key and the value, and resolves when the server has answered. A call that the server refuses is rejected with the server's error. A call whose connection is lost is rejected, and not repeated.",
    real: true,
    scenario: scenarioOf([
      startFake("f1"),
      newClient("c", "f1"),
      callPut("c", "a/b", "~value~"),
      startFake("f2", { delayMs: 5_000 }),
      newClient("c2", "f2"),
      // The Put may have happened before its connection was lost, so it must not be repeated.
      parallel(
        [callPut("c2", "cut", "~lost~")],
        [callGet("c2", "cut")],
        [callList("c2", "cut")],
        [wait(400), mark("cut"), stopFake("f2"), startFake("f2")],
      ),
      closeClient("c2"),
      callGet("c2", "closed"),
      startFake("f3"),
      newClient("c3", "f3"),
      callPut("c3", "k".repeat(course.limits.maxKeyLength + 1), "~refused~"),
    ]),
    check: (history) => {
      const did =
        "called client.put once; then all three methods on a server that does not answer and whose connections were cut during the calls; closed the client, and called client.get.";
      checkCalls(history, "c", [{ is: "done" }], did);
      checkRpcs(history, "f1", [putRpc("a/b", "~value~")], did);
      const lost = [putRpc("cut", "~lost~"), getRpc("cut"), listRpc("cut")];
      checkRpcsInAnyOrder(history, "f2", lost, { endMs: Infinity }, did);
      const cutAtMs = markOf(history, "cut");
      const rejected = { is: "rejected", withinMs: cutMs, afterMs: cutAtMs } as const;
      const refused = { is: "rejected", withinMs: cutMs } as const;
      checkCalls(history, "c2", [rejected, rejected, rejected, refused], did);
      checkReason(history, "c2", did);
      const invalid = { is: "rejected", withinMs: cutMs, kind: "invalidParams" } as const;
      const long = "called client.put with a key that is too long.";
      checkCalls(history, "c3", [invalid], long);
    },
  },
  {
    ...common,
    id: "ClientBalance",
    goal: "Makes six calls with a router that names three query servers in turn, and closes it, seven with another one without a pause, four with another one that finds a connection lost, and is then closed, and four with one that names a server that is not running and another one in turn; makes a call while another one is given up that is never answered, and one that is answered just before it would be given up; then makes 72 calls at once to as many servers, and for half an hour calls to one server whose replies take longer than the time between two calls; then 1,100 calls at once to that server; some minutes later, three calls to it, whose connections are cut during them.",
    rule: "The client asks its router before every call and sends that call to the server that the router named, and to no other. Calls do not harm each other.",
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
      closeClient("c"),
      ...["g1", "g2", "g3"].map((fake) => startFake(fake)),
      newClient("c6", "g1", "g2", "g3"),
      callGets("c6", "a", "b", "c", "d", "e", "f", "g"),
      ...["h1", "h2"].map((fake) => startFake(fake)),
      newClient("c9", "h1", "h2"),
      ...[callGet("c9", "a"), callGet("c9", "b"), stopFake("h1"), startFake("h1"), wait(600)],
      ...[callGet("c9", "c"), callGet("c9", "d"), closeClient("c9")],
      startFake("f5", { entries: { k: "~there~" } }),
      newClient("c5", "not running", "f5"),
      ...[callGet("c5", "k"), callGet("c5", "k"), callPut("c5", "k", "~lost~"), callList("c5", "")],
      startFake("f6", { entries: { k: "~answered~" }, delayMs, silentOn: "unanswered" }),
      newClient("c7", "f6"),
      // The first one is given up before the second one is answered.
      parallel(
        [callGet("c7", "unanswered")],
        [wait(callDeadlineMs - delayMs / 2), callGet("c7", "k")],
      ),
      closeClient("c7"),
      // Nothing else happens on the connection for almost as long as a call may take.
      startFake("f7", { entries: { k: "~slow~" }, delayMs: callDeadlineMs - 1_000 }),
      newClient("c8", "f7"),
      callGet("c8", "k"),
      ...crowd.map((fake) => startFake(fake, { delayMs: 100 })),
      newClient("c2", ...crowd),
      together(crowd.map((fake) => callPut("c2", fake, "~here~"))),
      startFake("f4", { entries: { k: "~steady~" }, delayMs }),
      newClient("c3", "f4"),
      newClient("c4", "f4"),
      paced(
        steadyEveryMs,
        Array.from({ length: steadyCalls }, () => callGet("c3", "k")),
      ),
      together(Array.from({ length: callsAtOnce }, () => callGet("c4", "k"))),
      wait(idleMs),
      parallel(
        [callGet("c3", "k")],
        [callList("c3", "k")],
        [callPut("c3", "k", "~lost~")],
        [wait(400), mark("cut"), stopFake("f4"), startFake("f4")],
      ),
    ]),
    check: (history) => {
      const did =
        "made six calls on a client whose router names three servers in turn; each server has a different value.";
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
      const didClose = "made two calls to each of three servers in turn, and closed the client.";
      for (const fake of ["f1", "f2", "f3"]) checkClosed(history, fake, didClose);
      const didInOneTurn =
        "called client.get seven times in a row, without awaiting anything in between, on a client whose router names three servers in turn.";
      const inTurn = { g1: ["a", "d", "g"], g2: ["b", "e"], g3: ["c", "f"] };
      for (const [fake, keys] of Object.entries(inTurn)) {
        const rpcs = keys.map((key) => getRpc(key));
        checkRpcsInAnyOrder(history, fake, rpcs, { endMs: Infinity }, didInOneTurn);
      }
      const didRestart =
        "made four calls on a client whose router names two servers in turn, one of which was stopped and started after the second call.";
      checkRpcs(history, "h1", [getRpc("a"), getRpc("c")], didRestart);
      checkRpcs(history, "h2", [getRpc("b"), getRpc("d")], didRestart);
      for (const fake of ["h1", "h2"]) checkClosed(history, fake, didRestart);
      const didHalf =
        "made four calls on a client whose router names a server that is not running and another one in turn.";
      const refused = { is: "rejected", withinMs: unreachableMs } as const;
      checkCalls(
        history,
        "c5",
        [
          ...[refused, { is: "value", value: "~there~" } as const],
          ...[refused, { is: "entries", entries: { k: "~there~" } } as const],
        ],
        didHalf,
      );
      checkRpcs(history, "f5", [getRpc("k"), listRpc("")], didHalf);
      const didUnanswered = `called client.get for a key on which the server never answers, and ${callDeadlineMs - delayMs / 2} ms later for another one, which it answers after ${delayMs} ms; then closed the client.`;
      checkCalls(
        history,
        "c7",
        [
          { is: "rejected", withinMs: callDeadlineMs + cutMs },
          { is: "value", value: "~answered~" },
        ],
        didUnanswered,
      );
      checkRpcs(history, "f6", [getRpc("unanswered"), getRpc("k")], didUnanswered);
      checkClosed(history, "f6", didUnanswered);
      const didSlow = `called client.get on a server that answers after ${callDeadlineMs - 1_000} ms.`;
      checkCalls(history, "c8", [{ is: "value", value: "~slow~" }], didSlow);
      const didAtOnce = `made ${crowd.length} puts at once on a client whose router names ${crowd.length} servers in turn.`;
      checkCalls(
        history,
        "c2",
        crowd.map(() => ({ is: "done" })),
        didAtOnce,
      );
      for (const fake of crowd) checkRpcs(history, fake, [putRpc(fake, "~here~")], didAtOnce);
      const didSteadily = `called client.get ${steadyCalls} times, every ${steadyEveryMs} ms, on a server that answers after ${delayMs} ms, so that a call is always in progress; ${callsAtOnce} times at once on another client, and some minutes later made a get, a list and a put, and cut the connections before the server had answered.`;
      const lost = {
        is: "rejected",
        withinMs: cutMs,
        afterMs: markOf(history, "cut"),
      } as const;
      checkCalls(
        history,
        "c3",
        [
          ...Array.from(
            { length: steadyCalls },
            () => ({ is: "value", value: "~steady~" }) as const,
          ),
          ...Array.from({ length: 3 }, () => lost),
        ],
        didSteadily,
      );
      const afterIdle = [getRpc("k"), listRpc("k"), putRpc("k", "~lost~")];
      const steady = Array.from({ length: steadyCalls + callsAtOnce }, () => getRpc("k"));
      checkCalls(
        history,
        "c4",
        Array.from({ length: callsAtOnce }, () => ({ is: "value", value: "~steady~" })),
        didSteadily,
      );
      checkOverlap(history, "c4", "f4", delayMs);
      checkRpcsInAnyOrder(
        history,
        "f4",
        [...steady, ...afterIdle],
        { endMs: Infinity },
        didSteadily,
      );
    },
  },
  {
    ...common,
    id: "ClientSequential",
    goal: "Makes three gets, one after another, on one client; eight more while the server is down, two as soon as it is back, and two at once after it was restarted between two calls; then a get, a put and a list on the closed client.",
    rule: "Every call is one RPC; nothing is cached and nothing is sent twice. A closed client has no connection, and rejects calls.",
    real: true,
    scenario: scenarioOf([
      startFake("f1", { entries: { k: "~before~" } }),
      newClient("c", "f1"),
      callGet("c", "k"),
      callGet("c", "k"),
      callGet("c", "k"),
      stopFake("f1"),
      ...Array.from({ length: callsWhileDown }, () => callGet("c", "k")),
      startFake("f1", { entries: { k: "~after~" } }),
      callGet("c", "k"),
      callGet("c", "other"),
      // Nobody calls between the loss of the connection and the return of the server.
      stopFake("f1"),
      startFake("f1", { entries: { k: "~again~" } }),
      wait(600),
      callGets("c", "k", "k"),
      closeClient("c"),
      closeClient("c"),
      ...[callGet("c", "k"), callPut("c", "k", "~late~"), callList("c", "")],
      wait(200),
    ]),
    check: (history) => {
      const did = `called client.get three times in a row, ${callsWhileDown} times while the server was down, and twice more when it was back; stopped and started the server, and called it twice in one turn; closed the client twice, and called each of its methods once more.`;
      const refused = { is: "rejected", withinMs: unreachableMs } as const;
      checkCalls(
        history,
        "c",
        [
          { is: "value", value: "~before~" },
          { is: "value", value: "~before~" },
          { is: "value", value: "~before~" },
          ...Array.from({ length: callsWhileDown }, () => refused),
          { is: "value", value: "~after~" },
          { is: "value", value: null },
          { is: "value", value: "~again~" },
          { is: "value", value: "~again~" },
          ...Array.from({ length: 3 }, () => ({ is: "rejected", withinMs: cutMs }) as const),
        ],
        did,
      );
      checkClosed(history, "f1", did);
      const before = [getRpc("k"), getRpc("k"), getRpc("k")];
      checkRpcs(
        history,
        "f1",
        [...before, getRpc("k"), getRpc("other"), getRpc("k"), getRpc("k")],
        did,
      );
    },
  },
  {
    ...common,
    id: "ClientConcurrent",
    goal: "Makes ten calls at once, some of them equal, on a query server that answers only after two seconds; then closes a client while two calls to one server are in progress, another one while calls to two servers are, and another one while a call is connecting, and one in the same turn as a call over an open connection. Another client makes a call while one is in progress that the server refuses, and one more, and is closed.",
    rule: "Any number of calls may be in progress at the same time; none waits for the reply to another, and each makes an RPC of its own. Closing the client closes all of its connections and rejects the calls in progress.",
    real: true,
    scenario: scenarioOf([
      startFake("f1", { entries: { k1: "~one~", k2: "~two~", k3: "~three~" }, delayMs }),
      newClient("c", "f1"),
      together([
        callGet("c", "k1"),
        callGet("c", "k2"),
        callGet("c", "k3"),
        callPut("c", "k4", "~four~"),
        callPut("c", "k4", "~fourth~"),
        callGet("c", "none"),
        callList("c", "k2"),
        callGet("c", "k1"),
        callGet("c", "k2"),
        callList("c", "k2"),
      ]),
      mark("more"),
      newClient("c2", "f1"),
      parallel(
        [callGet("c2", "k1")],
        [callPut("c2", "k5", "~five~")],
        [wait(500), mark("closed"), closeClient("c2")],
      ),
      startFake("f3", { delayMs }),
      startFake("f4", { delayMs }),
      newClient("c4", "f3", "f4"),
      parallel(
        [callGet("c4", "k7")],
        [callGet("c4", "k8")],
        [wait(500), mark("both closed"), closeClient("c4")],
      ),
      startFake("f5", { entries: { k: "~value~" }, delayMs: 300 }),
      newClient("c5", "f5"),
      parallel([callPut("c5", tooLongKey, "~refused~")], [wait(100), callGet("c5", "k")]),
      callGet("c5", "k"),
      closeClient("c5"),
      startFake("f6", { entries: { k: "~value~" }, delayMs }),
      newClient("c6", "f6"),
      callGet("c6", "k"),
      callGetAndClose("c6", "k"),
      newClient("c3", "f2"),
      startFake("f2", { delayMs }),
      // The call is still opening its connection.
      together([callPut("c3", "k6", "~six~"), closeClient("c3")]),
      wait(200),
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
          { is: "done" },
          { is: "value", value: null },
          { is: "entries", entries: { k2: "~two~" } },
          { is: "value", value: "~one~" },
          { is: "value", value: "~two~" },
          { is: "entries", entries: { k2: "~two~" } },
        ],
        "made ten calls at once on one client.",
      );
      checkRpcsInAnyOrder(
        history,
        "f1",
        [
          ...["k1", "k2", "k3", "none", "k1", "k2"].map(getRpc),
          ...[putRpc("k4", "~four~"), putRpc("k4", "~fourth~")],
          ...["k2", "k2"].map(listRpc),
        ],
        { endMs: markOf(history, "more") },
        "made ten calls at once on one client, some of them equal.",
      );
      checkOverlap(history, "c", "f1", delayMs);
      const closedMs = markOf(history, "closed");
      const rejected = { is: "rejected", withinMs: cutMs, afterMs: closedMs } as const;
      checkCalls(
        history,
        "c2",
        [rejected, rejected],
        "made two calls on a client and closed it before the server answered.",
      );
      const didBoth =
        "made two calls on a client, to one server each, and closed it before the servers answered.";
      const bothRejected = { ...rejected, afterMs: markOf(history, "both closed") };
      checkCalls(history, "c4", [bothRejected, bothRejected], didBoth);
      for (const fake of ["f3", "f4"]) checkClosed(history, fake, didBoth);
      const refused = { is: "rejected", withinMs: cutMs } as const;
      const didAfterRefusal =
        "put a key that is too long, called client.get before the server had refused that and once more behind it, and closed the client.";
      checkCalls(
        history,
        "c5",
        [refused, { is: "value", value: "~value~" }, { is: "value", value: "~value~" }],
        didAfterRefusal,
      );
      checkRpcsInAnyOrder(
        history,
        "f5",
        [putRpc(tooLongKey, "~refused~"), getRpc("k"), getRpc("k")],
        { endMs: Infinity },
        didAfterRefusal,
      );
      checkClosed(history, "f5", didAfterRefusal);
      const didInOneTurn =
        "called client.get, and when that was answered, client.get and client.close in one turn.";
      checkCalls(history, "c6", [{ is: "value", value: "~value~" }, refused], didInOneTurn);
      checkClosed(history, "f6", didInOneTurn);
      const did = "called client.put and, without a pause, client.close.";
      checkCalls(history, "c3", [{ is: "rejected", withinMs: cutMs }], did);
      checkClosed(history, "f2", did);
    },
  },
];
