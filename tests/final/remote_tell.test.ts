/**
 * Goal: a message to an actor of another system arrives once, in order, and without waiting for replies.
 *
 * Method: two actor systems with 200 ms of latency between them, each with a given actor that records its messages. One
 * actor sends all messages in one handler call.
 *
 * What only these tests catch: a remoteTell that waits for the reply to each message or to every few, one whose messages
 * overtake each other, one that sends or delivers messages twice or changes their texts, one that sends nothing more
 * after a message that could not be sent.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import {
  checkLossTold,
  checkOrder,
  checkReplies,
  checkSpeed,
} from "../support/checks/remote_tells.js";
import { requireServers } from "../support/checks/run.js";
import { mark, parallel, wait } from "../support/flow.js";
import { scenarioOf } from "../support/steps.js";
import { latencyMs } from "../support/timing.js";

const limitMs = 4 * latencyMs;

const systems: readonly Step[] = [
  { do: "startSystem", system: "a" },
  { do: "startSystem", system: "b" },
];

function tell(messages: readonly string[], from = "a", to = "b"): Step {
  return { do: "tellRemote", from, to, messages };
}

function ask(message: string): Step {
  return { do: "askRemote", from: "a", to: "b", message, withinMs: limitMs };
}

/**
 * So many quotation marks make an RPC that is longer than it may be, so it is not sent: each has two characters in the
 * message, and four in the RPC.
 */
const tooLong = ((course.limits.maxMessageMiB + 1) * 1024 * 1024) / 4;

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}

const odd = 'one message: "quoted", ünï中, \\ and \n a line';
const asked = numbered("question", 3);
const five = numbered("message", 5);
const later = numbered("later message", 5);
const again = ["same", "same", "other", "same"];
// Each of them may be sent, but not all of them in one message, although it is what JSON makes of them that is too long.
const longAndShort = [
  ...numbered("a long one", 9).map((text) => text.padEnd(1024 * 1024, '"')),
  "a short one",
];
// Two systems send them at the same time, so what travels in pieces must be told apart. Of the characters, some have one
// byte, others two, three or four.
const fromEach = ["a", "c"].map((system) => ({
  system,
  messages: numbered(`from ${system}`, 4).map((text) => text.padEnd(300 * 1024, ` ${system}é中🍵`)),
}));
const many = numbered("one of many", 40_000);
/** So many characters that whoever waits after twenty million of them or fewer waits twice or more. */
const long = numbered("a long one", 40).map((text) => text.padEnd(1024 * 1024, "x"));
// Long enough for five messages that each wait for the previous reply, because this test is not about waiting.
const patientMs = (2 * five.length + 2) * latencyMs;

const common = {
  parts: ["final"],
  group: "RemoteTell",
  points: 1,
  section: "4.2",
  file: "actor/remote_tell.ts",
  entries: ["actor/actor_system", "actor/remote_tell"],
  seeds: course.seeds.light,
  real: false,
};

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  {
    ...common,
    id: "RemoteTellBasic",
    goal: "Sends one message from an actor of one system to an actor of another, and one back; then messages from outside actors, to which the actor replies on channel refs.",
    rule: "A message to a remote actor, or to a channel ref of another system, is delivered, within four times the one-way latency.",
    real: true,
    scenario: scenarioOf(
      [
        ...systems,
        mark("sent"),
        tell([odd]),
        wait(limitMs),
        tell(["back"], "b", "a"),
        wait(limitMs),
        parallel(...asked.map((message) => [ask(message)])),
      ],
      latencyMs,
    ),
    check: (history) => {
      requireServers(history);
      checkOrder(history, "b", [odd]);
      checkSpeed(history, "b", "sent", 1, limitMs);
      checkOrder(history, "a", ["back"]);
      checkReplies(history, "a", asked);
    },
  },
  {
    ...common,
    id: "RemoteTellOrder",
    goal: "Sends five messages from one actor to a remote one, then five more, with one between them that is too long to be sent, then messages of which some are equal, and nine of a million characters, almost all of them quotation marks, with a short one behind them; then long ones to an actor that another system sends long ones at the same time.",
    rule: "Messages from one actor to another arrive in the order in which they were sent, each once. One that cannot be sent does not stop the others, and system.onError is told.",
    seeds: course.seeds.heavy,
    scenario: scenarioOf(
      [
        ...systems,
        tell(five),
        wait(patientMs),
        { do: "tellRemote", from: "a", to: "b", messages: later, quotationMarks: tooLong },
        wait(patientMs),
        tell(again),
        tell(longAndShort),
        wait(patientMs),
        { do: "startSystem", system: "c" },
        { do: "startSystem", system: "d" },
        parallel(...fromEach.map(({ system, messages }) => [tell(messages, system, "d")])),
        wait(patientMs),
      ],
      latencyMs,
    ),
    check: (history) => {
      requireServers(history);
      checkOrder(history, "b", [...five, ...later, ...again, ...longAndShort]);
      for (const { system, messages } of fromEach) {
        checkOrder(history, "d", messages, `from ${system}`);
      }
      checkLossTold(history, "a");
    },
  },
  {
    ...common,
    id: "RemoteTellNoBlock",
    goal: `Sends ${many.length.toLocaleString("en-US")} messages at once and measures until the last one has arrived; then ${long.length} of a million characters.`,
    rule: "remoteTell does not wait for replies: all messages arrive within four times the one-way latency.",
    seeds: course.seeds.amount,
    scenario: scenarioOf(
      [
        ...systems,
        mark("sent"),
        tell(many),
        { do: "wait", ms: 2 * limitMs, allowanceMs: 1_000 },
        { do: "startSystem", system: "c" },
        { do: "startSystem", system: "d" },
        mark("long"),
        tell(long, "c", "d"),
        { do: "wait", ms: 2 * limitMs, allowanceMs: 1_000 },
      ],
      latencyMs,
    ),
    check: (history) => {
      requireServers(history);
      checkSpeed(history, "b", "sent", many.length, limitMs);
      checkOrder(history, "b", many);
      checkSpeed(history, "d", "long", long.length, limitMs);
      checkOrder(history, "d", long);
    },
  },
];
