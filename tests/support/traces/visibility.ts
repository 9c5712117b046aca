import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { serverOf } from "../../../grader/history/scenario.js";
import { actorsOf, startServers, type Place } from "../place.js";
import { pick } from "../pick.js";
import { mark, parallel, together, wait } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { localLimitMs, maxLatencyMs, waitPast } from "../timing.js";
import { oddKeys, oddValues } from "./odd_entries.js";
import type { Trace } from "./trace.js";

/** Which query actors get the Puts: one of them, or each its own keys. */
export type Putters = "one" | "all";

/** How long nothing happens between two rounds of a short test, in milliseconds. */
const longMs = 130_000;

/** A trace of Puts that are read when their limits have passed. */
export interface VisibilityTrace extends Trace {
  /** The query actors that take Puts. */
  readonly putters: readonly ActorName[];
}

/**
 * Puts in several rounds, and reads each round on every query actor just when its limit has passed. The rounds lie at
 * different distances from whatever timers the students' actors have, so that slow ones are not missed by luck. The last
 * ones have the longest latency for which the limits hold, and unusual keys and values.
 *
 * @param more runs together with the Puts of unusual keys.
 */
export function visibilityTrace(
  place: Place,
  who: Putters,
  more: readonly Step[] = [],
): VisibilityTrace {
  const actors = actorsOf(place);
  const putters = puttersOf(place, who);
  const remote = place.servers > 1;
  const rounds = remote ? 4 : 6;
  const everyMs = remote ? 430 : 110;
  const readAll = together(actors.map((actor) => list(actor, "")));
  const roundsFrom = (first: number, count: number): Step =>
    parallel(
      ...Array.from({ length: count }, (_, index) => [
        wait(index * everyMs),
        ...roundSteps(place, first + index, putters),
      ]),
    );
  const steps: Step[] = [
    ...startServers(place),
    readAll,
    mark("puts"),
    roundsFrom(0, rounds),
    ...(remote ? [{ do: "latency", ms: maxLatencyMs } as const, roundsFrom(rounds, 3)] : []),
    // Whoever counts its timers or its messages has run out of them by now.
    ...(who === "one" && actors.length === 2 ? [wait(longMs)] : []),
    together([...oddPuts(putters), ...more]),
    waitPast(place.limitMs),
    readAll,
    // What is late arrives now; what is lost does not.
    wait(1_000),
    readAll,
  ];
  return {
    scenario: scenarioOf(steps, place.latencyMs),
    readers: actors,
    putters,
  };
}

/** Puts of every unusual key, each on one of the query actors, and of every unusual value. */
function oddPuts(putters: readonly ActorName[]): Step[] {
  return [
    ...oddKeys.map((key, index) => put(pick(putters, index), key, valueOf(`odd-${index}`))),
    ...[...oddValues, ...oddKeys].map((value, index) =>
      put(pick(putters, index), `value-${index}`, value),
    ),
  ];
}

/** The query actors that take Puts; a single one is not the first of many, which often has a part of its own. */
export function puttersOf(place: Place, who: Putters): ActorName[] {
  const actors = actorsOf(place);
  if (who === "all") return actors;
  return actors.slice(actors.length > 2 ? 1 : 0).slice(0, 1);
}

function roundSteps(place: Place, round: number, putters: readonly ActorName[]): Step[] {
  const actors = actorsOf(place);
  const prefix = `round${round + 1}.`;
  const keyOf = (actor: ActorName): string => `${prefix}${actor.replace("/", "-")}`;
  const puts = putters.map((actor) => put(actor, keyOf(actor), valueOf(keyOf(actor))));
  const readsOn = (readers: readonly ActorName[]): Step =>
    together(
      readers.flatMap((reader) => {
        const putter = pick(putters, actors.indexOf(reader) + 1);
        return [get(reader, keyOf(putter)), list(reader, prefix)];
      }),
    );
  const localAndRemote = place.servers > 1 && place.actors > 1;
  if (!localAndRemote) return [together(puts), waitPast(place.limitMs), readsOn(actors)];
  const servers = new Set(putters.map(serverOf));
  return [
    together(puts),
    waitPast(localLimitMs),
    readsOn(actors.filter((actor) => servers.has(serverOf(actor)))),
    wait(place.limitMs - localLimitMs),
    readsOn(actors),
  ];
}
