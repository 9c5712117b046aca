import { scenarioTest } from "../../grader/suite/scenario_test.js";
import type { History } from "../../grader/history/history.js";
import { requireMessages, requireRemoteMessages } from "./checks/activity.js";
import { checkGrowth, checkNeed } from "./checks/bytes.js";
import { checkReads, checkTraffic, type ReadOptions } from "./checks/nothing_wrong.js";
import { requireAnswers } from "./checks/run.js";
import { between } from "../../grader/labs/cmud/reading/views.js";
import { serversOf, type Place } from "./place.js";
import { serverOf } from "../../grader/labs/cmud/reading/servers.js";
import { frequencyTrace } from "./traces/frequency.js";
import { fillerKeys, sizeTrace } from "./traces/size.js";
import { stressTrace } from "./traces/stress.js";
import type { Trace } from "./traces/trace.js";
import { visibilityTrace, type Putters, type VisibilityTrace } from "./traces/visibility.js";

/** Puts show on every query actor when their limit has passed, and travel by messages between actors. */
export function visibilityTest(id: string, place: Place, who: Putters): void {
  const trace = visibilityTrace(place, who);
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers);
    requireSync(history, place, trace);
  });
}

/** Under a steady load of many Puts no pair of actors sends more messages than the rate allows. */
export function frequencyTest(id: string, place: Place, who: Putters): void {
  const trace = frequencyTrace(place, who);
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers);
    requireSync(history, place, trace);
    checkTraffic(history, "load", ["rate"]);
  });
}

/** What is sent depends on what is new, and every Put is sent about as often as it is needed. */
export function sizeTest(id: string, place: Place, who: Putters): void {
  const trace = sizeTrace(place, who);
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers);
    requireSync(history, place, trace);
    const [first, second] = [
      between(history, "first", "firstEnd"),
      between(history, "second", "secondEnd"),
    ];
    checkGrowth(history, place.section, first, second, fillerKeys);
    for (const span of [first, second]) {
      const seconds = (span.toMs - span.fromMs) / 1_000;
      checkNeed(history, place.section, span, trace.readers.length - 1, seconds);
    }
    checkTraffic(history, "first");
  });
}

/** Of the Puts of a key the last one wins on every query actor. */
export function lastWriterTest(
  id: string,
  place: Place,
  trace: Trace,
  options: ReadOptions = {},
): void {
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers, options);
    requireSync(history, place, { ...trace, putters: trace.readers });
  });
}

/** After many queries by many clients all query actors are in the same state, and nothing is lost. */
export function stressTest(id: string, place: Place, seed: number): void {
  const trace = stressTrace(place, seed);
  scenarioTest(id, trace.scenario, (history) => {
    requireAnswers(history);
    checkReads(history, trace.readers, { except: ["late"] });
  });
}

/** Demands the fewest messages with which all can have learned what was put: one for each that did not put it. */
function requireSync(
  history: History,
  place: Place,
  { readers, putters }: Pick<VisibilityTrace, "readers" | "putters">,
): void {
  const atLeast = putters.length === 1 ? readers.length - 1 : readers.length;
  requireMessages(history, atLeast, place.section);
  if (place.servers === 1) return;
  const own = putters.length === 1 ? putters.map(serverOf) : [];
  requireRemoteMessages(
    history,
    serversOf(place).filter((server) => !own.includes(server)),
  );
}
