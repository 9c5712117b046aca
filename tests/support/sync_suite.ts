import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import type { History } from "../../grader/history/history.js";
import { requireMessages, requireRemoteMessages } from "./checks/activity.js";
import { checkGrowth, checkIdle, checkNeed } from "./checks/bytes.js";
import { checkListOrder, checkPromptness } from "./checks/answers.js";
import { checkReads, checkTraffic } from "./checks/nothing_wrong.js";
import { requireAnswers } from "./checks/run.js";
import { requireTravel } from "./checks/travel.js";
import { between } from "../../grader/labs/cmud/reading/views.js";
import { serverOf } from "../../grader/history/scenario.js";
import { wholeStore } from "./entries.js";
import { describePlace, serversOf, type Place } from "./place.js";
import { inMs, latencyMs, maxLatencyMs } from "./timing.js";
import { frequencyTrace, isBusyFromTheStart, isSmallest, startsAgain } from "./traces/frequency.js";
import { lastWriterTrace, orders } from "./traces/last_writer.js";
import { fillerKeys, idleTime, sizeTrace } from "./traces/size.js";
import { stressTrace } from "./traces/stress.js";
import type { Trace } from "./traces/trace.js";
import { visibilityTrace, type Putters, type VisibilityTrace } from "./traces/visibility.js";

/** The facts in which a test differs from the others of its kind. */
export type Differences = Partial<Pick<LabTest, "goal" | "seeds" | "real">>;

/** A test of syncing. What it checks beside `check`: that every query was answered. */
export function syncTest(
  id: string,
  place: Pick<Place, "servers" | "section">,
  { scenario }: Trace,
  facts: Pick<LabTest, "goal" | "rule"> & Partial<Pick<LabTest, "section" | "seeds" | "real">>,
  check: (history: History) => void,
): LabTest {
  return {
    id,
    parts: ["final"],
    group: place.servers === 1 ? "LocalSync" : "RemoteSync",
    points: 1,
    section: place.section,
    file: "kvserver/query_actor.ts",
    entries: wholeStore,
    seeds: course.seeds.light,
    real: false,
    ...facts,
    scenario,
    check: (history) => {
      requireAnswers(history);
      checkListOrder(history);
      checkPromptness(history);
      check(history);
    },
  };
}

/** Puts are visible on every query actor when their limit has passed, and travel by messages between actors. */
export function visibilityTest(
  id: string,
  place: Place,
  who: Putters,
  { more = [], ...differences }: Differences & { readonly more?: readonly Step[] } = {},
): LabTest {
  const trace = visibilityTrace(place, who, more);
  const limit = inMs(place.limitMs);
  const facts = {
    goal: `On ${describePlace(place)}: puts ${inWords(who)}, waits the visibility limit of ${limit}, and gets the keys from every query actor; then the same with unusual keys and values${place.servers === 1 ? "" : `, and with ${inMs(maxLatencyMs)} of latency`}.`,
    rule: `A put is visible on ${place.servers === 1 ? "all other query actors of its server" : "the query actors of all other servers"} within ${limit}, and travels by messages between actors.`,
    ...differences,
  };
  return syncTest(id, place, trace, facts, (history) => {
    checkReads(history, trace.readers);
    requireSync(history, place, trace);
    checkTraffic(history, "puts", ["rate"]);
  });
}

/** Under a steady load of many Puts, no actor sends another more messages than the rate allows. */
export function frequencyTest(
  id: string,
  place: Place,
  who: Putters,
  differences: Differences = {},
): LabTest {
  const trace = frequencyTrace(place, who);
  const facts = {
    goal: `On ${describePlace(place)}${place.latencyMs > latencyMs ? `, with ${inMs(place.latencyMs)} of latency` : ""}: ${startsAgain(place, who) ? "starts the last server once more when its first start has failed, because a port was in use; " : ""}puts ${inWords(who)} ${isBusyFromTheStart(place, who) ? "while servers start and then " : ""}every 10 ms for 3 seconds, and one key every 20 ms, and gets keys when their limit has passed${isSmallest(place, who) ? ", and lists everything on one query actor every 30 ms" : ""}; then ${isSmallest(place, who) ? "puts in bursts, puts every 2 ms, puts 9,000 keys with almost two million characters at once, puts one key 20,000 times, puts for two and a half minutes, and " : ""}lists on every query actor.`,
    rule: `Regardless of the number of puts, an actor sends each other actor at most ${course.limits.messagesPerSecond} messages in any second; all puts are visible within ${inMs(place.limitMs)}, and messages are not excessively redundant.`,
    seeds: course.seeds.heavy,
    ...differences,
  };
  return syncTest(id, place, trace, facts, (history) => {
    checkReads(history, trace.readers);
    requireSync(history, place, trace);
    checkTraffic(history, "load", ["repetition", "rate"]);
  });
}

