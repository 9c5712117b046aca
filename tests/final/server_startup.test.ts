/**
 * Goal: a new server gets the state of the older ones, and syncs with them from its first moment on, in both directions.
 *
 * Method: servers start one after the other with 200 ms of latency between them. Old Puts are old enough to be in no
 * message under way when the new server starts, so that only a transfer of state can bring them; new ones are made on both
 * sides while and right after it starts. Every server is read, the ones that took the Puts and the others.
 *
 * What only these tests catch: no transfer of old state; one that reaches a single actor of the new server, or comes from
 * a single actor of the old one; a new server that never sends; Puts that are lost between the transfer and the first
 * sync; old state that overwrites newer Puts; servers that know the first one only.
 */
import { scenarioTest } from "../../grader/suite/scenario_test.js";
import type { History } from "../../grader/history/history.js";
import { requireRemoteMessages } from "../support/checks/activity.js";
import { checkReads, checkTraffic } from "../support/checks/nothing_wrong.js";
import { requireAnswers } from "../support/checks/run.js";
import {
  concurrentTrace,
  joiningTrace,
  oldStateTrace,
  outwardTrace,
} from "../support/traces/startup.js";
import type { Trace } from "../support/traces/trace.js";

describe("A server that starts late", () => {
  startupTest("ServerStartup1", oldStateTrace(1));
  startupTest("ServerStartup2", oldStateTrace(4));
  startupTest("ServerStartup3", outwardTrace());
  startupTest("ServerStartup4", concurrentTrace());

  startupTest("ServerStartup5", joiningTrace(), (history) => {
    requireRemoteMessages(history, ["s1", "s2", "s3", "s4"]);
    checkTraffic(history, undefined, ["rate"]);
  });
});

function startupTest(id: string, trace: Trace, more?: (history: History) => void): void {
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers);
    more?.(history);
  });
}
