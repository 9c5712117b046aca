/**
 * Goal: a new server gets the state of the older ones, and syncs with them from the beginning, in both directions.
 *
 * Method: servers start one after another with 200 ms of latency between them. Old Puts are so old that no sync message
 * with them is still in transit when the new server starts, so only a transfer of state can bring them; new ones are
 * made on both sides while and right after it starts. All servers are read, those that received the Puts and the
 * others.
 *
 * What only these tests catch: no transfer of old state; a transfer that reaches only one actor of the new server, or
 * comes from only one actor of the old one; a new server that never sends; Puts that are lost between the transfer and
 * the first sync; old state that overwrites newer Puts; servers that know only the first one.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { Check, LabTest } from "../../grader/suite/suite_spec.js";
import type { QueryRecord } from "../../grader/labs/cmud/steps/index.js";
import { between } from "../../grader/labs/cmud/reading/views.js";
import { requireRemoteMessages } from "../support/checks/activity.js";
import {
  checkListOrder,
  checkPromptness,
  checkPromptnessOfEach,
} from "../support/checks/answers.js";
import { checkReads, checkTraffic } from "../support/checks/nothing_wrong.js";
import { requireAnswers } from "../support/checks/run.js";
import { wholeStore } from "../support/entries.js";
import { inMs, remoteLimitMs } from "../support/timing.js";
import { largeStateTrace } from "../support/traces/large_state.js";
import {
  concurrentTrace,
  joiningTrace,
  oddEntries,
  oldStateTrace,
  outwardTrace,
} from "../support/traces/startup.js";
import type { Trace } from "../support/traces/trace.js";

const oldState = `A new server gets the state of the older ones, and all of its query actors show that state within ${inMs(remoteLimitMs)} of its start.`;
const sentOnce = "Each older server sends it to the new one at most once, and to nobody else.";
const fromTheStart =
  "From the moment servers know of each other, new puts are synced, even while old state is still being transferred.";

/** A test that runs a trace and reads everything everywhere. */
interface Row extends Pick<LabTest, "id" | "goal" | "rule"> {
  readonly seeds?: number;
  readonly real?: boolean;
  readonly trace: Trace;
  /** Runs after the checks that all rows have. */
  readonly check?: Check;
}

const rows: readonly Row[] = [
  {
    id: "ServerStartup1",
    goal: "Puts 9,900 keys with almost four million characters on one query actor of a server, which do not fit into one message, and overwrites a key 18 times; starts a second server while 1.9 million characters a second are put, and reads them there. Then puts as many for twenty seconds, thousands of short values at once, ten million characters at once, and starts a third server, and puts keys on both query actors of the first one meanwhile, some of which overwrite old ones; at last, puts 24 values of 800,000 characters at once. Latency is 250 ms.",
    rule: `${oldState} ${fromTheStart} No message is too long to be sent, and an actor sends each other actor at most ${course.limits.messagesPerSecond} messages in any second.`,
    seeds: course.seeds.amount,
    trace: largeStateTrace(),
    check: (history) => {
      checkTraffic(history, "crowd", ["rate"]);
      checkPromptnessOfEach(history, "muchToSend", ({ method }) => method === "put");
    },
  },
  {
    id: "ServerStartup2",
    goal: "Puts keys on every actor of a server with 4 query actors, some of them on all of these, starts a second and, when a first try has failed, a third such server, and reads the keys on all of their actors. Some keys and values are unusual.",
    rule: `${oldState} ${sentOnce}`,
    trace: oldStateTrace(4, 3, oddEntries),
  },
  {
    id: "ServerStartup3",
    goal: "Starts a second server with 2 query actors, puts keys on both servers while it starts, some of them as soon as a query actor answers, lists some as soon as it has started, and reads all of them on both; then starts a third server with 3 query actors, and puts keys on the second server and a single one on one of them while it starts.",
    rule: fromTheStart,
    trace: outwardTrace(),
    check: (history) => {
      const { fromMs, toMs } = between(history, "joined", "listed");
      checkPromptness(
        history,
        ({ method, startMs, endMs }) => method === "list" && startMs >= fromMs && endMs <= toMs,
      );
      checkPromptnessOfEach(history, "starting", isEarly);
    },
  },
  {
    id: "ServerStartup4",
    goal: "Puts keys on two servers with 4 query actors each, before, while and right after the second one starts, in six orders, and reads them everywhere.",
    rule: `${fromTheStart} Of concurrent puts, the last one wins everywhere.`,
    trace: concurrentTrace(),
    real: true,
    check: (history) => {
      checkPromptnessOfEach(history, "starting", isEarly);
    },
  },
  {
    id: "ServerStartup5",
    goal: "Starts four servers with 4 query actors each, one after another, with puts on every older server while each one joins.",
    rule: `${oldState} ${fromTheStart}`,
    seeds: course.seeds.medium,
    trace: joiningTrace(),
    check: (history) => {
      requireRemoteMessages(history, ["s1", "s2", "s3", "s4"]);
      checkTraffic(history, undefined, ["rate"]);
    },
  },
];

/** Whether its key is one of those that are put on a server that is starting. */
const isEarly = ({ key = "" }: QueryRecord): boolean => key.startsWith("early");

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = rows.map(({ trace, check, ...facts }) => ({
  parts: ["final"],
  group: "ServerStartup",
  points: 1,
  section: "5.2",
  file: "kvserver/server.ts",
  entries: wholeStore,
  seeds: course.seeds.light,
  real: false,
  ...facts,
  scenario: trace.scenario,
  check: async (history) => {
    requireAnswers(history);
    checkListOrder(history);
    checkReads(history, trace.readers);
    checkTraffic(history, undefined, ["resent"]);
    await check?.(history);
  },
}));
