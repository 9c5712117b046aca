/**
 * Goal: a message to an actor of another system arrives: once, in order, and without anybody waiting for replies.
 *
 * Method: two actor systems with 200 ms of latency between them, each with a given actor that writes down what it gets.
 * One actor sends all messages of a test in one handler call.
 *
 * What only these tests catch: a remoteTell that waits for the reply of each message, one whose messages overtake each
 * other, one that sends or delivers messages twice or changes their texts.
 */
import { scenarioTest } from "../../grader/suite/scenario_test.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { checkOrder, checkSpeed } from "../support/checks/remote_tells.js";
import { requireServers } from "../support/checks/run.js";
import { mark, scenarioOf, wait } from "../support/steps.js";
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

describe("Messages to actors of other systems", () => {
  const odd = 'one message: "quoted", ünï中, \\ and \n a line';
  scenarioTest(
    "RemoteTellBasic",
    scenarioOf(
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
    (history) => {
      requireServers(history);
      checkOrder(history, "b", [odd]);
      checkSpeed(history, "b", "sent", 1, limitMs);
      checkOrder(history, "a", ["back"]);
    },
  );

  const five = numbered("message", 5);
  // As long as five messages take that wait for the reply of the one before: waiting is not what this test is about.
  const patientMs = (2 * five.length + 2) * latencyMs;
  scenarioTest(
    "RemoteTellOrder",
    scenarioOf([...systems, tell(five), wait(patientMs)], latencyMs),
    (history) => {
      requireServers(history);
      checkOrder(history, "b", five);
    },
  );

  scenarioTest(
    "RemoteTellNoBlock",
    scenarioOf([...systems, mark("sent"), tell(five), wait(2 * limitMs)], latencyMs),
    (history) => {
      requireServers(history);
      checkSpeed(history, "b", "sent", five.length, limitMs);
    },
  );
});