/** The size of messages depends on what is new, and every Put is sent about as often as it is needed. */
export function sizeTest(id: string, place: Place, who: Putters): LabTest {
  const trace = sizeTrace(place, who);
  const facts = {
    goal: `On ${describePlace(place)}: measures the bytes that are sent for puts ${inWords(who)}, adds 1,000 other keys, and measures the same puts again; then puts nothing for more than ${idleTime(place).words}.`,
    rule: "Sync messages carry new puts and not the whole store: their size depends on the new puts, and they are not excessively redundant.",
    seeds: course.seeds.heavy,
  };
  return syncTest(id, place, trace, facts, (history) => {
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
    checkTraffic(history, "first", ["repetition", "rate"]);
    checkIdle(history, place.section, between(history, "secondEnd"));
  });
}

/**
 * Of several Puts for a key, the last one wins on every query actor.
 *
 * @param order the order of the Puts, which also determines the test's facts.
 * @param more steps after the rounds in that order.
 */
export function lastWriterTest(
  id: string,
  place: Place,
  order: keyof typeof orders,
  more: readonly Step[] = [],
  differences: Differences = {},
): LabTest {
  const trace = lastWriterTrace(place, orders[order], more);
  const rule =
    "The last writer wins: of two puts for a key, the one with the later server-side time wins everywhere, regardless of which arrives last.";
  const { pipelined = false, goal, andRule = "", seeds } = lastWriterFacts[order];
  const facts = {
    section: "5",
    goal: `On ${describePlace(place)}: ${goal}`,
    rule: rule + andRule,
    seeds,
    ...differences,
  };
  return syncTest(id, place, trace, facts, (history) => {
    const { servers, queryActorsPerServer } = course.limits;
    const isPromised = place.servers <= servers && place.actors <= queryActorsPerServer;
    checkReads(history, trace.readers, { pipelined, except: isPromised ? [] : ["late"] });
    requireSync(history, place, { ...trace, putters: trace.readers });
    if (isPromised) checkTraffic(history, "puts", ["rate"]);
  });
}

/** The facts of each order's tests. Those with hundreds of Puts that are nearly ties run under fewer seeds. */
const lastWriterFacts: Readonly<
  Record<
    keyof typeof orders,
    { goal: string; andRule?: string; seeds: number; pipelined?: boolean }
  >
> = {
  laterWins: {
    goal: "puts keys on two actors, 10 ms apart, and others on all actors at the same time.",
    seeds: course.seeds.medium,
  },
  winnerOverwrites: {
    goal: "puts keys on two actors, then overwrites them on the actor whose puts won; overwrites others several times within a millisecond.",
    seeds: course.seeds.medium,
    pipelined: true,
  },
  thirdOverwrites: {
    goal: "puts keys on two actors, then overwrites them on a third one.",
    seeds: course.seeds.light,
  },
  sameValueAgain: {
    goal: "puts a value, a different one on another actor, and then the first value again.",
    andRule: " A put of the current value is a new put with a new timestamp.",
    seeds: course.seeds.light,
  },
};

/** After many queries by many clients, all query actors are in the same state, and nothing is lost. */
export function stressTest(
  id: string,
  place: Place,
  seed: number,
  { more = [], ...differences }: Differences & { readonly more?: readonly Step[] } = {},
): LabTest {
  const trace = stressTrace(place, seed, more);
  const facts = {
    goal: `On ${describePlace(place)}, with four clients each: 100 random gets, puts and lists per client over two visibility limits, then one list on every query actor${more.length === 0 ? "" : "; a quarter of an hour later, puts of the same keys on one actor after the other"}.`,
    rule: "All query actors converge to the same state, and no key is lost (eventual consistency).",
    seeds: course.seeds.heavy,
    ...differences,
  };
  return syncTest(id, place, trace, facts, (history) => {
    checkReads(history, trace.readers, { except: ["late"] });
    requireTravel(history, place.section);
    checkTraffic(history, "puts", ["repetition", "rate"]);
  });
}

function inWords(who: Putters): string {
  return who === "one" ? "on one query actor" : "distinct keys on all query actors";
}

/**
 * Requires at least as many messages as it takes to inform all actors: one for each that did not receive the Put; and that
 * they carry the Puts.
 */
function requireSync(
  history: History,
  place: Place,
  { readers, putters }: Pick<VisibilityTrace, "readers" | "putters">,
): void {
  const atLeast = putters.length === 1 ? readers.length - 1 : readers.length;
  requireMessages(history, atLeast, place.section);
  requireTravel(history, place.section);
  if (place.servers === 1) return;
  const own = putters.length === 1 ? putters.map(serverOf) : [];
  requireRemoteMessages(
    history,
    serversOf(place).filter((server) => !own.includes(server)),
  );
}
