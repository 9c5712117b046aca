import type { ActorName } from "../../../grader/history/scenario.js";
import { actorsOf, startServers, type Place } from "../place.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { pick } from "../pick.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { waitPast } from "../timing.js";
import { puttersOf, type Putters, type VisibilityTrace } from "./visibility.js";

/** How many Puts come at once after the load, in the test with the fewest query actors. */
const crowdSize = 6_000;

const putsEach = 300;
const everyMs = 10;
const keysEach = 150;

/** How often keys are read during the load, in milliseconds: whenever so many have passed, one whose limit has passed. */
const readEveryMs = 50;

/**
 * Puts every 10 ms for 3 seconds on one query actor or on each, two for every key; reads keys just when their limit has
 * passed, as long as the load lasts, and lists everything everywhere at the end. The load begins at the mark `load`.
 */
export function frequencyTrace(place: Place, who: Putters): VisibilityTrace {
  const actors = actorsOf(place);
  const putters = puttersOf(place, who);
  const keyOf = (actor: ActorName, index: number): string =>
    `${actor.replace("/", "-")}.${index % keysEach}`;
  const load = putters.map((actor) => [
    paced(
      everyMs,
      Array.from({ length: putsEach }, (_, index) => {
        const key = keyOf(actor, index);
        return put(actor, key, valueOf(key, 1 + Math.floor(index / keysEach)));
      }),
    ),
  ]);
  const readsEach = Math.floor((putsEach * everyMs - place.limitMs) / readEveryMs);
  const reads = putters.map((actor, who): Step[] => [
    waitPast(place.limitMs),
    paced(
      readEveryMs,
      Array.from({ length: readsEach }, (_, turn) =>
        get(pick(actors, who + 1 + turn), keyOf(actor, (turn * readEveryMs) / everyMs)),
      ),
    ),
  ]);
  const readAll = together(actors.map((actor) => list(actor, "")));
  return {
    scenario: scenarioOf(
      [
        ...startServers(place),
        readAll,
        mark("load"),
        parallel(...load, ...reads),
        ...(actors.length === 2 && who === "one" ? [...bursts(putters), crowd(putters)] : []),
        waitPast(place.limitMs),
        readAll,
      ],
      place.latencyMs,
    ),
    readers: actors,
    putters,
  };
}

/**
 * A Put, a pause, and many Puts close together, with several pauses: whoever counts messages in fixed periods sends too
 * many on both sides of a period's end.
 */
function bursts(putters: readonly ActorName[]): Step[] {
  return [150, 380, 700].flatMap((pauseMs) => {
    const putOf = (name: string): Step => {
      const key = `burst-${pauseMs}.${name}`;
      return put(pick(putters), key, valueOf(key));
    };
    const many = Array.from({ length: 80 }, (_, index) => putOf(String(index)));
    return [wait(1_100), putOf("first"), wait(pauseMs), paced(10, many)];
  });
}

/** Thousands of Puts at once, so that whoever sends whenever enough have come sends too often. */
function crowd(putters: readonly ActorName[]): Step {
  return together(
    Array.from({ length: crowdSize }, (_, index) =>
      put(pick(putters), `crowd.${index}`, valueOf(`crowd.${index}`)),
    ),
  );
}
