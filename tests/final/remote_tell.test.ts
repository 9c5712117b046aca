/**
 * Goal: a message to an actor of another system arrives once, in order, and without waiting for replies.
 *
 * Method: two actor systems with 200 ms of latency between them, each with a given actor that records its messages. One
 * actor sends all messages of a test in one handler call.
 *
 * What only these tests catch: a remoteTell that waits for the reply to each message, one whose messages overtake each
 * other, one that sends or delivers messages twice or changes their texts.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { checkOrder, checkSpeed } from "../support/checks/remote_tells.js";
import { requireServers } from "../support/checks/run.js";
import { mark, wait } from "../support/flow.js";
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

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}

const odd = 'one message: "quoted", ünï中, \\ and \n a line';
const five = numbered("message", 5);
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
    goal: "Sends one message from an actor of one system to an actor of another.",
    rule: "A message to a remote actor is delivered, within four times the one-way latency.",
    scenario: scenarioOf(
      [
        ...systems,
        mark("sent"),
        tell([odd]),
        wait(limitMs),
        tell(["back"], "b", "a"),
        wait(limitMs),
      ],
      latencyMs,
    ),
    check: (history) => {
      requireServers(history);
      checkOrder(history, "b", [odd]);
      checkSpeed(history, "b", "sent", 1, limitMs);
      checkOrder(history, "a", ["back"]);
    },
  },
  {
    ...common,
    id: "RemoteTellOrder",
    goal: "Sends five messages from one actor to a remote one.",
    rule: "Messages from one actor to another arrive in the order in which they were sent, each at most once.",
    real: true,
    scenario: scenarioOf([...systems, tell(five), wait(patientMs)], latencyMs),
    check: (history) => {
      requireServers(history);
      checkOrder(history, "b", five);
    },
  },
  {
    ...common,
    id: "RemoteTellNoBlock",
    goal: "Sends five messages at once and measures until the last one has arrived.",
    rule: "remoteTell does not wait for replies: all messages arrive within four times the one-way latency.",
    scenario: scenarioOf([...systems, mark("sent"), tell(five), wait(2 * limitMs)], latencyMs),
    check: (history) => {
      requireServers(history);
      checkSpeed(history, "b", "sent", five.length, limitMs);
    },
  },
];
